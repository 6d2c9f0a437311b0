//! A bare repository that others push to: opened where it is, with what a push brings beside it.
//!
//! **Invariants**: nothing is written while a push is judged, neither a cache nor a reference; what the push brings is
//! read from git's quarantine, which is gone again when the push is refused.

use std::path::{Path, PathBuf};

use git2::{ErrorCode, Repository, RepositoryOpenFlags};

use super::ancestors::ancestors;
use super::error::StoreError;
use super::id::{CommitId, ObjectId};
use super::log::Logged;
use super::object::Objects;
use super::open::{Store, refusal};

impl Store {
    /// Opens the bare repository at `folder`, and no other; none where there is none.
    ///
    /// # Errors
    /// The forms of repository clm refuses, and faults of the disk.
    pub fn bare(folder: &Path) -> Result<Option<Self>, StoreError> {
        let flags = RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT;
        let repo = match Repository::open_ext(folder, flags, &[] as &[&Path]) {
            Ok(repo) => repo,
            Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
            Err(error) => return Err(refusal(&error)),
        };
        let store = Self::of(repo);
        store.refuse_unsupported()?;
        Ok(store.repo.is_bare().then_some(store))
    }

    /// Reads objects from these folders as well: what a push brought lies there until it is taken.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn read_also(&self, folders: &[PathBuf]) -> Result<(), StoreError> {
        let odb = self.repo.odb()?;
        for folder in folders {
            let text = folder.to_str().ok_or(StoreError::Unsupported {
                what: "a repository below a folder whose name is no text",
                mend: "mv",
            })?;
            odb.add_disk_alternate(text)?;
        }
        Ok(())
    }

    /// The commits a push brings to what is there, newest first.
    ///
    /// # Errors
    /// When a commit cannot be read.
    pub fn brought(&self, tip: CommitId, present: Option<CommitId>) -> Result<Vec<Logged>, StoreError> {
        ancestors(self, Some(tip), present)?.commits.iter().map(|(commit, _)| self.logged(*commit)).collect()
    }

    /// Names of references that begin with `prefix`.
    ///
    /// # Errors
    /// When references cannot be read.
    pub fn references(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let mut found = Vec::new();
        for reference in self.repo.references()? {
            let reference = reference?;
            found.push(String::from_utf8_lossy(reference.name_bytes()).into_owned());
        }
        found.retain(|name| name.starts_with(prefix));
        found.sort();
        Ok(found)
    }

    /// How many bytes an object has, without reading it.
    ///
    /// # Errors
    /// When it is missing.
    pub fn size_of(&self, id: ObjectId) -> Result<u64, StoreError> {
        Objects::of(&self.repo)?.size(id)
    }
}
