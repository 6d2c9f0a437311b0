//! The work tree against HEAD: what was edited, and bringing HEAD's bytes back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use git2::{AttrCheckFlags, AttrValue, StatusOptions};

use super::change::{WAIT, ready_branch};
use super::durable::Barrier;
use super::error::{At as _, StoreError};
use super::files::{self, Found};
use super::id::ObjectId;
use super::index::Index;
use super::journal::{self, Scratch};
use super::lock::Lock;
use super::object::{FILE_LIMIT, Objects};
use super::open::Store;
use super::path::join;
use super::recover;
use super::tree::{DEPTH_LIMIT, Kind, Trees};

/// How a work-tree file differs from HEAD.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EditKind {
    /// HEAD does not have it.
    Added,
    /// Its bytes differ.
    Changed,
    /// It is gone.
    Deleted,
    /// A link, folder or other thing stands where a file belongs.
    Replaced,
}

/// A work-tree file that differs from HEAD.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edited {
    /// From the top of the repository.
    pub path: String,
    /// How.
    pub kind: EditKind,
}

impl Store {
    /// The files below `folder` that differ from HEAD, in order of their paths. Staged or not makes no difference;
    /// files a sparse checkout leaves out and line ends git itself converts are no edits.
    ///
    /// # Errors
    /// When the work tree or an object cannot be read.
    pub fn edited(&self, folder: &str) -> Result<Vec<Edited>, StoreError> {
        let Some(root) = self.root() else { return Ok(Vec::new()) };
        let mut trees = Trees::of(&self.repo)?;
        let tree = self.root_of(self.head()?.commit)?;
        let mut wanted = BTreeMap::new();
        match trees.find(tree, folder)? {
            Some(entry) if entry.kind == Kind::Folder => gather(&mut trees, folder, entry.id, 0, &mut wanted)?,
            Some(entry) => drop(wanted.insert(folder.to_owned(), entry.id)),
            None => {}
        }
        let mut there = BTreeSet::new();
        list(root, folder, 0, &mut there)?;
        // The index is as large as the repository: it is read only for a file that is not there.
        let mut skipped: Option<BTreeSet<String>> = None;
        let mut edited = Vec::new();
        for path in wanted.keys().chain(&there).collect::<BTreeSet<_>>() {
            let blob = wanted.get(path).copied();
            let found = files::look(root, path)?;
            if found == Found::Missing {
                let known = match skipped.take() {
                    Some(known) => known,
                    None => self.index()?.skipped().collect(),
                };
                if skipped.insert(known).contains(path) {
                    continue;
                }
            }
            if let Some(kind) = self.judge(path, &found, blob)? {
                edited.push(Edited { path: path.clone(), kind });
            }
        }
        Ok(edited)
    }

    /// All work-tree files that differ from HEAD, for `status`. Ignored files are not looked at.
    ///
    /// # Errors
    /// When git's index or the work tree cannot be read.
    pub fn edited_all(&self) -> Result<Vec<Edited>, StoreError> {
        let Some(root) = self.root() else { return Ok(Vec::new()) };
        let mut options = StatusOptions::new();
        options.include_untracked(true).recurse_untracked_dirs(true).exclude_submodules(true);
        let statuses = self.repo.statuses(Some(&mut options))?;
        let skipped: BTreeSet<String> = self.index()?.skipped().collect();
        let mut trees = Trees::of(&self.repo)?;
        let tree = self.root_of(self.head()?.commit)?;
        let mut edited = Vec::new();
        for status in statuses.iter() {
            let path = String::from_utf8_lossy(status.path_bytes()).into_owned();
            let found = files::look(root, &path)?;
            if found == Found::Missing && skipped.contains(&path) {
                continue;
            }
            let blob = trees.find(tree, &path)?.filter(|entry| entry.kind != Kind::Folder).map(|entry| entry.id);
            if let Some(kind) = self.judge(&path, &found, blob)? {
                edited.push(Edited { path, kind });
            }
        }
        edited.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(edited)
    }

    /// The bytes of a regular work-tree file, at most 64 MiB, not through a link; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError::UnsafePath`] for a path outside the work tree or behind a link, and faults of the disk.
    pub fn work_file(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        if !journal::is_foreign(path) {
            let why = "it is not a path inside the repository";
            return Err(StoreError::UnsafePath { path: path.to_owned(), why });
        }
        let Some(root) = self.root() else { return Ok(None) };
        files::check_way(root, path)?;
        match files::look(root, path)? {
            Found::File(bytes) => Ok(Some(bytes)),
            Found::Missing | Found::Large | Found::Other => Ok(None),
        }
    }

