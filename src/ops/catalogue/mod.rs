//! All contracts of a repository at HEAD, as derived facts: what `list`, `due`, `status` and every name rest on.
//!
//! A cache in `.git/clm/`: deleting it loses nothing, it belongs to one commit and catches up by tree difference, and no
//! verdict rests on it. Its rows are sorted by the earliest day on which a contract can appear in `due`, so that a
//! question about the coming month reads only the contracts that answer it.

mod build;
mod entry;
mod file;
mod links;
mod sealed;

use std::cell::OnceCell;

use chrono::NaiveDate;

use super::session::Session;
use crate::contract::id::ContractId;
use crate::error::Result;
pub use entry::Entry;
use file::CacheFile;

/// A contract's name and place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its id.
    pub id: ContractId,
    /// Its folder.
    pub folder: String,
    /// Its title.
    pub title: String,
    /// Where its entry lies in the cache file.
    pub(in crate::ops::catalogue) at: (u64, u32),
}

/// The contracts of the session's HEAD.
pub struct Catalogue<'s> {
    session: &'s Session,
    file: CacheFile,
    names: OnceCell<Vec<Name>>,
}

impl<'s> Catalogue<'s> {
    /// Opens the cache and brings it up to HEAD.
    ///
    /// # Errors
    /// When HEAD cannot be read. A missing or damaged cache is made anew.
    pub fn open(session: &'s Session) -> Result<Self> {
        let file = build::fresh(session)?;
        Ok(Self { session, file, names: OnceCell::new() })
    }

    /// How many contracts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.file.count()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All names, in the order of folders.
    pub fn names(&self) -> &[Name] {
        self.names.get_or_init(|| self.file.names())
    }

    /// All contracts, in the order of folders.
    ///
    /// # Errors
    /// When the cache cannot be read.
    pub fn all(&self) -> Result<Vec<Entry>> {
        self.names().iter().map(|name| self.file.entry(name.at)).collect()
    }

    /// The contracts that can have something due until `day`; those that have nothing may be among them.
    ///
    /// # Errors
    /// When the cache cannot be read.
    pub fn due_until(&self, day: NaiveDate) -> Result<Vec<Entry>> {
        if !self.file.reaches_back_to(self.session.today) {
            return self.all();
        }
        self.file.rows_until(day).into_iter().map(|at| self.file.entry(at)).collect()
    }

    /// One contract by its id.
    ///
    /// # Errors
    /// When the cache cannot be read.
    pub fn get(&self, id: &ContractId) -> Result<Option<Entry>> {
        self.names().iter().find(|name| name.id == *id).map(|name| self.file.entry(name.at)).transpose()
    }

    /// One contract by its folder.
    ///
    /// # Errors
    /// When the cache cannot be read.
    pub fn in_folder(&self, folder: &str) -> Result<Option<Entry>> {
        self.names().iter().find(|name| name.folder == folder).map(|name| self.file.entry(name.at)).transpose()
    }
}
