//! When evidence entered, and whether any of it was lost.
//!
//! Every commit is compared with *every* parent: a merge that drops a file shows only against the parent that had it.
//! A file is the same while its name and its bytes are; where it lies does not matter, so that moves are free.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::ancestors::ancestors;
use super::difference::compare;
use super::error::StoreError;
use super::id::{CommitId, ObjectId};
use super::open::Store;
use super::path;
use super::tree::{Kind, Trees};

/// An append-only file: a statement, a signature or an act.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Item {
    /// The file's name without its folder.
    pub name: String,
    /// Its bytes.
    pub blob: ObjectId,
}

impl Item {
    /// The file at a path, wherever that is.
    #[must_use]
    pub fn at(path: &str, blob: ObjectId) -> Self {
        Self { name: path.rsplit('/').next().unwrap_or_default().to_owned(), blob }
    }
}

/// What became of an append-only file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Passage {
    /// The commits that brought it, compared with every parent, newest first, with its path there. The last of these
    /// is the first in time; a later copy beside it is listed as well, a move is not.
    pub entered: Vec<(CommitId, String)>,
    /// The commits that lack it while a parent has it, newest first, with its path in that parent.
    pub dropped: Vec<(CommitId, String)>,
    /// Where it lies at HEAD; empty when it is lost. After a walk up to a known commit at least one of its places.
    pub present: Vec<String>,
}

/// The history of all append-only files.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct History {
    /// By file: those that entered or left in the commits walked; after a whole walk, those at HEAD too.
    pub items: BTreeMap<Item, Passage>,
    /// Whether the commit the walk was to stop at is an ancestor of HEAD. If not, history was rewritten, and what is
    /// remembered about that commit is void.
    pub continues: bool,
    /// Whether this clone lacks part of the history, so that an early entry or loss cannot be seen.
    pub shallow: bool,
}

impl History {
    /// The files that some ancestor of HEAD had and HEAD lacks.
    pub fn lost(&self) -> impl Iterator<Item = (&Item, &Passage)> {
        self.items.iter().filter(|(_, passage)| passage.present.is_empty())
    }

    fn place(&mut self, paths: impl Iterator<Item = (Item, String)>) {
        for (item, path) in paths {
            self.items.entry(item).or_default().present.push(path);
        }
    }
}

impl Store {
    /// Walks all ancestors of HEAD that are not ancestors of `since` (all of them without).
    ///
    /// # Errors
    /// When a commit or tree cannot be read.
    pub fn history(&self, since: Option<CommitId>) -> Result<History, StoreError> {
        self.history_of(self.head()?.commit, since)
    }

    /// As [`Self::history`], for another commit than HEAD's.
    ///
    /// # Errors
    /// When a commit or tree cannot be read.
    pub fn history_of(&self, head: Option<CommitId>, since: Option<CommitId>) -> Result<History, StoreError> {
        let walk = ancestors(self, head, since)?;
        let mut trees = Trees::of(&self.repo)?;
        let shallow = !walk.shallow.is_empty();
        let roots: HashMap<CommitId, ObjectId> = walk.commits.iter().map(|(id, links)| (*id, links.tree)).collect();
        let mut history = History { items: BTreeMap::new(), continues: walk.continues, shallow };
        for (commit, links) in &walk.commits {
            let parents: &[CommitId] = if walk.shallow.contains(commit) { &[] } else { &links.parents };
            let parents: Result<Vec<ObjectId>, StoreError> = parents
                .iter()
                .map(|parent| roots.get(parent).map_or_else(|| self.tree_of(*parent), |tree| Ok(*tree)))
                .collect();
            step(&mut trees, (*commit, links.tree, &parents?), &mut history.items)?;
        }
        let root = self.root_of(head)?;
        if let Some(since) = since {
            // What came since is found at the cost of the change. Only a file that is not among it, such as a dropped
            // one of which there may be a copy, is worth looking through everything.
            let known: BTreeSet<Item> = history.items.keys().cloned().collect();
            let come = evidence(&mut trees, (Some(self.tree_of(since)?), root))?.1;
            history.place(come.into_iter().filter(|(item, _)| known.contains(item)));
            if history.lost().next().is_none() {
                return Ok(history);
            }
            history.items.values_mut().for_each(|passage| passage.present.clear());
            let whole = evidence(&mut trees, (None, root))?.1;
            history.place(whole.into_iter().filter(|(item, _)| known.contains(item)));
            return Ok(history);
        }
        history.place(evidence(&mut trees, (None, root))?.1.into_iter());
        Ok(history)
    }
}

type Paths = Vec<(Item, String)>;

/// Compares one commit with each of its parents.
fn step(
    trees: &mut Trees<'_>,
    (commit, tree, parents): (CommitId, ObjectId, &[ObjectId]),
    items: &mut BTreeMap<Item, Passage>,
) -> Result<(), StoreError> {
    let mut entered: Option<BTreeMap<Item, String>> = None;
    let mut dropped = BTreeMap::new();
    let roots = if parents.is_empty() { vec![None] } else { parents.iter().copied().map(Some).collect() };
    for root in roots {
        let (gone, come) = evidence(trees, (root, Some(tree)))?;
        let names = |paths: &Paths| paths.iter().map(|(item, _)| item.clone()).collect::<BTreeSet<_>>();
        let (left, arrived) = (names(&gone), names(&come));
        let news: BTreeMap<Item, String> = come.into_iter().filter(|(item, _)| !left.contains(item)).collect();
        dropped.extend(gone.into_iter().filter(|(item, _)| !arrived.contains(item)));
        entered = Some(match entered {
            None => news,
            Some(before) => before.into_iter().filter(|(item, _)| news.contains_key(item)).collect(),
        });
    }
    for (item, path) in entered.unwrap_or_default() {
        items.entry(item).or_default().entered.push((commit, path));
    }
    if !dropped.is_empty() {
        // Of two copies one may go.
        let kept: BTreeSet<Item> = evidence(trees, (None, Some(tree)))?.1.into_iter().map(|(item, _)| item).collect();
        dropped.retain(|item, _| !kept.contains(item));
    }
    for (item, path) in dropped {
        items.entry(item).or_default().dropped.push((commit, path));
    }
    Ok(())
}

/// The append-only files that only the one tree has, and those that only the other has.
fn evidence(trees: &mut Trees<'_>, roots: (Option<ObjectId>, Option<ObjectId>)) -> Result<(Paths, Paths), StoreError> {
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    let mut enter = |folder: &str| match folder.split_once('/') {
        None => true,
        Some((_, rest)) => rest == "contracts" || rest.starts_with("contracts/"),
    };
    compare(trees, "", roots, 0, &mut enter, &mut |difference| {
        if !path::append_only(&difference.path) {
            return;
        }
        for (side, entry) in [(&mut gone, difference.old), (&mut come, difference.new)] {
            if let Some(entry) = entry.filter(|entry| entry.kind == Kind::File) {
                side.push((Item::at(&difference.path, entry.id), difference.path.clone()));
            }
        }
    })?;
    Ok((gone, come))
}
