//! Lifecycle, periods and ends.

use super::fixture::{Case, THEM, US, all, day, done, id, notice, span, terminate, yearly};
use crate::contract::act::Deed;
use crate::contract::header::Link;
use crate::contract::lifecycle::{Amendment, Flag, Lifecycle, acts_by, weigh};
use crate::contract::term::{Boundary, LateNotice, Notice, NoticeCounting, RenewsBy, Term};

use Lifecycle::{Active, Awaiting, Ended, Unknown};

fn life(case: &Case, today: &str) -> (Lifecycle, Option<u32>, Option<String>) {
    let standing = case.on(today);
    (standing.lifecycle.unwrap(), standing.period, standing.end.map(|end| end.to_string()))
}

fn end(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_renewing_contract_is_found_in_the_right_period_at_once() {
    let case = Case::executed(yearly(), "2025-12-01");
    assert_eq!(life(&case, "2025-12-31"), (Awaiting, None, end("2026-12-31")));
    assert_eq!(life(&case, "2026-01-01"), (Active, Some(1), end("2026-12-31")));
    assert_eq!(life(&case, "2026-12-31"), (Active, Some(1), end("2026-12-31")));
    assert_eq!(life(&case, "2027-01-01"), (Active, Some(2), end("2027-12-31")));
    assert_eq!(life(&case, "2033-06-15"), (Active, Some(8), end("2033-12-31")));
    assert_eq!(case.on("2033-06-15").notice_by, Some(day("2033-09-30")));
}

#[test]
fn a_contract_without_start_starts_when_signed_or_executed() {
    let term = Term { start: None, renews: None, length: Some(span("1 month")), ..yearly() };
    let term = Term { notice: None, ..term };
    let case = Case::executed(term.clone(), "2024-01-31");
    assert_eq!(life(&case, "2024-02-28"), (Active, Some(1), end("2024-02-28")));
    assert_eq!(life(&case, "2024-02-29"), (Ended, None, end("2024-02-28")));
    let mut signed = Case::new(term);
    signed.sign("2026-11-01", US, "Kari");
    signed.sign("2026-11-04", THEM, "Ola");
    assert_eq!(signed.on("2026-11-10").start, Some(day("2026-11-04")));
}

#[test]
fn renews_alone_is_the_first_length_and_a_limit_ends_it() {
    let term = Term { length: None, renews: Some(span("6 months")), max_renewals: Some(2), ..yearly() };
    let case = Case::executed(term, "2025-12-01");
    assert_eq!(life(&case, "2026-06-30"), (Active, Some(1), end("2026-06-30")));
    assert_eq!(life(&case, "2027-06-30"), (Active, Some(3), end("2027-06-30")));
    assert_eq!(case.on("2027-06-30").notice_by, None, "nothing follows that notice could stop");
    assert_eq!(life(&case, "2027-07-01"), (Ended, None, end("2027-06-30")));
}

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
fn terminated_and_superseded_contracts_end_that_day() {
    let mut case = Case::executed(yearly(), "2025-12-01");
    let act = case.act("2026-05-01", terminate("2026-06-15"));
    let running = case.on("2026-06-15");
    assert_eq!((running.lifecycle, running.end), (Some(Active), Some(day("2026-06-15"))));
    assert_eq!(running.flags, [Flag::NotRenewing, Flag::Executed]);
    assert_eq!(case.on("2026-06-16").flags, [Flag::Terminated, Flag::Executed]);
    case.act("2026-05-02", Deed::Undo { act });
    assert_eq!(life(&case, "2026-06-16"), (Active, Some(1), end("2026-12-31")));
    case.superseded = Some((id('9'), day("2026-09-01")));
    assert_eq!(life(&case, "2026-08-31"), (Active, Some(1), end("2026-08-31")));
    let over = case.on("2026-09-01");
    assert_eq!((over.lifecycle, over.flags), (Some(Ended), vec![Flag::Superseded, Flag::Executed]));
}

#[test]
fn a_termination_before_the_start_or_without_readable_terms_still_ends_it() {
    let mut early = Case::executed(yearly(), "2025-11-01");
    early.act("2025-12-01", terminate("2025-12-10"));
    assert_eq!(life(&early, "2025-12-11"), (Ended, None, end("2025-12-10")));
    let mut blank = Case::executed(Term::default(), "2025-11-01");
    assert_eq!(life(&blank, "2026-01-01"), (Unknown, None, None));
    blank.act("2026-01-01", terminate("2026-01-31"));
    assert_eq!(life(&blank, "2026-02-01"), (Ended, None, end("2026-01-31")));
}

#[test]
fn contradictions_are_unknown_and_name_both_keys() {
    let base = yearly();
    let cases: [(Term, [&str; 2]); 8] = [
        (Term { length: None, end: Some(day("2025-06-30")), ..base.clone() }, ["`end`", "`start`"]),
        (
            Term { start: None, length: None, end: Some(day("2025-06-30")), notice: None, ..base.clone() },
            ["`end`", "`start`"],
        ),
        (Term { notice: all("13 months"), ..base.clone() }, ["`notice`", "`length`"]),
        (Term { evergreen: true, ..base.clone() }, ["`renews`", "`evergreen`"]),
        (Term { renews: None, max_renewals: Some(1), ..base.clone() }, ["`max_renewals`", "`renews`"]),
        (Term { start: Some(day("9999-06-01")), ..base.clone() }, ["`start`", "`length`"]),
        (Term { end: Some(day("2026-11-30")), ..base.clone() }, ["`length`", "`end`"]),
        (Term { length: Some(span("9999 years")), ..base }, ["`start`", "`length`"]),
    ];
    for (term, keys) in cases {
        let case = Case::executed(term, "2025-12-01");
        let standing = case.on("2026-05-01");
        assert_eq!(standing.lifecycle, Some(Unknown), "{keys:?}");
        assert!(standing.findings.iter().any(|f| keys.iter().all(|key| f.contains(key))), "{:?}", standing.findings);
        assert!(case.lines("2026-05-01", 30).contains(&"unknown".to_owned()));
    }
}

#[test]
fn the_year_9999_is_unknown_not_a_crash() {
    let case = Case::executed(yearly(), "2025-12-01");
    assert_eq!(life(&case, "9998-12-31"), (Active, Some(7973), end("9998-12-31")));
    let standing = case.on("9999-01-01");
    assert_eq!((standing.lifecycle, standing.end), (Some(Unknown), None), "the next period cannot be written");
    assert!(standing.findings.iter().any(|f| f.contains("`start` and `renews`") && f.contains("9999")), "{standing:?}");
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

#[test]
fn options_renew_only_when_used_in_time() {
    let term = Term { renews_by: RenewsBy::Option, max_renewals: Some(2), ..yearly() };
    let case = Case::executed(term, "2025-12-01");
    assert_eq!(life(&case, "2027-01-01"), (Ended, None, end("2026-12-31")));
    let with = |acts: &[(Option<&str>, &str)]| {
        let mut case = case.clone();
        for (due, on) in acts {
            case.act(on, done("option", *due, on));
        }
        case.on("2026-12-31").end.unwrap().to_string()
    };
    assert_eq!(with(&[(None, "2026-09-30")]), "2027-12-31");
    assert_eq!(with(&[(None, "2026-10-01")]), "2026-12-31", "too late");
    assert_eq!(
        with(&[(Some("2026-09-30"), "2026-08-01"), (Some("2026-09-30"), "2026-08-02")]),
        "2027-12-31",
        "used once"
    );
    assert_eq!(with(&[(Some("2026-09-30"), "2026-08-01"), (Some("2027-09-30"), "2026-08-01")]), "2028-12-31");
    assert_eq!(with(&[(Some("2027-09-30"), "2026-08-01")]), "2026-12-31", "the first was not used");
}

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
