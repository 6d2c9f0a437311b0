//! Approvals: every state × event, n or all of a panel, one after another, and whose approval never counts.

use std::collections::BTreeSet;

use super::fixture::{Case, THEM, US, day, decline, revision, send, void, yearly};
use crate::contract::act::Deed;
use crate::contract::digest::Digest;
use crate::contract::lifecycle::{Approvals, Panel, Required, Signing, Standing, standing};

const DAY: &str = "2026-11-01";

fn set(people: &[&str]) -> BTreeSet<String> {
    people.iter().map(|one| (*one).to_owned()).collect()
}

fn panel(order: u32, any: Option<u32>, from: &[&str]) -> Panel {
    Panel { words: format!("{any:?} of {from:?}"), order, from: set(from), any }
}

fn rule(panels: Vec<Panel>) -> Approvals {
    let rules = vec![Required { place: "policy:1".to_owned(), panels }];
    Approvals { rules, may: None, own: BTreeSet::new() }
}

/// A contract, and acts on it by whoever.
struct Story {
    case: Case,
    rule: Approvals,
}

impl Story {
    fn new(rule: Approvals) -> Self {
        Self { case: Case::new(yearly()), rule }
    }

    fn act(&mut self, by: &str, deed: Deed) -> Digest {
        let digest = self.case.act(DAY, deed);
        self.case.acts.last_mut().unwrap().by = by.to_owned();
        digest
    }

    fn submit(&mut self) -> Digest {
        self.act("drafter@x", Deed::Submit { revision: revision("r1") })
    }

    fn approve(&mut self, by: &str) -> Digest {
        self.act(by, Deed::Approve { revision: revision("r1"), note: None })
    }

    /// An approval by somebody who had seen only `after`.
    fn approve_after(&mut self, by: &str, after: &[Digest]) -> Digest {
        let digest = self.case.act_after(DAY, Deed::Approve { revision: revision("r1"), note: None }, after.to_vec());
        self.case.acts.last_mut().unwrap().by = by.to_owned();
        digest
    }

    fn now(&self) -> Standing {
        standing(&self.case.facts(), US, &self.rule, day("2026-11-02"))
    }

    fn is(&self, expected: Signing) {
        let now = self.now();
        assert_eq!(now.signing, expected, "{:?}", now.approval);
    }

    fn waits_for(&self) -> Vec<String> {
        self.now().approvers().map(|(email, _)| email.to_owned()).collect()
    }
}

#[test]
fn every_state_of_approval_meets_every_event() {
    use Signing::{Approved, Declined, Draft, Pending, Review, Void};
    let columns =
        ["submit", "a approves", "b approves", "stranger", "own", "old text", "reject", "new text", "send", "void"];
    // Any 1 of a, then b. The states by what was done before.
    #[rustfmt::skip]
    let table: [(&str, Signing, [Signing; 10]); 5] = [
        ("draft",    Draft,    [Review, Review, Draft, Draft, Draft, Draft, Draft, Draft, Pending, Void]),
        ("asked",    Review,   [Review, Review, Review, Review, Review, Review, Draft, Draft, Pending, Void]),
        ("first",    Review,   [Review, Review, Approved, Review, Review, Review, Draft, Draft, Pending, Void]),
        ("approved", Approved, [Approved, Approved, Approved, Approved, Approved, Approved, Draft, Draft, Pending, Void]),
        ("rejected", Draft,    [Review, Review, Draft, Draft, Draft, Draft, Draft, Draft, Pending, Void]),
    ];
    for (state, as_built, expected) in table {
        for (column, expected) in columns.iter().zip(expected) {
            let mut story = Story::new(rule(vec![panel(1, Some(1), &["a@x"]), panel(2, Some(1), &["b@x"])]));
            story.rule.own = set(&["own@x"]);
            if state != "draft" {
                story.submit();
            }
            if matches!(state, "first" | "approved" | "rejected") {
                story.approve("a@x");
            }
            if matches!(state, "approved" | "rejected") {
                story.approve("b@x");
            }
            if state == "rejected" {
                story.act("a@x", Deed::Reject { revision: revision("r1"), reason: "no".to_owned() });
            }
            story.is(as_built);
            let approved = |name: &str| Deed::Approve { revision: revision(name), note: None };
            let (by, deed) = match *column {
                "submit" => ("drafter@x", Deed::Submit { revision: revision("r1") }),
                "a approves" => ("a@x", approved("r1")),
                "b approves" => ("b@x", approved("r1")),
                "stranger" => ("c@x", approved("r1")),
                "own" => ("own@x", approved("r1")),
                "old text" => ("a@x", approved("r0")),
                "reject" => ("b@x", Deed::Reject { revision: revision("r1"), reason: "no".to_owned() }),
                "send" => ("a@x", send("r1", Some("2026-12-31"))),
                "void" => ("a@x", void()),
                _ => ("a@x", Deed::Unarchive),
            };
            story.act(by, deed);
            if *column == "new text" {
                story.case.revision = revision("r2");
            }
            assert_eq!(story.now().signing, expected, "{state} × {column}");
        }
    }
    let mut story = Story::new(rule(vec![panel(1, Some(1), &["a@x"])]));
    story.submit();
    story.approve("a@x");
    story.act("a@x", decline(THEM));
    story.is(Declined);
    assert!(!story.now().approval.required, "nobody approves what was declined");
}

