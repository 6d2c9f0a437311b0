//! Landing a commit: objects, branch, work tree and index move from one state to the next, and everything is on disk
//! before success is reported.
//!
//! Order, chosen so that a crash at any point leaves the old state or the new one:
//! 1. git's locks on index and branch, so that nobody else moves them meanwhile;
//! 2. the objects, the new work-tree files (aside) and the journal, all synced at once;
//! 3. the work-tree files into place and the new index aside, synced at once;
//! 4. the branch by rename: from here on the change counts;
//! 5. the index by rename; folders synced; the journal removed.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::build::{Folders, Object};
use super::database;
use super::durable::Barrier;
use super::error::StoreError;
use super::files::{self, Found};
use super::id::{CommitId, ObjectId};
use super::index::{Entry, Index, Staged};
use super::journal::{Journal, Scratch, Step};
use super::lock::GitLock;
use super::object::{FILE_LIMIT, Objects};
use super::open::Store;
use super::{fault, recover, reflog};

/// What is to land.
pub(super) struct Landing {
    pub(super) branch: String,
    pub(super) old: Option<CommitId>,
    pub(super) steps: Vec<Step>,
    pub(super) blobs: Vec<Object>,
    pub(super) trees: Vec<Object>,
    pub(super) folders: Folders,
    pub(super) reflog: String,
}

/// Lands the change. `commit` makes the commit object once everything else is known to be in order. The caller holds
/// the lock and has mended what was left behind.
pub(super) fn land(
    store: &Store,
    landing: Landing,
    commit: &dyn Fn() -> Result<Object, StoreError>,
    wait: Duration,
    progress: database::Progress<'_>,
) -> Result<CommitId, StoreError> {
    let branch = landing.branch.clone();
    let mut made = None;
    let outcome = Scratch::open(store.git_dir(), &branch)
        .and_then(|scratch| steps_of_landing(store, landing, scratch, &mut made, (commit, wait, progress)));
    match outcome {
        #[cfg(test)]
        Err(error @ StoreError::Crash(_)) => Err(error),
        Err(error) => {
            recover::under_lock(store)?;
            // The fault may have come after the branch had moved: then the change counts, and is complete now.
            match made {
                Some(commit) if store.branch_tip(&branch)? == Some(commit) => Ok(commit),
                _ => Err(error),
            }
        }
        done => done,
    }
}

type Making<'m, 'p> = (&'m dyn Fn() -> Result<Object, StoreError>, Duration, database::Progress<'p>);

fn steps_of_landing(
    store: &Store,
    mut landing: Landing,
    scratch: Scratch,
    made: &mut Option<CommitId>,
    (commit, wait, progress): Making<'_, '_>,
) -> Result<CommitId, StoreError> {
    fault::point("opened")?;
    let mut index_lock = match store.root() {
        Some(_) => Some(GitLock::take(scratch.file("index"), store.git_dir().join("index"), wait)?),
        None => None,
    };
    fault::point("index locked")?;
    let reference = store.repo.commondir().join(&landing.branch);
    let mut branch_lock = GitLock::take(scratch.file("ref"), reference.clone(), wait)?;
    fault::point("branch locked")?;
    let head = store.head()?;
    if head.branch.as_deref() != Some(&landing.branch) || head.commit != landing.old {
        return Err(StoreError::Moved("the branch".to_owned()));
    }
    let index = check(store, &mut landing.steps)?;
    let commit = commit()?;
    let new = CommitId(commit.id);
    *made = Some(new);
    branch_lock.write(format!("{new}\n").as_bytes())?;
    let (journal, prepared) = first_barrier(store, &landing, &scratch, (&commit, &branch_lock), progress)?;
    fault::point("journal on disk")?;
    second_barrier(store, &landing, (&index, index_lock.as_mut()), &prepared)?;
    fault::point("work tree on disk")?;
    branch_lock.finish()?;
    fault::point("branch moved")?;
    reflog::append(store, &journal)?;
    if let Some(lock) = index_lock {
        lock.finish()?;
    }
    fault::point("index moved")?;
    let mut barrier = Barrier::default();
    barrier.folder(reference.parent().unwrap_or(store.git_dir()));
    barrier.folder(store.git_dir());
    barrier.settle()?;
    fault::point("settled")?;
    scratch.close()?;
    Ok(new)
}

