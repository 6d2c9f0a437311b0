//! Whom a contract waits for, in turn and since when; and which pages count.

use super::fixture::{Case, THEM, US, address, day, reopen, revision, send, yearly};
use crate::contract::act::{Deed, Page};
use crate::contract::language::Language;
use crate::contract::lifecycle::{Standing, pages_sent, would_wait};
use crate::contract::party::SigningRule;

/// Northwind signs first, then Bo, then Ida and Kai in any order.
fn in_turn() -> Case {
    let mut case = Case::new(yearly()).signatories(0, &[("Astrid", 1)]);
    case = case.signatories(1, &[("Kai", 3), ("Bo", 2), ("Ida", 3)]);
    case
}

fn page(name: &str, language: Language) -> Page {
    Page {
        party: THEM.to_owned(),
        name: Some(name.to_owned()),
        email: Some(address(name)),
        language,
        shown: revision("shown"),
        code: false,
    }
}

fn send_pages(name: &str, pages: Vec<Page>) -> Deed {
    Deed::Send { revision: revision(name), until: Some(day("2026-12-31")), pages }
}

/// `Bo 2026-11-03`, and `then Kai` for those whose turn has not come.
fn told(standing: &Standing) -> Vec<String> {
    let who = |name: &Option<String>, party: &String| name.clone().unwrap_or_else(|| party.clone());
    let one = |wait: &crate::contract::lifecycle::Wait| match (wait.turn, wait.since) {
        (true, Some(since)) => format!("{} {since}", who(&wait.name, &wait.party)),
        (true, None) => format!("{} ?", who(&wait.name, &wait.party)),
        (false, None) => format!("then {}", who(&wait.name, &wait.party)),
        (false, Some(_)) => panic!("{wait:?}"),
    };
    standing.waits.iter().map(one).collect()
}

#[test]
fn each_is_waited_for_from_the_day_of_their_turn() {
    let mut case = in_turn();
    assert!(case.on("2026-11-01").waits.is_empty(), "a draft waits for nobody");
    case.act("2026-11-01", send("r1", Some("2026-12-31")));
    assert_eq!(told(&case.on("2026-11-01")), ["Astrid 2026-11-01", "then Bo", "then Kai", "then Ida"]);
    case.sign("2026-11-03", US, "Astrid");
    assert_eq!(told(&case.on("2026-11-04")), ["Bo 2026-11-03", "then Kai", "then Ida"]);
    case.sign("2026-11-05", THEM, "Bo");
    assert_eq!(told(&case.on("2026-11-06")), ["Kai 2026-11-05", "Ida 2026-11-05"]);
    case.sign("2026-11-07", THEM, "Ida");
    assert_eq!(told(&case.on("2026-11-08")), ["Kai 2026-11-05"]);
    assert_eq!(told(&case.on("2027-01-01")), ["Kai 2026-11-05"], "lapsed");
    case.sign("2026-11-09", THEM, "Kai");
    assert!(case.on("2026-11-10").waits.is_empty());
}

#[test]
fn only_those_are_waited_for_whom_the_rule_can_use() {
    let mut case = Case::new(yearly()).signatories(1, &[("Bo", 1), ("Ida", 1), ("Kai", 1)]);
    case.header.parties[1].signing = SigningRule::Any(2);
    case.act("2026-11-01", send("r1", None));
    assert_eq!(
        told(&case.on("2026-11-01")),
        ["Northwind AS 2026-11-01", "Bo 2026-11-01", "Ida 2026-11-01", "Kai 2026-11-01"]
    );
    case.sign("2026-11-02", THEM, "Ida");
    assert_eq!(told(&case.on("2026-11-02")), ["Northwind AS 2026-11-01", "Bo 2026-11-01", "Kai 2026-11-01"]);
    case.sign("2026-11-03", THEM, "Bo");
    assert_eq!(told(&case.on("2026-11-03")), ["Northwind AS 2026-11-01"]);
}

#[test]
fn a_signature_begins_the_waiting_and_a_later_page_dates_it_anew() {
    let mut case = Case::new(yearly()).signatories(1, &[("Bo", 1), ("Ida", 1)]);
    case.sign("2026-11-02", US, "Astrid");
    assert_eq!(told(&case.on("2026-11-02")), ["Bo 2026-11-02", "Ida 2026-11-02"]);
    case.act("2026-11-04", send_pages("r1", vec![page("Ida", Language::English)]));
    assert_eq!(told(&case.on("2026-11-05")), ["Bo 2026-11-02", "Ida 2026-11-04"]);
    case.sign("2026-11-06", THEM, "Bo");
    case.last().trusted = false;
    assert_eq!(told(&case.on("2026-11-06")), ["Bo 2026-11-02", "Ida 2026-11-04"], "who is not trusted is waited for");
}

#[test]
fn nobody_is_waited_for_in_what_was_stopped_or_reopened() {
    let mut case = in_turn();
    case.act("2026-11-01", send("r1", None));
    let mut void = case.clone();
    void.act("2026-11-02", Deed::Void { reason: "x".to_owned() });
    assert!(void.on("2026-11-02").waits.is_empty());
    case.act("2026-11-02", reopen("r1"));
    assert!(case.on("2026-11-02").waits.is_empty());
    case.act("2026-11-09", send("r1", None));
    assert_eq!(told(&case.on("2026-11-09"))[0], "Astrid 2026-11-09");
}

#[test]
fn the_latest_page_for_each_signatory_counts() {
    let mut case = in_turn();
    assert!(pages_sent(&case.facts()).is_empty());
    let first =
        case.act("2026-11-01", send_pages("r1", vec![page("Bo", Language::English), page("Ida", Language::English)]));
    let second = case.act("2026-11-02", send_pages("r1", vec![page("Ida", Language::Swedish)]));
    let sent = pages_sent(&case.facts());
    let of = |name: &str| {
        let found: Vec<_> = sent.iter().filter(|s| s.is_for(THEM, Some(name), Some(&address(name)))).collect();
        (found.len(), found.first().map(|sent| (sent.send, sent.page.language)))
    };
    assert_eq!(of("Bo"), (1, Some((first, Language::English))));
    assert_eq!(of("Ida"), (1, Some((second, Language::Swedish))));
    assert_eq!(of("Kai"), (0, None));
    assert!(sent.iter().all(|sent| !sent.is_for(US, Some("Bo"), Some(&address("Bo")))), "another party's Bo");
    case.revision = revision("r2");
    assert!(pages_sent(&case.facts()).is_empty(), "another text");
    case.revision = revision("r1");
    case.act("2026-11-03", reopen("r1"));
    assert!(pages_sent(&case.facts()).is_empty(), "reopened");
}

#[test]
fn a_text_that_nobody_signed_would_wait_for_all_in_turn() {
    let waits = would_wait(&in_turn().header.parties);
    let told: Vec<(Option<&str>, bool)> = waits.iter().map(|wait| (wait.name.as_deref(), wait.turn)).collect();
    assert_eq!(told, [(Some("Astrid"), true), (Some("Bo"), false), (Some("Kai"), false), (Some("Ida"), false)]);
}
