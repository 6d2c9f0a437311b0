//! Where two lines of history met last, and the branch of a clone that has no commit yet.

use std::path::PathBuf;

use super::error::StoreError;
use super::id::CommitId;
use super::open::Store;

impl Store {
    /// The newest commit that both lines have; none where they began apart.
    ///
    /// # Errors
    /// When a commit cannot be read.
    pub fn merge_base(&self, ours: CommitId, theirs: CommitId) -> Result<Option<CommitId>, StoreError> {
        match self.repo.merge_base(ours.object().oid(), theirs.object().oid()) {
            Ok(oid) => Ok(Some(CommitId(oid.into()))),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The name of the branch HEAD stands on, without `refs/heads/`.
    ///
    /// # Errors
    /// [`StoreError::Detached`], or when HEAD cannot be read.
    pub fn branch_name(&self) -> Result<String, StoreError> {
        let branch =
            self.head()?.branch.filter(|name| super::journal::good_branch(name)).ok_or(StoreError::Detached)?;
        Ok(branch.trim_start_matches("refs/heads/").to_owned())
    }

    /// Lets a repository without a commit begin on another branch than `main`.
    ///
    /// # Errors
    /// [`StoreError::Detached`] for a name that is no branch's, [`StoreError::Moved`] when there is a commit already.
    pub fn begin_on(&self, branch: &str) -> Result<(), StoreError> {
        let name = format!("refs/heads/{branch}");
        if !super::journal::good_branch(&name) || !git2::Reference::is_valid_name(&name) {
            return Err(StoreError::Detached);
        }
        if self.head()?.commit.is_some() {
            return Err(StoreError::Moved("HEAD".to_owned()));
        }
        Ok(self.repo.set_head(&name)?)
    }

    /// The folder of git's objects, shared by all work trees.
    #[must_use]
    pub fn objects_folder(&self) -> PathBuf {
        self.repo.commondir().join("objects")
    }

    /// Whether that commit's object is here.
    ///
    /// # Errors
    /// When the object database cannot be read.
    pub fn has(&self, commit: CommitId) -> Result<bool, StoreError> {
        Ok(self.repo.odb()?.exists(commit.object().oid()))
    }
}
