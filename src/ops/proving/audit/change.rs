//! What a commit changed by itself: the paths that differ from every one of its parents. A path that is as one parent has
//! it was changed there, and is judged there.

use std::collections::HashSet;

use crate::error::Result;
use crate::ops::session::Session;
use crate::store::{Difference, Logged};

/// The changes of a commit's own, in order of their paths, compared with its first parent.
pub fn own(session: &Session, commit: &Logged) -> Result<Vec<Difference>> {
    let mut own = session.store.changed(commit.parents.first().copied(), Some(commit.commit))?;
    for parent in commit.parents.iter().skip(1) {
        let other = session.store.changed(Some(*parent), Some(commit.commit))?;
        let other: HashSet<&str> = other.iter().map(|difference| difference.path.as_str()).collect();
        own.retain(|difference| other.contains(difference.path.as_str()));
    }
    Ok(own)
}
