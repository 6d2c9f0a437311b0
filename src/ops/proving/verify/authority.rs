//! Which policy rules where, line by line, and which policies count: those an owner set. The first is its founder's; each
//! later one must be signed by those who might change the last one that counted *on its own line*, as `policy::succession`
//! says, so that nobody lets himself in by an unsigned commit or by his own new key. Where lines meet, that parent rules
//! whose policy descends from the others', whichever git wrote first.
//!
//! **Invariant**: no date decides; only who came after whom.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::contract::digest::Digest;
use crate::error::Result;
use crate::ops::proving::signer;
use crate::ops::recording::proposals;
use crate::ops::session::{Session, signature};
use crate::policy::succession::{self, Passage};
use crate::policy::{self, Policy, Right};
use crate::store::{About, CommitId, Logged, ObjectId};

/// The policies of a history, by line.
#[derive(Default)]
pub struct Authority {
    laws: Vec<Law>,
    states: HashMap<CommitId, State>,
    /// Of merges: the parent that rules; none where each line made a policy of its own.
    rulings: HashMap<CommitId, Option<CommitId>>,
    meetings: Vec<Meeting>,
    /// Why each commit that changed the policy and might not does not count.
    faults: HashMap<CommitId, String>,
    fault: Option<String>,
}

/// A policy that was set by those who might.
struct Law {
    blob: ObjectId,
    digest: Digest,
    policy: Rc<Policy>,
    /// The one before it on its line.
    before: Option<usize>,
}

/// Where a commit stands.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct State {
    /// The last law of its line.
    last: Option<usize>,
    /// Whether it is what the commit has.
    counts: bool,
    /// The policy's file in the commit.
    blob: Option<ObjectId>,
}

/// Lines that met while one had a newer policy: what only the one has has to stand before the policy of the other.
#[derive(Clone, Copy, Debug)]
pub struct Meeting {
    /// The merge.
    pub merge: CommitId,
    /// The parent with the older policy.
    pub side: CommitId,
    /// The parent with the newer one.
    pub newer: CommitId,
}

impl Authority {
    /// Follows every line of a whole history from its beginning. `commits` are all of them, in any order.
    pub fn read(session: &Session, commits: &[Logged]) -> Result<Self> {
        let mut authority = Self::default();
        let changes = session.store.log(Some(session.head), About::Path(policy::FILE), usize::MAX)?;
        let changed: HashSet<CommitId> = changes.iter().map(|logged| logged.commit).collect();
        for commit in parents_first(commits) {
            let state = match commit.parents.as_slice() {
                [parent] if !changed.contains(&commit.commit) => authority.state(*parent),
                _ => authority.follow(session, commit)?,
            };
            authority.states.insert(commit.commit, state);
        }
        if !authority.state(session.head).counts {
            authority.fault = authority.last_fault(commits, session.head);
        }
        Ok(authority)
    }

    /// The policy of a commit, where it counts.
    pub fn policy_at(&self, commit: CommitId) -> Option<Rc<Policy>> {
        let state = self.state(commit);
        self.laws.get(state.last.filter(|_| state.counts)?).map(|law| Rc::clone(&law.policy))
    }

    /// The parent whose policy a merge is judged by; none where lines meet that each made a policy of their own.
    pub fn ruling(&self, merge: CommitId) -> Option<Option<CommitId>> {
        self.rulings.get(&merge).copied()
    }

