//! Writing the index: a whole one aside and swapped in, or a change in place. Both are seen entirely or not at all.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::compound::Scissors;
use super::directory::Unsynced;
use super::entry::Entry;
use super::error::SearchError;
use super::index::{Index, Stamp};
use super::language::Language;
use super::schema::{Fields, schema, settings, tokenizers};
use super::seal;

/// Memory for a whole build: ten thousand contracts of 11 KB fit into one segment.
const BUILD_MEMORY: usize = 250_000_000;
/// The least tantivy takes.
const UPDATE_MEMORY: usize = 15_000_000;
/// More segments than this are merged after a build.
const SEGMENTS: usize = 2;
/// Waiting for another writer: 2,000 times 5 ms.
const TRIES: u32 = 2000;

/// Builds the index of a commit from nothing and puts it in the place of whatever lies in `dir`. `progress` is told how
/// many contracts are done. When another process built the index of the same commit meanwhile, that one is kept.
///
/// # Errors
/// The first error of `entries`, or a [`SearchError`]; the old index is then untouched.
pub fn build<E: From<SearchError>>(
    dir: &Path,
    commit: &str,
    entries: impl IntoIterator<Item = Result<Entry, E>>,
    progress: &mut dyn FnMut(u64),
) -> Result<(), E> {
    let _lock = Lock::take(dir)?;
    if Index::open(dir).is_some_and(|index| index.commit() == commit) {
        return Ok(());
    }
    let fresh = aside(dir, "new");
    remove(&fresh)?;
    fs::create_dir_all(&fresh).map_err(at(&fresh))?;
    let sealed = |()| Ok(seal::seal(&fresh).map_err(at(&fresh))?);
    let written = write_all(&fresh, commit, entries, progress).and_then(sealed);
    let written = written.and_then(|()| Ok(swap(&fresh, dir)?));
    match &written {
        Ok(()) => sweep(dir),
        Err(_) => drop(fs::remove_dir_all(&fresh)),
    }
    written
}

/// Builds an index that lies nowhere on a disk, where none can be kept.
///
/// # Errors
/// As [`build`].
pub fn in_memory<E: From<SearchError>>(
    commit: &str,
    entries: impl IntoIterator<Item = Result<Entry, E>>,
) -> Result<Index, E> {
    let index = tantivy::Index::create(tantivy::directory::RamDirectory::create(), schema(), settings())
        .map_err(SearchError::from)?;
    fill(index.clone(), commit, entries, &mut |_| {})?;
    Ok(Index::of_memory(&index).ok_or_else(|| SearchError::Moved(commit.to_owned()))?)
}

/// Removes what other versions left beside the index: `search-1` and its companions. Nobody waits for it to succeed.
fn sweep(dir: &Path) {
    let (Some(parent), Some(own)) = (dir.parent(), dir.file_name().and_then(|name| name.to_str())) else { return };
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(number) = name.strip_prefix("search-") else { continue };
        let (number, what) = number.split_once('.').unwrap_or((number, ""));
        let ours = name == own || name.strip_prefix(own).is_some_and(|rest| rest.starts_with('.'));
        let numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if numbered && !ours && matches!(what, "" | "new" | "old" | "lock") {
            let _ = remove(&entry.path());
        }
    }
}

/// Brings the index of commit `from` to commit `to`: contracts in `removed` go, those in `changed` are
/// replaced or added. Where several folders claim one id, `changed` must hold all of them as soon as one changes.
///
/// # Errors
/// [`SearchError::Moved`] when the index is absent or no longer about `from`; the first error of `changed`; or another
/// [`SearchError`]. The old content then stays.
pub fn update<'a, E: From<SearchError>>(
    dir: &Path,
    from: &str,
    to: &str,
    removed: impl IntoIterator<Item = &'a str>,
    changed: impl IntoIterator<Item = Result<Entry, E>>,
) -> Result<(), E> {
    let _lock = Lock::take(dir)?;
    let moved = || SearchError::Moved(from.to_owned());
    if !seal::holds(dir) {
        return Err(moved().into());
    }
    let folder = Unsynced::open(dir).map_err(|_| moved())?;
    let index = tantivy::Index::open(folder).map_err(|_| moved())?;
    let mut stamp = index.load_metas().ok().and_then(|meta| Stamp::of(&meta)).ok_or_else(moved)?;
    if stamp.commit != from {
        return Err(moved().into());
    }
    let mut pen = Pen::new(index, UPDATE_MEMORY)?;
    pen.writer.set_merge_policy(Box::new(LogMergePolicy::default()));
    for id in removed {
        pen.remove(id);
    }
    let mut replaced = HashSet::new();
    for entry in changed {
        let entry = entry?;
        // Two folders with one id are a finding for `doctor`, but both are to be found.
        if replaced.insert(entry.id.clone()) {
            pen.remove(&entry.id);
        }
        pen.add(&entry)?;
    }
    for language in std::mem::take(&mut stamp.languages) {
        pen.speaks(language);
    }
    pen.commit(to)?;
    pen.finish()?;
    Ok(seal::seal(dir).map_err(at(dir))?)
}

