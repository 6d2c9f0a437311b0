//! What only a person can decide: the conflicts of the last meeting, and the answers given so far.
//!
//! **Invariants**: an answer belongs to three exact wordings and counts for no others; it changes nothing by itself, the
//! next `sync` writes it with everything else that came; losing these files loses no text of either side.

use std::path::PathBuf;

use super::merge::{Conflict, Meeting, Plan};
use crate::contract::document::Document;
use crate::contract::reconcile::Woven;
use crate::error::{Error, Kind, Result};
use crate::ops::session::{Session, Start, faults};
use crate::report::sync::{ConflictItem, ConflictReport};
use crate::store::{CommitId, Store};

/// The folder of conflicts and answers, below the caches.
const FOLDER: &str = "sync";
/// The commit that could not be joined.
const WAITING: &str = "sync/waiting";

/// How a conflict is settled.
#[derive(Debug, Clone)]
pub enum Way {
    /// Our wording stands.
    Ours,
    /// Theirs stands.
    Theirs,
    /// This text stands.
    Text(Vec<u8>),
}

/// Remembers which commit waits.
pub(super) fn wait_for(store: &Store, theirs: CommitId) -> Result<()> {
    Ok(store.replace_cache(WAITING, format!("{theirs}\n").as_bytes())?)
}

/// Forgets conflicts and answers, once everything is joined.
pub(super) fn forget(store: &Store) {
    // What is left behind belongs to wordings that will not meet again.
    drop(std::fs::remove_dir_all(store.cache_dir().join(FOLDER)));
}

/// The text that was chosen for three wordings.
pub(super) fn chosen(store: &Store, key: &str) -> Option<Vec<u8>> {
    std::fs::read(answer(store, key)).ok()
}

fn answer(store: &Store, key: &str) -> PathBuf {
    store.cache_dir().join(FOLDER).join(key)
}

/// The conflicts that wait, worked out anew from both sides as they are now.
fn waiting(session: &Session) -> Result<Vec<Conflict>> {
    let store = &session.store;
    let Some(theirs) = std::fs::read_to_string(store.cache_dir().join(WAITING)).ok() else { return Ok(Vec::new()) };
    let Ok(theirs) = theirs.trim().parse::<CommitId>() else { return Ok(Vec::new()) };
    if !store.has(theirs)? || store.is_ancestor(theirs, session.head)? {
        return Ok(Vec::new());
    }
    let named = theirs.to_string();
    let start =
        Start { folder: session.folder(), now: session.now.to_utc(), today: None, as_of: None, at: Some(&named) };
    let other = Session::open(&start)?;
    Ok(plan(session, &other)?.conflicts)
}

/// How two sides become one, with the answers given so far.
pub(super) fn plan(session: &Session, other: &Session) -> Result<Plan> {
    let base = session.store.merge_base(session.head, other.head)?.ok_or_else(super::another)?;
    let settled = |key: &str| chosen(&session.store, key);
    Meeting { session, other, base, settled: &settled }.plan()
}

/// The conflicts of one contract or file; of all without a name.
fn named<'c>(conflicts: &'c [Conflict], name: Option<&str>) -> Result<Vec<&'c Conflict>> {
    let Some(name) = name else { return Ok(conflicts.iter().collect()) };
    let is = |conflict: &&Conflict| {
        let id = conflict.id.as_deref().unwrap_or_default();
        let short = id.split_once('-').map_or(id, |(_, short)| short);
        let folder = conflict.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = name.trim_end_matches('/').trim_start_matches("./");
        let begins = |text: &str| !text.is_empty() && text.starts_with(name);
        conflict.path == path || folder == path || folder.ends_with(&format!("/{path}")) || begins(id) || begins(short)
    };
    let found: Vec<&Conflict> = conflicts.iter().filter(is).collect();
    if found.is_empty() {
        let message = if conflicts.is_empty() {
            "nothing waits to be settled".to_owned()
        } else {
            format!("no conflict waits in {name}")
        };
        return Err(Error::new(Kind::NotFound, "no-such-conflict", message)
            .details(conflicts.iter().map(|conflict| conflict.path.clone()))
            .hint("`clm sync` fetches and says what waits; `clm resolve` lists it")
            .about(name));
    }
    Ok(found)
}

/// The conflicts that wait, clause by clause.
///
/// # Errors
/// When none is called so, or the repository cannot be read.
pub fn show(session: &Session, name: Option<&str>) -> Result<ConflictReport> {
    let conflicts = waiting(session)?;
    Ok(ConflictReport { items: shown(named(&conflicts, name)?) })
}

pub(super) fn shown<'c>(conflicts: impl IntoIterator<Item = &'c Conflict>) -> Vec<ConflictItem> {
    conflicts.into_iter().flat_map(|conflict| conflict.shown.clone()).collect()
}

/// Both wordings of the one text that waits in `name`, to be edited.
///
/// # Errors
/// When there is none, several, or it is no text.
pub fn draft(session: &Session, name: &str) -> Result<String> {
    let conflicts = waiting(session)?;
    let one = only(&named(&conflicts, Some(name))?, name)?;
    one.draft.clone().ok_or_else(|| {
        Error::new(Kind::InvalidContent, "no-text", format!("{} is no text that can be put together", one.path))
            .hint("choose one of the two whole: --ours or --theirs")
            .about(one.path.clone())
    })
}

fn only<'c>(found: &[&'c Conflict], name: &str) -> Result<&'c Conflict> {
    match found {
        [one] => Ok(one),
        several => Err(Error::new(Kind::NotFound, "several", format!("several files wait in {name}"))
            .details(several.iter().map(|conflict| conflict.path.clone()))
            .hint("name one of them by its path")
            .about(name)),
    }
}

/// Settles what waits in `name`. Answers what still waits.
///
/// # Errors
/// When nothing waits there, or the text is not settled or cannot be read.
pub fn resolve(session: &Session, name: &str, way: &Way, dry_run: bool) -> Result<(Vec<String>, ConflictReport)> {
    let conflicts = waiting(session)?;
    let found = named(&conflicts, Some(name))?;
    if matches!(way, Way::Text(_)) {
        only(&found, name)?;
    }
    let mut settled = Vec::new();
    for conflict in found {
        let bytes = match way {
            Way::Ours => &conflict.ours,
            Way::Theirs => &conflict.theirs,
            Way::Text(text) => {
                must_be_settled(conflict, text)?;
                text
            }
        };
        if !dry_run {
            session.store.replace_cache(&format!("{FOLDER}/{}", conflict.key), bytes)?;
        }
        settled.push(conflict.path.clone());
    }
    let rest = conflicts.iter().filter(|conflict| !settled.contains(&conflict.path));
    Ok((settled.clone(), ConflictReport { items: shown(rest) }))
}

fn must_be_settled(conflict: &Conflict, text: &[u8]) -> Result<()> {
    if std::str::from_utf8(text).is_ok_and(Woven::is_marked) {
        return Err(Error::new(Kind::InvalidContent, "marks", "the text still holds both wordings between marks")
            .hint("choose one for each place, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>")
            .about(conflict.path.clone()));
    }
    if conflict.path.ends_with("/contract.md") {
        Document::parse(&conflict.path, text)
            .map_err(|problems| faults::invalid("the text cannot be read as a contract", &problems))?;
    }
    Ok(())
}
