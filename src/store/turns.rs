//! What each commit did to the texts of contracts, by tree difference: the cost is that of the changes.

use std::collections::BTreeMap;

use super::ancestors::ancestors;
use super::difference::compare;
use super::error::StoreError;
use super::id::{CommitId, ObjectId};
use super::open::Store;
use super::path;
use super::tree::{Kind, Trees};

/// A contract's text in one commit, against each parent of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turn {
    /// The last eight characters of the contract's id, as its folder's name has them.
    pub suffix: String,
    /// The text it is now, with its folder; of several copies each; none when it is gone.
    pub now: Vec<(String, ObjectId)>,
    /// For each parent, the text it was there. Without a parent there is one, without text.
    pub before: Vec<Vec<(String, ObjectId)>>,
}

type Side = Vec<(String, ObjectId)>;

impl Store {
    /// Walks all ancestors of a commit, newest first, and tells `each` what changed in the texts of contracts against
    /// *every* parent: what a merge only brings over changed where it was written. `each` says whether to go on.
    ///
    /// # Errors
    /// When a commit or tree cannot be read, or `each` fails.
    pub fn turns<E: From<StoreError>>(
        &self,
        head: CommitId,
        mut each: impl FnMut(CommitId, Vec<Turn>) -> Result<bool, E>,
    ) -> Result<(), E> {
        let walk = ancestors(self, Some(head), None)?;
        let mut trees = Trees::of(&self.repo).map_err(E::from)?;
        let roots: std::collections::HashMap<CommitId, ObjectId> =
            walk.commits.iter().map(|(id, links)| (*id, links.tree)).collect();
        for (commit, links) in &walk.commits {
            let shallow = walk.shallow.contains(commit);
            let mut parents = Vec::new();
            for parent in links.parents.iter().filter(|_| !shallow) {
                let tree = roots.get(parent).copied();
                parents.push(Some(tree.map_or_else(|| self.tree_of(*parent), Ok)?));
            }
            if parents.is_empty() {
                parents.push(None);
            }
            let turns = turns_of(&mut trees, links.tree, &parents)?;
            if !turns.is_empty() && !each(*commit, turns)? {
                break;
            }
        }
        Ok(())
    }
}

/// The texts that differ from those of each parent.
fn turns_of(trees: &mut Trees<'_>, tree: ObjectId, parents: &[Option<ObjectId>]) -> Result<Vec<Turn>, StoreError> {
    let mut all: BTreeMap<String, Turn> = BTreeMap::new();
    for (place, parent) in parents.iter().enumerate() {
        for (suffix, (before, now)) in texts(trees, *parent, tree)? {
            let turn = all.entry(suffix.clone()).or_insert(Turn { suffix, now: Vec::new(), before: Vec::new() });
            // Only what differs from every parent so far can differ from all of them.
            if turn.before.len() == place {
                turn.now = now;
                turn.before.push(before);
            }
        }
    }
    Ok(all.into_values().filter(|turn| turn.before.len() == parents.len()).collect())
}

/// The texts that differ between two trees, by contract.
fn texts(
    trees: &mut Trees<'_>,
    old: Option<ObjectId>,
    new: ObjectId,
) -> Result<BTreeMap<String, (Side, Side)>, StoreError> {
    let mut found: BTreeMap<String, (Side, Side)> = BTreeMap::new();
    let mut enter = |folder: &str| {
        let below =
            folder.split_once('/').is_none_or(|(_, rest)| rest == "contracts" || rest.starts_with("contracts/"));
        let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        let part = path::PARTS.contains(&name) && path::folder_suffix(above).is_some();
        below && !part
    };
    compare(trees, "", (old, Some(new)), 0, &mut enter, &mut |difference| {
        let Some(folder) = difference.path.strip_suffix("/contract.md") else { return };
        let Some(suffix) = path::folder_suffix(folder) else { return };
        let sides = found.entry(suffix.to_owned()).or_default();
        for (side, entry) in [(&mut sides.0, difference.old), (&mut sides.1, difference.new)] {
            if let Some(entry) = entry.filter(|entry| matches!(entry.kind, Kind::File | Kind::Executable)) {
                side.push((folder.to_owned(), entry.id));
            }
        }
    })?;
    Ok(found)
}
