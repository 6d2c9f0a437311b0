//! The files that are handed over: staged whole beside their places before anything is recorded, put there afterwards.
//!
//! **Invariants**: a file is there whole or not at all; nothing that was there is overwritten unless that was asked for;
//! where the act is not recorded no file remains, and where putting them there fails `send --again` makes them anew.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::disk::whole_file::Fresh;
use crate::error::{Error, Kind, Result};

/// A file to be written.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its name in the folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it may be run.
    pub runs: bool,
}

/// The folder files go to.
#[derive(Debug, Clone)]
pub struct Outbox<'a> {
    /// The folder; made when it is not there.
    pub folder: &'a Path,
    /// As the person named it, for messages.
    pub named: &'a Path,
    /// Whether files that are there may be replaced.
    pub replaces: bool,
}

/// Files that lie beside their places.
#[derive(Debug)]
pub struct Staged {
    files: Vec<(Fresh, PathBuf)>,
    folder: PathBuf,
    replaces: bool,
}

impl Outbox<'_> {
    /// Refuses a folder that is a contract's business, and files that are there already.
    ///
    /// # Errors
    /// Naming the file or the folder.
    pub fn must_be_free(&self, root: Option<&Path>, names: &[&str]) -> Result<()> {
        let real = |path: &Path| path.ancestors().find_map(|above| above.canonicalize().ok());
        let inside = root.and_then(real).zip(real(self.folder)).is_some_and(|(root, folder)| {
            let below = folder.strip_prefix(&root).ok().map(Path::to_owned);
            below.is_some_and(|below| below.iter().any(|part| part == "contracts" || part == ".git" || part == ".clm"))
        });
        if inside {
            let message = format!("{} is part of the repository", self.named.display());
            return Err(Error::new(Kind::Usage, "folder", message)
                .hint("pages are for others: name a folder outside of it, such as `-o ../out`"));
        }
        if self.folder.exists() && !self.folder.is_dir() {
            return Err(Error::new(Kind::Usage, "folder", format!("{} is no folder", self.named.display()))
                .hint("name a folder with -o; it is made when it is not there"));
        }
        let taken: Vec<String> = (names.iter())
            .filter(|name| !self.replaces && fs::symlink_metadata(self.folder.join(name)).is_ok())
            .map(|name| self.named.join(name).display().to_string())
            .collect();
        let Some(first) = taken.first().cloned() else { return Ok(()) };
        Err(Error::new(Kind::Refused, "exists", format!("{first} is there already"))
            .details(taken.into_iter().skip(1))
            .hint("name another folder with -o; `--again` writes the pages of a send that was recorded anew"))
    }

    /// Writes the files beside their places.
    ///
    /// # Errors
    /// Faults of the disk; then nothing is left.
    pub fn stage(&self, drafts: &[Draft]) -> Result<Staged> {
        let refused = |fault: std::io::Error| {
            Error::new(Kind::Failed, "disk", format!("{} cannot be written to: {fault}", self.named.display()))
                .hint("nothing was recorded; name another folder with -o")
        };
        fs::create_dir_all(self.folder).map_err(refused)?;
        let write = |draft: &Draft| {
            let mode = if draft.runs { 0o777 } else { 0o666 };
            let file = Fresh::write(self.folder, &draft.bytes, mode)?;
            file.sync()?;
            Ok((file, self.folder.join(&draft.name)))
        };
        let files = drafts.iter().map(write).collect::<std::io::Result<Vec<_>>>().map_err(refused)?;
        Ok(Staged { files, folder: self.folder.to_owned(), replaces: self.replaces })
    }
}

impl Staged {
    /// Puts every file in its place, durably.
    ///
    /// # Errors
    /// Naming the file that could not be put there; the act is recorded then.
    pub fn put(self, id: &str) -> Result<()> {
        let failed = |path: &Path, fault: std::io::Error| {
            Error::new(
                Kind::Failed,
                "pages",
                format!("it is recorded, but {} cannot be written: {fault}", path.display()),
            )
            .hint(format!("`clm send {id} --again -o DIR` writes the same pages anew"))
            .about(id)
        };
        for (file, path) in self.files {
            let put = if self.replaces { file.replace(&path) } else { file.create(&path) };
            put.map_err(|fault| failed(&path, fault))?;
        }
        File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(|fault| failed(&self.folder, fault))
    }
}
