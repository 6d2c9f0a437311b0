//! What a commit changed: against each of its parents, and by itself, which is what differs from every one of them. A path
//! that is as one parent has it was changed there, and is judged there. So is a file that a merge only carries along to
//! where a parent has its contract.

use std::collections::HashSet;

use super::need;
use crate::error::Result;
use crate::ops::dossier::departed;
use crate::ops::session::{Session, signature};
use crate::store::path::folder_suffix;
use crate::store::{CommitId, Difference, Entry, Kind, Logged, ORIGIN, ObjectId};

/// The changes of one commit.
pub struct Changes {
    /// Those of its own, in order of their paths.
    pub own: Vec<Difference>,
    /// Against each parent.
    pub by_parent: Vec<(CommitId, Vec<Difference>)>,
}

impl Changes {
    /// Compares a commit with its parents.
    pub fn of(session: &Session, commit: &Logged) -> Result<Self> {
        let mut by_parent = Vec::with_capacity(commit.parents.len());
        for parent in &commit.parents {
            by_parent.push((*parent, session.store.changed(Some(*parent), Some(commit.commit))?));
        }
        let mut own = match by_parent.split_first() {
            None => session.store.changed(None, Some(commit.commit))?,
            Some(((_, first), others)) => {
                let others: Vec<HashSet<&str>> = others
                    .iter()
                    .map(|(_, changed)| changed.iter().map(|difference| difference.path.as_str()).collect())
                    .collect();
                let everywhere = |path: &str| others.iter().all(|other| other.contains(path));
                first.iter().filter(|difference| everywhere(&difference.path)).cloned().collect()
            }
        };
        // The evidence of a repeated commit was asked when its signature was.
        if signature::repeater(&session.store, commit.commit).is_some() {
            own.retain(|difference| !departed::is_in(&difference.path, ORIGIN));
        }
        if by_parent.len() > 1 {
            let left: HashSet<(String, ObjectId)> =
                by_parent.iter().flat_map(|(_, changed)| changed).filter_map(gone).collect();
            let mut carried = HashSet::new();
            for difference in &own {
                let new = difference.new.zip(kept(&difference.path)).map(|(new, place)| (place, new.id));
                if new.is_some_and(|new| left.contains(&new)) && is_there(session, commit, &difference.path)? {
                    carried.insert(difference.path.clone());
                }
            }
            own.retain(|difference| !carried.contains(&difference.path));
        }
        Ok(Self { own, by_parent })
    }

    /// Without what lay in a workspace that moved out lawfully: that was nobody's to keep.
    pub fn but_for(mut self, workspace: &str) -> Self {
        let stays = |difference: &Difference| !departed::is_in(&difference.path, workspace);
        self.own.retain(stays);
        for (_, changed) in &mut self.by_parent {
            changed.retain(stays);
        }
        self
    }
}

/// A file that a parent has and the merge has not at that path: its place in its contract, and its bytes.
fn gone(difference: &Difference) -> Option<(String, ObjectId)> {
    difference.old.filter(|_| difference.new.is_none()).zip(kept(&difference.path)).map(|(old, place)| (place, old.id))
}

/// The contract by the end of its folder's name, and the file in it.
fn kept(path: &str) -> Option<String> {
    let (folder, name) = need::contract(path)?;
    Some(format!("{}/{name}", folder_suffix(folder)?))
}

/// Whether a parent has the contract's folder: a merge carries along, it moves nothing by itself.
fn is_there(session: &Session, commit: &Logged, path: &str) -> Result<bool> {
    let Some((folder, _)) = need::contract(path) else { return Ok(false) };
    for parent in &commit.parents {
        let found = session.store.snapshot_at(Some(*parent))?.find(folder)?;
        if matches!(found, Some(Entry { kind: Kind::Folder, .. })) {
            return Ok(true);
        }
    }
    Ok(false)
}
