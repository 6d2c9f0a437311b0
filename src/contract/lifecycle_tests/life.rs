//! Lifecycle, periods and ends.

use super::fixture::{Case, THEM, US, all, day, done, id, span, terminate, yearly};
use crate::contract::act::Deed;
use crate::contract::lifecycle::{Flag, Lifecycle};
use crate::contract::term::{RenewsBy, Term};

use Lifecycle::{Active, Awaiting, Ended, Unknown};

pub(super) fn life(case: &Case, today: &str) -> (Lifecycle, Option<u32>, Option<String>) {
    let standing = case.on(today);
    (standing.lifecycle.unwrap(), standing.period, standing.end.map(|end| end.to_string()))
}

pub(super) fn end(text: &str) -> Option<String> {
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
