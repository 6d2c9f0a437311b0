//! The commits of a history in the order in which they may be judged, and what must stand before a newer policy too.
//!
//! What comes in from the side is judged by the policy it came under as well, because whoever lost a right can still grow a
//! branch from a commit where they had it, with any date.

use std::collections::{HashMap, HashSet};

use crate::error::Result;
use crate::ops::proving::verify::past::Past;
use crate::ops::session::Session;
use crate::store::{About, CommitId, Logged};

/// All ancestors of HEAD.
pub struct Line {
    /// Oldest first.
    commits: Vec<Logged>,
    root: CommitId,
    /// By commit: the newer policies it has to stand before as well.
    met: HashMap<CommitId, Vec<Met>>,
}

/// A newer policy that a commit came under.
#[derive(Clone, Copy, Debug)]
pub struct Met {
    /// The commit whose policy it is.
    pub newer: CommitId,
    /// The merge that brought them together.
    pub merge: CommitId,
}

impl Line {
    /// Reads all ancestors of HEAD.
    pub fn of(session: &Session, past: &Past<'_>) -> Result<Self> {
        let mut commits = session.store.log(Some(session.head), About::All, usize::MAX)?;
        commits.reverse();
        let mut line = Self { root: session.head, commits, met: HashMap::new() };
        let parents = line.parents();
        // A shallow clone lacks the parents of where it begins.
        let before = |commit| parents.get(&commit)?.first().copied().filter(|parent| parents.contains_key(parent));
        let mut root = line.root;
        while let Some(parent) = before(root) {
            root = parent;
        }
        let mut met: HashMap<CommitId, Vec<Met>> = HashMap::new();
        for meeting in past.meetings() {
            let known = ancestors(&parents, meeting.newer);
            for commit in ancestors(&parents, meeting.side).difference(&known) {
                met.entry(*commit).or_default().push(Met { newer: meeting.newer, merge: meeting.merge });
            }
        }
        (line.root, line.met) = (root, met);
        Ok(line)
    }

    fn parents(&self) -> HashMap<CommitId, &[CommitId]> {
        self.commits.iter().map(|logged| (logged.commit, logged.parents.as_slice())).collect()
    }

    /// The commit everything began with.
    pub const fn root(&self) -> CommitId {
        self.root
    }

    /// How many commits there are.
    pub const fn len(&self) -> usize {
        self.commits.len()
    }

    /// The newer policies a commit has to stand before as well.
    pub fn met(&self, commit: CommitId) -> &[Met] {
        self.met.get(&commit).map_or(&[], Vec::as_slice)
    }

    /// The commits that are no ancestors of `known`, oldest first, and those of its ancestors that have come under a newer
    /// policy since.
    pub fn since(&self, known: Option<CommitId>) -> Vec<&Logged> {
        let old = known.map(|known| ancestors(&self.parents(), known)).unwrap_or_default();
        let has_met = |logged: &Logged| self.met(logged.commit).iter().any(|met| !old.contains(&met.merge));
        self.commits.iter().filter(|logged| !old.contains(&logged.commit) || has_met(logged)).collect()
    }
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
