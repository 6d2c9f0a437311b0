//! `search`: contracts by their words, always right about HEAD.
//!
//! The index is a cache of one commit. When HEAD has moved, the contracts that changed are indexed again before the
//! query is put; filters are answered from the catalogue, because states depend on the day.

use std::collections::HashSet;
use std::path::PathBuf;

use super::catalogue::{Catalogue, Entry};
use super::filter;
use super::session::Session;
use crate::contract::document;
use crate::error::{Error, Kind, Result};
use crate::query::Query;
use crate::report::search::{SearchItem, SearchReport, SnippetItem};
use crate::search::{self, Hit, IdSet, Index, SearchError, Snippets};
use crate::store::Snapshot;

/// What to find.
#[derive(Debug, Clone, Copy)]
pub struct SearchRequest<'a> {
    /// Words and filters.
    pub query: &'a str,
    /// The reader's address, for `owner:me`.
    pub me: Option<&'a str>,
    /// How many to show.
    pub limit: usize,
    /// Also archived contracts.
    pub archived: bool,
}

/// At most so many snippets are shown of a contract.
const MOST_SNIPPETS: usize = 2;

impl From<SearchError> for Error {
    fn from(fault: SearchError) -> Self {
        Self::new(Kind::Failed, "search", fault.to_string()).hint("delete .git/clm/search-*; the index is made anew")
    }
}

/// Finds contracts.
///
/// # Errors
/// When the query cannot be understood or the repository cannot be read.
pub fn search(session: &Session, request: &SearchRequest<'_>) -> Result<SearchReport> {
    let query = filter::parse(request.query)?;
    let index = fresh(session)?;
    let among = among(session, &query, request)?;
    let found = index.find(&query, request.limit, among.as_ref())?;
    let mut snapshot = session.snapshot()?;
    let items = found.hits.into_iter().map(|hit| item(&mut snapshot, &query, hit)).collect::<Result<_>>()?;
    Ok(SearchReport { query: request.query.to_owned(), total: found.total, items })
}

/// The ids of the contracts that may be found; none where all may. Archived ones may when they are asked for.
fn among(session: &Session, query: &Query, request: &SearchRequest<'_>) -> Result<Option<IdSet>> {
    let archived = request.archived || filter::asks_for_archived(query);
    let catalogue = Catalogue::open(session)?;
    if query.filters().is_empty() {
        let hidden = if archived { Vec::new() } else { catalogue.archived()? };
        if hidden.is_empty() {
            return Ok(None);
        }
        let hidden: HashSet<&str> = hidden.iter().map(|entry| entry.id.as_str()).collect();
        let seen = catalogue.names().iter().map(|name| name.id.as_str()).filter(|id| !hidden.contains(id));
        return Ok(Some(seen.collect()));
    }
    let passes = |entry: &&Entry| {
        let standing = entry.standing(&session.organisation, session.today);
        let seen = archived || !Entry::is_archived(&standing);
        seen && filter::passes(query, entry, &entry.item(&standing), session.today, request.me)
    };
    Ok(Some(catalogue.all()?.iter().filter(passes).map(|entry| entry.id.as_str()).collect()))
}

fn item(snapshot: &mut Snapshot<'_>, query: &Query, hit: Hit) -> Result<SearchItem> {
    let bytes = snapshot.read(&format!("{}/contract.md", hit.path))?.unwrap_or_default();
    let body = readable(&bytes);
    let snippets = Snippets::new(query, &hit.language).of(&body).into_iter().take(MOST_SNIPPETS);
    let snippets = snippets
        .map(|snippet| SnippetItem {
            clause: snippet.clause,
            text: snippet.text,
            matches: snippet.matches.into_iter().map(|range| (range.start, range.end)).collect(),
        })
        .collect();
    Ok(SearchItem { id: hit.id, title: hit.title, score: hit.score, path: hit.path, snippets })
}

/// The body of an agreement; of an unreadable one the whole text, because people will look for it most.
fn readable(bytes: &[u8]) -> String {
    match document::split("contract.md", bytes) {
        Ok(split) => split.body().to_owned(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn folder(session: &Session) -> PathBuf {
    session.store.cache_dir().join(search::folder_name())
}

/// The index of HEAD: opened, caught up, or made.
fn fresh(session: &Session) -> Result<Index> {
    let dir = folder(session);
    let head = session.head.to_string();
    if let Some(index) = Index::open(&dir) {
        if index.commit() == head {
            return Ok(index);
        }
        if catch_up(session, index.commit(), &head)? {
            return opened(&dir);
        }
    }
    let catalogue = Catalogue::open(session)?;
    let mut snapshot = session.snapshot()?;
    let entries = catalogue.all()?;
    search::build(&dir, &head, entries.iter().map(|entry| indexed(&mut snapshot, entry)), &mut |_| {})?;
    opened(&dir)
}

fn opened(dir: &std::path::Path) -> Result<Index> {
    Index::open(dir).ok_or_else(|| {
        Error::new(Kind::Failed, "search", "the search index could not be opened after it was made")
            .hint("delete .git/clm/search-* and search again")
    })
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
    let caught_up: Result<()> =
        search::update(&folder(session), &from.to_string(), to, removed.iter().map(String::as_str), changed);
    Ok(caught_up.is_ok())
}

/// The id a folder's contract had at an earlier commit.
fn id_before(before: &mut Snapshot<'_>, folder: &str) -> Result<Option<String>> {
    let Some(bytes) = before.read(&format!("{folder}/contract.md"))? else { return Ok(None) };
    let dossier = super::dossier::Dossier::read(folder, &[("contract.md".to_owned(), bytes)]);
    Ok(Some(dossier.id.to_string()))
}

fn body(snapshot: &mut Snapshot<'_>, entry: &Entry) -> Result<String> {
    let bytes = snapshot.read(&format!("{}/contract.md", entry.folder))?.unwrap_or_default();
    Ok(readable(&bytes))
}

fn indexed(snapshot: &mut Snapshot<'_>, entry: &Entry) -> Result<search::Entry> {
    let header = entry.header.as_ref();
    let own_fields = filter::custom(entry).into_iter().map(|(key, value)| format!("{key} {value}"));
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
        body: body(snapshot, entry)?,
    })
}
