//! `log`: what happened, told from the commits; each signature checked against the members of today.

use std::collections::HashMap;

use crate::error::Result;
use crate::ops::recording::recorder::UNDOES;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::ops::session::signature::{self, Signature};
use crate::report::history::{LogItem, LogReport};
use crate::store::{About, CommitId, Logged};

/// Entries shown when nothing else is asked.
const USUAL: usize = 200;

/// Tells what happened, to some contracts or to all.
///
/// # Errors
/// When history cannot be read.
pub fn log(session: &Session, places: &[Place], limit: Option<usize>) -> Result<LogReport> {
    let limit = limit.unwrap_or(USUAL);
    let mut logged = Vec::new();
    if places.is_empty() {
        logged = session.store.log(Some(session.head), About::All, limit)?;
    }
    for place in places {
        logged.extend(session.store.log(Some(session.head), About::Contract(place.id.suffix()), limit)?);
    }
    if places.len() > 1 {
        logged.sort_by_key(|one| std::cmp::Reverse((one.time, one.commit.to_string())));
        logged.dedup_by(|a, b| a.commit == b.commit);
        logged.truncate(limit);
    }
    let undone = undone(session, &logged)?;
    let with_end = |entry: Logged| {
        let undone_by = undone.get(&entry.commit).map(ToString::to_string);
        Ok(LogItem { undone_by, ..item(session, entry)? })
    };
    let items = logged.into_iter().map(with_end).collect::<Result<_>>()?;
    Ok(LogReport { items })
}

/// The commits that others took back, each with the one that did. An undoing that was undone takes nothing back, nor does
/// one that no member signed: a trailer alone is anybody's word.
fn undone(session: &Session, newest_first: &[Logged]) -> Result<HashMap<CommitId, CommitId>> {
    let mut undone = HashMap::new();
    for entry in newest_first {
        let mut named = entry.trailers.iter().filter(|(key, _)| key == UNDOES).peekable();
        if named.peek().is_none() || undone.contains_key(&entry.commit) || signature(session, entry)? != "good" {
            continue;
        }
        let named: Vec<CommitId> = named.filter_map(|(_, value)| value.parse().ok()).collect();
        undone.extend(named.into_iter().map(|commit| (commit, entry.commit)));
    }
    Ok(undone)
}

/// One commit as the log shows it, its signature checked.
pub(in crate::ops) fn item(session: &Session, entry: Logged) -> Result<LogItem> {
    let signature = signature(session, &entry)?;
    let trailer = |name: &str| {
        entry.trailers.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let act = trailer("Clm-Act").into_iter().next().unwrap_or_else(|| "plain".to_owned());
    Ok(LogItem {
        commit: entry.commit.to_string(),
        at: entry.time.to_rfc3339(),
        by: entry.author.email.clone(),
        name: entry.author.name.clone(),
        act,
        subject: entry.subject.clone(),
        message: words(&entry),
        signature: signature.to_owned(),
        contracts: trailer("Clm-Contract"),
        undone_by: None,
    })
}

/// What stands between the subject and the trailers.
fn words(entry: &Logged) -> Option<String> {
    let body = entry.message.split_once('\n').map_or("", |(_, rest)| rest);
    let is_trailer = |line: &&str| entry.trailers.iter().any(|(key, value)| **line == format!("{key}: {value}"));
    let kept: Vec<&str> = body.lines().filter(|line| !is_trailer(line)).collect();
    let text = kept.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// `good`, `unknown`, `bad` or `none`.
fn signature(session: &Session, entry: &Logged) -> Result<&'static str> {
    Ok(match signature::of(&session.store, entry.commit) {
        Signature::None => "none",
        Signature::Malformed(_) | Signature::Defective(_) => "bad",
        Signature::By(key) => match session.policy.holder(&key) {
            Some((member, _)) if member.email.as_str() == entry.author.email => "good",
            Some(_) => "bad",
            None => "unknown",
        },
    })
}
