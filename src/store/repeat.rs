//! A history made again without what does not go along: how `workspace split` takes a workspace's past with it.
//!
//! **Owns** which files of each commit go along, the repeated commits, and the evidence of the originals
//! ([`super::original`] reads it). **Refuses to know** who may split. **Invariants**: whatever goes along keeps its place and
//! its bytes; a commit that touched nothing of it is left out, and so is its message; the other repository is only read.

use std::collections::{BTreeSet, HashMap, HashSet};

use git2::{ObjectType, Odb};

use super::ancestors::ancestors;
use super::commit_text::gpgsig;
use super::durable::Barrier;
use super::error::{At as _, StoreError};
use super::id::{CommitId, ObjectId};
use super::object::name;
use super::open::Store;
use super::original::{Evidence, HOUSE, evidence, line, message, named};
use super::path::id_suffix;
use super::raw::{self, Links};
use super::tree::{DEPTH_LIMIT, Entry, Kind, Named, Trees, write};

/// What goes along.
#[derive(Debug, Clone, Copy)]
pub struct Going<'a> {
    /// The workspace: its folder.
    pub workspace: &'a str,
    /// Files and folders of the whole house, at the top or one below.
    pub house: &'a [&'a str],
    /// Contracts, by the end of their folders' names, that lay in the workspace once and lie elsewhere now: they stay.
    pub stay: &'a BTreeSet<String>,
    /// Contracts of the workspace: they come, with what they were when they lay elsewhere.
    pub come: &'a BTreeSet<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// The newest repeated commit.
    pub tip: CommitId,
    /// How many were repeated.
    pub commits: usize,
    /// How many were left out.
    pub left: usize,
    /// Other workspaces in which contracts of this one lay before.
    pub others: BTreeSet<String>,
}

impl Store {
    /// Repeats the history of `head` in `from` here, where nothing is yet, as far as it goes along. `sign` signs each
    /// commit. When this returns, the objects are on disk, and no branch names them yet.
    ///
    /// # Errors
    /// When an object cannot be read or written, or the key does not sign.
    pub fn repeat<E>(
        &self,
        from: &Self,
        head: CommitId,
        going: Going<'_>,
        sign: &dyn Fn(&[u8]) -> Result<String, E>,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Option<Repeated>, StoreError>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.read_also(&[from.objects_folder()])?;
        let odb = self.repo.odb()?;
        // What is made is held in memory until one pack takes it along with what it rests on.
        odb.add_new_mempack_backend(1_000)?;
        let mut press =
            Press { odb: &odb, trees: Trees::of(&self.repo)?, going, sieved: HashMap::new(), others: BTreeSet::new() };
        let mut line = Made::default();
        let walk = ancestors(from, Some(head), None)?;
        let links: HashMap<CommitId, Links> = walk.commits.into_iter().collect();
        let count = links.len();
        for (number, commit) in oldest_first(head, &links).iter().enumerate() {
            let Some(links) = links.get(commit) else { continue };
            let parents = line.parents(&links.parents);
            let sieved = press.sieve(links.tree)?;
            let bare = sieved.name();
            let first = parents.first().copied();
            let same = parents.len() < 2 && line.bare(first) == Some(bare);
            let nothing = parents.is_empty() && sieved.is_empty();
            if same || nothing {
                line.map.insert(*commit, first);
            } else {
                let made = press.commit(*commit, &sieved, &parents, sign)?;
                line.map.insert(*commit, Some(made));
                line.made.insert(made, (bare, parents));
            }
            progress(number + 1, count);
        }
        let Some(tip) = line.map.get(&head).copied().flatten() else { return Ok(None) };
        self.pack(tip)?;
        let (commits, others) = (line.made.len(), press.others);
        Ok(Some(Repeated { tip, commits, left: count.saturating_sub(commits), others }))
    }

