//! What changed since a cache file was written: the contracts of the commits since, read again.
//!
//! Only what can be told from those commits is told. Evidence that went, or that may be back, needs the whole history.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::build::read;
use super::entry::Entry;
use super::file::CacheFile;
use super::proof::Proof;
use super::{kept, links};
use crate::contract::digest::Digest;
use crate::error::Result;
use crate::ops::session::Session;
use crate::store::path::id_suffix;
use crate::store::{CommitId, Passage};

/// Contracts that changed.
#[derive(Serialize, Deserialize, Clone, Default)]
pub struct News {
    /// Folders in which the file is not right any more.
    pub folders: BTreeSet<String>,
    /// What is there now, where anything is.
    pub entries: Vec<Entry>,
}

impl News {
    /// The contract in a folder as far as it is known: from these news, or else from the file.
    fn known(&self, base: &CacheFile, folder: &str) -> Result<Option<Entry>> {
        if self.folders.contains(folder) {
            return Ok(self.entries.iter().find(|entry| entry.folder == folder).cloned());
        }
        base.in_folder(folder).and_then(|name| name.at).map(|at| base.entry(at)).transpose()
    }

    /// These news with later ones over them.
    fn with(mut self, later: Self) -> Self {
        self.entries.retain(|entry| !later.folders.contains(&entry.folder));
        self.entries.extend(later.entries);
        self.folders.extend(later.folders);
        self
    }
}

/// News, and whether any of them touches contracts that name others: those are linked anew in a new file.
pub struct Heard {
    /// The news.
    pub news: News,
    /// Whether links are touched.
    pub linked: bool,
    /// Whether they are those that were kept.
    pub kept: bool,
}

/// What changed since a cache was written; nothing when only the whole history can tell.
///
/// # Errors
/// When commits or contracts cannot be read.
pub fn news(session: &Session, base: &CacheFile) -> Result<Option<Heard>> {
    if let Some((from, before)) = kept::find(session, base) {
        if from == session.head {
            return Ok(Some(Heard { news: before, linked: false, kept: true }));
        }
        if let Some(heard) = since(session, base, from, before)? {
            return Ok(Some(heard));
        }
    }
    match session.store.resolve(&base.about().commit) {
        Ok(from) => since(session, base, from, News::default()),
        Err(_) => Ok(None),
    }
}

/// The news of a commit and what changed since.
fn since(session: &Session, base: &CacheFile, from: CommitId, before: News) -> Result<Option<Heard>> {
    if session.store.resolve(&from.to_string()).is_err() {
        return Ok(None);
    }
    let history = session.store.history_of(Some(session.head), Some(from))?;
    if !history.continues || history.lost().next().is_some() {
        return Ok(None);
    }
    let mut later = News::default();
    let mut known = Vec::new();
    let mut snapshot = session.snapshot()?;
    let changes = session.store.changed_contracts(Some(from), Some(session.head))?;
    for change in &changes {
        known.extend(before.known(base, &change.path)?);
    }
    let mut proof = Proof::of(session, &history);
    for change in changes {
        if let Some((mut entry, dossier)) = read(session, &mut snapshot, &change.path)? {
            let old = known.iter().find(|old: &&Entry| old.id == dossier.id);
            proof.apply(&mut entry, &dossier, old);
            later.entries.push(entry);
        }
        later.folders.insert(change.path);
    }
    let astray = history.items.values().any(|passage| !is_at_home(passage, &later.entries));
    if astray || known.iter().any(|old| lacks(old, &later.entries)) {
        return Ok(None);
    }
    let mut touched = known.iter().chain(&later.entries);
    let linked = touched.any(|one| links::has_link(one) || links::is_named(one));
    Ok(Some(Heard { news: before.with(later), linked, kept: false }))
}

/// Whether evidence that entered since the cache was written lies with the contract in whose folder it entered.
fn is_at_home(passage: &Passage, news: &[Entry]) -> bool {
    let Some((_, path)) = passage.entered.last() else { return true };
    let suffix = path.split('/').find_map(id_suffix);
    news.iter().any(|entry| {
        let home = format!("{}/", entry.folder);
        suffix.is_none_or(|suffix| suffix == entry.id.suffix())
            && passage.present.iter().any(|one| one.starts_with(&home))
    })
}

/// Whether evidence is gone from a contract's folder, or was and may be back: only the whole history can tell then.
fn lacks(old: &Entry, news: &[Entry]) -> bool {
    let evidence = |entry: &Entry| -> BTreeSet<Digest> {
        let acts = entry.acts.iter().chain(&entry.unproved).map(|act| act.digest);
        acts.chain(entry.statements.iter().map(|statement| statement.digest)).collect()
    };
    let had = evidence(old);
    let kept = || news.iter().any(|new| new.id == old.id && evidence(new).is_superset(&had));
    !old.lost.is_empty() || (!had.is_empty() && !kept())
}
