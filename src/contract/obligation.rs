//! Dated and recurring duties named by the agreement.

use chrono::NaiveDate;

use super::span::Span;

/// One `[[obligation]]`.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Obligation {
    /// Unique in the contract; `done` names it.
    pub id: String,
    /// The party that owes it.
    pub who: Option<String>,
    /// What is owed, in one sentence.
    pub what: String,
    /// The day it is due, or the first of them.
    pub due: NaiveDate,
    /// How often again, counted from `due`.
    pub every: Option<Span>,
}