fn write_all<E: From<SearchError>>(
    dir: &Path,
    commit: &str,
    entries: impl IntoIterator<Item = Result<Entry, E>>,
    progress: &mut dyn FnMut(u64),
) -> Result<(), E> {
    let folder = Unsynced::open(dir).map_err(|error| SearchError::Index(error.into()))?;
    let index = tantivy::Index::create(folder, schema(), settings()).map_err(SearchError::from)?;
    fill(index, commit, entries, progress)
}

fn fill<E: From<SearchError>>(
    index: tantivy::Index,
    commit: &str,
    entries: impl IntoIterator<Item = Result<Entry, E>>,
    progress: &mut dyn FnMut(u64),
) -> Result<(), E> {
    let mut pen = Pen::new(index, BUILD_MEMORY)?;
    pen.writer.set_merge_policy(Box::new(NoMergePolicy));
    let mut done = 0_u64;
    for entry in entries {
        pen.add(&entry?)?;
        done = done.saturating_add(1);
        progress(done);
    }
    pen.commit(commit)?;
    pen.merge()?;
    Ok(pen.finish()?)
}

/// A writer with what it has learnt.
struct Pen {
    writer: IndexWriter,
    fields: Fields,
    languages: Vec<&'static Language>,
    scissors: Scissors,
}

impl Pen {
    fn new(mut index: tantivy::Index, memory: usize) -> Result<Self, SearchError> {
        index.set_tokenizers(tokenizers());
        let fields = Fields::of(&index.schema()).ok_or_else(|| SearchError::Moved(String::new()))?;
        let writer = index.writer_with_num_threads::<TantivyDocument>(1, memory)?;
        Ok(Self { writer, fields, languages: Vec::new(), scissors: Scissors::default() })
    }

    fn speaks(&mut self, language: &'static Language) {
        if !self.languages.iter().any(|known| known.code == language.code) {
            self.languages.push(language);
        }
    }

    fn remove(&self, id: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.id, &id.to_lowercase()));
    }

    fn add(&mut self, entry: &Entry) -> Result<(), SearchError> {
        if let Some(language) = Language::of(&entry.language) {
            self.speaks(language);
        }
        self.writer.add_document(self.fields.document(entry, &mut self.scissors))?;
        Ok(())
    }

    /// Content and stamp become visible in one write.
    fn commit(&mut self, commit: &str) -> Result<(), SearchError> {
        let stamp = Stamp { commit: commit.to_owned(), languages: self.languages.clone() }.write();
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(&stamp);
        prepared.commit()?;
        Ok(())
    }

    /// Few segments make a fast first query. The merge keeps the stamp of the last commit.
    fn merge(&mut self) -> Result<(), SearchError> {
        let segments = self.writer.index().searchable_segment_ids()?;
        if segments.len() > SEGMENTS {
            self.writer.merge(&segments).wait()?;
            self.writer.garbage_collect_files().wait()?;
        }
        Ok(())
    }

    fn finish(self) -> Result<(), SearchError> {
        Ok(self.writer.wait_merging_threads()?)
    }
}

/// One writer at a time, across processes; dies with its holder.
struct Lock(#[allow(dead_code, reason = "held for its lock")] File);

impl Lock {
    fn take(dir: &Path) -> Result<Self, SearchError> {
        let path = aside(dir, "lock");
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(at(parent))?;
        }
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(at(&path))?;
        for _ in 0..TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
                Err(TryLockError::Error(source)) => return Err(SearchError::Io { path, source }),
            }
        }
        Err(SearchError::Busy(dir.to_owned()))
    }
}

/// A sibling of the index folder: `search-1.new`, `search-1.old`, `search-1.lock`.
pub(super) fn aside(dir: &Path, what: &str) -> PathBuf {
    let mut name = dir.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(what);
    dir.with_file_name(name)
}

/// Puts a finished folder in the place of another. Whoever has the old one open keeps reading it.
fn swap(fresh: &Path, dir: &Path) -> Result<(), SearchError> {
    let old = aside(dir, "old");
    remove(&old)?;
    if fs::symlink_metadata(dir).is_ok() {
        fs::rename(dir, &old).map_err(at(dir))?;
    }
    fs::rename(fresh, dir).map_err(at(fresh))?;
    remove(&old)
}

/// Removes a folder, or a file somebody put there, if it is there at all.
fn remove(path: &Path) -> Result<(), SearchError> {
    let removed = match fs::symlink_metadata(path) {
        Ok(data) if data.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(_) => return Ok(()),
    };
    removed.map_err(at(path))
}

fn at(path: &Path) -> impl FnOnce(std::io::Error) -> SearchError {
    let path = path.to_owned();
    move |source| SearchError::Io { path, source }
}
