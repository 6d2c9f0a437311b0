//! Walking commits by their raw bytes, newest first, up to a commit whose past is known already.

use std::collections::{BinaryHeap, HashMap, HashSet};

use super::error::StoreError;
use super::id::CommitId;
use super::object::Objects;
use super::open::Store;
use super::raw::{self, Links};

/// Commits by number of ancestry, each once, newest first as far as their dates can be believed.
pub(super) struct Ancestors {
    /// The commits that are not ancestors of `since`.
    pub(super) commits: Vec<(CommitId, Links)>,
    /// Whether `since` is among HEAD's ancestors, or there was none.
    pub(super) continues: bool,
    /// Commits whose parents this clone lacks (a shallow clone).
    pub(super) shallow: HashSet<CommitId>,
}

/// All ancestors of `head`, itself included, without those of `since`.
///
/// A wrong date can only make the walk longer: a commit is left out only when it was reached from `since`.
pub(super) fn ancestors(
    store: &Store,
    head: Option<CommitId>,
    since: Option<CommitId>,
) -> Result<Ancestors, StoreError> {
    let objects = Objects::of(&store.repo)?;
    let shallow = shallow(store);
    let mut walk = Walk { objects, links: HashMap::new(), known: HashSet::new(), heap: BinaryHeap::new(), fresh: 0 };
    let (mut commits, mut done) = (Vec::new(), HashSet::new());
    for (commit, known) in since.map(|since| (since, true)).into_iter().chain(head.map(|head| (head, false))) {
        walk.push(commit, known)?;
    }
    let mut reached = since.is_none() || since == head;
    while walk.fresh > 0
        && let Some((_, commit)) = walk.heap.pop()
    {
        let known = walk.known.contains(&commit);
        walk.fresh -= usize::from(!known && !done.contains(&commit));
        if !done.insert(commit) && !known {
            continue;
        }
        let links = walk.links.get(&commit).cloned().ok_or_else(|| missing(commit))?;
        if !known {
            commits.push((commit, links.clone()));
        }
        if shallow.contains(&commit) {
            continue;
        }
        for parent in links.parents {
            reached |= !known && Some(parent) == since;
            walk.push(parent, known)?;
        }
    }
    // What was taken for new before its descendant in the known past was seen.
    commits.retain(|(commit, _)| !walk.known.contains(commit));
    Ok(Ancestors { commits, continues: reached, shallow })
}

struct Walk<'r> {
    objects: Objects<'r>,
    links: HashMap<CommitId, Links>,
    /// Ancestors of `since`, as far as seen.
    known: HashSet<CommitId>,
    heap: BinaryHeap<(i64, CommitId)>,
    /// How many commits in the heap are not known.
    fresh: usize,
}

impl Walk<'_> {
    fn push(&mut self, commit: CommitId, known: bool) -> Result<(), StoreError> {
        let seen = self.links.contains_key(&commit);
        if !seen {
            let read = raw::links(&self.objects.commit(commit.object())?).ok_or_else(|| missing(commit))?;
            self.links.insert(commit, read);
        }
        let time = self.links.get(&commit).map_or(0, |links| links.time);
        if known {
            // Seen as new before: its own ancestors must learn it as well, so it is walked again.
            if self.known.insert(commit) {
                let waiting = seen && self.heap.iter().any(|(_, other)| *other == commit);
                self.fresh -= usize::from(waiting);
                if !waiting {
                    self.heap.push((time, commit));
                }
            }
        } else if !seen {
            self.fresh += 1;
            self.heap.push((time, commit));
        }
        Ok(())
    }
}

fn missing(commit: CommitId) -> StoreError {
    StoreError::Grammar { id: commit.object(), why: "it names no tree or a parent that is no object name" }
}

fn shallow(store: &Store) -> HashSet<CommitId> {
    let text = std::fs::read_to_string(store.repo.commondir().join("shallow")).unwrap_or_default();
    text.lines().filter_map(|line| line.parse().ok()).collect()
}
