//! Bringing the cache up to HEAD: nothing to do, the changed contracts only, or everything.

mod back;

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;

use super::entry::Entry;
use super::file::{self, CacheFile};
use super::news::{self, Heard, News};
use super::proof::Proof;
use super::sealed;
use super::{kept, links};
use crate::contract::id::ContractId;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::{self, Dossier};
use crate::ops::session::{self, Session, dossier_of};
use crate::store::Snapshot;

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
        // What of the old cache cannot be read, damaged as it is, is no reason to fail.
        if base.about().rules == rules(session)?
            && let Ok(Some(Heard { news, linked, kept })) = news::news(session, &base)
        {
            if news.folders.len() <= MOST_NEWS && !linked {
                if !kept {
                    kept::keep(session, &base, &news);
                }
                return Ok(Fresh { base, news });
            }
            if let Ok(entries) = merged(&base, news) {
                return rewritten(session, &path, entries);
            }
        }
    }
    anew(session)
}

/// The cache of the session's HEAD, made from nothing.
pub fn anew(session: &Session) -> Result<Fresh> {
    rewritten(session, &session.store.cache_dir().join(NAME), all(session)?)
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
    let news = news::news(session, &base).ok().flatten().map(|heard| heard.news).unwrap_or_default();
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
    let mut entries: Vec<Entry> = base.several(&right.filter_map(|name| name.at).collect::<Vec<_>>())?;
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

/// Every contract of HEAD, read, and those that history had and HEAD has not any more.
fn all(session: &Session) -> Result<Vec<Entry>> {
    let mut snapshot = session.snapshot()?;
    let folders = snapshot.contracts()?;
    let heritage = dossier::inherited(session)?;
    let mut entries = Vec::with_capacity(folders.len());
    let mut proof = Proof::of(session, heritage.history());
    for folder in folders {
        let Some((mut entry, dossier)) = read(session, &mut snapshot, &folder.path)? else { continue };
        proof.apply(&mut entry, &dossier, None);
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

/// The contract in a folder of the session's HEAD, read.
pub fn read(session: &Session, snapshot: &mut Snapshot<'_>, folder: &str) -> Result<Option<(Entry, Dossier)>> {
    let Some(dossier) = dossier_of(snapshot, folder)? else { return Ok(None) };
    let mut entry = Entry::of(&dossier, &session.policy, &session.organisation, Vec::new());
    entry.sealed = sealed::header(session, &dossier)?;
    Ok(Some((entry, dossier)))
}
