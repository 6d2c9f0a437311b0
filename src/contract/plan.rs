//! What a `[term]` comes to once its first day is known: which periods there are and what makes them follow each other.
//!
//! **Owns** the reading of the term's keys together. **Refuses to know** acts, notices and today. **Invariant**: a plan
//! exists only for a term that contradicts nothing; otherwise every fault is told.

use chrono::NaiveDate;

use super::business_day::{Calendars, Governing};
use super::calendar::end_of;
use super::contradiction::{Fault, contradictions_from, first_length, missing};
use super::notice::{LastDay, last_day};
use super::period::{First, Periods};
use super::term::{Boundary, RenewsBy, Term};

/// How the contract goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Runs {
    /// One period.
    Once,
    /// Renews by itself unless notice is given.
    BySilence,
    /// Renews when someone uses the option.
    ByOption,
    /// Until notice, after the lock-in if there is one.
    UntilNotice,
}

/// A term with its first day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan<'a> {
    /// The table it was read from.
    pub term: &'a Term,
    /// First day.
    pub start: NaiveDate,
    /// How it goes on.
    pub runs: Runs,
    /// The periods; only the lock-in, or none, for [`Runs::UntilNotice`].
    pub periods: Option<Periods>,
    /// The calendar its deadlines go by.
    pub business: Option<Governing<'a>>,
}

impl Plan<'_> {
    /// The last day of the lock-in of a contract that runs until notice.
    #[must_use]
    pub fn lock_in(&self) -> Option<NaiveDate> {
        let periods = self.periods.filter(|_| self.runs == Runs::UntilNotice)?;
        periods.period(1).map(|period| period.end)
    }

    /// Number of the last period there can be; `None` without a limit.
    #[must_use]
    pub fn last_number(&self) -> Option<u32> {
        match self.runs {
            Runs::Once => Some(1),
            Runs::BySilence | Runs::ByOption => self.term.max_renewals.map(|max| max.saturating_add(1)),
            Runs::UntilNotice => None,
        }
    }

    /// Whether period `number` may be followed by another.
    #[must_use]
    pub fn may_follow(&self, number: u32) -> bool {
        self.last_number().is_none_or(|last| number < last)
    }

    /// As [`last_day`], by these terms and their calendar.
    ///
    /// # Errors
    /// As [`last_day`].
    pub fn last_day(&self, number: u32, end: NaiveDate, party: &str) -> Result<LastDay, Fault> {
        last_day(self.term, self.business, number, end, party)
    }

    /// `end`, moved to the end of the calendar period that `notice_ends` names.
    #[must_use]
    pub fn rounded(&self, end: NaiveDate) -> NaiveDate {
        let to = |boundary: Boundary| end_of(end, boundary);
        self.term.notice_ends.and_then(to).unwrap_or(end)
    }
}

/// Reads `term` for a contract whose first day is `start`.
///
/// # Errors
/// Every contradiction, or what is missing.
pub fn plan<'a>(term: &'a Term, start: NaiveDate, calendars: &'a Calendars) -> Result<Plan<'a>, Vec<Fault>> {
    let mut faults = contradictions_from(term, Some(start));
    faults.extend(missing(term));
    let business = governing(term, calendars).map_err(|fault| faults.push(fault)).ok().flatten();
    if !faults.is_empty() {
        return Err(faults);
    }
    let runs = match (term.evergreen, term.renews, term.renews_by) {
        (true, _, _) => Runs::UntilNotice,
        (false, Some(_), RenewsBy::Silence) => Runs::BySilence,
        (false, Some(_), RenewsBy::Option) => Runs::ByOption,
        (false, None, _) => Runs::Once,
    };
    let first = term.end.map(First::End).or(first_length(term).map(First::Length));
    let periods = first.map(|first| Periods { start, first, renews: term.renews });
    Ok(Plan { term, start, runs, periods, business })
}

/// The calendar the terms name, or else the usual one.
///
/// # Errors
/// When there is no such calendar, or it cannot be read.
pub fn governing<'a>(term: &Term, calendars: &'a Calendars) -> Result<Option<Governing<'a>>, Fault> {
    let agreed = term.calendar.is_some();
    let Some(name) = term.calendar.as_ref().or(calendars.usual.as_ref()) else { return Ok(None) };
    let calendar =
        calendars.get(name).map_err(|fault| Fault::new(&["calendar"], format!("`calendar` names {name}: {fault}.")))?;
    Ok(Some(Governing { calendar, agreed }))
}