    /// Brings HEAD's bytes back into work tree and index; a path HEAD lacks goes. What stood there is overwritten:
    /// setting it aside is for the caller. Files a sparse checkout leaves out stay out.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::UnsafePath`] where something other than a file is in the way, and faults of
    /// the disk.
    pub fn restore(&self, paths: &[&str]) -> Result<(), StoreError> {
        let Some(root) = self.root().map(Path::to_owned) else { return Ok(()) };
        if let Some(path) = paths.iter().find(|path| !journal::is_foreign(path)) {
            let why = "it is not a path inside the repository";
            return Err(StoreError::UnsafePath { path: (*path).to_owned(), why });
        }
        let _lock = Lock::take(&self.cache_dir(), WAIT)?;
        recover::under_lock(self)?;
        let (branch, head) = ready_branch(self)?;
        let tree = self.root_of(head)?;
        let scratch = Scratch::open(self.git_dir(), &branch)?;
        let outcome = self.bring_back(&root, paths, tree, &scratch);
        scratch.close()?;
        outcome
    }

    fn bring_back(
        &self,
        root: &Path,
        paths: &[&str],
        tree: Option<ObjectId>,
        scratch: &Scratch,
    ) -> Result<(), StoreError> {
        let (mut trees, objects) = (Trees::of(&self.repo)?, Objects::of(&self.repo)?);
        let skipped: BTreeSet<String> = self.index()?.skipped().collect();
        let mut barrier = Barrier::default();
        let mut blobs = BTreeMap::new();
        for path in paths.iter().filter(|path| !skipped.contains(**path)) {
            let blob = trees.find(tree, path)?.filter(|entry| entry.kind != Kind::Folder).map(|entry| entry.id);
            files::check_way(root, path)?;
            let found = files::look(root, path)?;
            if found == Found::Other {
                let why = "a link, folder or special file is there in the work tree";
                return Err(StoreError::UnsafePath { path: (*path).to_owned(), why });
            }
            match blob {
                Some(id) if !found.is_exactly(id) => {
                    let prepared = files::prepare(scratch.file("restored"), &objects.blob(id, FILE_LIMIT)?)?;
                    files::put(root, path, &prepared.from, &mut |folder| barrier.folder(folder))?;
                    barrier.file(&root.join(path), prepared.file);
                }
                None if found != Found::Missing => files::delete(root, path, &mut |folder| barrier.folder(folder))?,
                _ => {}
            }
            blobs.insert((*path).to_owned(), blob);
        }
        barrier.settle()?;
        recover::patch_index(self, scratch, recover::GIT_WAIT, |_| {
            blobs.iter().map(|(path, blob)| (path.clone(), recover::entry(root, path, *blob))).collect()
        })
    }

    fn index(&self) -> Result<Index, StoreError> {
        Index::read(&self.git_dir().join("index"))
    }

    /// How what was found differs from the blob, if it does.
    fn judge(&self, path: &str, found: &Found, blob: Option<ObjectId>) -> Result<Option<EditKind>, StoreError> {
        let kind = match (found, blob) {
            (Found::Missing, None) => return Ok(None),
            (Found::Missing, Some(_)) => EditKind::Deleted,
            (Found::Other, _) => EditKind::Replaced,
            (Found::File(_) | Found::Large, None) => EditKind::Added,
            (found, Some(id)) if found.is_exactly(id) => return Ok(None),
            (found, Some(_)) if found.is(blob) && self.converts(path)? => return Ok(None),
            _ => EditKind::Changed,
        };
        Ok(Some(kind))
    }

    /// Whether git converts line ends of that file on checkout.
    fn converts(&self, path: &str) -> Result<bool, StoreError> {
        let text = self.repo.get_attr(Path::new(path), "text", AttrCheckFlags::FILE_THEN_INDEX)?;
        Ok(match AttrValue::from_string(text) {
            AttrValue::False => false,
            AttrValue::Unspecified => matches!(self.setting("core.autocrlf")?.as_deref(), Some("true" | "input")),
            _ => true,
        })
    }
}

fn gather(
    trees: &mut Trees<'_>,
    prefix: &str,
    tree: ObjectId,
    depth: usize,
    wanted: &mut BTreeMap<String, ObjectId>,
) -> Result<(), StoreError> {
    if depth > DEPTH_LIMIT {
        return Err(StoreError::Damaged { what: prefix.to_owned(), why: "its folders nest too deep" });
    }
    for named in trees.entries(Some(tree))?.iter() {
        let path = join(prefix, &named.text());
        match named.entry.kind {
            Kind::Folder => gather(trees, &path, named.entry.id, depth + 1, wanted)?,
            _ => drop(wanted.insert(path, named.entry.id)),
        }
    }
    Ok(())
}

/// The files below a folder of the work tree. Links are listed, not followed.
fn list(root: &Path, folder: &str, depth: usize, there: &mut BTreeSet<String>) -> Result<(), StoreError> {
    let whole = root.join(folder);
    let is_folder = whole.symlink_metadata().is_ok_and(|meta| meta.is_dir());
    if !is_folder || depth > DEPTH_LIMIT || files::check_way(root, &join(folder, "x")).is_err() {
        return Ok(());
    }
    for entry in std::fs::read_dir(&whole).at(&whole)? {
        let entry = entry.at(&whole)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = join(folder, &name);
        if entry.file_type().at(&whole)?.is_dir() {
            if name != ".git" {
                list(root, &path, depth + 1, there)?;
            }
        } else {
            there.insert(path);
        }
    }
    Ok(())
}
