//! What a user's machine remembers of a history it found good, outside the repository: the root of trust, and the newest
//! commit that was verified. What was verified once is not judged again, and history that lost it is told.
//!
//! **Invariants**: a clone's file is named by where the clone lies, for another clone beside it may have commits that this one
//! never had; what others hold is named by its first commit. Only a history without a fault is remembered; a memory that cannot be read is an error, never an empty one, because whoever
//! damages it must not be able to hide a rollback.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::contract::digest::Digest;
use crate::error::{Error, Kind, Result};
use crate::ops::machine::whole_file;
use crate::store::CommitId;

/// A remembered history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// The first commit, in hex.
    pub root: String,
    /// Fingerprints of the keys that founded the repository.
    pub founders: Vec<String>,
    /// The newest commit that was verified.
    pub commit: CommitId,
    /// How many commits it had behind it, itself included.
    pub commits: usize,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    root: String,
    founders: Vec<String>,
    commit: String,
    commits: usize,
    at: DateTime<Utc>,
}

const FORMAT: u32 = 1;

/// The name under which the clone with this git folder remembers.
#[must_use]
pub fn place(git_folder: &Path) -> String {
    let path = git_folder.canonicalize().unwrap_or_else(|_| git_folder.to_owned());
    Digest::of(path.as_os_str().as_encoded_bytes()).short(32)
}

/// What is remembered under a name: a clone's place, or the first commit of what others hold.
///
/// # Errors
/// When it is there and cannot be read, with the way out.
pub fn recall(folder: &Path, name: &str) -> Result<Option<Known>> {
    let path = file(folder, name);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(cannot("read", &path, &error.to_string())),
    };
    let written: Written = toml::from_str(&text).map_err(|error| cannot("read", &path, error.message()))?;
    let commit = written.commit.parse().map_err(|_| cannot("read", &path, "`commit` is no commit's name"))?;
    if written.format != FORMAT {
        return Err(cannot("read", &path, "it is of another format"));
    }
    let Written { root, founders, commits, at, .. } = written;
    Ok(Some(Known { root, founders, commit, commits, at }))
}

/// Remembers a history under a name.
///
/// # Errors
/// When it cannot be written.
pub fn keep(folder: &Path, name: &str, known: &Known) -> Result<()> {
    let path = file(folder, name);
    let written = Written {
        format: FORMAT,
        root: known.root.clone(),
        founders: known.founders.clone(),
        commit: known.commit.to_string(),
        commits: known.commits,
        at: known.at,
    };
    let text = toml::to_string(&written).map_err(|error| cannot("write", &path, &error.to_string()))?;
    std::fs::create_dir_all(folder).map_err(|error| cannot("make", folder, &error.to_string()))?;
    whole_file::replace(&path, text.as_bytes(), 0o600).map_err(|error| cannot("write", &path, &error.to_string()))
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.toml"))
}

fn cannot(what: &str, path: &Path, why: &str) -> Error {
    Error::new(Kind::Failed, "memory", format!("cannot {what} what was verified before, {}: {why}", path.display()))
        .hint("if you know why, remove the file: the whole history is then judged anew, and a rollback before that is not noticed")
}
