//! `key new` and `key list`: the signing keys of this machine.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::keyring::{self, KeyringError};
use crate::ops::session::Session;
use crate::ops::session::actor::{self, KeyChoice};
use crate::report::member::{KeyItem, KeysReport, NewKeyReport};
use crate::signature::key::PublicKey;

/// Refuses when either file of a new pair is there already.
///
/// # Errors
/// Naming it.
pub fn must_be_new(path: &Path) -> Result<()> {
    for file in [path.to_owned(), beside(path)] {
        if file.symlink_metadata().is_ok() {
            return Err(KeyringError::Exists(file).into());
        }
    }
    Ok(())
}

/// Makes a key pair.
///
/// # Errors
/// When a file is there already or cannot be written, or the comment is not one line.
pub fn new(path: &Path, comment: &str, passphrase: Option<&str>, dry_run: bool) -> Result<NewKeyReport> {
    must_be_new(path)?;
    let made = if dry_run { None } else { Some(keyring::create(path, comment, passphrase)?) };
    let shown = path.display();
    Ok(NewKeyReport {
        fingerprint: made.map(|key| key.fingerprint()),
        public: made.map(|key| key.to_string()),
        path: shown.to_string(),
        public_path: beside(path).display().to_string(),
        dry_run,
        next: vec![
            format!("clm init DIR --key {shown}"),
            format!("clm member add EMAIL --name NAME --pub {shown}.pub"),
        ],
    })
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".pub");
    PathBuf::from(name)
}

/// The keys clm finds, the one it would use first; each once, with every place it is in. What cannot be used is told of and hides no other.
#[must_use]
pub fn list(session: Option<&Session>, choice: &KeyChoice<'_>) -> KeysReport {
    let mut found = Keys::default();
    for named in actor::candidates(session.map(|session| &session.store), choice) {
        found.named(&named);
    }
    for path in public_files(choice.home) {
        // Keys of other kinds are no fault of anybody's.
        if let Ok(key) = keyring::public_of(&path.display().to_string()) {
            found.add(key, path.with_extension("").display().to_string());
        }
    }
    match choice.agent.map(keyring::agent_keys).transpose() {
        Ok(held) => held.unwrap_or_default().into_iter().for_each(|key| found.add(key, "ssh-agent".to_owned())),
        Err(fault) => found.problems.push(fault.to_string()),
    }
    let member = |key: &PublicKey| {
        session.and_then(|session| session.policy.holder(key)).map(|(member, _)| member.email.to_string())
    };
    let item = |(key, places): (PublicKey, Vec<String>)| KeyItem {
        fingerprint: key.fingerprint(),
        source: places.join(", "),
        member: member(&key),
        public: key.to_string(),
    };
    KeysReport { items: found.keys.into_iter().map(item).collect(), problems: found.problems }
}

/// `~/.ssh/*.pub`, by name.
fn public_files(home: Option<&Path>) -> Vec<PathBuf> {
    let Some(entries) = home.and_then(|home| std::fs::read_dir(home.join(".ssh")).ok()) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "pub"))
        .collect();
    paths.sort();
    paths
}

/// Keys in the order they were found.
#[derive(Default)]
struct Keys {
    keys: Vec<(PublicKey, Vec<String>)>,
    problems: Vec<String>,
}

impl Keys {
    fn named(&mut self, named: &str) {
        match keyring::public_of(named) {
            Ok(key) => self.add(key, named.to_owned()),
            Err(fault) => self.problems.push(fault.to_string()),
        }
    }

    fn add(&mut self, key: PublicKey, place: String) {
        let Some((_, places)) = self.keys.iter_mut().find(|(known, _)| *known == key) else {
            self.keys.push((key, vec![place]));
            return;
        };
        if !places.contains(&place) {
            places.push(place);
        }
    }
}
