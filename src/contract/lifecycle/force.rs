//! The terms in force on a day, and which amendment stands behind each.
//!
//! An amendment's `[term]` replaces the whole table from its day, but the start is kept where it names none.

use chrono::NaiveDate;

use super::{Facts, Standing, course};
use crate::contract::id::ContractId;
use crate::contract::term::Term;

/// The terms in force on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InForce<'a> {
    /// The terms; `None` where amendments contradict each other or the terms cannot be read together.
    pub term: Option<&'a Term>,
    /// The first day of the contract.
    pub start: NaiveDate,
    /// The amendment the terms come from; `None` for the agreement itself.
    pub source: Option<&'a ContractId>,
    /// The amendment that gave the start, where one did.
    pub start_source: Option<&'a ContractId>,
    /// Why the terms cannot be read.
    pub faults: Vec<String>,
}

/// The terms in force on `day`; `None` for a contract that was never fully signed and for an amendment.
#[must_use]
pub fn in_force_on<'a>(facts: &Facts<'a>, own: &str, standing: &Standing, day: NaiveDate) -> Option<InForce<'a>> {
    let course = course(facts, own, standing)?;
    let index = course.chapter(day);
    let chapter = course.chapters.get(index)?;
    let mut start_source = None;
    let before = course.chapters.iter().take(index.saturating_add(1));
    for (earlier, later) in before.clone().zip(before.skip(1)) {
        if earlier.start != later.start {
            start_source = later.amendment;
        }
    }
    let faults = chapter.plan.as_ref().err().into_iter().flatten().map(|fault| fault.why.clone()).collect();
    let term = chapter.plan.as_ref().ok().map(|plan| plan.term);
    Some(InForce { term, start: chapter.start, source: chapter.amendment, start_source, faults })
}
