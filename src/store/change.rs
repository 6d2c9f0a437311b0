//! The one door for writing: a set of files to put, remove or rename, recorded as one signed commit.
//!
//! The commit is built on HEAD's tree, never from the index. Branch, work tree and index move together ([`super::land`]);
//! what the user has changed or staged elsewhere is neither swept in nor lost.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use git2::{ObjectType, RepositoryState};

use super::build::{Built, Edits, Object, build};
use super::commit_text::{Message, gpgsig, message_text, person_line};
use super::error::StoreError;
use super::id::{CommitId, ObjectId};
use super::journal::Step;
use super::land::{self, Landing};
use super::lock::Lock;
use super::open::{Head, Store};
use super::tree::{Kind, Trees};
use super::{path, recover};

/// How long writers wait for each other unless told otherwise.
pub const WAIT: Duration = Duration::from_secs(30);

/// One path a change would alter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Altered {
    /// From the top of the repository.
    pub path: String,
    /// The blob before.
    pub old: Option<ObjectId>,
    /// The blob after.
    pub new: Option<ObjectId>,
}

enum Edit {
    Bytes(Vec<u8>),
    Blob(ObjectId),
    Remove,
}

/// A change being collected.
pub struct Change<'s> {
    store: &'s Store,
    base: Option<CommitId>,
    edits: BTreeMap<String, Edit>,
    renames: Vec<(String, String)>,
    rests_on: Vec<String>,
    merged: Vec<CommitId>,
    wait: Duration,
}

/// A change worked out against one HEAD.
struct Worked {
    branch: String,
    head: Option<CommitId>,
    steps: Vec<Step>,
    blobs: Vec<Object>,
    built: Built,
}

impl Store {
    /// Begins a change on what HEAD records now.
    ///
    /// # Errors
    /// When HEAD cannot be read.
    pub fn change(&self) -> Result<Change<'_>, StoreError> {
        self.change_on(self.head()?.commit)
    }

    /// Begins a change that was decided on from the commit `base`: it fails with [`StoreError::Moved`] where a path or
    /// contract folder it touches was changed since.
    ///
    /// # Errors
    /// None today; kept fallible as [`Self::change`] is.
    pub fn change_on(&self, base: Option<CommitId>) -> Result<Change<'_>, StoreError> {
        Ok(Change {
            store: self,
            base,
            edits: BTreeMap::new(),
            renames: Vec::new(),
            rests_on: Vec::new(),
            merged: Vec::new(),
            wait: WAIT,
        })
    }
}

