//! One order for everything that happened to a contract, the same in every clone.
//!
//! **Owns** the order (what an author had seen comes first, concurrent events by time, then digest) and which acts were
//! taken back. **Refuses to know** what the events do. **Invariants**: the order does not depend on the order of the
//! input; a cycle, which no digest can make, cannot hang it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::StatementFact;
use crate::contract::act::{Act, Deed};
use crate::contract::digest::Digest;

/// An act or a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event<'a> {
    /// What a member recorded.
    Act(&'a Act),
    /// What a signer stated.
    Statement(&'a StatementFact),
}

impl Event<'_> {
    /// Its name.
    pub fn digest(&self) -> Digest {
        match self {
            Self::Act(act) => act.digest,
            Self::Statement(statement) => statement.digest,
        }
    }

    fn time(&self) -> DateTime<Utc> {
        match self {
            Self::Act(act) => act.at.with_timezone(&Utc),
            Self::Statement(statement) => statement.claimed,
        }
    }

    fn seen(&self) -> Vec<Digest> {
        match self {
            Self::Statement(statement) => statement.after.clone(),
            Self::Act(act) => {
                let mut seen = act.after.clone();
                match &act.deed {
                    Deed::Undo { act } => seen.push(*act),
                    Deed::Receive { statement, .. } => seen.push(*statement),
                    _ => {}
                }
                seen
            }
        }
    }
}

/// All events, causes before effects, concurrent ones by time, then digest. Copies of one event are one event.
pub(crate) fn ordered<'a>(acts: &'a [Act], statements: &'a [StatementFact]) -> Vec<Event<'a>> {
    let all = acts.iter().map(Event::Act).chain(statements.iter().map(Event::Statement));
    let events: BTreeMap<Digest, Event<'a>> = all.map(|event| (event.digest(), event)).collect();
    let mut waits: BTreeMap<Digest, BTreeSet<Digest>> = BTreeMap::new();
    let mut followers: BTreeMap<Digest, Vec<Digest>> = BTreeMap::new();
    for (digest, event) in &events {
        let known: BTreeSet<Digest> =
            event.seen().into_iter().filter(|seen| seen != digest && events.contains_key(seen)).collect();
        for seen in &known {
            followers.entry(*seen).or_default().push(*digest);
        }
        waits.insert(*digest, known);
    }
    let key = |digest: &Digest| events.get(digest).map(|event| (event.time(), *digest));
    let free = waits.iter().filter(|(_, seen)| seen.is_empty()).filter_map(|(digest, _)| key(digest));
    let mut ready: BTreeSet<(DateTime<Utc>, Digest)> = free.collect();
    let mut order = Vec::with_capacity(events.len());
    while let Some((_, digest)) = ready.pop_first() {
        order.extend(events.get(&digest).copied());
        waits.remove(&digest);
        for follower in followers.get(&digest).into_iter().flatten() {
            let Some(seen) = waits.get_mut(follower) else { continue };
            if seen.remove(&digest) && seen.is_empty() {
                ready.extend(key(follower));
            }
        }
    }
    let mut stuck: Vec<(DateTime<Utc>, Digest)> = waits.keys().filter_map(key).collect();
    stuck.sort_unstable();
    order.extend(stuck.iter().filter_map(|(_, digest)| events.get(digest).copied()));
    order
}

/// The acts that were taken back, and what undoing could not take back.
pub(crate) fn undone(order: &[Event<'_>]) -> (BTreeSet<Digest>, Vec<String>) {
    let by_digest: BTreeMap<Digest, Event<'_>> = order.iter().map(|event| (event.digest(), *event)).collect();
    let (mut undone, mut notes) = (BTreeSet::new(), Vec::new());
    // Backwards, because an undo may itself be undone by a later one.
    for event in order.iter().rev() {
        let Event::Act(Act { digest, deed: Deed::Undo { act: target }, .. }) = event else { continue };
        if undone.contains(digest) {
            continue;
        }
        let name = target.short(8);
        match by_digest.get(target) {
            Some(Event::Act(act)) if !matches!(act.deed, Deed::Receive { .. }) => {
                undone.insert(*target);
            }
            Some(_) => notes.push(format!("What was signed or received is not undone: {name} stays.")),
            None => notes.push(format!("An undo names the act {name}, which is not here.")),
        }
    }
    (undone, notes)
}
