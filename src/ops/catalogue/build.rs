//! Bringing the cache up to HEAD: nothing to do, the changed contracts only, or everything.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Name;
use super::entry::Entry;
use super::file::{self, CacheFile};
use super::links;
use super::sealed;
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::error::{Error, Kind, Result};
use crate::ops::heritage::Heritage;
use crate::ops::session::{Session, dossier_of};
use crate::store::Snapshot;

/// The cache's name below `.git/clm/`.
const NAME: &str = "catalogue";
/// The files everything is judged by.
const RULES: [&str; 2] = ["clm.toml", ".clm/policy.toml"];

/// The cache of the session's HEAD.
pub fn fresh(session: &Session) -> Result<CacheFile> {
    let path = session.store.cache_dir().join(NAME);
    let head = session.head.to_string();
    let old = CacheFile::open(&path);
    if let Some(cache) = old.as_ref().filter(|cache| cache.about().commit == head) {
        let stale = cache.about().is_older_than(session.today);
        if !stale {
            return old.ok_or_else(damaged);
        }
    }
    let rules = rules(session)?;
    let base = old.filter(|cache| cache.about().rules == rules);
    let mut entries = match base.as_ref().map(|cache| caught_up(session, cache)).transpose()?.flatten() {
        Some(entries) => entries,
        None => all(session)?,
    };
    entries.sort_by(|a, b| a.folder.cmp(&b.folder));
    write(session, head, rules, entries)?;
    CacheFile::open(&path).ok_or_else(damaged)
}

fn damaged() -> Error {
    Error::new(Kind::Failed, "cache", "the cache in .git/clm/ could not be written and read back")
        .hint("see that the disk is writable and has room")
}

fn rules(session: &Session) -> Result<Vec<String>> {
    let mut snapshot = session.snapshot()?;
    let mut id = |path: &str| Ok(snapshot.find(path)?.map(|entry| entry.id.to_string()).unwrap_or_default());
    RULES.iter().map(|path| id(path)).collect()
}

fn write(session: &Session, head: String, rules: Vec<String>, mut entries: Vec<Entry>) -> Result<()> {
    let today = session.today.min(session.now.date_naive());
    link(&mut entries, session, today);
    let rows: Vec<(Entry, Option<NaiveDate>)> = entries
        .into_iter()
        .map(|entry| {
            let earliest = entry.earliest(&session.organisation, today);
            (entry, earliest)
        })
        .collect();
    let bytes = file::bytes(head, rules, today, &rows)
        .map_err(|error| Error::new(Kind::Failed, "cache", format!("the catalogue cannot be written: {error}")))?;
    Ok(session.store.replace_cache(NAME, &bytes)?)
}

/// Lets contracts know of the signed ones that amend or supersede them.
fn link(entries: &mut [Entry], session: &Session, today: NaiveDate) {
    let linking: Vec<Entry> = entries.iter().filter(|entry| links::has_link(entry)).cloned().collect();
    let targets: BTreeSet<ContractId> = linking.iter().flat_map(links::targets).cloned().collect();
    for entry in entries.iter_mut() {
        if targets.contains(&entry.id) || !entry.amendments.is_empty() || entry.superseded.is_some() {
            links::fill(entry, &linking, &session.organisation, today);
        }
    }
}

/// The entries of an older cache with the changed contracts read again; nothing when all is to be read.
fn caught_up(session: &Session, cache: &CacheFile) -> Result<Option<Vec<Entry>>> {
    let Ok(from) = session.store.resolve(&cache.about().commit) else { return Ok(None) };
    if from == session.head {
        return Ok(Some(cache.names().iter().map(|name| cache.entry(name.at)).collect::<Result<_>>()?));
    }
    if session.store.history_of(Some(session.head), Some(from))?.lost().next().is_some() {
        return Ok(None);
    }
    let changed = session.store.changed_contracts(Some(from), Some(session.head))?;
    let names = cache.names();
    let is_changed = |name: &&Name| changed.iter().any(|change| change.path == name.folder);
    let mut entries: Vec<Entry> =
        names.iter().filter(|name| !is_changed(name)).map(|name| cache.entry(name.at)).collect::<Result<_>>()?;
    let known: Vec<Entry> = names.iter().filter(is_changed).map(|name| cache.entry(name.at)).collect::<Result<_>>()?;
    let mut snapshot = session.snapshot()?;
    let mut news = Vec::with_capacity(changed.len());
    for change in &changed {
        news.extend(read(session, &mut snapshot, &change.path)?);
    }
    if known.iter().any(|old| lacks(old, &news)) {
        return Ok(None);
    }
    entries.append(&mut news);
    Ok(Some(entries))
}

/// Whether evidence is gone from a contract's folder, or was and may be back: only the whole history can tell then.
fn lacks(old: &Entry, news: &[Entry]) -> bool {
    let evidence = |entry: &Entry| -> BTreeSet<Digest> {
        let acts = entry.acts.iter().map(|act| act.digest);
        acts.chain(entry.statements.iter().map(|statement| statement.digest)).collect()
    };
    let had = evidence(old);
    let kept = || news.iter().any(|new| new.id == old.id && evidence(new).is_superset(&had));
    !old.lost.is_empty() || (!had.is_empty() && !kept())
}

/// Every contract of HEAD, read, and those that history had and HEAD has not any more.
fn all(session: &Session) -> Result<Vec<Entry>> {
    let mut snapshot = session.snapshot()?;
    let folders = snapshot.contracts()?;
    let heritage = Heritage::of(session.store.history_of(Some(session.head), None)?);
    let mut entries = Vec::with_capacity(folders.len());
    for folder in folders {
        let Some(mut entry) = read(session, &mut snapshot, &folder.path)? else { continue };
        if entry.header.is_none() {
            entry.id = heritage.id_of(&snapshot, &entry.folder)?.unwrap_or(entry.id);
        }
        entries.push(entry);
    }
    let present: Vec<_> = entries.iter().map(|entry| (entry.folder.clone(), entry.id.clone())).collect();
    for gone in heritage.vanished(&snapshot, &present)? {
        let dossier = heritage.last_seen(session, &gone)?;
        entries.push(Entry::of(&dossier, &session.policy, &session.organisation, Vec::new()));
    }
    for entry in &mut entries {
        entry.lost = heritage.lost_of(&snapshot, &entry.folder, &entry.id)?;
    }
    Ok(entries)
}

fn read(session: &Session, snapshot: &mut Snapshot<'_>, folder: &str) -> Result<Option<Entry>> {
    let Some(dossier) = dossier_of(snapshot, folder)? else { return Ok(None) };
    let mut entry = Entry::of(&dossier, &session.policy, &session.organisation, Vec::new());
    entry.sealed = sealed::header(session, &dossier)?;
    Ok(Some(entry))
}
