//! What can go wrong between clm and the disk. Each variant names the fault and its place; remedies are added higher up.

use std::path::{Path, PathBuf};

use super::id::ObjectId;

/// A fault of the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Neither this folder nor one above it is a clm repository.
    #[error("no clm repository at or above {}", .0.display())]
    NotFound(PathBuf),
    /// `init` was asked for a folder that already is one.
    #[error("{} already is a clm repository", .0.display())]
    Exists(PathBuf),
    /// Git's owner check (`safe.directory`) refused the folder; the text is git's own.
    #[error("the repository belongs to another user: {0}")]
    Owner(String),
    /// A form of repository clm does not write to, and the command that mends it.
    #[error("{what} is not supported here; mend it with `{mend}`")]
    Unsupported {
        /// The feature.
        what: &'static str,
        /// A command line for the user.
        mend: &'static str,
    },
    /// HEAD names a commit instead of a branch.
    #[error("HEAD is detached: there is no branch to record the change on")]
    Detached,
    /// A merge, rebase or similar of the user's is not finished.
    #[error("git is in the middle of a {0}")]
    Unfinished(String),
    /// The lock is held by someone else and stayed so for as long as we may wait.
    #[error("{} is held by {}", .what.display(), holder(*.pid))]
    Busy {
        /// The lock file.
        what: PathBuf,
        /// The holder's process number, where known.
        pid: Option<u32>,
    },
    /// What the change rests on was changed by someone else meanwhile.
    #[error("{0} was changed by someone else meanwhile")]
    Moved(String),
    /// A work-tree file with contents of its own would be overwritten or deleted.
    #[error("{0} has unsaved changes in the work tree")]
    InTheWay(String),
    /// The user has staged something else at that path.
    #[error("{0} has other changes staged in git's index")]
    Staged(String),
    /// The path may not be written: its name, or what it would replace.
    #[error("`{path}` may not be written: {why}")]
    UnsafePath {
        /// The path as asked for.
        path: String,
        /// The rule it breaks.
        why: &'static str,
    },
    /// The commit, folder or file is not there.
    #[error("{0} does not exist in this revision")]
    NoSuchPath(String),
    /// No commit goes by that name.
    #[error("`{0}` names no commit")]
    NoSuchCommit(String),
    /// The change would record nothing.
    #[error("nothing to record: the files are as they were")]
    Nothing,
    /// A name, address, message or trailer that a commit cannot carry.
    #[error("a commit cannot carry this {0}")]
    CommitText(&'static str),
    /// The commit object is outside the strict grammar; what it claims cannot be judged.
    #[error("commit {id} is malformed: {why}")]
    Grammar {
        /// Which commit.
        id: ObjectId,
        /// The rule it breaks.
        why: &'static str,
    },
    /// An object is missing or damaged.
    #[error("object {id} cannot be read: {why}")]
    Object {
        /// Which object.
        id: ObjectId,
        /// libgit2's words.
        why: String,
    },
    /// The object is larger than the reader allows; nothing was inflated.
    #[error("object {id} has {size} bytes, more than the {limit} allowed")]
    TooLarge {
        /// Which object.
        id: ObjectId,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The index or a tree is damaged or in a form we do not know.
    #[error("{what} cannot be understood: {why}")]
    Damaged {
        /// Which file or object.
        what: String,
        /// The fault.
        why: &'static str,
    },
    /// The signer did not sign.
    #[error("the commit was not signed")]
    Sign(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// libgit2 refused.
    #[error("git: {0}")]
    Git(String),
    /// The disk refused.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: std::io::Error,
    },
    /// A test stopped here as a crash would.
    #[cfg(test)]
    #[error("crashed at {0}")]
    Crash(&'static str),
}

impl From<git2::Error> for StoreError {
    fn from(error: git2::Error) -> Self {
        if error.code() == git2::ErrorCode::Owner {
            return Self::Owner(error.message().to_owned());
        }
        Self::Git(error.message().to_owned())
    }
}

/// Attaches the path to an input/output error.
pub(super) trait At<T> {
    /// Names the file or folder the fault belongs to.
    fn at(self, path: &Path) -> Result<T, StoreError>;
}

impl<T> At<T> for std::io::Result<T> {
    fn at(self, path: &Path) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Io { path: path.to_owned(), source })
    }
}

fn holder(pid: Option<u32>) -> String {
    pid.map_or_else(|| "another program".to_owned(), |pid| format!("process {pid}"))
}
