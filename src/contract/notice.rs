//! The last day for notice, counted both ways.
//!
//! **Owns** methods A and B, whose notice period applies in which period, and our own deadline. **Refuses to know** acts
//! and today. **Invariants**: A is the period's end minus the notice; B is the next start minus the notice, minus one
//! day (clear days); our own deadline is never later than the counting that decides; delivery and a calendar of business
//! days only move it earlier.

use chrono::NaiveDate;

use super::business_day::Governing;
use super::calendar::{days_before, minus, next, previous};
use super::contradiction::Fault;
use super::span::Span;
use super::term::{Notice, NoticeCounting, Term};

/// The last day for notice that ends a contract on a given day, by both countings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LastDay {
    /// The last day of the period the notice is counted from.
    pub end: NaiveDate,
    /// The notice period.
    pub notice: Span,
    /// Method A: end − notice.
    pub from_end: NaiveDate,
    /// Method B: next start − notice − 1 day.
    pub clear_days: NaiveDate,
    /// Which one the agreement says decides.
    pub counting: NoticeCounting,
    /// The counting that decides, or the earlier one, before any calendar.
    pub counted: NaiveDate,
    /// Days our notice is on its way.
    pub delivery_days: u32,
    /// That many days before the last sure day, before any calendar.
    pub sent_by: NaiveDate,
    /// The day we plan with: the last sure day, less delivery, on a business day where a calendar governs.
    pub ours: NaiveDate,
    surely: NaiveDate,
    perhaps: NaiveDate,
}

impl LastDay {
    /// The last day on which it is in time beyond doubt: by the counting pinned, or by the earlier one; moved earlier to
    /// a business day.
    #[must_use]
    pub fn surely(&self) -> NaiveDate {
        self.surely
    }

    /// The last day on which it may still be in time: by the counting pinned, or by the later one. A calendar that only we
    /// go by takes nothing from anybody, one that was agreed moves this day too.
    #[must_use]
    pub fn perhaps(&self) -> NaiveDate {
        self.perhaps
    }
}

/// Methods A and B for a contract that would end on `end`; `None` outside the calendar.
#[must_use]
pub fn countings(end: NaiveDate, notice: Span) -> Option<(NaiveDate, NaiveDate)> {
    // The day after 9999-12-31 cannot be written, but it can be counted from.
    let clear_days = match next(end) {
        Some(next_start) => previous(minus(next_start, notice)?)?,
        None => minus(end, notice)?,
    };
    Some((minus(end, notice)?, clear_days))
}

/// The notice period of `party` in period `number`: `renewal_notice` from the second period on, where it is written.
///
/// # Errors
/// Names the key when no notice period is stated for that party.
pub fn notice_of(term: &Term, number: u32, party: &str) -> Result<Span, Fault> {
    let (key, notice) = match (&term.renewal_notice, &term.notice) {
        (Some(renewal), _) if number > 1 => ("renewal_notice", Some(renewal)),
        (_, first) => ("notice", first.as_ref()),
    };
    match notice {
        None => Err(Fault::new(&[key], format!("`{key}` is missing: the last day for notice cannot be counted."))),
        Some(Notice::Everyone(span)) => Ok(*span),
        Some(Notice::ByParty(table)) => {
            let row = table.iter().find(|(name, _)| name == party);
            row.map(|(_, span)| *span).ok_or_else(|| {
                Fault::new(&[key], format!("`{key}` is given by party and names no notice period for {party}."))
            })
        }
    }
}