    /// Everything `tip` rests on, in one pack, on disk.
    fn pack(&self, tip: CommitId) -> Result<(), StoreError> {
        let folder = self.objects_folder().join("pack");
        std::fs::create_dir_all(&folder).at(&folder)?;
        let mut walk = self.repo.revwalk()?;
        walk.push(tip.object().oid())?;
        let mut pack = self.repo.packbuilder()?;
        pack.insert_walk(&mut walk)?;
        pack.write(&folder, 0o444)?;
        let mut barrier = Barrier::default();
        for entry in std::fs::read_dir(&folder).at(&folder)? {
            let path = entry.at(&folder)?.path();
            let file = std::fs::File::open(&path).at(&path)?;
            barrier.file(&path, file);
        }
        barrier.folder(&folder);
        barrier.folder(&self.objects_folder());
        barrier.settle()
    }
}

/// Every commit after all its parents, whatever their dates say.
fn oldest_first(head: CommitId, links: &HashMap<CommitId, Links>) -> Vec<CommitId> {
    let parents = |commit: &CommitId| links.get(commit).map(|links| links.parents.clone()).unwrap_or_default();
    let (mut order, mut seen) = (Vec::with_capacity(links.len()), HashSet::from([head]));
    let mut waiting = vec![(head, parents(&head))];
    while let Some((commit, rest)) = waiting.last_mut() {
        match rest.pop() {
            Some(parent) if seen.insert(parent) => waiting.push((parent, parents(&parent))),
            Some(_) => {}
            None => {
                order.push(*commit);
                waiting.pop();
            }
        }
    }
    order
}

/// The commits made so far.
#[derive(Default)]
struct Made {
    /// By original: what stands for it; none where nothing was yet.
    map: HashMap<CommitId, Option<CommitId>>,
    /// By repeated commit: its tree without evidence, and its parents.
    made: HashMap<CommitId, (ObjectId, Vec<CommitId>)>,
}

impl Made {
    fn bare(&self, commit: Option<CommitId>) -> Option<ObjectId> {
        self.made.get(&commit?).map(|(bare, _)| *bare)
    }

    /// What stands for the parents, each once, without those that another one rests on.
    fn parents(&self, originals: &[CommitId]) -> Vec<CommitId> {
        let mut parents: Vec<CommitId> = Vec::with_capacity(originals.len());
        for parent in originals.iter().filter_map(|parent| self.map.get(parent).copied().flatten()) {
            if !parents.contains(&parent) {
                parents.push(parent);
            }
        }
        if parents.len() < 2 {
            return parents;
        }
        let under: HashSet<CommitId> = parents.iter().flat_map(|parent| self.under(*parent)).collect();
        parents.retain(|parent| !under.contains(parent));
        parents
    }

    /// The ancestors of a repeated commit.
    fn under(&self, commit: CommitId) -> HashSet<CommitId> {
        let before = |commit: &CommitId| self.made.get(commit).map(|(_, parents)| parents.clone()).unwrap_or_default();
        let (mut found, mut waiting) = (HashSet::new(), before(&commit));
        while let Some(next) = waiting.pop() {
            if found.insert(next) {
                waiting.extend(before(&next));
            }
        }
        found
    }
}

/// A tree's entries that go along: those at the top but the house's own folder, and those in it.
struct Sieved {
    top: Vec<Named>,
    house: Vec<Named>,
}

impl Sieved {
    fn is_empty(&self) -> bool {
        self.top.is_empty() && self.house.is_empty()
    }

    /// The name the tree would have without evidence.
    fn name(&self) -> ObjectId {
        let mut top = self.top.clone();
        if !self.house.is_empty() {
            let id = name(ObjectType::Tree, &write(&self.house));
            top.push(folder(HOUSE.0, id));
        }
        top.sort_by(Named::order);
        name(ObjectType::Tree, &write(&top))
    }
}

fn folder(name: &str, id: ObjectId) -> Named {
    Named { name: name.as_bytes().to_vec(), entry: Entry { kind: Kind::Folder, id } }
}

/// Where commits are made again.
struct Press<'p, 'r> {
    odb: &'p Odb<'r>,
    trees: Trees<'r>,
    going: Going<'p>,
    /// By tree below the top, and whether it is the workspace's: what is left of it.
    sieved: HashMap<(ObjectId, bool), Option<ObjectId>>,
    others: BTreeSet<String>,
}

