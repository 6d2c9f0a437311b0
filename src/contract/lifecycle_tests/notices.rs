//! Notices: in time, late, disputed, without effect.

use super::fixture::{Case, THEM, US, all, day, notice, span, yearly};
use super::life::{end, life};
use crate::contract::lifecycle::{Flag, Lifecycle, weigh};
use crate::contract::term::{Boundary, LateNotice, Notice, NoticeCounting, Term};

use Lifecycle::{Active, Ended, Unknown};

#[test]
fn notices_by_day_of_receipt() {
    // length, renews, notice, received, early end, planned end
    let cases = [
        ("12 months", "12 months", "3 months", "2026-09-30", "2026-12-31", "2026-12-31"),
        ("12 months", "12 months", "3 months", "2026-10-01", "2027-12-31", "2027-12-31"),
        ("12 months", "6 months", "3 months", "2026-10-01", "2027-06-30", "2027-06-30"),
        ("12 months", "12 months", "90 days", "2026-10-02", "2026-12-31", "2026-12-31"),
        ("12 months", "12 months", "90 days", "2026-10-03", "2027-12-31", "2027-12-31"),
        ("12 months", "12 months", "3 months", "2025-06-01", "2026-12-31", "2026-12-31"),
        ("14 months", "12 months", "3 months", "2026-11-28", "2027-02-28", "2027-02-28"),
        ("14 months", "12 months", "3 months", "2026-11-29", "2027-02-28", "2028-02-29"),
        ("14 months", "12 months", "3 months", "2026-11-30", "2027-02-28", "2028-02-29"),
        ("14 months", "12 months", "3 months", "2026-12-01", "2028-02-29", "2028-02-29"),
        ("1 month", "1 month", "1 month", "2026-02-10", "2026-03-31", "2026-03-31"),
        ("1 month", "1 month", "1 month", "2026-02-28", "2026-03-31", "2026-03-31"),
    ];
    for (length, renews, period, received, early, planned) in cases {
        let term = Term { length: Some(span(length)), renews: Some(span(renews)), notice: all(period), ..yearly() };
        let mut case = Case::executed(term, "2025-12-01");
        case.act(received, notice(THEM, received));
        let standing = case.on(received);
        assert_eq!(standing.end, Some(day(planned)), "{length} {renews} {period} {received}");
        assert!(standing.flags.contains(&Flag::NotRenewing), "{received}");
        assert_eq!(standing.flags.contains(&Flag::Disputed), early != planned, "{received}");
        if early != planned {
            let told = standing.findings.iter().any(|f| f.contains(early) && f.contains(planned));
            assert!(told, "both ends are shown: {:?}", standing.findings);
        }
    }
}

#[test]
fn a_pinned_counting_leaves_no_dispute() {
    for (counting, planned) in [(NoticeCounting::FromEnd, "2028-02-29"), (NoticeCounting::ClearDays, "2027-02-28")] {
        let term = Term { length: Some(span("14 months")), notice_counting: counting, ..yearly() };
        let mut case = Case::executed(term, "2025-12-01");
        case.act("2026-11-29", notice(US, "2026-11-29"));
        let standing = case.on("2026-11-29");
        assert_eq!(standing.end, Some(day(planned)), "{counting:?}");
        assert!(!standing.flags.contains(&Flag::Disputed));
    }
}

#[test]
fn a_refused_late_notice_has_no_effect() {
    let term = Term { late_notice: LateNotice::Refused, ..yearly() };
    let mut case = Case::executed(term.clone(), "2025-12-01");
    case.act("2026-10-01", notice(THEM, "2026-10-01"));
    let standing = case.on("2027-03-01");
    assert_eq!((standing.period, standing.flags.contains(&Flag::NotRenewing)), (Some(2), false));
    assert_eq!(standing.notice_by, Some(day("2027-09-30")), "we can still give notice");
    assert!(standing.findings.iter().any(|f| f.contains("no effect")), "{standing:?}");

    let mut disputed = Case::executed(Term { length: Some(span("14 months")), ..term }, "2025-12-01");
    disputed.act("2026-11-29", notice(THEM, "2026-11-29"));
    let standing = disputed.on("2027-03-01");
    assert_eq!(standing.period, Some(2));
    assert!(standing.flags.contains(&Flag::Disputed));
    assert!(standing.findings.iter().any(|f| f.contains("2027-02-28") && f.contains("goes on")), "{standing:?}");
}

/// Twelve months and one more by silence, three months' notice: 2026 and 2027, whatever is said in 2027.
#[test]
fn a_late_notice_never_reaches_beyond_the_last_renewal() {
    let capped = Term { max_renewals: Some(1), ..yearly() };
    // rule, received, end, not renewing, told as a finding
    for (late_notice, received, until, stops) in [
        (LateNotice::NextPeriod, "2026-09-30", "2026-12-31", true),
        (LateNotice::NextPeriod, "2026-10-15", "2027-12-31", true),
        (LateNotice::NextPeriod, "2027-09-30", "2027-12-31", true),
        (LateNotice::NextPeriod, "2027-10-15", "2027-12-31", true),
        (LateNotice::Refused, "2026-10-15", "2027-12-31", false),
        (LateNotice::Refused, "2027-10-15", "2027-12-31", true),
    ] {
        let mut case = Case::executed(Term { late_notice, ..capped.clone() }, "2025-12-01");
        case.act(received, notice(THEM, received));
        let standing = case.on(received);
        let told = format!("{late_notice:?} {received}: {standing:?}");
        let last = if standing.flags.contains(&Flag::NotRenewing) { standing.end } else { Some(day("2027-12-31")) };
        assert_eq!(last, Some(day(until)), "{told}");
        assert_eq!(standing.flags.contains(&Flag::NotRenewing), stops, "{told}");
        assert!(!standing.flags.contains(&Flag::Disputed), "{told}");
        assert!(standing.findings.iter().all(|finding| !finding.contains("2028")), "{told}");
        assert_eq!(case.on("2027-12-31").lifecycle, Some(if until == "2026-12-31" { Ended } else { Active }), "{told}");
        assert_eq!(case.on("2028-01-01").lifecycle, Some(Ended), "{told}");
    }
}

