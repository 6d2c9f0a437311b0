//! Approval of one revision: who is asked, who has approved, whom it waits for and since when.
//!
//! **Owns** counting approvals against what is asked: n or all of a panel, panels side by side or one after another, and
//! that nobody approves a contract of their own. **Refuses to know** where the rules are written: [`Approvals`] is an
//! argument. **Invariants**: an approval of another revision counts for nothing; one by a person whose own contract it is
//! counts for nothing; a panel that nobody is left to fill is never met; more is never met by fewer approvals.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::order::Event;
use super::revision::day_of;
use super::{Facts, Signing};
use crate::contract::act::{Act, Deed};
use crate::contract::digest::Digest;

/// What is asked before a text may be sent or signed.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Approvals {
    /// Every rule that applies; all of them have to be met. Without one nothing is required, but where approval was asked
    /// nevertheless one is needed.
    pub rules: Vec<Required>,
    /// Who may approve where no rule asks, by e-mail; `None` when anybody may.
    pub may: Option<BTreeSet<String>>,
    /// Whose own contract it is: their approvals never count. Who asked for the approval is added to them.
    pub own: BTreeSet<String>,
}

/// One rule that applies.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Required {
    /// Where it is written, such as `.clm/policy.toml:31`, with its name where it has one.
    pub place: String,
    /// Who is asked; a panel with a higher number waits for those with a lower one.
    pub panels: Vec<Panel>,
}

/// Some people, of whom some have to approve.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Panel {
    /// Such as `any 2 of legal`.
    pub words: String,
    /// Equal numbers are asked side by side.
    pub order: u32,
    /// By e-mail.
    pub from: BTreeSet<String>,
    /// How many of them; `None` for all.
    pub any: Option<u32>,
}

/// How far the approval of the present revision has come.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// Whether a rule asks for approval.
    pub required: bool,
    /// The day approval was asked for, where that still stands.
    pub asked: Option<NaiveDate>,
    /// Whose approvals count, in order.
    pub by: Vec<String>,
    /// What is missing.
    pub missing: Vec<Lacking>,
    /// Who turned it down last, and why, where that was not answered by asking again.
    pub rejected: Option<(String, String)>,
    /// Sentences: which approval does not count, and why.
    pub refused: Vec<String>,
}

/// A panel that is not met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lacking {
    /// Where the rule is written; empty where none asks.
    pub place: String,
    /// Such as `any 2 of legal`.
    pub words: String,
    /// Who can still give it, by e-mail.
    pub from: Vec<String>,
    /// How many more.
    pub more: u32,
    /// Since when it is their turn; `None` while others come first or approval was not asked for.
    pub since: Option<NaiveDate>,
    /// Whether others come first.
    pub later: bool,
}

impl Lacking {
    /// Whether too few are left who could give it.
    #[must_use]
    pub fn is_hopeless(&self) -> bool {
        u32::try_from(self.from.len()).unwrap_or(u32::MAX) < self.more
    }

    /// `any 1 of legal: a@x, b@x`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let who = if self.from.is_empty() { "nobody is left who may".to_owned() } else { self.from.join(", ") };
        let later = if self.later { ", once those before have approved" } else { "" };
        format!("{}: {who}{later}", self.words)
    }
}

impl Progress {
    /// Whether a rule asks for approvals that are not there.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.required && !self.missing.is_empty()
    }

    /// The panels whose turn it is and to which somebody belongs.
    pub fn turns_of(&self, email: &str) -> impl Iterator<Item = &Lacking> {
        self.missing.iter().filter(move |one| !one.later && one.from.iter().any(|from| from == email))
    }

    /// The state of a text that was neither sent nor signed.
    pub(crate) fn state(&self) -> Signing {
        match (self.missing.is_empty(), self.asked.is_some() || !self.by.is_empty()) {
            (true, true) => Signing::Approved,
            (false, true) => Signing::Review,
            _ => Signing::Draft,
        }
    }
}

impl Panel {
    /// Those of it who may, and how many of them it takes.
    fn asks(&self, own: &BTreeSet<String>) -> (BTreeSet<&str>, usize) {
        let from: BTreeSet<&str> = self.from.iter().filter(|email| !own.contains(*email)).map(String::as_str).collect();
        let needed = self.any.map_or(from.len(), |any| usize::try_from(any).unwrap_or(usize::MAX)).max(1);
        (from, needed)
    }
}

