//! The bundle's own allowed signers: each key for what it did here, inside the time in which it was good.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, TimeZone as _, Utc};

use crate::error::{Error, Kind, Result};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::signature::allowed_signers::{self, Entry};
use crate::signature::bundle::Made;
use crate::signature::key::PublicKey;
use crate::signature::namespace;
use crate::signature::principal::Principal;
use crate::signature::verdict::{Trust, Verified};

/// A key's time: from when, and until when if it ends.
type Window = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// The file's text.
pub fn text(session: &Session, actor: &Actor, statements: &[&Verified], made: &Made) -> Result<String> {
    let mut entries: BTreeMap<(Principal, String), Entry> = BTreeMap::new();
    for verified in statements {
        let window = window(session, verified);
        add(&mut entries, &verified.statement().signer.email, verified.key(), namespace::STATEMENT, window);
    }
    let window = of_member(session, actor.public()).unwrap_or((Some(made.at), Some(made.at)));
    add(&mut entries, &actor.member().email, actor.public(), namespace::MANIFEST, window);
    let entries: Vec<Entry> = entries.into_values().collect();
    allowed_signers::generate("The keys of this bundle: whose, for what, and when they were good.", &entries).map_err(
        |fault| Error::new(Kind::Failed, "unsound-bundle", format!("the list of signers could not be made: {fault}")),
    )
}

fn add(
    entries: &mut BTreeMap<(Principal, String), Entry>,
    principal: &Principal,
    key: &PublicKey,
    purpose: &str,
    (from, until): Window,
) {
    let entry = entries.entry((principal.clone(), key.fingerprint())).or_insert_with(|| Entry {
        principal: principal.clone(),
        namespaces: Vec::new(),
        from,
        until,
        key: *key,
    });
    if !entry.namespaces.iter().any(|known| known == purpose) {
        entry.namespaces.push(purpose.to_owned());
    }
    // One line a key: it covers all that the key did here.
    entry.from = entry.from.min(from);
    entry.until = entry.until.zip(until).map(|(one, other)| one.max(other));
}

/// A member's key is good as the policy says, and was when this was recorded; anyone else's from the signature until the end of the day it was received.
fn window(session: &Session, verified: &Verified) -> Window {
    let claimed = verified.statement().claimed;
    match verified.trust() {
        Trust::Member { .. } => match of_member(session, verified.key()) {
            Some((from, until)) => (from.map(|from| from.min(claimed)), until.map(|until| until.max(claimed))),
            None => (Some(claimed), Some(claimed)),
        },
        _ => {
            let zone = session.organisation.time_zone;
            let day = verified.fact(zone).arrived;
            let last = NaiveTime::from_hms_opt(23, 59, 59).map(|time| day.and_time(time));
            let end = last.and_then(|last| zone.from_local_datetime(&last).latest()).map(|end| end.to_utc());
            (Some(claimed), Some(end.map_or(claimed, |end| end.max(claimed))))
        }
    }
}

fn of_member(session: &Session, key: &PublicKey) -> Option<Window> {
    session.policy.holder(key).map(|(_, held)| (Some(held.from), held.until))
}