/// The last day on which `party` can give notice so that the contract ends on `end`, the last day of period `number`.
///
/// # Errors
/// When no notice period is stated for the party, or the day lies outside the calendar.
pub fn last_day(
    term: &Term,
    business: Option<Governing<'_>>,
    number: u32,
    end: NaiveDate,
    party: &str,
) -> Result<LastDay, Fault> {
    let notice = notice_of(term, number, party)?;
    let past = || Fault::new(&["notice"], format!("`notice` counted back from {end} leaves the calendar."));
    let (from_end, clear_days) = countings(end, notice).ok_or_else(past)?;
    let (counting, delivery_days) = (term.notice_counting, term.delivery_days);
    let (counted, latest) = match counting {
        NoticeCounting::FromEnd => (from_end, from_end),
        NoticeCounting::ClearDays => (clear_days, clear_days),
        NoticeCounting::Earlier => (from_end.min(clear_days), from_end.max(clear_days)),
    };
    let earlier = |day: NaiveDate| business.map_or(day, |by| by.calendar.earlier(day));
    let surely = earlier(counted);
    let perhaps = if business.is_some_and(|by| by.agreed) { earlier(latest) } else { latest };
    let sent_by = days_before(surely, delivery_days).ok_or_else(past)?;
    let ours = earlier(sent_by);
    Ok(LastDay { end, notice, from_end, clear_days, counting, counted, delivery_days, sent_by, ours, surely, perhaps })
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{countings, last_day, notice_of};
    use crate::contract::span::{Span, Unit};
    use crate::contract::term::{Notice, NoticeCounting, Term};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(count: u32, unit: Unit) -> Span {
        Span { count, unit }
    }

    #[test]
    fn both_countings_of_known_cases() {
        let cases = [
            ("2026-12-31", 3, Unit::Month, "2026-09-30", "2026-09-30"),
            ("2026-12-31", 90, Unit::Day, "2026-10-02", "2026-10-02"),
            ("2026-03-14", 60, Unit::Day, "2026-01-13", "2026-01-13"),
            ("2027-02-28", 3, Unit::Month, "2026-11-28", "2026-11-30"),
            ("2026-11-30", 1, Unit::Month, "2026-10-30", "2026-10-31"),
            ("2027-08-30", 6, Unit::Month, "2027-02-28", "2027-02-27"),
            ("2028-02-29", 1, Unit::Month, "2028-01-29", "2028-01-31"),
            ("2028-02-29", 1, Unit::Year, "2027-02-28", "2027-02-28"),
            ("2027-01-31", 2, Unit::Week, "2027-01-17", "2027-01-17"),
            ("9999-12-31", 1, Unit::Month, "9999-11-30", "9999-11-30"),
        ];
        for (end, count, unit, a, b) in cases {
            assert_eq!(countings(day(end), span(count, unit)), Some((day(a), day(b))), "{end} {count} {unit:?}");
        }
    }

    #[test]
    fn ours_is_the_earlier_or_the_pinned_one_and_delivery_moves_it_earlier() {
        let cases = [
            ("2027-02-28", 3, NoticeCounting::Earlier, 0, "2026-11-28", "2026-11-28", "2026-11-30"),
            ("2027-02-28", 3, NoticeCounting::FromEnd, 0, "2026-11-28", "2026-11-28", "2026-11-28"),
            ("2027-02-28", 3, NoticeCounting::ClearDays, 0, "2026-11-30", "2026-11-30", "2026-11-30"),
            ("2027-08-30", 6, NoticeCounting::Earlier, 5, "2027-02-22", "2027-02-27", "2027-02-28"),
            ("2027-08-30", 6, NoticeCounting::FromEnd, 28, "2027-01-31", "2027-02-28", "2027-02-28"),
        ];
        for (end, months, counting, delivery_days, ours, surely, perhaps) in cases {
            let term = Term {
                notice: Some(Notice::Everyone(span(months, Unit::Month))),
                notice_counting: counting,
                delivery_days,
                ..Term::default()
            };
            let last = last_day(&term, None, 1, day(end), "Northwind AS").unwrap();
            assert_eq!((last.ours, last.surely(), last.perhaps()), (day(ours), day(surely), day(perhaps)), "{end}");
        }
    }

    #[test]
    fn each_party_and_each_kind_of_period_has_its_own_notice() {
        let table = |ours, theirs| {
            Notice::ByParty(vec![
                ("Northwind AS".to_owned(), span(ours, Unit::Month)),
                ("Acme AS".to_owned(), span(theirs, Unit::Month)),
            ])
        };
        let term = Term { notice: Some(table(1, 6)), renewal_notice: Some(table(2, 3)), ..Term::default() };
        for (party, number, months) in
            [("Northwind AS", 1, 1), ("Acme AS", 1, 6), ("Northwind AS", 2, 2), ("Acme AS", 9, 3)]
        {
            assert_eq!(notice_of(&term, number, party), Ok(span(months, Unit::Month)), "{party} {number}");
        }
        let fault = notice_of(&term, 2, "Nobody AS").unwrap_err();
        assert_eq!(fault.keys, ["renewal_notice"]);
        assert!(fault.why.contains("Nobody AS"));
        assert_eq!(notice_of(&Term::default(), 1, "Northwind AS").unwrap_err().keys, ["notice"]);
    }
}
