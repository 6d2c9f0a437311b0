//! Which policy rules where, as the model sees it: line by line, from each commit to the parent that rules it.

use std::collections::{HashMap, HashSet};

use git2::{Oid, Repository};
use sha2::{Digest as _, Sha256};

use super::objects::{Commit, Seal, blob, signed};
use super::rules::{Key, Member, Policy};

pub const FILE: &str = ".clm/policy.toml";

/// A policy that was set by those who might.
pub struct Law {
    blob: Oid,
    bytes: Vec<u8>,
    pub policy: Policy,
    before: Option<usize>,
}

/// The last law of a commit's line, and whether it is what the commit has.
#[derive(Clone, Copy, PartialEq)]
struct State {
    last: Option<usize>,
    counts: bool,
}

#[derive(Default)]
pub struct Lines {
    pub laws: Vec<Law>,
    states: HashMap<Oid, State>,
    /// The parent whose policy judges a commit; none where two policies meet.
    pub ruled: HashMap<Oid, Option<Oid>>,
    /// Commits that changed the policy and might not.
    pub unlawful: HashSet<Oid>,
    /// The commits whose policy another has to stand before as well.
    pub met: HashMap<Oid, Vec<Oid>>,
    pub ancestors: HashMap<Oid, HashSet<Oid>>,
}

impl Lines {
    pub fn of(repo: &Repository, commits: &[Commit]) -> Self {
        let mut lines = Self::default();
        let by_id: HashMap<Oid, &Commit> = commits.iter().map(|commit| (commit.id, commit)).collect();
        for commit in commits {
            let mut before: HashSet<Oid> = HashSet::from([commit.id]);
            before.extend(commit.parents.iter().flat_map(|parent| &lines.ancestors[parent]));
            lines.ancestors.insert(commit.id, before);
            let ruling = lines.ruling(commit);
            lines.ruled.insert(commit.id, ruling);
            let state = lines.state(repo, commit, ruling, &by_id);
            lines.states.insert(commit.id, state);
        }
        lines
    }

    /// The policy that counts at a commit.
    pub fn policy_at(&self, commit: Oid) -> Option<&Policy> {
        let state = self.states.get(&commit).filter(|state| state.counts)?;
        Some(&self.laws[state.last?].policy)
    }

    fn chain(&self, mut last: Option<usize>) -> Vec<usize> {
        let mut chain = Vec::new();
        while let Some(place) = last {
            chain.push(place);
            last = self.laws[place].before;
        }
        chain
    }

    fn ruling(&mut self, commit: &Commit) -> Option<Oid> {
        let Some(first) = commit.parents.first() else { return Some(commit.id) };
        let last = |parent: &Oid| self.states[parent].last;
        if commit.parents.iter().all(|parent| last(parent) == last(first)) {
            return Some(*commit.parents.iter().find(|parent| self.states[parent].counts).unwrap_or(first));
        }
        let has = |parent: &Oid, same: &dyn Fn(usize, usize) -> bool| {
            let chain = self.chain(last(parent));
            commit.parents.iter().filter_map(last).all(|other| chain.iter().any(|law| same(*law, other)))
        };
        let blob = |law: usize| self.laws[law].blob;
        let mut rulers = commit.parents.iter();
        let ruling = *rulers
            .find(|parent| has(parent, &|law, other| law == other))
            .or_else(|| commit.parents.iter().find(|parent| has(parent, &|law, other| blob(law) == blob(other))))?;
        let mut meetings = Vec::new();
        for other in commit.parents.iter().filter(|other| last(other) != last(&ruling)) {
            meetings.push((*other, ruling));
            // Two lines that made the same policy, each for itself.
            if last(other).is_some_and(|law| last(&ruling).map(blob) == Some(blob(law))) {
                meetings.push((ruling, *other));
            }
        }
        for (side, newer) in meetings {
            for came in self.ancestors[&side].difference(&self.ancestors[&newer]) {
                self.met.entry(*came).or_default().push(newer);
            }
        }
        Some(ruling)
    }

    fn state(
        &mut self,
        repo: &Repository,
        commit: &Commit,
        ruling: Option<Oid>,
        by_id: &HashMap<Oid, &Commit>,
    ) -> State {
        let own = commit.files.get(FILE).map(|(_, blob)| *blob);
        let has = |parent: &Oid| by_id[parent].files.get(FILE).map(|(_, blob)| *blob);
        let alike = commit.parents.iter().copied().find(|parent| has(parent) == own);
        let base = match ruling.or(alike).or(commit.parents.first().copied()).filter(|_| !commit.parents.is_empty()) {
            Some(parent) if has(&parent) == own => return self.states[&parent],
            Some(parent) => self.states[&parent],
            None => State { last: None, counts: false },
        };
        let read =
            own.map(|own| (own, blob(repo, own))).and_then(|(own, bytes)| Some((own, Policy::read(&bytes)?, bytes)));
        let Some((own, policy, bytes)) = read else {
            self.unlawful.insert(commit.id);
            return State { counts: false, ..base };
        };
        let parents: Vec<&Commit> = commit.parents.iter().map(|parent| by_id[parent]).collect();
        let lawful = match base.last.map(|last| &self.laws[last]) {
            None => holder(&policy, commit, &parents).is_some_and(|(member, _)| member.is_owner()),
            Some(old) => holder(&old.policy, commit, &parents).is_some_and(|(member, _)| {
                policy.may_follow((&old.policy, &old.bytes), member, commit.time, &endorsed(repo, commit, &bytes))
            }),
        };
        if !lawful {
            self.unlawful.insert(commit.id);
        }
        if base.last.is_some_and(|last| self.laws[last].blob == own) {
            return State { counts: true, ..base };
        }
        if lawful {
            self.laws.push(Law { blob: own, bytes, policy, before: base.last });
            return State { last: Some(self.laws.len() - 1), counts: true };
        }
        State { counts: false, ..base }
    }
}

/// The keys that signed a policy's bytes, beside its proposal.
fn endorsed(repo: &Repository, commit: &Commit, bytes: &[u8]) -> Vec<[u8; 32]> {
    let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let folder = format!(".clm/proposals/{digest}/");
    let files = commit.files.iter().filter(|(path, _)| path.starts_with(&folder) && path.ends_with(".sig"));
    let keys = files.map(|(_, (_, id))| String::from_utf8(blob(repo, *id)).unwrap_or_default());
    keys.filter_map(|armour| signed("clm-policy-v1", bytes, &armour)).collect()
}

/// The member who signed a commit, in their own name.
pub fn signer<'p>(policy: &'p Policy, commit: &Commit, parents: &[&Commit]) -> Result<(&'p Member, &'p Key), ()> {
    holder(policy, commit, parents).ok_or(()).and_then(|held| (commit.email == held.0.email).then_some(held).ok_or(()))
}

/// The member whose key signed a commit, good when it claims and not before its parents.
fn holder<'p>(policy: &'p Policy, commit: &Commit, parents: &[&Commit]) -> Option<(&'p Member, &'p Key)> {
    let Seal::Key(key) = &commit.seal else { return None };
    let (member, held) = policy.holder(key)?;
    let made = parents.iter().map(|parent| parent.time).max().unwrap_or(commit.time).max(commit.time);
    (held.is_good(commit.time) && held.is_good(made)).then_some((member, held))
}
