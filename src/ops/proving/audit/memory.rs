//! What a user's machine remembers of a history it found good, outside the repository: the root of trust, and the newest
//! commit that was verified. What was verified once is not judged again, and history that lost it is told.
//!
//! **Invariants**: one file a repository, named by its first commit, so that all clones on the machine share it; only a
//! history without a fault is remembered; a memory that cannot be read is an error, never an empty one, because whoever
//! damages it must not be able to hide a rollback.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

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

/// What is remembered of the repository that began with `root`.
///
/// # Errors
/// When it is there and cannot be read, with the way out.
pub fn recall(folder: &Path, root: &str) -> Result<Option<Known>> {
    let path = file(folder, root);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(cannot("read", &path, &error.to_string())),
    };
    let written: Written = toml::from_str(&text).map_err(|error| cannot("read", &path, error.message()))?;
    let commit = written.commit.parse().map_err(|_| cannot("read", &path, "`commit` is no commit's name"))?;
    if written.format != FORMAT || written.root != root {
        return Err(cannot("read", &path, "it is of another format or repository"));
    }
    let Written { root, founders, commits, at, .. } = written;
    Ok(Some(Known { root, founders, commit, commits, at }))
}

/// Remembers a history.
///
/// # Errors
/// When it cannot be written.
pub fn keep(folder: &Path, known: &Known) -> Result<()> {
    let path = file(folder, &known.root);
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

fn file(folder: &Path, root: &str) -> PathBuf {
    folder.join(format!("{root}.toml"))
}

fn cannot(what: &str, path: &Path, why: &str) -> Error {
    Error::new(Kind::Failed, "memory", format!("cannot {what} what was verified before, {}: {why}", path.display()))
        .hint("if you know why, remove the file: the whole history is then judged anew, and a rollback before that is not noticed")
}
