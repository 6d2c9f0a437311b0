//! What is due, until when it stays, and why.

use super::fixture::{Case, THEM, US, all, day, done, line, notice, send, span, terminate, yearly};
use crate::contract::act::Deed;
use crate::contract::deadline::{Item, What};
use crate::contract::obligation::Obligation;
use crate::contract::record::Reminder;
use crate::contract::term::{Notice, NoticeCounting, RenewsBy, Term};

fn why(items: &[Item], what: What) -> String {
    items.iter().find(|item| item.what == what).unwrap().why.join(" ")
}

#[test]
fn a_year_in_the_life_of_a_renewing_contract() {
    let case = Case::executed(yearly(), "2025-12-01");
    let table: &[(&str, u64, &[&str])] = &[
        ("2025-12-01", 30, &[]),
        ("2025-12-01", 31, &["start 2026-01-01"]),
        ("2026-01-01", 30, &["start 2026-01-01"]),
        ("2026-01-02", 30, &[]),
        ("2026-08-30", 30, &[]),
        ("2026-08-31", 30, &["notice 2026-09-30"]),
        ("2026-09-30", 0, &["notice 2026-09-30"]),
        ("2026-10-01", 0, &["notice 2026-09-30"]),
        ("2026-12-31", 0, &["notice 2026-09-30"]),
        ("2026-12-31", 1, &["notice 2026-09-30", "renewal 2027-01-01"]),
        ("2027-01-01", 0, &["renewal 2027-01-01"]),
        ("2027-01-02", 30, &[]),
    ];
    for (today, days, expected) in table {
        assert_eq!(case.lines(today, *days), *expected, "{today} +{days}");
    }
}

#[test]
fn a_contract_that_does_not_renew_keeps_its_end_only() {
    let mut case = Case::executed(yearly(), "2025-12-01");
    case.act("2026-09-01", notice(US, "2026-09-01"));
    assert_eq!(case.lines("2026-09-02", 365), ["end 2026-12-31"]);
    assert_eq!(case.lines("2026-12-31", 0), ["end 2026-12-31"]);
    assert_eq!(case.lines("2027-01-01", 365), [""; 0]);
}

#[test]
fn a_late_notice_leaves_the_coming_renewal() {
    let mut case = Case::executed(yearly(), "2025-12-01");
    case.act("2026-10-15", notice(THEM, "2026-10-15"));
    assert_eq!(case.lines("2026-10-16", 800), ["renewal 2027-01-01", "end 2027-12-31"]);
    assert_eq!(case.lines("2027-01-02", 800), ["end 2027-12-31"]);
}

#[test]
fn a_terminated_contract_keeps_its_end() {
    let mut case = Case::executed(yearly(), "2025-12-01");
    case.act("2026-02-01", terminate("2026-06-15"));
    assert_eq!(case.lines("2026-02-01", 800), ["end 2026-06-15"]);
    assert_eq!(case.lines("2026-06-16", 800), [""; 0]);
}

#[test]
fn a_notice_as_long_as_the_period_shows_the_next_last_day_in_time() {
    let monthly = Some(span("1 month"));
    let case =
        Case::executed(Term { length: monthly, renews: monthly, notice: all("1 month"), ..yearly() }, "2025-12-01");
    assert_eq!(
        case.lines("2026-03-10", 30),
        ["notice 2026-02-28", "notice 2026-03-30", "renewal 2026-04-01"],
        "A of 2026-04-30 is 03-30, B is 03-31"
    );
}

#[test]
fn missing_facts_are_listed_whatever_the_reach() {
    let missing = Case::executed(Term { notice: None, ..yearly() }, "2025-12-01");
    assert_eq!(missing.lines("2026-03-01", 0), ["unknown"]);
    assert!(why(&missing.due("2026-03-01", None), What::Unknown).contains("`notice` is missing"));
    let theirs = Notice::ByParty(vec![(THEM.to_owned(), span("1 month"))]);
    let not_ours = Case::executed(Term { notice: Some(theirs), ..yearly() }, "2025-12-01");
    assert!(why(&not_ours.due("2026-03-01", None), What::Unknown).contains(US));
    let evergreen =
        Case::executed(Term { renews: None, length: None, evergreen: true, notice: None, ..yearly() }, "2025-12-01");
    assert_eq!(evergreen.lines("2026-03-01", 0), ["unknown"]);
    let blank = Case::executed(Term::default(), "2025-12-01");
    assert_eq!(blank.lines("2026-03-01", 0), ["unknown"]);
}

#[test]
fn sign_by_stays_until_it_is_signed_extended_or_withdrawn() {
    let mut case = Case::new(yearly());
    case.act("2026-11-01", send("r1", None));
    assert_eq!(case.lines("2026-11-01", 13), [""; 0]);
    assert_eq!(case.lines("2026-11-01", 14), ["sign-by 2026-11-15"]);
    assert_eq!(case.lines("2027-11-01", 0), ["sign-by 2026-11-15"]);
    assert!(why(&case.due("2027-11-01", None), What::SignBy).contains("Still to sign: Acme AS"));
    let mut extended = case.clone();
    extended.act("2026-11-20", Deed::Extend { until: day("2026-12-01") });
    assert_eq!(extended.lines("2027-11-01", 0), ["sign-by 2026-12-01"]);
    case.act("2026-11-20", Deed::Void { reason: "no".to_owned() });
    assert_eq!(case.lines("2027-11-01", 0), [""; 0]);
}