impl Change<'_> {
    /// The file at `path` shall have these bytes.
    ///
    /// # Errors
    /// [`StoreError::UnsafePath`].
    pub fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Result<(), StoreError> {
        path::check(path)?;
        self.edits.insert(path.to_owned(), Edit::Bytes(bytes.into()));
        Ok(())
    }

    /// The file at `path` shall be this blob, which the repository has (a merge takes it from the other side).
    ///
    /// # Errors
    /// [`StoreError::UnsafePath`].
    pub fn put_blob(&mut self, path: &str, blob: ObjectId) -> Result<(), StoreError> {
        path::check(path)?;
        self.edits.insert(path.to_owned(), Edit::Blob(blob));
        Ok(())
    }

    /// There shall be no file at `path`. That HEAD has one is checked by [`Self::commit`].
    ///
    /// # Errors
    /// [`StoreError::UnsafePath`] for a path outside the repository.
    pub fn remove(&mut self, path: &str) -> Result<(), StoreError> {
        let why = "it is not a path inside the repository";
        if !super::journal::is_foreign(path) {
            return Err(StoreError::UnsafePath { path: path.to_owned(), why });
        }
        self.edits.insert(path.to_owned(), Edit::Remove);
        Ok(())
    }

    /// The file or folder at `from` shall be at `to`. Puts and removals of the same change come after all renames.
    ///
    /// # Errors
    /// [`StoreError::UnsafePath`].
    pub fn rename(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        path::check(to)?;
        if to.strip_prefix(from).is_some_and(|tail| tail.is_empty() || tail.starts_with('/')) {
            let why = "a folder cannot be moved into itself";
            return Err(StoreError::UnsafePath { path: to.to_owned(), why });
        }
        self.renames.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    /// The decision behind this change rests on that file or folder, too: it fails if that was changed since.
    pub fn rests_on(&mut self, path: &str) {
        self.rests_on.push(path.to_owned());
    }

    /// The commit merges that one: it becomes a further parent.
    pub fn merge(&mut self, commit: CommitId) {
        self.merged.push(commit);
    }

    /// How long to wait for other writers; [`WAIT`] unless set.
    pub fn wait(&mut self, wait: Duration) {
        self.wait = wait;
    }

    /// What [`Self::commit`] would alter. Checks everything and writes nothing.
    ///
    /// # Errors
    /// As [`Self::commit`].
    pub fn dry_run(self) -> Result<Vec<Altered>, StoreError> {
        let store = self.store;
        let mut worked = self.work()?;
        land::check_now(store, &mut worked.steps)?;
        Ok(worked.steps.into_iter().map(|s| Altered { path: s.path, old: s.old, new: s.new }).collect())
    }

    /// Records the change as one commit signed by `sign`, which gets the bytes of the unsigned commit and returns the
    /// armour. When this returns, commit, branch and work tree are on disk. `sign` runs while other writers wait.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::Moved`], [`StoreError::InTheWay`], [`StoreError::Staged`],
    /// [`StoreError::Detached`], [`StoreError::Unfinished`], [`StoreError::Nothing`], [`StoreError::Sign`], and faults
    /// of the disk. After an error everything is as it was.
    pub fn commit<E>(
        self,
        message: &Message<'_>,
        sign: &dyn Fn(&[u8]) -> Result<String, E>,
    ) -> Result<CommitId, StoreError>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.commit_with_progress(message, sign, &mut |_, _| {})
    }

    /// As [`Self::commit`]; `progress` hears how many of how many objects of a large change are written.
    ///
    /// # Errors
    /// As [`Self::commit`].
    pub fn commit_with_progress<E>(
        self,
        message: &Message<'_>,
        sign: &dyn Fn(&[u8]) -> Result<String, E>,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<CommitId, StoreError>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (store, merged, wait) = (self.store, self.merged.clone(), self.wait);
        let text = message_text(message)?;
        let _lock = Lock::take(&store.cache_dir(), wait)?;
        recover::under_lock(store)?;
        let worked = self.work()?;
        let person = person_line(message)?;
        let mut payload = format!("tree {}\n", worked.built.root);
        worked.head.iter().chain(&merged).for_each(|parent| payload.push_str(&format!("parent {parent}\n")));
        payload.push_str(&format!("author {person}\ncommitter {person}\n"));
        let signed = || -> Result<Object, StoreError> {
            let armour = sign(format!("{payload}\n{text}").as_bytes()).map_err(|e| StoreError::Sign(e.into()))?;
            let armour = gpgsig(&armour)?;
            Ok(Object::new(ObjectType::Commit, format!("{payload}{armour}\n{text}").into_bytes()))
        };
        let subject = text.lines().next().unwrap_or_default();
        let landing = Landing {
            branch: worked.branch,
            old: worked.head,
            steps: worked.steps,
            blobs: worked.blobs,
            trees: worked.built.trees,
            folders: worked.built.folders,
            reflog: format!("{person}\tcommit: {subject}"),
        };
        land::land(store, landing, &signed, wait, progress)
    }

    /// Works the change out against the present HEAD.
    fn work(self) -> Result<Worked, StoreError> {
        let (branch, head) = ready_branch(self.store)?;
        let mut trees = Trees::of(&self.store.repo)?;
        let root = head.map(|commit| self.store.tree_of(commit)).transpose()?;
        let mut edits = Edits::new();
        for (from, to) in &self.renames {
            expand_rename(&mut trees, root, (from, to), &mut edits)?;
        }
        let merging = !self.merged.is_empty();
        self.check_base(&mut trees, (head, root), &edits)?;
        let mut blobs = Vec::new();
        for (path, edit) in self.edits {
            let blob = match edit {
                Edit::Bytes(bytes) => {
                    let object = Object::new(ObjectType::Blob, bytes);
                    let id = object.id;
                    blobs.push(object);
                    Some(id)
                }
                Edit::Blob(id) => Some(id),
                Edit::Remove if !edits.contains_key(&path) && trees.find(root, &path)?.is_none() => {
                    return Err(StoreError::NoSuchPath(path));
                }
                Edit::Remove => None,
            };
            edits.insert(path, blob);
        }
        let steps = steps(&mut trees, root, &mut edits)?;
        if steps.is_empty() && !merging {
            return Err(StoreError::Nothing);
        }
        let wanted: HashMap<ObjectId, ()> = steps.iter().filter_map(|step| Some((step.new?, ()))).collect();
        blobs.retain(|blob| wanted.contains_key(&blob.id));
        let built = build(&mut trees, root, &edits)?;
        Ok(Worked { branch, head, steps, blobs, built })
    }

    /// Fails when what the change touches or rests on is not what it was when the change was decided on.
    fn check_base(
        &self,
        trees: &mut Trees<'_>,
        (head, root): (Option<CommitId>, Option<ObjectId>),
        renamed: &Edits,
    ) -> Result<(), StoreError> {
        if head == self.base {
            return Ok(());
        }
        let base = self.base.map(|commit| self.store.tree_of(commit)).transpose()?;
        let touched = self.edits.keys().chain(renamed.keys()).flat_map(|path| [Some(path.as_str()), contract_of(path)]);
        let rests_on = self.rests_on.iter().map(|path| Some(path.as_str()));
        for path in touched.chain(rests_on).flatten() {
            if trees.find(base, path)? != trees.find(root, path)? {
                return Err(StoreError::Moved(path.to_owned()));
            }
        }
        Ok(())
    }
}