impl Press<'_, '_> {
    fn keep(&self, kind: ObjectType, bytes: &[u8]) -> Result<ObjectId, StoreError> {
        Ok(self.odb.write(kind, bytes)?.into())
    }

    fn is_whole(&self, path: &str) -> bool {
        self.going.house.contains(&path)
    }

    fn sieve(&mut self, root: ObjectId) -> Result<Sieved, StoreError> {
        let mut sieved = Sieved { top: Vec::new(), house: Vec::new() };
        for named in self.trees.entries(Some(root))?.iter() {
            let text = named.text();
            if self.is_whole(&text) {
                sieved.top.push(named.clone());
            } else if text == HOUSE.0 && named.entry.kind == Kind::Folder {
                let inner = self.trees.entries(Some(named.entry.id))?;
                let goes = |inner: &&Named| self.is_whole(&format!("{}/{}", HOUSE.0, inner.text()));
                sieved.house = inner.iter().filter(goes).cloned().collect();
            } else if named.entry.kind == Kind::Folder {
                let own = text == self.going.workspace;
                if let Some(id) = self.below(named.entry.id, own, 0)? {
                    if !own {
                        self.others.insert(text.clone());
                    }
                    sieved.top.push(folder(&text, id));
                }
            }
        }
        Ok(sieved)
    }

    /// What is left of a folder in the workspace, or of one elsewhere.
    fn below(&mut self, tree: ObjectId, own: bool, depth: usize) -> Result<Option<ObjectId>, StoreError> {
        if own && self.going.stay.is_empty() {
            return Ok(Some(tree));
        }
        if let Some(known) = self.sieved.get(&(tree, own)) {
            return Ok(*known);
        }
        if depth > DEPTH_LIMIT {
            return Err(StoreError::Damaged { what: format!("tree {tree}"), why: "it nests too deep" });
        }
        let entries = self.trees.entries(Some(tree))?;
        let mut kept: Vec<Named> = Vec::new();
        for named in entries.iter() {
            let text = named.text();
            let contract = if named.entry.kind == Kind::Folder { id_suffix(&text) } else { None };
            let is_folder = named.entry.kind == Kind::Folder;
            let goes = match contract {
                Some(suffix) if own => !self.going.stay.contains(suffix),
                Some(suffix) => self.going.come.contains(suffix),
                None if is_folder => {
                    if let Some(id) = self.below(named.entry.id, own, depth + 1)? {
                        kept.push(Named { name: named.name.clone(), entry: Entry { kind: Kind::Folder, id } });
                    }
                    continue;
                }
                None => own,
            };
            if goes {
                kept.push(named.clone());
            }
        }
        let left = if kept == *entries {
            Some(tree)
        } else if kept.is_empty() {
            None
        } else {
            Some(self.keep(ObjectType::Tree, &write(&kept))?)
        };
        self.sieved.insert((tree, own), left);
        Ok(left)
    }