/// Objects, prepared files, the branch's new value and the journal.
fn first_barrier(
    store: &Store,
    landing: &Landing,
    scratch: &Scratch,
    (commit, branch_lock): (&Object, &GitLock),
    progress: database::Progress<'_>,
) -> Result<(Journal, HashMap<String, PathBuf>), StoreError> {
    let objects = Objects::of(&store.repo)?;
    let mut barrier = Barrier::default();
    let target = database::Target { objects: store.repo.commondir().join("objects"), scratch: &scratch.folder };
    let all: Vec<&Object> = landing.blobs.iter().chain(&landing.trees).chain([commit]).collect();
    database::write(&objects, &all, &target, &mut barrier, progress)?;
    fault::point("objects written")?;
    read_back(&objects, &all)?;
    let bytes: HashMap<ObjectId, &[u8]> = landing.blobs.iter().map(|blob| (blob.id, blob.bytes.as_slice())).collect();
    let mut prepared = HashMap::new();
    for (number, step) in landing.steps.iter().enumerate().filter(|(_, step)| step.touch && store.root().is_some()) {
        let Some(id) = step.new else { continue };
        let file = scratch.file(&format!("file-{number}"));
        let ready = match bytes.get(&id) {
            Some(bytes) => files::prepare(file, bytes)?,
            None => files::prepare(file, &objects.blob(id, FILE_LIMIT)?)?,
        };
        // The barrier keeps a few handles open, whatever the number of files: a large import may not run out of them.
        barrier.file(&ready.from, ready.file);
        prepared.insert(step.path.clone(), ready.from);
    }
    fault::point("files prepared")?;
    let journal = Journal {
        branch: landing.branch.clone(),
        old: landing.old,
        new: CommitId(commit.id),
        reflog: landing.reflog.clone(),
        steps: landing.steps.clone(),
    };
    let (path, file) = scratch.note(&journal)?;
    barrier.file(&path, file);
    keep(&mut barrier, &scratch.file("ref"), &branch_lock.file)?;
    barrier.folder(&scratch.folder);
    barrier.settle()?;
    Ok((journal, prepared))
}

fn keep(barrier: &mut Barrier, path: &Path, file: &std::fs::File) -> Result<(), StoreError> {
    let file = file.try_clone().map_err(|source| StoreError::Io { path: path.to_owned(), source })?;
    barrier.file(path, file);
    Ok(())
}

/// What was written must be what is read.
fn read_back(objects: &Objects<'_>, all: &[&Object]) -> Result<(), StoreError> {
    // libgit2 checks bytes against names. In a large change the blobs' presence is enough: each was hashed from memory
    // and packed with a checksum.
    let large = all.len() > 1_000;
    for object in all {
        let present = if large && object.kind == git2::ObjectType::Blob {
            objects.odb.exists(object.id.oid())
        } else {
            objects.read(object.id, object.kind, u64::MAX).is_ok_and(|read| read == object.bytes)
        };
        if !present {
            return Err(StoreError::Object { id: object.id, why: "it does not read back as written".to_owned() });
        }
    }
    Ok(())
}

/// Work-tree files into place, then the index that describes them.
fn second_barrier(
    store: &Store,
    landing: &Landing,
    (index, lock): (&Index, Option<&mut GitLock>),
    prepared: &HashMap<String, PathBuf>,
) -> Result<(), StoreError> {
    let (Some(root), Some(lock)) = (store.root(), lock) else { return Ok(()) };
    let mut barrier = Barrier::default();
    let mut edits = BTreeMap::new();
    for step in &landing.steps {
        let meta = match (step.touch, prepared.get(&step.path)) {
            (true, Some(ready)) => Some(files::put(root, &step.path, ready, &mut |folder| barrier.folder(folder))?),
            (true, None) => {
                files::delete(root, &step.path, &mut |folder| barrier.folder(folder))?;
                None
            }
            (false, _) => root.join(&step.path).symlink_metadata().ok().filter(std::fs::Metadata::is_file),
        };
        fault::point("file in place")?;
        edits.insert(step.path.clone(), step.new.map_or(Entry::Absent, |id| Entry::Blob(id, meta)));
    }
    lock.write(&index.patched(&edits, &landing.folders))?;
    keep(&mut barrier, &store.git_dir().join("index"), &lock.file)?;
    fault::point("index prepared")?;
    barrier.settle()
}

/// Checks the steps against index and work tree without any lock, for a dry run.
pub(super) fn check_now(store: &Store, steps: &mut [Step]) -> Result<(), StoreError> {
    check(store, steps).map(|_| ())
}

/// Fails where the user has something else staged or written; decides which work-tree files are touched.
fn check(store: &Store, steps: &mut [Step]) -> Result<Index, StoreError> {
    let index = Index::read(&store.git_dir().join("index"))?;
    let Some(root) = store.root() else { return Ok(index) };
    for step in steps {
        let staged = index.staged(&step.path);
        let agrees = match staged {
            Staged::Blob { id, .. } => Some(id) == step.old || Some(id) == step.new,
            Staged::Absent => step.old.is_none() || step.new.is_none(),
            Staged::Intent => step.old.is_none(),
            Staged::Conflict => false,
        };
        if !agrees || (step.old.is_none() && index.clashes(&step.path)) {
            return Err(StoreError::Staged(step.path.clone()));
        }
        if matches!(staged, Staged::Blob { skipped: true, .. }) {
            step.touch = false;
            continue;
        }
        files::check_way(root, &step.path)?;
        let found = files::look(root, &step.path)?;
        if found.is(step.new) {
            step.touch = false;
        } else if !found.is(step.old) {
            return Err(in_the_way(&found, step));
        }
    }
    Ok(index)
}

fn in_the_way(found: &Found, step: &Step) -> StoreError {
    match found {
        Found::Other => {
            let why = "a link, folder or special file is there in the work tree";
            StoreError::UnsafePath { path: step.path.clone(), why }
        }
        _ => StoreError::InTheWay(step.path.clone()),
    }
}