/// Counts the approvals of `present` among `live` events, which are in order.
pub(crate) fn count(facts: &Facts<'_>, live: &[Event<'_>], present: Digest, approvals: &Approvals) -> Progress {
    let mut progress = Progress { required: !approvals.rules.is_empty(), ..Progress::default() };
    let mut own = approvals.own.clone();
    own.extend(live.iter().filter_map(|event| match event {
        Event::Act(Act { deed: Deed::Submit { revision }, by, .. }) if *revision == present => Some(by.clone()),
        _ => None,
    }));
    let mut given: Vec<&Act> = Vec::new();
    for event in live {
        let Event::Act(act) = event else { continue };
        match &act.deed {
            Deed::Submit { revision } if *revision == present => {
                progress.asked = progress.asked.or_else(|| Some(day_of(facts, act)));
                progress.rejected = None;
            }
            Deed::Approve { revision, .. } if *revision == present && own.contains(&act.by) => {
                progress.refused.push(format!("The approval of {} does not count: it is their own contract.", act.by));
            }
            Deed::Approve { revision, .. } if *revision == present => given.push(act),
            Deed::Reject { revision, reason } if *revision == present => {
                progress.asked = None;
                progress.rejected = Some((act.by.clone(), reason.clone()));
                given.clear();
            }
            _ => {}
        }
    }
    let anybody = usual(approvals, &given);
    let rules = if approvals.rules.is_empty() { anybody.as_slice() } else { approvals.rules.as_slice() };
    let (mut counted, mut early) = (BTreeSet::new(), BTreeSet::new());
    for rule in rules {
        let (fitting, too_early) = weigh(facts, rule, &given, &own, &mut progress);
        counted.extend(fitting);
        early.extend(too_early);
    }
    for act in &given {
        if early.contains(&act.digest) && !counted.contains(&act.digest) {
            progress.refused.push(format!("The approval of {} came before its turn: others approve first.", act.by));
        } else if !counted.contains(&act.digest) {
            progress.refused.push(format!("The approval of {} does not count: they were not asked.", act.by));
        } else if !progress.by.contains(&act.by) {
            progress.by.push(act.by.clone());
        }
    }
    // Without a rule nothing is missing until somebody asks.
    if !progress.required && progress.asked.is_none() && given.is_empty() {
        progress.missing.clear();
    }
    progress
}

/// What is asked where no rule asks: one approval of anybody who may.
fn usual(approvals: &Approvals, given: &[&Act]) -> Vec<Required> {
    let from = approvals.may.clone().unwrap_or_else(|| given.iter().map(|act| act.by.clone()).collect());
    let panel = Panel { words: "one who may approve".to_owned(), order: 1, from, any: Some(1) };
    vec![Required { place: String::new(), panels: vec![panel] }]
}

/// Weighs one rule; answers which acts count for it, and which came before their turn.
fn weigh(
    facts: &Facts<'_>,
    rule: &Required,
    given: &[&Act],
    own: &BTreeSet<String>,
    progress: &mut Progress,
) -> (BTreeSet<Digest>, BTreeSet<Digest>) {
    let mut panels: Vec<&Panel> = rule.panels.iter().collect();
    panels.sort_by_key(|panel| panel.order);
    let orders: BTreeSet<u32> = panels.iter().map(|panel| panel.order).collect();
    // The acts that count for each panel done with, and when the turn of the next order came.
    let mut done: Vec<(&Panel, Vec<&Act>)> = Vec::new();
    let mut turn = progress.asked;
    let mut open = false;
    let (mut counted, mut early) = (BTreeSet::new(), BTreeSet::new());
    for order in orders {
        let before = done.clone();
        let (mut lacks, mut last) = (false, turn);
        for panel in panels.iter().filter(|panel| panel.order == order) {
            let (from, needed) = panel.asks(own);
            let fits = |act: &&&Act| from.contains(act.by.as_str());
            let in_turn = |act: &&&Act| before.iter().all(|(lower, acts)| seen_met(lower, acts, act, own));
            let acts: Vec<&Act> = given.iter().filter(fits).filter(in_turn).copied().collect();
            let by: BTreeSet<&str> = acts.iter().map(|act| act.by.as_str()).collect();
            let unfit = given.iter().filter(fits).filter(|act| !in_turn(act) && !by.contains(act.by.as_str()));
            early.extend(unfit.map(|act| act.digest));
            counted.extend(acts.iter().map(|act| act.digest));
            if by.len() < needed {
                lacks = true;
                progress.missing.push(Lacking {
                    place: rule.place.clone(),
                    words: panel.words.clone(),
                    from: from.difference(&by).map(|email| (*email).to_owned()).collect(),
                    more: u32::try_from(needed.saturating_sub(by.len())).unwrap_or(u32::MAX),
                    since: turn.filter(|_| !open),
                    later: open,
                });
            }
            last = last.max(acts.iter().map(|act| day_of(facts, act)).max().filter(|_| turn.is_some()));
            done.push((panel, acts));
        }
        open |= lacks;
        turn = last;
    }
    (counted, early)
}

/// Whether the author of `act` had seen a lower panel met; their own approval is one they have seen.
fn seen_met(lower: &Panel, acts: &[&Act], act: &Act, own: &BTreeSet<String>) -> bool {
    let seen = acts.iter().filter(|one| one.digest == act.digest || act.after.contains(&one.digest));
    let by: BTreeSet<&str> = seen.map(|one| one.by.as_str()).collect();
    by.len() >= lower.asks(own).1
}
