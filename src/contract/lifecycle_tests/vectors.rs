//! The vectors of the specification as a table, with month ends, leap days and ends of years: the last day for notice by
//! both countings, as a contract shows it, and the starts of periods counted from their anchor.

use chrono::Days;

use super::fixture::{Case, THEM, US, day, notice, span};
use crate::contract::lifecycle::Flag;
use crate::contract::notice::countings;
use crate::contract::period::{First, Periods};
use crate::contract::term::{Notice, Term};

/// The end of the period (inside), the notice, and the last day by A and by B.
const LAST_DAYS: &[(&str, &str, &str, &str)] = &[
    ("2026-12-31", "3 months", "2026-09-30", "2026-09-30"),
    ("2026-12-31", "90 days", "2026-10-02", "2026-10-02"),
    ("2026-03-14", "60 days", "2026-01-13", "2026-01-13"),
    ("2027-02-28", "3 months", "2026-11-28", "2026-11-30"),
    ("2026-11-30", "1 month", "2026-10-30", "2026-10-31"),
    ("2027-08-30", "6 months", "2027-02-28", "2027-02-27"),
    ("2028-02-29", "1 month", "2028-01-29", "2028-01-31"),
    // Ends of months of every length.
    ("2026-01-31", "1 month", "2025-12-31", "2025-12-31"),
    ("2026-02-28", "1 month", "2026-01-28", "2026-01-31"),
    ("2026-03-31", "1 month", "2026-02-28", "2026-02-28"),
    ("2026-04-30", "1 month", "2026-03-30", "2026-03-31"),
    ("2026-05-31", "1 month", "2026-04-30", "2026-04-30"),
    ("2026-06-30", "4 months", "2026-02-28", "2026-02-28"),
    ("2026-03-30", "1 month", "2026-02-28", "2026-02-27"),
    ("2026-03-29", "1 month", "2026-02-28", "2026-02-27"),
    ("2026-03-28", "1 month", "2026-02-28", "2026-02-27"),
    ("2026-03-27", "1 month", "2026-02-27", "2026-02-27"),
    // Leap days, on both sides of the count.
    ("2028-02-28", "1 month", "2028-01-28", "2028-01-28"),
    ("2028-02-29", "1 year", "2027-02-28", "2027-02-28"),
    ("2029-02-28", "1 year", "2028-02-28", "2028-02-29"),
    ("2028-03-31", "1 month", "2028-02-29", "2028-02-29"),
    ("2028-03-30", "1 month", "2028-02-29", "2028-02-28"),
    ("2028-03-01", "1 day", "2028-02-29", "2028-02-29"),
    ("2028-03-14", "2 weeks", "2028-02-29", "2028-02-29"),
    ("2027-03-14", "2 weeks", "2027-02-28", "2027-02-28"),
    ("2100-03-31", "1 month", "2100-02-28", "2100-02-28"),
    // Ends of years.
    ("2026-12-31", "1 year", "2025-12-31", "2025-12-31"),
    ("2026-12-31", "1 day", "2026-12-30", "2026-12-30"),
    ("2027-01-01", "1 day", "2026-12-31", "2026-12-31"),
    ("2027-01-30", "1 month", "2026-12-30", "2026-12-30"),
    ("2027-01-31", "6 weeks", "2026-12-20", "2026-12-20"),
    ("2027-03-31", "3 months", "2026-12-31", "2026-12-31"),
    ("2027-02-28", "2 months", "2026-12-28", "2026-12-31"),
];

#[test]
fn the_last_day_for_notice_by_both_countings() {
    for (end, notice, a, b) in LAST_DAYS {
        assert_eq!(countings(day(end), span(notice)), Some((day(a), day(b))), "{end} {notice}");
    }
}

/// A contract that renews after `end`.
fn renewing(end: &str, within: &str) -> Case {
    let start = day(end) - Days::new(800);
    let term = Term {
        start: Some(start),
        end: Some(day(end)),
        renews: Some(span("800 days")),
        notice: Some(Notice::Everyone(span(within))),
        ..Term::default()
    };
    Case::executed(term, &start.to_string())
}

#[test]
fn a_contract_shows_the_earlier_one_and_disputes_what_lies_between() {
    for (end, within, a, b) in LAST_DAYS {
        let (first, last) = (day(a).min(day(b)), day(a).max(day(b)));
        let case = renewing(end, within);
        assert_eq!(case.at(day(end) - Days::new(700)).notice_by, Some(first), "{end} {within}");
        for (received, in_time, disputed) in
            [(first, true, false), (last, last == first, last != first), (last.succ_opt().unwrap(), false, false)]
        {
            for party in [US, THEM] {
                let mut case = renewing(end, within);
                case.act(&received.to_string(), notice(party, &received.to_string()));
                let standing = case.at(received);
                assert_eq!(standing.end == Some(day(end)), in_time, "{end} {within} {received}");
                assert_eq!(standing.flags.contains(&Flag::Disputed), disputed, "{end} {within} {received}");
            }
        }
    }
}

#[test]
fn periods_are_counted_from_their_anchor() {
    for (start, every, starts) in [
        ("2024-01-31", "1 month", ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"]),
        ("2023-01-31", "1 month", ["2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31"]),
        ("2024-02-29", "1 year", ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ("2026-08-31", "6 months", ["2027-02-28", "2027-08-31", "2028-02-29", "2028-08-31"]),
        ("2026-12-31", "2 months", ["2027-02-28", "2027-04-30", "2027-06-30", "2027-08-31"]),
        ("2026-12-30", "90 days", ["2027-03-30", "2027-06-28", "2027-09-26", "2027-12-25"]),
    ] {
        let periods = Periods { start: day(start), first: First::Length(span(every)), renews: Some(span(every)) };
        for (number, expected) in (2..).zip(starts) {
            assert_eq!(periods.period(number).unwrap().start, day(expected), "{start} {every} {number}");
        }
    }
}
