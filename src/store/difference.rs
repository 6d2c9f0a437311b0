//! What differs between two commits, found by skipping whatever is equal: the cost is that of the change, not of the
//! repository.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::id::{CommitId, ObjectId};
use super::open::Store;
use super::path::{self, join};
use super::snapshot::{is_contract, walk};
use super::tree::{DEPTH_LIMIT, Entry, Kind, Trees};

/// One path with different things on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// From the top of the repository.
    pub path: String,
    /// Before.
    pub old: Option<Entry>,
    /// After.
    pub new: Option<Entry>,
}

/// A contract folder that appeared, changed or went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangedContract {
    /// From the top of the repository.
    pub path: String,
    /// Its tree before, if it was a contract folder.
    pub old: Option<ObjectId>,
    /// Its tree after, if it is one.
    pub new: Option<ObjectId>,
}

impl Store {
    /// The files that differ between two commits, in order of their paths. No commit is an empty repository.
    ///
    /// # Errors
    /// When an object cannot be read.
    pub fn changed(&self, from: Option<CommitId>, to: Option<CommitId>) -> Result<Vec<Difference>, StoreError> {
        let mut trees = Trees::of(&self.repo)?;
        let (old, new) = (self.root_of(from)?, self.root_of(to)?);
        let mut found = Vec::new();
        compare(&mut trees, "", (old, new), 0, &mut |_| true, &mut |difference| found.push(difference))?;
        found.sort_by(|a: &Difference, b| a.path.cmp(&b.path));
        Ok(found)
    }

    /// The contract folders that differ between two commits, in order of their paths. A move is one going and one
    /// appearing, with equal trees.
    ///
    /// # Errors
    /// When an object cannot be read.
    pub fn changed_contracts(
        &self,
        from: Option<CommitId>,
        to: Option<CommitId>,
    ) -> Result<Vec<ChangedContract>, StoreError> {
        let mut trees = Trees::of(&self.repo)?;
        let mut found = Found::new();
        contracts_between(&mut trees, self.root_of(from)?, self.root_of(to)?, &mut found)?;
        Ok(found.into_iter().map(|(path, (old, new))| ChangedContract { path, old, new }).collect())
    }

    pub(super) fn root_of(&self, commit: Option<CommitId>) -> Result<Option<ObjectId>, StoreError> {
        commit.map(|commit| self.tree_of(commit)).transpose()
    }
}

fn folder(entry: Option<Entry>) -> Option<ObjectId> {
    entry.filter(|entry| entry.kind == Kind::Folder).map(|entry| entry.id)
}

/// By path: the tree before and after.
pub(super) type Found = BTreeMap<String, (Option<ObjectId>, Option<ObjectId>)>;

/// The contract folders that differ between two trees of a whole repository.
pub(super) fn contracts_between(
    trees: &mut Trees<'_>,
    from: Option<ObjectId>,
    to: Option<ObjectId>,
    found: &mut Found,
) -> Result<(), StoreError> {
    for (workspace, old, new) in trees.pairs(from, to)? {
        let shelf = |trees: &mut Trees<'_>, entry: Option<Entry>| match folder(entry) {
            Some(id) => trees.find(Some(id), "contracts").map(folder),
            None => Ok(None),
        };
        let (old, new) = (shelf(trees, old)?, shelf(trees, new)?);
        let prefix = join(&String::from_utf8_lossy(&workspace), "contracts");
        contracts(trees, &prefix, (old, new), 0, found)?;
    }
    Ok(())
}

fn contracts(
    trees: &mut Trees<'_>,
    prefix: &str,
    (old, new): (Option<ObjectId>, Option<ObjectId>),
    depth: usize,
    found: &mut Found,
) -> Result<(), StoreError> {
    if old == new {
        return Ok(());
    }
    // Where one side has nothing, the other is walked whole.
    match (old, new) {
        (None, Some(new)) => {
            return walk(trees, (prefix, new), depth, &mut |path, id| found.entry(path).or_default().1 = Some(id));
        }
        (Some(old), None) => {
            return walk(trees, (prefix, old), depth, &mut |path, id| found.entry(path).or_default().0 = Some(id));
        }
        _ if depth > DEPTH_LIMIT => {
            return Err(StoreError::Damaged { what: prefix.to_owned(), why: "its folders nest too deep" });
        }
        _ => {}
    }
    let name = prefix.rsplit('/').next().unwrap_or_default();
    let mut was = |id: Option<ObjectId>| -> Result<Option<ObjectId>, StoreError> {
        let is = depth > 0 && is_contract(name, &trees.entries(id)?);
        Ok(id.filter(|_| is))
    };
    let (before, after) = (was(old)?, was(new)?);
    if before.is_some() || after.is_some() {
        found.insert(prefix.to_owned(), (before, after));
    }
    let named = path::id_suffix(name).is_some();
    for (name, old, new) in trees.pairs(old, new)? {
        let part = path::PARTS.iter().any(|part| name == part.as_bytes());
        let prefix = join(prefix, &String::from_utf8_lossy(&name));
        let below = |side: Option<Entry>, contract: bool| folder(side).filter(|_| !(part && (contract || named)));
        contracts(trees, &prefix, (below(old, before.is_some()), below(new, after.is_some())), depth + 1, found)?;
    }
    Ok(())
}

/// Calls `each` for every file that differs, entering only folders that differ and that `enter` lets pass.
pub(super) fn compare(
    trees: &mut Trees<'_>,
    prefix: &str,
    (old, new): (Option<ObjectId>, Option<ObjectId>),
    depth: usize,
    enter: &mut dyn FnMut(&str) -> bool,
    each: &mut dyn FnMut(Difference),
) -> Result<(), StoreError> {
    if depth > DEPTH_LIMIT {
        return Err(StoreError::Damaged { what: prefix.to_owned(), why: "its folders nest too deep" });
    }
    if depth == 0 {
        trees.begin_walk();
    }
    let pairs = trees.pairs(old, new)?;
    trees.count(pairs.len(), prefix)?;
    for (name, old, new) in pairs {
        let path = join(prefix, &String::from_utf8_lossy(&name));
        let (before, after) = (folder(old), folder(new));
        if before.is_some() || after.is_some() {
            if enter(&path) {
                compare(trees, &path, (before, after), depth + 1, enter, each)?;
            }
            continue;
        }
        each(Difference { path, old, new });
    }
    Ok(())
}