#[test]
fn an_option_stays_until_it_is_used_or_let_go() {
    let term = Term { renews_by: RenewsBy::Option, ..yearly() };
    let mut case = Case::executed(term, "2025-12-01");
    assert_eq!(case.lines("2026-09-01", 200), ["option 2026-09-30", "end 2026-12-31"]);
    assert_eq!(case.lines("2027-09-01", 0), ["option 2026-09-30"]);
    let mut late = case.clone();
    late.act("2027-09-01", done("option", Some("2026-09-30"), "2027-09-01"));
    assert_eq!(late.lines("2027-09-01", 0), [""; 0]);
    let mut not = case.clone();
    not.act("2026-09-01", notice(US, "2026-09-01"));
    assert_eq!(not.lines("2026-09-01", 200), ["end 2026-12-31"]);
    case.act("2026-09-01", done("option", None, "2026-09-01"));
    assert_eq!(case.lines("2026-09-01", 500), ["renewal 2027-01-01", "option 2027-09-30", "end 2027-12-31"]);
}

#[test]
fn obligations_and_reminders_stay_until_done() {
    let mut case = Case::executed(yearly(), "2025-12-01");
    case.header.obligations = vec![Obligation {
        id: "fee".to_owned(),
        who: Some(US.to_owned()),
        what: "Pay the fee".to_owned(),
        due: day("2026-01-31"),
        every: Some(span("1 month")),
    }];
    case.reminders = vec![Reminder { id: "call".to_owned(), date: day("2026-02-10"), what: "Call Ola".to_owned() }];
    let open = |case: &Case, today: &str| -> Vec<String> {
        let items = case.due(today, Some(today));
        items.iter().filter(|i| matches!(i.what, What::Obligation | What::Reminder)).map(line).collect()
    };
    assert_eq!(
        open(&case, "2026-03-31"),
        ["obligation 2026-01-31", "reminder 2026-02-10", "obligation 2026-02-28", "obligation 2026-03-31"]
    );
    case.act("2026-02-01", done("fee", Some("2026-02-28"), "2026-02-01"));
    assert_eq!(open(&case, "2026-03-31"), ["obligation 2026-01-31", "reminder 2026-02-10", "obligation 2026-03-31"]);
    case.act("2026-03-15", done("fee", None, "2026-03-15"));
    assert_eq!(open(&case, "2026-03-31"), ["reminder 2026-02-10", "obligation 2026-03-31"]);
    let call = case.act("2026-03-15", done("call", None, "2026-03-15"));
    assert_eq!(open(&case, "2026-03-31"), ["obligation 2026-03-31"]);
    case.act("2026-03-16", Deed::Undo { act: call });
    assert_eq!(open(&case, "2026-03-31"), ["reminder 2026-02-10", "obligation 2026-03-31"]);
    case.act("2026-04-01", terminate("2026-04-15"));
    assert_eq!(open(&case, "2026-12-31"), ["reminder 2026-02-10", "obligation 2026-03-31"], "no fee after the end");
}

#[test]
fn a_draft_has_reminders_but_no_obligations() {
    let mut case = Case::new(yearly());
    case.header.obligations =
        vec![Obligation { id: "x".to_owned(), who: None, what: "Do".to_owned(), due: day("2026-01-31"), every: None }];
    case.reminders = vec![Reminder { id: "call".to_owned(), date: day("2026-02-10"), what: "Call".to_owned() }];
    assert_eq!(case.lines("2026-03-01", 365), ["reminder 2026-02-10"]);
}

#[test]
fn reasons_name_both_countings_the_anchor_and_delivery() {
    let term = Term { length: Some(span("14 months")), delivery_days: 3, ..yearly() };
    let case = Case::executed(term.clone(), "2025-12-01");
    let items = case.due("2026-06-01", None);
    assert_eq!(line(&items[0]), "notice 2026-11-25");
    let told = why(&items, What::Notice);
    for part in [
        "2026-01-01",
        "Period 1",
        "14 months",
        "A, counted",
        "2026-11-28",
        "B, in clear",
        "2026-11-30",
        "differ",
        "3 days",
        "2026-11-25",
        "2027-03-01",
        US,
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let pinned = Case::executed(Term { notice_counting: NoticeCounting::ClearDays, ..term }, "2025-12-01");
    let told = why(&pinned.due("2026-06-01", None), What::Notice);
    assert!(told.contains("`clear_days`") && told.contains("2026-11-28"), "{told}");
}

#[test]
fn the_end_explains_itself() {
    let mut case = Case::executed(Term { survives: Some(span("3 years")), ..yearly() }, "2025-12-01");
    case.act("2026-09-01", notice(THEM, "2026-09-01"));
    let told = why(&case.due("2026-09-01", None), What::End);
    for part in [THEM, "2026-09-01", "2026-09-30", "2026-12-31", "2029-12-31"] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn nothing_is_due_before_the_earliest_day() {
    let case = Case::executed(yearly(), "2025-12-01");
    let first = |today: &str| case.earliest(day(today));
    assert_eq!(first("2025-12-05"), Some(day("2026-01-01")));
    assert_eq!(first("2026-01-02"), Some(day("2026-09-30")));
    assert_eq!(first("2026-12-31"), Some(day("2026-09-30")));
    let ended = Case::executed(Term { renews: None, notice: None, ..yearly() }, "2025-12-01");
    assert_eq!(ended.earliest(day("2027-01-01")), None);
}
