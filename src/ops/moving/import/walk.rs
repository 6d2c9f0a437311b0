//! Folders named on the command line, taken as the files below them.
//!
//! **Invariants**: no link is followed, so no way leads in a circle or out of the folder; what is left out is said.

use std::collections::BTreeMap;
use std::fs::{DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::Named;
use super::facts::INNER;
use super::fault::{Faults, shown};
use crate::contract::name::slug;
use crate::contract::problem::quoted;

/// Endings of files that may be contracts.
const ENDINGS: [&str; 6] = ["md", "markdown", "txt", "text", "pdf", "docx"];
/// Folders are followed so deep.
const DEEPEST: usize = 64;
/// More files than this are no archive of contracts, but a mistyped folder.
const MOST_FILES: usize = 100_000;
/// More files than this that are left out for one reason are counted, not listed.
const MOST_LISTED: usize = 3;

/// A file to import.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The file.
    pub named: Named,
    /// Below which folders it was found, as a contract's folder is called; empty for none.
    pub below: String,
}

/// The files named, and those below the folders named, in order. `repository` itself is no archive.
pub(super) fn files(
    named: &[Named],
    repository: Option<&Path>,
    faults: &mut Faults,
    notes: &mut Vec<String>,
) -> Vec<Found> {
    let repository = repository.and_then(|path| path.canonicalize().ok());
    let mut walk = Walk { repository, found: Vec::new(), hidden: 0, unknown: BTreeMap::new(), faults, notes };
    for one in named {
        if one.at.is_dir() {
            let before = walk.found.len();
            walk.folder(one, "", 0);
            if walk.found.len() == before {
                let what = format!("{}: no file below it ends in .{}", shown(&one.shown), ENDINGS.join(", ."));
                walk.notes.push(what);
            }
        } else {
            walk.found.push(Found { named: one.clone(), below: String::new() });
        }
    }
    let found = std::mem::take(&mut walk.found);
    walk.tell();
    found
}

struct Walk<'w> {
    repository: Option<PathBuf>,
    found: Vec<Found>,
    hidden: usize,
    /// Files of other kinds, by their ending.
    unknown: BTreeMap<String, Vec<String>>,
    faults: &'w mut Faults,
    notes: &'w mut Vec<String>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Named, below: &str, depth: usize) {
        let is_repository = folder.at.canonicalize().is_ok_and(|at| Some(at) == self.repository);
        if is_repository {
            self.notes.push(format!("{}: it is this repository; left out", shown(&folder.shown)));
            return;
        }
        if depth > DEEPEST {
            self.faults.invalid(&shown(&folder.shown), &format!("it lies more than {DEEPEST} folders deep"));
            return;
        }
        match entries(&folder.at) {
            Ok(entries) => entries.iter().for_each(|(entry, kind)| self.entry((entry, *kind), folder, (below, depth))),
            Err(fault) => self.faults.invalid(&shown(&folder.shown), &format!("the folder cannot be read: {fault}")),
        }
    }

    fn entry(&mut self, (entry, kind): (&DirEntry, FileType), folder: &Named, (below, depth): (&str, usize)) {
        let name = entry.file_name();
        let named = Named { shown: folder.shown.join(&name), at: entry.path() };
        if name.as_encoded_bytes().starts_with(b".") {
            self.hidden = self.hidden.saturating_add(1);
        } else if kind.is_dir() {
            let inner = folder_name(&name.to_string_lossy());
            let below = if below.is_empty() { inner } else { format!("{below}/{inner}") };
            self.folder(&named, &below, depth.saturating_add(1));
        } else if !kind.is_file() {
            let what = if kind.is_symlink() { "a link" } else { "no regular file" };
            self.notes.push(format!("{}: {what}; left out", shown(&named.shown)));
        } else if !ENDINGS.contains(&ending(&named.at).as_str()) {
            self.unknown.entry(ending(&named.at)).or_default().push(shown(&named.shown));
        } else if self.found.len() >= MOST_FILES {
            self.faults.invalid("the folders named", &format!("they hold more than {MOST_FILES} files"));
        } else {
            self.found.push(Found { named, below: below.to_owned() });
        }
    }
}

impl Walk<'_> {
    /// Says what was left out: a few by name, many by number.
    fn tell(self) {
        let what = "not a kind of file that is imported; left out";
        for (ending, files) in self.unknown {
            if files.len() > MOST_LISTED {
                let count = files.len();
                self.notes.push(format!("{count} files ending in {}: {what}", quoted(&format!(".{ending}"))));
            } else {
                self.notes.extend(files.iter().map(|file| format!("{file}: {what}")));
            }
        }
        match self.hidden {
            0 => {}
            1 => self.notes.push("1 hidden file or folder left out".to_owned()),
            many => self.notes.push(format!("{many} hidden files and folders left out")),
        }
    }
}

/// What a contract's folder is called for a folder of the archive; never as one inside a contract.
fn folder_name(name: &str) -> String {
    let name = slug(name);
    if INNER.contains(&name.as_str()) { format!("{name}-archive") } else { name }
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// What lies in a folder, by name.
fn entries(folder: &Path) -> io::Result<Vec<(DirEntry, FileType)>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        entries.push((entry, kind));
    }
    entries.sort_by_key(|(entry, _)| entry.file_name());
    Ok(entries)
}
