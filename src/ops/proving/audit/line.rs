//! The commits of a history in the order in which they may be judged, and where each came into the main line.

use std::collections::{HashMap, HashSet};

use crate::error::Result;
use crate::ops::session::Session;
use crate::store::{About, CommitId, Logged};

/// All ancestors of HEAD.
pub struct Line {
    /// Oldest first.
    commits: Vec<Logged>,
    root: CommitId,
    /// For a commit off the main line: the merge of the main line that let it in.
    let_in_by: HashMap<CommitId, CommitId>,
}

impl Line {
    /// Reads all ancestors of HEAD.
    pub fn of(session: &Session) -> Result<Self> {
        let mut commits = session.store.log(Some(session.head), About::All, usize::MAX)?;
        commits.reverse();
        let parents: HashMap<CommitId, &[CommitId]> =
            commits.iter().map(|logged| (logged.commit, logged.parents.as_slice())).collect();
        let mut main = vec![session.head];
        while let Some(parent) = main.last().and_then(|last| parents.get(last)?.first()) {
            main.push(*parent);
        }
        main.reverse();
        let root = main.first().copied().unwrap_or(session.head);
        let let_in_by = entries(&main, &parents);
        Ok(Self { commits, root, let_in_by })
    }

    /// The commit everything began with.
    pub const fn root(&self) -> CommitId {
        self.root
    }

    /// How many commits there are.
    pub const fn len(&self) -> usize {
        self.commits.len()
    }

    /// The merge of the main line that let a commit in; none for one of the main line itself.
    pub fn let_in_by(&self, commit: CommitId) -> Option<CommitId> {
        self.let_in_by.get(&commit).copied()
    }

    /// The commits that are no ancestors of `known`, oldest first.
    pub fn since(&self, session: &Session, known: Option<CommitId>) -> Result<Vec<&Logged>> {
        let Some(known) = known else { return Ok(self.commits.iter().collect()) };
        let old = session.store.log(Some(known), About::All, usize::MAX)?;
        let old: HashSet<CommitId> = old.iter().map(|logged| logged.commit).collect();
        Ok(self.commits.iter().filter(|logged| !old.contains(&logged.commit)).collect())
    }
}

fn entries(main: &[CommitId], parents: &HashMap<CommitId, &[CommitId]>) -> HashMap<CommitId, CommitId> {
    let of = |commit: CommitId| parents.get(&commit).copied().unwrap_or_default();
    let mut seen: HashSet<CommitId> = main.iter().copied().collect();
    let mut let_in_by = HashMap::new();
    for merge in main {
        let mut waiting: Vec<CommitId> = of(*merge).iter().skip(1).copied().collect();
        while let Some(commit) = waiting.pop() {
            if seen.insert(commit) {
                let_in_by.insert(commit, *merge);
                waiting.extend(of(commit));
            }
        }
    }
    let_in_by
}
