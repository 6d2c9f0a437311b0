//! Finishing or undoing what a crash left between branch, work tree and index.
//!
//! The branch decides: where HEAD has what the change was to bring, work tree and index follow; where HEAD still has
//! what was there before, the work tree goes back. Each file is touched only while it is exactly as the change left it;
//! anything else means that somebody has moved on, and stays. Doing it twice is doing it once.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::build::Folders;
use super::durable::Barrier;
use super::error::{At as _, StoreError};
use super::files;
use super::id::ObjectId;
use super::index::{Entry, Index, Staged};
use super::journal::{self, Journal, Scratch, Step};
use super::lock::{self, GitLock, Lock};
use super::object::{FILE_LIMIT, Objects};
use super::open::Store;
use super::reflog;
use super::tree::{Kind, Trees};

/// How long git's lock files are waited for.
pub(super) const GIT_WAIT: Duration = Duration::from_secs(2);

/// Mends what a crash left, if anything did and nobody is at work. Costs one look at the disk when there is nothing.
pub(super) fn before_reading(store: &Store) -> Result<(), StoreError> {
    if !journal::scratch_of(store.git_dir()).exists() {
        return Ok(());
    }
    match Lock::try_take(&store.cache_dir())? {
        Some(_held) => under_lock(store),
        None => Ok(()),
    }
}

/// Mends what a crash left. The caller holds the lock.
pub(super) fn under_lock(store: &Store) -> Result<(), StoreError> {
    let folder = journal::scratch_of(store.git_dir());
    if !folder.exists() {
        return Ok(());
    }
    clear_git_locks(store, &folder)?;
    let note = std::fs::read_to_string(folder.join("journal")).ok();
    if let Some(journal) = note.as_deref().and_then(Journal::from_text) {
        settle(store, &Scratch { folder: folder.clone() }, &journal)?;
    }
    journal::remove(&folder)
}

fn clear_git_locks(store: &Store, scratch: &Path) -> Result<(), StoreError> {
    lock::clear_ours(&scratch.join("index"), &store.git_dir().join("index"))?;
    let branch = std::fs::read_to_string(scratch.join("branch")).unwrap_or_default();
    if journal::good_branch(&branch) {
        lock::clear_ours(&scratch.join("ref"), &store.repo.commondir().join(branch))?;
    }
    Ok(())
}

fn settle(store: &Store, scratch: &Scratch, journal: &Journal) -> Result<(), StoreError> {
    let head = store.head()?;
    if head.branch.as_deref() == Some(&journal.branch) && head.commit == Some(journal.new) {
        reflog::append(store, journal)?;
    }
    let Some(root) = store.root().map(Path::to_owned) else { return Ok(()) };
    let tree = head.commit.map(|commit| store.tree_of(commit)).transpose()?;
    let mut trees = Trees::of(&store.repo)?;
    let (mut barrier, mut finished) = (Barrier::default(), Vec::new());
    for step in &journal.steps {
        files::clear_beside(&root, &step.path);
        let now = trees.find(tree, &step.path)?.filter(|entry| entry.kind != Kind::Folder).map(|entry| entry.id);
        if now == step.new {
            carry(store, (&root, scratch), step, (step.old, step.new), &mut barrier)?;
            finished.push(step);
        } else if now == step.old {
            carry(store, (&root, scratch), step, (step.new, step.old), &mut barrier)?;
        }
    }
    follow_index(store, scratch, &root, &finished)?;
    barrier.folder(store.git_dir());
    barrier.settle()
}

/// Brings the work tree's file from one state to the other, if it is in the one.
fn carry(
    store: &Store,
    (root, scratch): (&Path, &Scratch),
    step: &Step,
    (from, to): (Option<ObjectId>, Option<ObjectId>),
    barrier: &mut Barrier,
) -> Result<(), StoreError> {
    if !step.touch || files::check_way(root, &step.path).is_err() || !files::look(root, &step.path)?.is(from) {
        return Ok(());
    }
    let Some(id) = to else {
        return files::delete(root, &step.path, &mut |folder| barrier.folder(folder));
    };
    let bytes = Objects::of(&store.repo)?.blob(id, FILE_LIMIT)?;
    let prepared = files::prepare(scratch.file("mended"), &bytes)?;
    files::put(root, &step.path, &prepared.from, &mut |folder| barrier.folder(folder))?;
    barrier.file(&root.join(&step.path), prepared.file);
    Ok(())
}

/// Lets the index follow HEAD where it still has what was there before.
fn follow_index(store: &Store, scratch: &Scratch, root: &Path, steps: &[&Step]) -> Result<(), StoreError> {
    let behind = |index: &Index, step: &Step| match (index.staged(&step.path), step.old) {
        (Staged::Blob { id, .. }, old) => old == Some(id) && step.new != Some(id),
        (Staged::Absent | Staged::Intent, old) => old.is_none() && step.new.is_some(),
        (Staged::Conflict, _) => false,
    };
    let edits = |index: &Index| {
        let mut edits = BTreeMap::new();
        for step in steps.iter().filter(|step| behind(index, step)) {
            edits.insert(step.path.clone(), entry(root, &step.path, step.new));
        }
        edits
    };
    patch_index(store, scratch, GIT_WAIT, edits)
}

/// The index entry for a blob, with the particulars of the work tree's file where that is the blob.
pub(super) fn entry(root: &Path, path: &str, blob: Option<ObjectId>) -> Entry {
    let Some(id) = blob else { return Entry::Absent };
    let same = files::look(root, path).is_ok_and(|found| found.is(Some(id)));
    Entry::Blob(id, if same { root.join(path).symlink_metadata().ok() } else { None })
}

/// Takes git's lock on the index, asks for the edits, and puts the patched index in place.
pub(super) fn patch_index(
    store: &Store,
    scratch: &Scratch,
    wait: Duration,
    edits: impl FnOnce(&Index) -> BTreeMap<String, Entry>,
) -> Result<(), StoreError> {
    let path = store.git_dir().join("index");
    let mut git_lock = GitLock::take(scratch.file("index"), path.clone(), wait)?;
    let outcome = Index::read(&path).and_then(|index| {
        let edits = edits(&index);
        if edits.is_empty() {
            return Ok(false);
        }
        git_lock.write(&index.patched(&edits, &Folders::new()))?;
        git_lock.file.sync_all().at(&path)?;
        Ok(true)
    });
    match outcome {
        Ok(true) => git_lock.finish(),
        Ok(false) => lock::clear_ours(&scratch.file("index"), &path),
        Err(error) => {
            lock::clear_ours(&scratch.file("index"), &path)?;
            Err(error)
        }
    }
}