    /// All meetings of lines with different policies.
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings
    }

    /// Why a commit could not change the policy as it did.
    pub fn fault_in(&self, commit: CommitId) -> Option<&str> {
        self.faults.get(&commit).map(String::as_str)
    }

    /// What is wrong with the policy that rules now.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    fn state(&self, commit: CommitId) -> State {
        self.states.get(&commit).copied().unwrap_or_default()
    }

    fn last(&self, commit: CommitId) -> Option<&Law> {
        self.laws.get(self.state(commit).last?)
    }

    /// The state of a commit that may have changed the policy.
    fn follow(&mut self, session: &Session, commit: &Logged) -> Result<State> {
        let mut snapshot = session.store.snapshot_at(Some(commit.commit))?;
        let blob = snapshot.find(policy::FILE)?.map(|entry| entry.id);
        let alike = |parent: &CommitId| self.state(*parent).blob == blob;
        let like = commit.parents.iter().copied().find(alike);
        let before = match commit.parents.as_slice() {
            [] => None,
            [parent] => Some(*parent),
            parents => {
                let ruling = self.meet(commit);
                self.rulings.insert(commit.commit, ruling);
                ruling.or(like).or(parents.first().copied())
            }
        };
        let base = State { blob, ..before.map(|before| self.state(before)).unwrap_or_default() };
        if before.is_some_and(|before| self.state(before).blob == blob) {
            return Ok(base);
        }
        let bytes = snapshot.read(policy::FILE)?.unwrap_or_default();
        let read = std::str::from_utf8(&bytes).ok().and_then(|text| Policy::parse(text).ok());
        let Some((policy, blob)) = read.zip(blob) else {
            self.faults.insert(commit.commit, "it cannot be read there".to_owned());
            return Ok(State { counts: false, ..base });
        };
        let last = base.last.and_then(|last| self.laws.get(last));
        let flaw = flaw(session, commit, last, (&policy, &bytes))?;
        let back = last.is_some_and(|last| last.blob == blob);
        let lawful = flaw.is_none();
        if let Some(why) = flaw {
            self.faults.insert(commit.commit, why);
        }
        // Whoever brings back what rules by right changes nothing.
        if back || !lawful {
            return Ok(State { counts: back, ..base });
        }
        self.laws.push(Law { blob, digest: Digest::of(&bytes), policy: Rc::new(policy), before: base.last });
        Ok(State { last: self.laws.len().checked_sub(1), counts: true, ..base })
    }

    /// Which parent of a merge rules.
    fn meet(&mut self, merge: &Logged) -> Option<CommitId> {
        let last = |parent: &CommitId| self.state(*parent).last;
        let first = merge.parents.first()?;
        if merge.parents.iter().all(|parent| last(parent) == last(first)) {
            return merge.parents.iter().find(|parent| self.state(**parent).counts).or(Some(first)).copied();
        }
        let others: Vec<usize> = merge.parents.iter().filter_map(last).collect();
        let blob = |law: &usize| self.laws.get(*law).map(|law| law.blob);
        let has_all = |parent: &&CommitId, same: &dyn Fn(&usize, &usize) -> bool| {
            let chain = self.chain(last(parent));
            others.iter().all(|other| chain.iter().any(|law| same(law, other)))
        };
        let descends = merge.parents.iter().find(|parent| has_all(parent, &|law, other| law == other));
        let ruling = descends.or_else(|| {
            let alike = |law: &usize, other: &usize| blob(law) == blob(other);
            merge.parents.iter().find(|parent| has_all(parent, &alike))
        })?;
        let mut meetings = Vec::new();
        for side in merge.parents.iter().filter(|parent| last(parent) != last(ruling)) {
            meetings.push(Meeting { merge: merge.commit, side: *side, newer: *ruling });
            // The same policy made on both lines, each for itself: neither may hide behind it what came before.
            let same = self.last(*side).zip(self.last(*ruling)).is_some_and(|(one, other)| one.blob == other.blob);
            if same {
                meetings.push(Meeting { merge: merge.commit, side: *ruling, newer: *side });
            }
        }
        let ruling = *ruling;
        self.meetings.extend(meetings);
        Some(ruling)
    }

    fn chain(&self, last: Option<usize>) -> Vec<usize> {
        std::iter::successors(last, |law| self.laws.get(*law)?.before).collect()
    }

    /// The change that took the policy at HEAD out of force.
    fn last_fault(&self, commits: &[Logged], head: CommitId) -> Option<String> {
        let by_id: HashMap<CommitId, &Logged> = commits.iter().map(|logged| (logged.commit, logged)).collect();
        let mut at = by_id.get(&head);
        while let Some(commit) = at {
            if let Some(why) = self.faults.get(&commit.commit) {
                return Some(sentence(commit.commit, why));
            }
            let ruling = self.ruling(commit.commit).flatten().or(commit.parents.first().copied());
            at = ruling.and_then(|ruling| by_id.get(&ruling));
        }
        Some(sentence(head, "no owner ever set one"))
    }
}

fn sentence(commit: CommitId, why: &str) -> String {
    let short = commit.short();
    format!(
        "{} was changed in the commit {short} by somebody who might not, and what it says does not count: {why}",
        policy::FILE
    )
}

/// Every commit after its parents.
fn parents_first(commits: &[Logged]) -> Vec<&Logged> {
    let by_id: HashMap<CommitId, &Logged> = commits.iter().map(|logged| (logged.commit, logged)).collect();
    let (mut seen, mut order) = (HashSet::new(), Vec::with_capacity(commits.len()));
    // Oldest first as far as dates can be believed, so that little waits.
    for start in commits.iter().rev() {
        let mut waiting = vec![(start, false)];
        while let Some((commit, ready)) = waiting.pop() {
            if ready {
                order.push(commit);
            } else if seen.insert(commit.commit) {
                waiting.push((commit, true));
                waiting.extend(commit.parents.iter().filter_map(|parent| Some((*by_id.get(parent)?, false))));
            }
        }
    }
    order
}

/// Why a commit's policy does not count, judged by the last that did on its line; the first is its founder's own.
fn flaw(
    session: &Session,
    commit: &Logged,
    last: Option<&Law>,
    (new, bytes): (&Policy, &[u8]),
) -> Result<Option<String>> {
    let old = last.map_or(new, |last| &last.policy);
    let Some(key) = signature::of(&session.store, commit.commit).key() else {
        return Ok(Some("no good signature is on that commit".to_owned()));
    };
    if old.holder(&key).is_none() {
        return Ok(Some("it is not signed by an owner of the policy before".to_owned()));
    }
    let signer = match signer::holder(old, &key, commit, signer::after(&session.store, commit)) {
        Ok(signer) => signer,
        Err(why) => return Ok(Some(why)),
    };
    let Some(last) = last else {
        let founds = old.may(signer, Right::Administer, None).is_permit();
        return Ok((!founds).then(|| "it is not signed by an owner it names".to_owned()));
    };
    let mut snapshot = session.store.snapshot_at(Some(commit.commit))?;
    let endorsed = proposals::endorsements(&mut snapshot, bytes)?;
    let at = commit.time.to_utc();
    let passage = Passage { old, old_digest: last.digest, new, signer, at, endorsed: &endorsed };
    Ok(succession::judge(&passage).err().map(|unlawful| unlawful.to_string()))
}
