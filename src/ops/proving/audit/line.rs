//! The commits of a history in the order in which they may be judged, and which policies rule where lines meet.
//!
//! Of the parents of a merge the one whose policy descends from the others' rules: whichever parent git wrote first.
//! What the other side brings is judged by that policy too, because whoever lost a right can still grow a branch from a
//! commit where they had it, with any date.

use std::collections::{HashMap, HashSet};

use crate::error::Result;
use crate::ops::session::Session;
use crate::policy;
use crate::store::{About, CommitId, Logged, ObjectId};

/// All ancestors of HEAD.
pub struct Line {
    /// Oldest first.
    commits: Vec<Logged>,
    root: CommitId,
    /// By merge of lines with different policies: the parent that rules, or none where each side made its own.
    meetings: HashMap<CommitId, Option<CommitId>>,
    /// By commit: the parents of later merges whose newer policy it has to stand before as well.
    met: HashMap<CommitId, Vec<CommitId>>,
}

impl Line {
    /// Reads all ancestors of HEAD.
    pub fn of(session: &Session) -> Result<Self> {
        let mut commits = session.store.log(Some(session.head), About::All, usize::MAX)?;
        commits.reverse();
        let mut line = Self { root: session.head, commits, meetings: HashMap::new(), met: HashMap::new() };
        let parents: HashMap<CommitId, &[CommitId]> =
            line.commits.iter().map(|logged| (logged.commit, logged.parents.as_slice())).collect();
        // A shallow clone lacks the parents of where it begins.
        let before = |commit| parents.get(&commit)?.first().copied().filter(|parent| parents.contains_key(parent));
        while let Some(parent) = before(line.root) {
            line.root = parent;
        }
        let whole = |logged: &&Logged| logged.parents.iter().all(|parent| parents.contains_key(parent));
        for merge in line.commits.iter().filter(|logged| logged.parents.len() > 1).filter(whole) {
            let policies = policies(session, &merge.parents)?;
            if policies.windows(2).all(|pair| pair.first() == pair.last()) {
                continue;
            }
            let ruling = ruling(session, &merge.parents, &policies)?;
            line.meetings.insert(merge.commit, ruling);
            let Some(ruling) = ruling else { continue };
            let known = ancestors(&parents, ruling);
            for other in merge.parents.iter().filter(|parent| **parent != ruling) {
                for commit in ancestors(&parents, *other).difference(&known) {
                    line.met.entry(*commit).or_default().push(ruling);
                }
            }
        }
        Ok(line)
    }

    /// The commit everything began with.
    pub const fn root(&self) -> CommitId {
        self.root
    }

    /// How many commits there are.
    pub const fn len(&self) -> usize {
        self.commits.len()
    }

    /// The commit whose policy a commit is judged by; none where lines meet that each made a policy of their own.
    pub fn ruled_by(&self, commit: &Logged) -> Option<CommitId> {
        match self.meetings.get(&commit.commit) {
            Some(ruling) => *ruling,
            None => Some(commit.parents.first().copied().unwrap_or(commit.commit)),
        }
    }

    /// The commits whose newer policy a commit has to stand before as well.
    pub fn met(&self, commit: CommitId) -> &[CommitId] {
        self.met.get(&commit).map_or(&[], Vec::as_slice)
    }

    /// The commits that are no ancestors of `known`, oldest first.
    pub fn since(&self, known: Option<CommitId>) -> Vec<&Logged> {
        let parents: HashMap<CommitId, &[CommitId]> =
            self.commits.iter().map(|logged| (logged.commit, logged.parents.as_slice())).collect();
        let old = known.map(|known| ancestors(&parents, known)).unwrap_or_default();
        self.commits.iter().filter(|logged| !old.contains(&logged.commit)).collect()
    }
}

/// git's name for the policy of each commit.
fn policies(session: &Session, commits: &[CommitId]) -> Result<Vec<Option<ObjectId>>> {
    let of =
        |commit: &CommitId| Ok(session.store.snapshot_at(Some(*commit))?.find(policy::FILE)?.map(|entry| entry.id));
    commits.iter().map(of).collect()
}

/// The parent whose line had the policies of all others before its own.
fn ruling(session: &Session, parents: &[CommitId], present: &[Option<ObjectId>]) -> Result<Option<CommitId>> {
    for (parent, own) in parents.iter().zip(present) {
        let changes = session.store.log(Some(*parent), About::Path(policy::FILE), usize::MAX)?;
        let changes: Vec<CommitId> = changes.iter().map(|logged| logged.commit).collect();
        let had: HashSet<Option<ObjectId>> = policies(session, &changes)?.into_iter().collect();
        if present.iter().all(|policy| policy == own || had.contains(policy)) {
            return Ok(Some(*parent));
        }
    }
    Ok(None)
}

fn ancestors(parents: &HashMap<CommitId, &[CommitId]>, commit: CommitId) -> HashSet<CommitId> {
    let (mut found, mut waiting) = (HashSet::new(), vec![commit]);
    while let Some(commit) = waiting.pop() {
        if found.insert(commit) {
            waiting.extend(parents.get(&commit).copied().unwrap_or_default());
        }
    }
    found
}
