//! A bare repository that takes pushes and refuses what `verify --history` would refuse.
//!
//! **Owns** the hook git asks before it takes a push, the git settings that go with it, and the look at both. **Refuses to
//! know** how the push came: over ssh, a file path or anything else git serves. **Invariants**: what cannot be judged is
//! refused; a push is taken whole or not at all; who pushes is no authority, only who signed.

pub mod install;
pub mod look;
pub mod push;
mod script;
mod settings;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::error::{Error, Kind, Result};
use crate::ops::session::{Session, Start};
use crate::store::{CommitId, Store};

/// The setting that names the keys that must have founded the repository.
const TRUST: &str = "clm.trust";

/// The bare repository `folder` is, or the only one in it.
///
/// # Errors
/// When there is none, or several.
pub fn open(folder: &Path) -> Result<Store> {
    if let Some(store) = Store::bare(folder)? {
        return Ok(store);
    }
    let mut found: Vec<(PathBuf, Store)> = Vec::new();
    let unreadable = |why: std::io::Error| {
        Error::new(Kind::NoRepository, "no-bare-repository", format!("cannot look into {}: {why}", folder.display()))
            .hint("`git init --bare -b main DIR.git` makes a repository to push to")
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable)?.flatten() {
        // What git keeps of a work tree's repository is nobody's to push to.
        if entry.file_name() == ".git" || !entry.path().is_dir() {
            continue;
        }
        if let Some(store) = Store::bare(&entry.path())? {
            found.push((entry.path(), store));
        }
    }
    match (found.pop(), found.is_empty()) {
        (Some((_, store)), true) => Ok(store),
        (None, _) => Err(none(folder)),
        (Some((last, _)), false) => {
            let mut names: Vec<String> = found.iter().map(|(path, _)| path.display().to_string()).collect();
            names.push(last.display().to_string());
            names.sort();
            let message = format!("{} holds several bare repositories", folder.display());
            Err(Error::new(Kind::NotFound, "several-repositories", message).details(names).hint("name one of them"))
        }
    }
}

fn none(folder: &Path) -> Error {
    let (message, hint) = if folder.join(".git").exists() {
        (
            format!("{} has a work tree, and a push would leave its files behind", folder.display()),
            "serve a bare copy: `git clone --bare DIR DIR.git`",
        )
    } else {
        (
            format!("{} is no bare repository and holds none", folder.display()),
            "`git init --bare -b main DIR.git` makes a repository to push to",
        )
    };
    Error::new(Kind::NoRepository, "no-bare-repository", message).hint(hint).about(folder.display().to_string())
}

/// The branch that is pushed to: the one HEAD names.
fn branch(store: &Store) -> Result<String> {
    let branch = store.head()?.branch.filter(|name| name.starts_with("refs/heads/"));
    branch.ok_or_else(|| {
        Error::new(Kind::Failed, "detached-head", "HEAD of the repository on the server names no branch")
            .hint("on the server: `git symbolic-ref HEAD refs/heads/main`")
    })
}

/// The repository as it stands in a commit.
fn session(store: Store, at: CommitId, now: DateTime<Utc>) -> Result<Session> {
    let (folder, at) = (store.git_dir().to_owned(), at.to_string());
    Session::opened(store, &Start { folder: &folder, now, today: None, as_of: None, at: Some(&at) })
}

/// The pinned root of trust; empty where nothing is pinned.
fn trust(store: &Store) -> Result<Vec<String>> {
    let text = store.setting(TRUST)?.unwrap_or_default();
    Ok(text.split_whitespace().map(ToOwned::to_owned).collect())
}

/// The name of a branch as people say it.
fn plainly(reference: &str) -> &str {
    reference.strip_prefix("refs/heads/").unwrap_or(reference)
}
