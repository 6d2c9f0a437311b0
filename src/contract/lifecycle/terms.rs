//! Which terms are in force on which day: the agreement's own, then those of its amendments.
//!
//! **Owns** the order of amendments and the start they keep. **Refuses to know** notices and today. **Invariants**: the
//! chapters follow each other without a gap; the last one is open; a tie is a fault of its chapter only.

use chrono::NaiveDate;

use super::Amendment;
use crate::contract::business_day::Calendars;
use crate::contract::calendar::previous;
use crate::contract::contradiction::Fault;
use crate::contract::id::ContractId;
use crate::contract::plan::{Plan, plan};
use crate::contract::term::Term;

/// A stretch of days with one `[term]` in force.
#[derive(Clone, Debug)]
pub(crate) struct Chapter<'a> {
    /// First day; `None` for the agreement's own terms, which reach back without limit.
    pub from: Option<NaiveDate>,
    /// Last day, inside; `None` for the last chapter.
    pub to: Option<NaiveDate>,
    /// The first day of the contract by these terms.
    pub start: NaiveDate,
    /// The amendment that brought the terms.
    pub amendment: Option<&'a ContractId>,
    /// The terms read, or why they cannot be.
    pub plan: Result<Plan<'a>, Vec<Fault>>,
}

/// All chapters of a contract that starts on `signed_on` when its terms do not say.
pub(crate) fn chapters<'a>(
    own: &'a Term,
    signed_on: NaiveDate,
    amendments: &'a [Amendment],
    calendars: &'a Calendars,
) -> Vec<Chapter<'a>> {
    let plan = |term: &'a Term, start: NaiveDate| plan(term, start, calendars);
    let mut start = own.start.unwrap_or(signed_on);
    let mut chapters = vec![Chapter { from: None, to: None, start, amendment: None, plan: plan(own, start) }];
    let mut amended: Vec<(&Amendment, &Term)> =
        amendments.iter().filter_map(|amendment| amendment.term.as_ref().map(|term| (amendment, term))).collect();
    amended.sort_by(|(a, _), (b, _)| (a.effective, &a.id).cmp(&(b.effective, &b.id)));
    for same_day in amended.chunk_by(|(a, _), (b, _)| a.effective == b.effective) {
        let Some(((first, term), rest)) = same_day.split_first() else { continue };
        start = term.start.unwrap_or(start);
        let rival = rest.iter().find(|(_, other)| other != term);
        let plan = rival.map_or_else(|| plan(term, start), |(other, _)| Err(vec![tie(first, other)]));
        if let Some(before) = chapters.last_mut() {
            before.to = previous(first.effective);
        }
        let (from, amendment) = (Some(first.effective), Some(&first.id));
        chapters.push(Chapter { from, to: None, start, amendment, plan });
    }
    chapters
}

fn tie(one: &Amendment, other: &Amendment) -> Fault {
    let why = format!(
        "The amendments {} and {} both replace `[term]` from {}, the `effective` day of both, and do not agree.",
        one.id, other.id, one.effective
    );
    Fault::new(&["effective", "term"], why)
}

/// Index of the chapter in force on `day`.
pub(crate) fn in_force(chapters: &[Chapter<'_>], day: NaiveDate) -> usize {
    chapters.iter().rposition(|chapter| chapter.from.is_none_or(|from| from <= day)).unwrap_or(0)
}
