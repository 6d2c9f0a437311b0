//! Deadlines on business days: backwards earlier, forwards later, and who is bound by a calendar.

use super::fixture::{Case, THEM, US, all, day, notice, span, yearly};
use crate::contract::business_day::Calendars;
use crate::contract::deadline::What;
use crate::contract::lifecycle::{Flag, Lifecycle};
use crate::contract::span::{Span, Unit};
use crate::contract::term::{Boundary, RenewsBy, Term};

fn by_norway(term: Term) -> Term {
    Term { calendar: Some("no".to_owned()), ..term }
}

/// Two months before the end of 2026 is 2026-10-31, a Saturday.
fn two_months() -> Term {
    Term { notice: all("2 months"), ..yearly() }
}

#[test]
fn our_own_day_moves_earlier_and_delivery_is_counted_from_there() {
    for (days, ours) in [(0, "2026-10-30"), (1, "2026-10-29"), (5, "2026-10-23"), (6, "2026-10-23"), (7, "2026-10-23")]
    {
        let case = Case::executed(by_norway(Term { delivery_days: days, ..two_months() }), "2025-12-01");
        assert_eq!(case.on("2026-03-01").notice_by, Some(day(ours)), "{days}");
    }
}

#[test]
fn a_calendar_both_agreed_to_decides_and_one_of_ours_decides_nothing() {
    for (agreed, received, ends, disputed) in [
        (true, "2026-10-30", "2026-12-31", false),
        (true, "2026-10-31", "2027-12-31", false),
        (false, "2026-10-30", "2026-12-31", false),
        (false, "2026-10-31", "2027-12-31", true),
        (false, "2026-11-01", "2027-12-31", false),
    ] {
        let term = if agreed { by_norway(two_months()) } else { two_months() };
        let mut case = Case::executed(term, "2025-12-01");
        case.calendars = Calendars::with_usual(Some("no".to_owned()));
        case.act(received, notice(THEM, received));
        let standing = case.on("2026-11-02");
        assert_eq!(standing.end, Some(day(ends)), "{agreed} {received}");
        assert_eq!(standing.flags.contains(&Flag::Disputed), disputed, "{agreed} {received}");
    }
}

#[test]
fn an_end_counted_forwards_moves_later_unless_the_calendar_or_the_lock_in_gives_it() {
    let evergreen = Term { length: None, renews: None, evergreen: true, notice: all("1 month"), ..yearly() };
    // A month after 2026-10-01 is Sunday, 2026-11-01.
    let cases = [
        (by_norway(evergreen.clone()), "2026-11-02", false),
        (evergreen.clone(), "2026-11-01", false),
        (by_norway(Term { notice_ends: Some(Boundary::Month), ..evergreen.clone() }), "2026-11-30", false),
        (by_norway(Term { length: Some(span("10 months")), ..evergreen.clone() }), "2026-11-02", false),
        (
            by_norway(Term { length: Some(Span { count: 305, unit: Unit::Day }), ..evergreen.clone() }),
            "2026-11-02",
            false,
        ),
        (
            by_norway(Term { length: Some(Span { count: 311, unit: Unit::Day }), ..evergreen.clone() }),
            "2026-11-07",
            false,
        ),
    ];
    for (number, (term, ends, disputed)) in cases.into_iter().enumerate() {
        let mut case = Case::executed(term, "2025-12-01");
        case.act("2026-10-01", notice(US, "2026-10-01"));
        let standing = case.on("2026-10-02");
        assert_eq!(standing.end, Some(day(ends)), "{number}");
        assert_eq!(standing.flags.contains(&Flag::Disputed), disputed, "{number}");
    }
    let mut ours_only = Case::executed(evergreen, "2025-12-01");
    ours_only.calendars = Calendars::with_usual(Some("no".to_owned()));
    ours_only.act("2026-10-01", notice(US, "2026-10-01"));
    let standing = ours_only.on("2026-10-02");
    assert_eq!(standing.end, Some(day("2026-11-02")));
    assert!(standing.flags.contains(&Flag::Disputed));
}

#[test]
fn an_option_is_used_by_the_business_day_before() {
    let term = by_norway(Term { renews_by: RenewsBy::Option, ..two_months() });
    let case = Case::executed(term, "2025-12-01");
    assert_eq!(case.lines("2026-10-01", 60), ["option 2026-10-30"]);
}

#[test]
fn the_move_is_explained_with_its_reason() {
    // 2027-03-28 is Easter Sunday: a notice of three months to 2027-06-28.
    let term = by_norway(Term { start: Some(day("2026-06-29")), ..yearly() });
    let case = Case::executed(term, "2026-06-01");
    assert_eq!(case.on("2027-01-01").notice_by, Some(day("2027-03-24")));
    let why: Vec<String> = case.due("2027-01-01", Some("2027-04-30")).remove(0).why;
    assert!(
        why.iter().any(|sentence| sentence.contains("Maundy Thursday") && sentence.contains("2027-03-24")),
        "{why:?}"
    );
}

#[test]
fn an_unknown_calendar_is_an_answer_and_breaks_nothing() {
    let mut case = Case::executed(Term { calendar: Some("xx".to_owned()), ..yearly() }, "2025-12-01");
    let standing = case.on("2026-06-01");
    assert_eq!(standing.lifecycle, Some(Lifecycle::Unknown));
    assert!(standing.findings.iter().any(|finding| finding.contains("`calendar` names xx")), "{:?}", standing.findings);
    let items = case.due("2026-06-01", None);
    assert_eq!((items[0].what, items[0].subject.as_deref()), (What::Unknown, Some("calendar")));
    case.calendars.add("xx", b"name = \"X\"\nweekend = [\"wednesday\"]\n");
    assert_eq!(case.on("2026-06-01").notice_by, Some(day("2026-09-29")));
}
