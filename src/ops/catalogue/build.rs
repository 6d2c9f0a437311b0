//! Bringing the cache up to HEAD: nothing to do, the changed contracts only, or everything.

mod back;

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;

use super::entry::Entry;
use super::file::{self, CacheFile};
use super::links;
use super::sealed;
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::error::{Error, Kind, Result};
use crate::ops::heritage::Heritage;
use crate::ops::session::{self, Session, dossier_of};
use crate::store::path::id_suffix;
use crate::store::{Passage, Snapshot};

/// The cache's name below `.git/clm/`.
const NAME: &str = "catalogue";
/// The files everything is judged by.
const RULES: [&str; 3] = ["clm.toml", ".clm/policy.toml", session::CALENDARS];

/// More contracts than this changed since the cache was written: it is written anew.
const MOST_NEWS: usize = 64;

/// A cache file, and the contracts that changed since it was written: rewriting the file after every act would cost more
/// than the act.
pub struct Fresh {
    /// The file.
    pub base: CacheFile,
    /// What changed since.
    pub news: News,
}

/// Contracts that changed.
#[derive(Default)]
pub struct News {
    /// Folders in which the file is not right any more.
    pub folders: BTreeSet<String>,
    /// What is there now, where anything is.
    pub entries: Vec<Entry>,
}

/// The cache of the session's HEAD.
pub fn fresh(session: &Session) -> Result<Fresh> {
    if session.past || session.as_of {
        return back::held(session);
    }
    head(session)
}

/// The cache of HEAD, brought up to it.
fn head(session: &Session) -> Result<Fresh> {
    let path = session.store.cache_dir().join(NAME);
    let head = session.head.to_string();
    let old = CacheFile::open(&path).filter(|cache| !cache.about().is_older_than(session.today));
    if let Some(base) = old {
        if base.about().commit == head {
            return Ok(Fresh { base, news: News::default() });
        }
        if base.about().rules == rules(session)?
            && let Some((news, linked)) = news(session, &base)?
        {
            if news.folders.len() <= MOST_NEWS && !linked {
                return Ok(Fresh { base, news });
            }
            return rewritten(session, &path, merged(&base, news)?);
        }
    }
    rewritten(session, &path, all(session)?)
}

/// What can be had without making a cache or going through history. A cache that cannot be brought up quickly is taken as
/// it is, and one that was judged by other rules is good enough for names and words.
pub fn at_hand(session: &Session) -> Option<Fresh> {
    if session.past || session.as_of {
        return None;
    }
    let base = CacheFile::open(&session.store.cache_dir().join(NAME))?;
    if base.about().commit == session.head.to_string() {
        return Some(Fresh { base, news: News::default() });
    }
    let news = news(session, &base).ok().flatten().map(|(news, _)| news).unwrap_or_default();
    Some(Fresh { base, news })
}

fn rewritten(session: &Session, path: &Path, mut entries: Vec<Entry>) -> Result<Fresh> {
    entries.sort_by(|a, b| a.folder.cmp(&b.folder));
    let head = session.head.to_string();
    let bytes = written(session, head.clone(), rules(session)?, entries)?;
    // What cannot be kept must not keep anybody from reading.
    let kept = session.store.replace_cache(NAME, &bytes).ok().and_then(|()| CacheFile::open(path));
    let kept = kept.filter(|cache| cache.about().commit == head);
    let base = kept.or_else(|| CacheFile::held(bytes)).ok_or_else(damaged)?;
    Ok(Fresh { base, news: News::default() })
}

/// All entries: those of the file that are still right, and the news.
fn merged(base: &CacheFile, news: News) -> Result<Vec<Entry>> {
    let names = base.names();
    let right = names.iter().filter(|name| !news.folders.contains(&name.folder));
    let mut entries: Vec<Entry> = right.filter_map(|name| name.at).map(|at| base.entry(at)).collect::<Result<_>>()?;
    entries.extend(news.entries);
    Ok(entries)
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

/// The bytes of a cache of these entries.
fn written(session: &Session, head: String, rules: Vec<String>, mut entries: Vec<Entry>) -> Result<Vec<u8>> {
    let today = session.today.min(session.now.date_naive());
    link(&mut entries, session, today);
    let rows: Vec<(Entry, Option<NaiveDate>)> = entries
        .into_iter()
        .map(|entry| {
            let earliest = entry.earliest(&session.organisation, today);
            (entry, earliest)
        })
        .collect();
    file::bytes(head, rules, today, &rows)
        .map_err(|error| Error::new(Kind::Failed, "cache", format!("the catalogue cannot be written: {error}")))
}

/// Lets contracts know of the signed ones that amend or supersede them.
fn link(entries: &mut [Entry], session: &Session, today: NaiveDate) {
    let linking: Vec<Entry> = entries.iter().filter(|entry| links::has_link(entry)).cloned().collect();
    let named = linking.iter().flat_map(links::named);
    let targets: BTreeSet<ContractId> = named.map(|(_, id)| id.clone()).collect();
    for entry in entries.iter_mut() {
        if targets.contains(&entry.id) || links::is_named(entry) {
            links::fill(entry, &linking, &session.organisation, today);
        }
    }
}

/// What changed since a cache was written, and whether it touches contracts that amend or supersede others; nothing when
/// only the whole history can tell.
fn news(session: &Session, base: &CacheFile) -> Result<Option<(News, bool)>> {
    let Ok(from) = session.store.resolve(&base.about().commit) else { return Ok(None) };
    let history = session.store.history_of(Some(session.head), Some(from))?;
    if !history.continues || history.lost().next().is_some() {
        return Ok(None);
    }
    let mut news = News::default();
    let mut known = Vec::new();
    let mut snapshot = session.snapshot()?;
    for change in session.store.changed_contracts(Some(from), Some(session.head))? {
        if let Some(at) = base.in_folder(&change.path).and_then(|name| name.at) {
            known.push(base.entry(at)?);
        }
        news.entries.extend(read(session, &mut snapshot, &change.path)?);
        news.folders.insert(change.path);
    }
    let astray = history.items.values().any(|passage| !is_at_home(passage, &news.entries));
    if astray || known.iter().any(|old| lacks(old, &news.entries)) {
        return Ok(None);
    }
    let mut touched = known.iter().chain(&news.entries);
    let linked = touched.any(|one| links::has_link(one) || links::is_named(one));
    Ok(Some((news, linked)))
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
