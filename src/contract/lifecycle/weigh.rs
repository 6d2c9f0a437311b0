//! What a notice would do: asked before it is recorded, and told with the same reasons afterwards.

use chrono::NaiveDate;

use super::ending::{Effect, Given, judge};
use super::{Facts, Standing, course};
use crate::contract::contradiction::Fault;

/// What a notice does to a contract.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Weighed {
    /// Whether it came in time; `None` where the two ways of counting disagree.
    pub in_time: Option<bool>,
    /// The end it brings, the one planned with; `None` when it brings none.
    pub end: Option<NaiveDate>,
    /// The end by the other reading, where that is another.
    pub early: Option<NaiveDate>,
    /// Whether the contract no longer renews.
    pub stops: bool,
    /// Sentences: how it was judged.
    pub why: Vec<String>,
}

/// Weighs a notice of `party` received on `received`, by the terms in force that day; `None` for a contract that was never
/// fully signed and for an amendment.
///
/// # Errors
/// When the notice cannot be counted by those terms.
#[must_use]
pub fn weigh(
    facts: &Facts<'_>,
    own: &str,
    standing: &Standing,
    party: &str,
    received: NaiveDate,
) -> Option<Result<Weighed, Fault>> {
    let course = course(facts, own, standing)?;
    Some(judge(&course.chapters, Given { party, received }).map(weighed))
}

fn weighed(effect: Effect) -> Weighed {
    let Effect { early, planned, stops, why, late } = effect;
    let in_time = if late { Some(false) } else { (early == planned).then_some(true) };
    Weighed { in_time, end: planned, early: early.filter(|early| Some(*early) != planned), stops, why }
}
