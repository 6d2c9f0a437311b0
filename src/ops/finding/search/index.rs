//! The index of HEAD: opened, caught up, or made; in memory where nothing can be kept.

use std::path::{Path, PathBuf};

use super::place;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::finding::filter;
use crate::ops::session::Session;
use crate::search::{self, Index, SearchError};
use crate::store::Snapshot;

fn folder(session: &Session) -> PathBuf {
    session.store.cache_dir().join(search::folder_name())
}

/// The index of HEAD.
pub(super) fn fresh(session: &Session) -> Result<Index> {
    let dir = folder(session);
    let head = session.head.to_string();
    if session.past {
        // The index of HEAD is not turned back for one question.
        return match Index::open(&dir).filter(|index| index.commit() == head) {
            Some(index) => Ok(index),
            None => held(session, &head),
        };
    }
    if let Some(index) = Index::open(&dir) {
        if index.commit() == head {
            return Ok(index);
        }
        if catch_up(session, index.commit(), &head)?
            && let Some(index) = Index::open(&dir)
        {
            return Ok(index);
        }
    }
    anew(session, &dir, &head)
}

/// Builds the whole index and keeps it if that is possible.
fn anew(session: &Session, dir: &Path, head: &str) -> Result<Index> {
    let entries = Catalogue::open(session)?.all()?;
    let mut snapshot = session.snapshot()?;
    match search::build(dir, head, entries.iter().map(|entry| indexed(&mut snapshot, entry)), &mut |_| {}) {
        Ok(()) => {}
        // What cannot be written must not keep anybody from reading.
        Err(Stopped::Search(SearchError::Io { .. } | SearchError::Index(_) | SearchError::Busy(_))) => {}
        Err(other) => return Err(other.into()),
    }
    if let Some(index) = Index::open(dir).filter(|index| index.commit() == head) {
        return Ok(index);
    }
    Ok(search::in_memory(head, entries.iter().map(|entry| indexed(&mut snapshot, entry)))?)
}

/// An index that lies nowhere on a disk.
fn held(session: &Session, head: &str) -> Result<Index> {
    let entries = Catalogue::open(session)?.all()?;
    let mut snapshot = session.snapshot()?;
    Ok(search::in_memory(head, entries.iter().map(|entry| indexed(&mut snapshot, entry)))?)
}

/// What stops the making of an index: the repository, which is told, or the place where the index was to lie.
enum Stopped {
    Search(SearchError),
    Other(Error),
}

impl From<SearchError> for Stopped {
    fn from(fault: SearchError) -> Self {
        Self::Search(fault)
    }
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<Stopped> for Error {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Other(error) => error,
            Stopped::Search(fault) => fault.into(),
        }
    }
}

impl From<SearchError> for Error {
    fn from(fault: SearchError) -> Self {
        Self::new(Kind::Failed, "search", fault.to_string()).hint("delete .git/clm/search-*; the index is made anew")
    }
}

/// Indexes again what changed between two commits; false when the whole is to be made anew.
fn catch_up(session: &Session, from: &str, to: &str) -> Result<bool> {
    let Ok(from) = session.store.resolve(from) else { return Ok(false) };
    let changed = session.store.changed_contracts(Some(from), Some(session.head))?;
    let mut before = session.store.snapshot_at(Some(from))?;
    let catalogue = Catalogue::open(session)?;
    let mut snapshot = session.snapshot()?;
    let mut removed = Vec::new();
    let mut entries = Vec::new();
    for folder in changed {
        removed.extend(id_before(&mut before, &folder.path)?);
        if let Some(entry) = catalogue.in_folder(&folder.path)? {
            removed.push(entry.id.to_string());
            entries.push(entry);
        }
    }
    let changed = entries.iter().map(|entry| indexed(&mut snapshot, entry));
    let caught_up: std::result::Result<(), Stopped> =
        search::update(&folder(session), &from.to_string(), to, removed.iter().map(String::as_str), changed);
    Ok(caught_up.is_ok())
}

/// The id a folder's contract had at an earlier commit.
fn id_before(before: &mut Snapshot<'_>, folder: &str) -> Result<Option<String>> {
    let Some(bytes) = before.read(&format!("{folder}/contract.md"))? else { return Ok(None) };
    let dossier = crate::ops::dossier::Dossier::read(folder, &[("contract.md".to_owned(), bytes)]);
    Ok(Some(dossier.id.to_string()))
}

fn indexed(snapshot: &mut Snapshot<'_>, entry: &Entry) -> std::result::Result<search::Entry, Stopped> {
    Ok(described(snapshot, entry)?)
}

fn described(snapshot: &mut Snapshot<'_>, entry: &Entry) -> Result<search::Entry> {
    let header = entry.header.as_ref();
    let own_fields = filter::custom(entry).into_iter().map(|(key, value)| format!("{key} {value}"));
    let annexes = place::annexes(snapshot, &entry.folder)?.into_iter().map(|text| text.text);
    let said = entry.acts.iter().chain(&entry.unproved).flat_map(place::said).map(|text| text.text);
    Ok(search::Entry {
        id: entry.id.to_string(),
        title: entry.title.clone(),
        kind: entry.id.kind().to_owned(),
        workspace: entry.workspace().to_owned(),
        path: entry.folder.clone(),
        language: entry.language().to_owned(),
        parties: header.map(|h| h.parties.iter().map(|party| party.name.clone()).collect()).unwrap_or_default(),
        tags: entry.record.tags.clone(),
        custom: own_fields.collect::<Vec<_>>().join("\n"),
        body: place::body(snapshot, &entry.folder)?,
        others: annexes.chain(said).collect(),
    })
}
