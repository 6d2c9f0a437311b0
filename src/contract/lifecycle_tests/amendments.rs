//! Terms that amendments change, and days before they did.

use super::fixture::{Case, THEM, all, day, id, notice, span, yearly};
use super::life::{end, life};
use crate::contract::header::Link;
use crate::contract::lifecycle::{Amendment, Lifecycle, acts_by};
use crate::contract::term::Term;

use Lifecycle::{Active, Awaiting, Ended, Unknown};

#[test]
fn an_amendment_replaces_the_table_from_its_day_and_keeps_the_start() {
    let mut case = Case::executed(yearly(), "2025-12-01");
    let longer = Term { start: None, renews: None, length: Some(span("30 months")), notice: None, ..yearly() };
    case.amendments = vec![Amendment { id: id('2'), effective: day("2027-03-01"), term: Some(longer) }];
    assert_eq!(life(&case, "2026-06-01"), (Active, Some(1), end("2026-12-31")));
    assert_eq!(
        life(&case, "2027-02-01"),
        (Active, Some(2), end("2028-06-30")),
        "the period now runs into the new terms"
    );
    assert_eq!(life(&case, "2027-03-01"), (Active, Some(1), end("2028-06-30")));
    assert_eq!(life(&case, "2028-07-01"), (Ended, None, end("2028-06-30")));
}

#[test]
fn an_extension_from_the_day_after_the_end_carries_straight_on() {
    let fixed = Term { renews: None, notice: None, ..yearly() };
    let mut case = Case::executed(fixed.clone(), "2025-12-01");
    let longer = Term { start: None, length: Some(span("24 months")), ..fixed };
    case.amendments = vec![Amendment { id: id('2'), effective: day("2027-01-01"), term: Some(longer.clone()) }];
    for today in ["2026-05-01", "2026-12-31", "2027-01-01"] {
        assert_eq!(life(&case, today), (Active, Some(1), end("2027-12-31")), "{today}");
    }
    assert_eq!(case.lines("2026-12-01", 60), [""; 0]);
    case.amendments = vec![Amendment { id: id('2'), effective: day("2027-02-01"), term: Some(longer) }];
    assert_eq!(life(&case, "2026-12-31"), (Active, Some(1), end("2026-12-31")), "with a gap it ends first");
    assert_eq!(life(&case, "2027-01-31").0, Ended);
    assert_eq!(life(&case, "2027-02-01"), (Active, Some(1), end("2027-12-31")), "and runs again from its day");
}

#[test]
fn a_notice_is_judged_by_the_terms_of_its_day() {
    for (received, ends) in [("2026-06-30", "2026-12-31"), ("2026-07-01", "2027-12-31")] {
        let mut case = Case::executed(yearly(), "2025-12-01");
        let stricter = Term { start: None, notice: all("6 months"), ..yearly() };
        case.amendments = vec![Amendment { id: id('2'), effective: day("2026-07-01"), term: Some(stricter) }];
        case.act(received, notice(THEM, received));
        assert_eq!(case.on("2026-08-01").end, Some(day(ends)), "{received}");
    }
}

#[test]
fn of_two_amendments_the_later_wins_and_a_tie_is_unknown() {
    let fixed = |months: &str| Term { start: None, renews: None, notice: None, length: Some(span(months)), ..yearly() };
    let amendment = |last: char, effective: &str, months: &str| Amendment {
        id: id(last),
        effective: day(effective),
        term: Some(fixed(months)),
    };
    let mut case = Case::executed(yearly(), "2025-12-01");
    case.amendments = vec![amendment('3', "2026-06-01", "36 months"), amendment('2', "2026-04-01", "24 months")];
    assert_eq!(case.on("2026-05-01").end, Some(day("2028-12-31")), "as far as it is known today");
    assert_eq!(case.on("2026-06-01").end, Some(day("2028-12-31")));
    case.amendments.push(amendment('4', "2026-06-01", "48 months"));
    assert_eq!(case.on("2026-05-31").lifecycle, Some(Active));
    let tie = case.on("2026-06-01");
    assert_eq!(tie.lifecycle, Some(Unknown));
    assert!(tie.findings.iter().any(|f| f.contains("nda-7k2m9qx3") && f.contains("nda-7k2m9qx4")), "{tie:?}");
    case.amendments[2].term = Some(fixed("36 months"));
    assert_eq!(case.on("2026-06-01").lifecycle, Some(Active), "the same terms twice are no tie");
}

#[test]
fn an_amendment_itself_has_no_periods() {
    let mut case = Case::executed(yearly(), "2025-12-01");
    case.header.amends = Some(Link { id: id('1'), revision: None, effective: Some(day("2026-03-01")) });
    assert_eq!(life(&case, "2026-02-28"), (Awaiting, None, None));
    assert_eq!(life(&case, "2030-01-01"), (Active, None, None));
    assert_eq!(case.due("2026-02-01", None), []);
}

#[test]
fn as_of_leaves_out_what_was_not_yet_in_effect() {
    let mut case = Case::executed(yearly(), "2025-12-01");
    case.act("2026-04-01", notice(THEM, "2026-05-01"));
    let by = |on: &str| acts_by(&case.acts, case.zone, day(on)).len();
    assert_eq!((by("2025-11-30"), by("2026-04-30"), by("2026-05-01")), (0, 1, 2));
}