#[test]
fn what_a_notice_would_do_is_told_within_the_last_renewal() {
    let mut case = Case::executed(Term { max_renewals: Some(1), ..yearly() }, "2025-12-01");
    let weighed = |case: &Case, received: &str| {
        let standing = case.on(received);
        weigh(&case.facts(), US, &standing, THEM, day(received)).unwrap().unwrap()
    };
    let late = weighed(&case, "2026-10-15");
    assert_eq!((late.in_time, late.end), (Some(false), Some(day("2027-12-31"))));
    let idle = weighed(&case, "2027-10-15");
    assert_eq!((idle.in_time, idle.end, idle.early, idle.stops), (Some(true), None, None, true));
    assert!(idle.why.iter().any(|why| why.contains("`max_renewals`")), "{:?}", idle.why);
    // A calendar end that lies behind the last renewal does not lengthen the contract.
    case = Case::executed(
        Term { start: Some(day("2026-03-01")), max_renewals: Some(1), notice_ends: Some(Boundary::Year), ..yearly() },
        "2025-12-01",
    );
    assert_eq!(weighed(&case, "2026-10-15").end, Some(day("2027-12-31")));
    assert_eq!(weighed(&case, "2026-12-15").end, Some(day("2028-02-29")));
}

#[test]
fn each_party_has_its_own_notice_and_renewed_periods_another() {
    let table = Notice::ByParty(vec![(US.to_owned(), span("1 month")), (THEM.to_owned(), span("6 months"))]);
    let term = Term { notice: Some(table), renewal_notice: all("2 months"), ..yearly() };
    let case = Case::executed(term, "2025-12-01");
    assert_eq!(case.on("2026-05-01").notice_by, Some(day("2026-11-30")));
    assert_eq!(case.on("2027-05-01").notice_by, Some(day("2027-10-31")));
    for (party, received, ends) in [
        (US, "2026-11-30", "2026-12-31"),
        (THEM, "2026-11-30", "2027-12-31"),
        (THEM, "2026-06-30", "2026-12-31"),
        (THEM, "2027-10-31", "2027-12-31"),
    ] {
        let mut case = case.clone();
        case.act(received, notice(party, received));
        assert_eq!(case.on(received).end, Some(day(ends)), "{party} {received}");
    }
}

#[test]
fn evergreen_ends_notice_after_receipt_after_the_lock_in_and_rounded() {
    let cases = [
        (None, None, "2026-11-30", "2027-02-28"),
        (None, None, "2026-11-15", "2027-02-15"),
        (None, Some(Boundary::Month), "2026-11-15", "2027-02-28"),
        (None, Some(Boundary::Month), "2026-11-30", "2027-02-28"),
        (None, Some(Boundary::Quarter), "2026-11-15", "2027-03-31"),
        (None, Some(Boundary::HalfYear), "2026-03-31", "2026-06-30"),
        (None, Some(Boundary::Year), "2026-10-01", "2027-12-31"),
        (Some("24 months"), None, "2026-06-01", "2027-12-31"),
        (Some("24 months"), None, "2027-09-30", "2027-12-31"),
        (Some("24 months"), None, "2027-10-15", "2028-01-15"),
        (None, None, "2025-01-01", "2026-03-31"),
    ];
    for (length, notice_ends, received, ends) in cases {
        let term = Term { length: length.map(span), renews: None, evergreen: true, notice_ends, ..yearly() };
        let mut case = Case::executed(term, "2025-12-01");
        assert_eq!(case.on("2040-01-01").end, None);
        case.act(received, notice(US, received));
        let standing = case.on("2026-01-01");
        assert_eq!(standing.end, Some(day(ends)), "{length:?} {notice_ends:?} {received}");
        assert!(!standing.flags.contains(&Flag::Disputed));
    }
}

#[test]
fn notice_ends_moves_the_end_of_a_renewing_contract_too() {
    let term = Term { start: Some(day("2026-03-15")), notice_ends: Some(Boundary::Quarter), ..yearly() };
    let mut case = Case::executed(term, "2026-03-01");
    assert_eq!(case.on("2026-05-01").notice_by, Some(day("2026-12-14")), "counted from the end of the period");
    case.act("2026-12-14", notice(US, "2026-12-14"));
    assert_eq!(life(&case, "2027-03-20"), (Active, Some(2), end("2027-03-31")));
    assert_eq!(life(&case, "2027-04-01").0, Ended);
}

#[test]
fn a_notice_nobody_can_count_is_unknown() {
    let mut case = Case::executed(Term { notice: None, ..yearly() }, "2025-12-01");
    assert_eq!(case.on("2026-05-01").lifecycle, Some(Active));
    case.act("2026-05-01", notice(THEM, "2026-05-01"));
    let standing = case.on("2026-05-01");
    assert_eq!(standing.lifecycle, Some(Unknown));
    assert!(standing.findings.iter().any(|f| f.contains("`notice` is missing")), "{standing:?}");
    let mut stranger = Case::executed(yearly(), "2025-12-01");
    stranger.act("2026-05-01", notice("Nobody AS", "2026-05-01"));
    let standing = stranger.on("2026-05-01");
    assert_eq!((standing.lifecycle, standing.flags.contains(&Flag::NotRenewing)), (Some(Active), false));
    assert!(standing.findings.iter().any(|f| f.contains("no such party")));
}