/// The branch to record on, and where it stands.
pub(super) fn ready_branch(store: &Store) -> Result<(String, Option<CommitId>), StoreError> {
    let Head { branch, commit } = store.head()?;
    let branch = branch.filter(|name| super::journal::good_branch(name)).ok_or(StoreError::Detached)?;
    match store.repo.state() {
        RepositoryState::Clean => Ok((branch, commit)),
        state => Err(StoreError::Unfinished(format!("{state:?}").to_ascii_lowercase())),
    }
}

/// The folder of the contract a path belongs to, judged by its name.
fn contract_of(path: &str) -> Option<&str> {
    let named = |at: usize| {
        let folder = path.get(..at)?;
        let name = folder.rsplit('/').next()?;
        (path::below_contracts(folder) && path::id_suffix(name).is_some()).then_some(folder)
    };
    path.match_indices('/').find_map(|(at, _)| named(at))
}

/// Turns a rename into removals and puts of the same blobs.
fn expand_rename(
    trees: &mut Trees<'_>,
    root: Option<ObjectId>,
    (from, to): (&str, &str),
    edits: &mut Edits,
) -> Result<(), StoreError> {
    let entry = trees.find(root, from)?.ok_or_else(|| StoreError::NoSuchPath(from.to_owned()))?;
    if trees.find(root, to)?.is_some() {
        let why = "something of that name exists";
        return Err(StoreError::UnsafePath { path: to.to_owned(), why });
    }
    match entry.kind {
        Kind::Folder => {
            for named in trees.entries(Some(entry.id))?.iter() {
                let name = named.text();
                let (from, to) = (path::join(from, &name), path::join(to, &name));
                path::check(&to)?;
                expand_rename(trees, root, (&from, &to), edits)?;
            }
        }
        Kind::File | Kind::Executable => {
            edits.insert(from.to_owned(), None);
            edits.insert(to.to_owned(), Some(entry.id));
        }
        Kind::Symlink | Kind::Gitlink => {
            let why = "links and submodules are not moved";
            return Err(StoreError::UnsafePath { path: from.to_owned(), why });
        }
    }
    Ok(())
}

/// The steps of the edits; edits that change nothing are dropped.
pub(super) fn steps(trees: &mut Trees<'_>, root: Option<ObjectId>, edits: &mut Edits) -> Result<Vec<Step>, StoreError> {
    let mut steps = Vec::with_capacity(edits.len());
    for (path, new) in edits.iter() {
        let old = trees.find(root, path)?;
        if let Some(kind @ (Kind::Folder | Kind::Symlink | Kind::Gitlink)) = old.map(|entry| entry.kind)
            && (new.is_some() || kind == Kind::Folder)
        {
            let why = "a folder, link or submodule is there";
            return Err(StoreError::UnsafePath { path: path.clone(), why });
        }
        let old = old.map(|entry| entry.id);
        if old != *new {
            steps.push(Step { path: path.clone(), old, new: *new, touch: true });
        }
    }
    edits.retain(|path, _| steps.binary_search_by(|step| step.path.as_str().cmp(path)).is_ok());
    Ok(steps)
}
