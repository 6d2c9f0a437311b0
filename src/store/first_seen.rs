//! When each contract first appeared in history: one walk, each commit compared with its parents at the level of folders.

use std::collections::HashMap;

use super::ancestors::ancestors;
use super::difference::{Found, contracts_between};
use super::error::StoreError;
use super::id::{CommitId, ObjectId};
use super::open::Store;
use super::path::folder_suffix;
use super::tree::Trees;

impl Store {
    /// The earliest time, in seconds since 1970 as the committers claim, at which a contract's folder appeared, by the
    /// eight characters its name ends in, or by its path where it has none.
    ///
    /// # Errors
    /// When a commit or tree cannot be read.
    pub fn first_seen(&self, head: CommitId) -> Result<HashMap<String, i64>, StoreError> {
        let walk = ancestors(self, Some(head), None)?;
        let roots: HashMap<CommitId, ObjectId> = walk.commits.iter().map(|(id, links)| (*id, links.tree)).collect();
        let mut trees = Trees::of(&self.repo)?;
        let mut first: HashMap<String, i64> = HashMap::new();
        for (_, links) in &walk.commits {
            let parent = links.parents.first().and_then(|parent| roots.get(parent)).copied();
            let mut found = Found::new();
            contracts_between(&mut trees, parent, Some(links.tree), &mut found)?;
            for (path, (old, new)) in found {
                if old.is_some() || new.is_none() {
                    continue;
                }
                let name = folder_suffix(&path).unwrap_or(&path).to_owned();
                first.entry(name).and_modify(|time| *time = links.time.min(*time)).or_insert(links.time);
            }
        }
        Ok(first)
    }
}
