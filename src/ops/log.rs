//! `log`: what happened, told from the commits; each signature checked against the members of today.

use super::resolve::Place;
use super::session::Session;
use crate::error::Result;
use crate::report::history::{LogItem, LogReport};
use crate::signature::{namespace, sshsig};
use crate::store::Logged;

/// Entries shown when nothing else is asked.
const USUAL: usize = 200;

/// Tells what happened, to some contracts or to all.
///
/// # Errors
/// When history cannot be read.
pub fn log(session: &Session, places: &[Place], limit: Option<usize>) -> Result<LogReport> {
    let folders: Vec<&str> = places.iter().map(|place| place.folder.as_str()).collect();
    let logged = session.store.log(session.head, &folders, limit.unwrap_or(USUAL))?;
    let items = logged.into_iter().map(|entry| item(session, entry)).collect::<Result<_>>()?;
    Ok(LogReport { items })
}

fn item(session: &Session, entry: Logged) -> Result<LogItem> {
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
        message: entry.body.clone().filter(|body| !body.is_empty()),
        signature: signature.to_owned(),
        contracts: trailer("Clm-Contract"),
    })
}

/// `good`, `unknown`, `bad` or `none`.
fn signature(session: &Session, entry: &Logged) -> Result<&'static str> {
    let Ok(parts) = session.store.signed_parts(entry.commit) else { return Ok("bad") };
    let Some(parts) = parts else { return Ok("none") };
    Ok(match sshsig::verify(namespace::COMMIT, &parts.payload, parts.armour.as_bytes()) {
        Err(_) => "bad",
        Ok(key) => match session.policy.holder(&key) {
            Some((member, _)) if member.email.as_str() == entry.author.email => "good",
            Some(_) => "bad",
            None => "unknown",
        },
    })
}
