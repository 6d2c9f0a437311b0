//! What a commit changed by itself: the paths that differ from every one of its parents. A path that is as one parent has
//! it was changed there, and is judged there. So is a file that a merge only carries along to where its contract was moved.

use std::collections::HashSet;

use super::need;
use crate::error::Result;
use crate::ops::dossier::departed;
use crate::ops::session::{Session, signature};
use crate::store::path::id_suffix;
use crate::store::{Difference, Logged, ORIGIN, ObjectId};

/// The changes of a commit's own, in order of their paths, compared with its first parent.
pub fn own(session: &Session, commit: &Logged) -> Result<Vec<Difference>> {
    let mut own = session.store.changed(commit.parents.first().copied(), Some(commit.commit))?;
    // The evidence of a repeated commit was asked when its signature was.
    if signature::repeater(&session.store, commit.commit).is_some() {
        own.retain(|difference| !departed::is_in(&difference.path, ORIGIN));
    }
    if commit.parents.len() < 2 {
        return Ok(own);
    }
    let mut left: HashSet<(String, ObjectId)> = own.iter().filter_map(gone).collect();
    for parent in commit.parents.iter().skip(1) {
        let other = session.store.changed(Some(*parent), Some(commit.commit))?;
        left.extend(other.iter().filter_map(gone));
        let other: HashSet<&str> = other.iter().map(|difference| difference.path.as_str()).collect();
        own.retain(|difference| other.contains(difference.path.as_str()));
    }
    own.retain(|difference| {
        let carried = difference.new.zip(kept(&difference.path)).map(|(new, place)| (place, new.id));
        !carried.is_some_and(|carried| left.contains(&carried))
    });
    Ok(own)
}

/// A file that a parent has and the merge has not at that path: its place in its contract, and its bytes.
fn gone(difference: &Difference) -> Option<(String, ObjectId)> {
    difference.old.filter(|_| difference.new.is_none()).zip(kept(&difference.path)).map(|(old, place)| (place, old.id))
}

/// The contract by the end of its folder's name, and the file in it.
fn kept(path: &str) -> Option<String> {
    let (folder, name) = need::contract(path)?;
    Some(format!("{}/{name}", id_suffix(folder.rsplit('/').next()?)?))
}