    /// Makes a commit again with what goes along of it.
    fn commit<E>(
        &mut self,
        commit: CommitId,
        sieved: &Sieved,
        parents: &[CommitId],
        sign: &dyn Fn(&[u8]) -> Result<String, E>,
    ) -> Result<CommitId, StoreError>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let raw = self.trees.objects.commit(commit.object())?;
        let grammar = |why| StoreError::Grammar { id: commit.object(), why };
        let links = raw::links(&raw).ok_or_else(|| grammar("it names no tree"))?;
        // What was repeated before is repeated from its own original.
        let known = if named(&raw).is_some() { evidence(&mut self.trees, links.tree)? } else { Evidence::new() };
        let first = named(&raw).and_then(|id| Some((id, known.get(&id)?.clone())));
        let (id, original) = first.unwrap_or_else(|| (commit.object(), raw.clone()));
        let stood = raw::links(&original).ok_or_else(|| grammar("its original names no tree"))?.tree;
        let mut proof = Evidence::from([(id, original.clone())]);
        self.prove(&known, sieved, stood, &mut proof)?;
        let tree = self.root(sieved, &proof)?;
        let mut payload = format!("tree {tree}\n").into_bytes();
        parents.iter().for_each(|parent| payload.extend_from_slice(format!("parent {parent}\n").as_bytes()));
        for who in ["author ", "committer "] {
            let person = line(&original, who).ok_or_else(|| grammar("it names no author or no committer"))?;
            payload.extend([who.as_bytes(), person, b"\n"].concat());
        }
        let words = message(&original, id);
        let armour = sign(&[payload.as_slice(), b"\n", &words].concat()).map_err(|e| StoreError::Sign(e.into()))?;
        let whole = [payload.as_slice(), gpgsig(&armour)?.as_bytes(), b"\n", &words].concat();
        Ok(CommitId(self.keep(ObjectType::Commit, &whole)?))
    }

    /// The tree of a repeated commit.
    fn root(&self, sieved: &Sieved, proof: &Evidence) -> Result<ObjectId, StoreError> {
        let mut files = Vec::with_capacity(proof.len());
        for (id, bytes) in proof {
            let entry = Entry { kind: Kind::File, id: self.keep(ObjectType::Blob, bytes)? };
            files.push(Named { name: id.to_string().into_bytes(), entry });
        }
        let mut house = sieved.house.clone();
        house.push(folder(HOUSE.1, self.keep(ObjectType::Tree, &write(&files))?));
        house.sort_by(Named::order);
        let mut top = sieved.top.clone();
        top.push(folder(HOUSE.0, self.keep(ObjectType::Tree, &write(&house))?));
        top.sort_by(Named::order);
        self.keep(ObjectType::Tree, &write(&top))
    }

    /// The raw trees of the original from which it can be seen that all that goes along stood there.
    fn prove(
        &mut self,
        known: &Evidence,
        sieved: &Sieved,
        stood: ObjectId,
        proof: &mut Evidence,
    ) -> Result<(), StoreError> {
        let entries = self.original_tree(known, stood, proof)?;
        let find = |name: &[u8]| entries.iter().find(|named| named.name == name).map(|named| named.entry);
        for named in &sieved.top {
            let there = find(&named.name).filter(|there| there.kind == Kind::Folder);
            if let Some(there) = there.filter(|_| named.entry.kind == Kind::Folder) {
                self.prove_below(known, named.entry.id, there.id, proof)?;
            }
        }
        if let Some(house) = find(HOUSE.0.as_bytes()).filter(|there| there.kind == Kind::Folder) {
            let inner = self.original_tree(known, house.id, proof)?;
            for named in sieved.house.iter().filter(|named| named.entry.kind == Kind::Folder) {
                let there = inner.iter().find(|other| other.name == named.name).map(|other| other.entry);
                if let Some(there) = there.filter(|there| there.kind == Kind::Folder) {
                    self.prove_below(known, named.entry.id, there.id, proof)?;
                }
            }
        }
        Ok(())
    }

    fn prove_below(
        &mut self,
        known: &Evidence,
        here: ObjectId,
        there: ObjectId,
        proof: &mut Evidence,
    ) -> Result<(), StoreError> {
        if here == there {
            return Ok(());
        }
        let stood = self.original_tree(known, there, proof)?;
        for named in self.trees.entries(Some(here))?.iter().filter(|named| named.entry.kind == Kind::Folder) {
            let other = stood.iter().find(|other| other.name == named.name && other.entry.kind == Kind::Folder);
            if let Some(other) = other {
                self.prove_below(known, named.entry.id, other.entry.id, proof)?;
            }
        }
        Ok(())
    }

    /// A tree of the original, kept as proof.
    fn original_tree(
        &mut self,
        known: &Evidence,
        tree: ObjectId,
        proof: &mut Evidence,
    ) -> Result<Vec<Named>, StoreError> {
        let raw = match known.get(&tree) {
            Some(raw) => raw.clone(),
            None => self.trees.objects.tree(tree)?,
        };
        let entries = super::tree::parse(&raw)
            .ok_or_else(|| StoreError::Damaged { what: format!("tree {tree}"), why: "it is malformed" })?;
        proof.insert(tree, raw);
        Ok(entries)
    }
}
