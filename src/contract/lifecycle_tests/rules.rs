//! Reminders by rule: month ends, recurring dates, when they go, how they are dealt with.

use super::fixture::{Case, US, all, day, done, line, notice, rule, span, yearly};
use crate::contract::deadline::What;
use crate::contract::obligation::Obligation;
use crate::contract::reminder_rule::Rule;
use crate::contract::term::{RenewsBy, Term};

/// The reminders of one rule, as days.
fn reminders(case: &Case, today: &str, days: u64) -> Vec<String> {
    let lines = case.lines(today, days);
    lines.iter().filter_map(|line| line.strip_prefix("reminder ").map(str::to_owned)).collect()
}

#[test]
fn a_rule_counts_back_from_the_date_it_is_about() {
    // Start, notice, rule; the last day for notice is the earlier of both countings.
    for (start, period, before, expected) in [
        ("2026-01-01", "3 months", "60 days", "2026-08-01"),
        ("2026-01-01", "3 months", "2 months", "2026-07-30"),
        ("2026-01-01", "1 month", "1 month", "2026-10-30"),
        ("2026-03-01", "3 months", "9 months", "2026-02-28"),
        ("2027-03-01", "1 month", "1 month", "2027-12-29"),
        ("2027-03-01", "1 month", "11 months", "2027-02-28"),
        ("2027-03-01", "1 month", "1 day", "2028-01-28"),
        ("2027-03-01", "1 month", "4 weeks", "2028-01-01"),
        ("2026-09-01", "2 months", "1 year", "2026-06-30"),
    ] {
        let term = Term { start: Some(day(start)), notice: all(period), ..yearly() };
        let mut case = Case::executed(term, "2025-12-01");
        case.rules = vec![rule(before, &[What::Notice])];
        assert_eq!(reminders(&case, start, 700)[0], expected, "{start} {period} {before}");
    }
}

#[test]
fn many_last_days_of_a_month_share_one_reminder_day() {
    let mut case = Case::executed(Term { renews: None, notice: None, ..yearly() }, "2025-12-01");
    case.header.obligations = vec![Obligation {
        id: "fee".to_owned(),
        who: None,
        what: "Pay".to_owned(),
        due: day("2026-03-28"),
        every: Some(span("1 day")),
    }];
    case.rules = vec![rule("1 month", &[What::Obligation])];
    // Of 28, 29, 30 and 31 March a month back is 28 February: the reach of the question must not cut them off.
    assert_eq!(reminders(&case, "2026-02-01", 27), ["2026-02-28"; 4]);
}

#[test]
fn it_goes_when_its_date_has_come_or_goes_itself() {
    let mut case = Case::executed(yearly(), "2025-12-01");
    case.rules = vec![rule("60 days", &[What::Notice, What::End])];
    assert_eq!(reminders(&case, "2026-07-31", 0), [""; 0]);
    assert_eq!(reminders(&case, "2026-08-01", 0), ["2026-08-01"]);
    assert_eq!(reminders(&case, "2026-09-30", 0), ["2026-08-01"], "it stays until its date has come");
    assert_eq!(reminders(&case, "2026-10-01", 0), [""; 0]);
    let mut noticed = case.clone();
    noticed.act("2026-09-01", notice(US, "2026-09-01"));
    assert_eq!(reminders(&noticed, "2026-09-02", 365), ["2026-11-01"], "the end took the place of the notice");
    let name = case.due("2026-08-01", Some("2026-08-01"))[0].subject.clone().unwrap();
    assert_eq!(name, "60-days-before-notice-2026-09-30");
    let mut dealt = case.clone();
    dealt.act("2026-08-02", done(&name, Some("2026-08-01"), "2026-08-02"));
    assert_eq!(reminders(&dealt, "2026-08-02", 0), [""; 0]);
    assert_eq!(reminders(&dealt, "2027-08-02", 0), ["2027-08-01"], "next year it comes again");
    dealt.act("2027-08-02", done(&name, Some("2027-08-01"), "2027-08-02"));
    assert_eq!(reminders(&dealt, "2027-08-02", 0), ["2027-08-01"], "another name, another reminder");
}

#[test]
fn options_and_several_rules() {
    let mut case = Case::executed(Term { renews_by: RenewsBy::Option, ..yearly() }, "2025-12-01");
    case.rules = vec![
        rule("30 days", &[What::Option]),
        rule("30 days", &[What::Option, What::End]),
        rule("1 week", &[What::Option]),
    ];
    assert_eq!(
        reminders(&case, "2026-08-01", 200),
        ["2026-08-31", "2026-09-23", "2026-12-01"],
        "the same twice is one"
    );
    let told = case.due("2026-08-01", Some("2026-08-31")).remove(0);
    assert_eq!(line(&told), "reminder 2026-08-31");
    assert!(told.why[0].contains("30 days before the last day for the option to renew, 2026-09-30, because clm.toml"));
}

#[test]
fn a_draft_has_nothing_to_be_reminded_of_and_no_rule_reaches_before_the_calendar() {
    let mut case = Case::new(yearly());
    case.rules = vec![rule("60 days", &Rule::KINDS)];
    assert_eq!(reminders(&case, "2026-01-01", 1000), [""; 0]);
    let mut case = Case::executed(yearly(), "2025-12-01");
    case.rules = vec![rule("9999 years", &Rule::KINDS)];
    assert_eq!(reminders(&case, "2026-01-01", 1000), [""; 0]);
}