#[test]
fn panels_are_met_by_as_many_different_people_as_they_ask_for() {
    let three = &["a@x", "b@x", "c@x"];
    for (any, own, approves, met) in [
        (Some(1), &[][..], &["a@x"][..], true),
        (Some(2), &[], &["a@x"], false),
        (Some(2), &[], &["a@x", "a@x"], false),
        (Some(2), &[], &["a@x", "c@x"], true),
        (Some(2), &["c@x"], &["a@x", "c@x"], false),
        (Some(2), &["c@x"], &["a@x", "b@x"], true),
        (Some(3), &["c@x"], &["a@x", "b@x", "c@x"], false),
        (Some(4), &[], &["a@x", "b@x", "c@x"], false),
        (None, &[], &["a@x", "b@x"], false),
        (None, &[], &["a@x", "b@x", "c@x"], true),
        (None, &["c@x"], &["a@x", "b@x"], true),
        (None, &["a@x", "b@x", "c@x"], &["a@x", "b@x", "c@x"], false),
        (Some(1), &[], &["stranger@x"], false),
        (Some(1), &[], &["drafter@x"], false),
    ] {
        let mut story = Story::new(rule(vec![panel(1, any, three)]));
        story.rule.own = set(own);
        story.submit();
        for by in approves {
            story.approve(by);
        }
        assert_eq!(!story.now().approval.is_short(), met, "{any:?} own {own:?} by {approves:?}");
    }
    let nobody = Story::new(rule(vec![panel(1, None, &[])]));
    assert!(nobody.now().approval.missing[0].is_hopeless(), "a panel of nobody is never met");
}

#[test]
fn whoever_asks_does_not_answer() {
    let mut story = Story::new(rule(vec![panel(1, Some(1), &["drafter@x", "a@x"])]));
    story.submit();
    assert_eq!(story.waits_for(), ["a@x"]);
    story.approve("drafter@x");
    story.is(Signing::Review);
    assert!(story.now().findings.iter().any(|finding| finding.contains("their own contract")));
    // Without a rule no less.
    let mut story = Story::new(Approvals::default());
    story.submit();
    story.approve("drafter@x");
    story.is(Signing::Review);
    story.approve("a@x");
    story.is(Signing::Approved);
}

#[test]
fn a_later_panel_counts_only_what_had_seen_the_earlier_ones_met() {
    let two = || rule(vec![panel(2, Some(1), &["cfo@x"]), panel(1, Some(2), &["a@x", "b@x"])]);
    let mut story = Story::new(two());
    story.submit();
    assert_eq!(story.waits_for(), ["a@x", "b@x"]);
    story.approve("cfo@x");
    assert!(story.now().findings.iter().any(|finding| finding.contains("before its turn")), "{:?}", story.now());
    let a = story.approve("a@x");
    assert_eq!(story.waits_for(), ["b@x"]);
    let b = story.approve("b@x");
    story.is(Signing::Review);
    assert_eq!(story.waits_for(), ["cfo@x"]);
    // Written in another clone, without the second of the two.
    story.approve_after("cfo@x", &[a]);
    story.is(Signing::Review);
    story.approve_after("cfo@x", &[a, b]);
    story.is(Signing::Approved);
    // One who stands in both approves once, as both.
    let mut story = Story::new(rule(vec![panel(1, Some(1), &["a@x"]), panel(2, Some(1), &["a@x"])]));
    story.submit();
    story.approve("a@x");
    story.is(Signing::Approved);
}

#[test]
fn all_rules_that_apply_are_to_be_met_and_the_order_of_acts_does_not_matter() {
    let mut both = rule(vec![panel(1, Some(1), &["a@x"])]);
    both.rules.extend(rule(vec![panel(1, Some(1), &["b@x"]), panel(7, None, &["c@x"])]).rules);
    let mut story = Story::new(both);
    story.submit();
    assert_eq!(story.waits_for(), ["a@x", "b@x"]);
    for (by, expected) in [("a@x", Signing::Review), ("b@x", Signing::Review), ("c@x", Signing::Approved)] {
        story.approve(by);
        story.is(expected);
    }
    let standing = story.now();
    story.case.acts.reverse();
    assert_eq!(story.now(), standing);
}

#[test]
fn an_approval_that_is_taken_back_counts_no_more() {
    let mut story = Story::new(rule(vec![panel(1, Some(1), &["a@x"])]));
    story.submit();
    let approval = story.approve("a@x");
    story.is(Signing::Approved);
    story.act("a@x", Deed::Undo { act: approval });
    story.is(Signing::Review);
}

#[test]
fn it_waits_since_the_turn_came() {
    let mut story = Story::new(rule(vec![panel(1, Some(1), &["a@x"]), panel(2, Some(1), &["b@x"])]));
    assert_eq!(story.now().approvers().count(), 0, "nobody is waited for before it was asked");
    assert!(story.now().approval.is_short());
    story.submit();
    assert_eq!(story.now().approvers().collect::<Vec<_>>(), [("a@x", day(DAY))]);
    story.case.act("2026-11-02", Deed::Approve { revision: revision("r1"), note: None });
    story.case.acts.last_mut().unwrap().by = "a@x".to_owned();
    assert_eq!(story.now().approvers().collect::<Vec<_>>(), [("b@x", day("2026-11-02"))]);
}

#[test]
fn without_a_rule_only_those_who_may_are_counted() {
    let mut story = Story::new(Approvals { may: Some(set(&["a@x"])), ..Approvals::default() });
    story.is(Signing::Draft);
    assert!(!story.now().approval.required && story.now().approval.missing.is_empty());
    story.submit();
    story.approve("stranger@x");
    story.is(Signing::Review);
    story.approve("a@x");
    story.is(Signing::Approved);
}
