//! `key add`, `key rotate`, `key revoke`: the keys by which members are known. A key that ended stays listed.

use chrono::{DateTime, NaiveDate, Utc};

use crate::contract::problem::quoted;
use crate::error::{Error, Kind, Result};
use crate::ops::recording::policy_change::{self, What};
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::setup::{member, people};
use crate::policy::{self, Member, MemberKey, edit};
use crate::report::act::{ActItem, ActReport};

/// Adds a key to a member, good from now; with `rotate` their other keys end.
///
/// # Errors
/// When there is no such member, the key is taken or weak, or the actor may not.
pub fn add(
    session: &Session,
    actor: &Actor,
    (email, public, rotate): (&str, &str, bool),
    manner: &Manner<'_>,
) -> Result<ActReport> {
    policy_change::must_administer(session, actor)?;
    let member = people::listed(session, email)?;
    let public = member::public(session, public)?;
    let now = session.now.to_utc();
    let fault = |fault: edit::EditError| policy_change::refused(&fault);
    let key = MemberKey { public, from: now, until: None, reason: None, revoked: false };
    let mut text = edit::add_key(&policy_change::recorded(session)?, email, &key).map_err(fault)?;
    for old in good(member, now).filter(|_| rotate) {
        text = edit::end_key(&text, &old.public, now, manner.words.unwrap_or("rotated")).map_err(fault)?;
    }
    let verb = if rotate { "rotate to" } else { "add" };
    let subject = format!("{verb} {} of {email}", public.fingerprint());
    policy_change::enact(session, actor, &text, what(&public.fingerprint(), subject), manner)
}

/// Ends keys that may be in other hands since a moment; what cannot be proved older is not believed from now on.
///
/// # Errors
/// When nobody holds such a key, it ended earlier, or nobody would be left to rule.
pub fn revoke(
    session: &Session,
    actor: &Actor,
    (named, since): (&str, Option<DateTime<Utc>>),
    manner: &Manner<'_>,
) -> Result<ActReport> {
    policy_change::must_administer(session, actor)?;
    let now = session.now.to_utc();
    let since = since.unwrap_or(now);
    if since > now {
        return Err(Error::new(Kind::Usage, "future-date", "a key is revoked since a moment that has come")
            .hint("leave --since out for now; `clm member remove` ends all keys of one who leaves"));
    }
    let keys = named_keys(session, named, now)?;
    let mut text = policy_change::recorded(session)?;
    for (_, key) in &keys {
        let since = since.max(key.from);
        text =
            edit::revoke_key(&text, &key.public, since, manner.words.unwrap_or("revoked")).map_err(
                |fault| match fault {
                    edit::EditError::EndsEarlier(print) => {
                        Error::new(Kind::Refused, "ends-earlier", format!("the key {print} ended earlier already"))
                            .hint("name an earlier moment with --since; an end is never moved later")
                    }
                    other => policy_change::refused(&other),
                },
            )?;
    }
    let prints: Vec<String> = keys.iter().map(|(_, key)| key.public.fingerprint()).collect();
    let holder = keys.first().map(|(member, _)| member.email.to_string()).unwrap_or_default();
    let moment = since.format("%Y-%m-%dT%H:%M:%SZ");
    let subject = format!("revoke {} of {holder} since {moment}", prints.join(", "));
    let mut report = policy_change::enact(session, actor, &text, what(&prints.join(", "), subject), manner)?;
    report.warnings.push(format!(
        "what the key signed after {moment}, and what nobody else's later commit shows to be older, is no longer trusted: \
         `clm verify --all` lists it"
    ));
    Ok(report)
}

/// The first moment of a day, where the organisation is; midnight in UTC where a clock jumps over it.
#[must_use]
pub fn begins(session: &Session, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let there = midnight.and_local_timezone(session.organisation.time_zone).earliest();
    there.map_or_else(|| midnight.and_utc(), |at| at.to_utc())
}

/// The keys a fingerprint, an address or a key line means.
fn named_keys<'s>(session: &'s Session, named: &str, now: DateTime<Utc>) -> Result<Vec<(&'s Member, &'s MemberKey)>> {
    if named.contains('@') && !named.starts_with("ssh-") {
        let member = people::listed(session, named)?;
        let keys: Vec<_> = good(member, now).map(|key| (member, key)).collect();
        if keys.is_empty() {
            return Err(Error::new(Kind::NotFound, "no-key", format!("{named} has no key that is good now"))
                .hint("name an older one by its fingerprint: `clm member list`")
                .about(named));
        }
        return Ok(keys);
    }
    let print =
        named.parse().map_or_else(|_| named.to_owned(), |key: crate::signature::key::PublicKey| key.fingerprint());
    let all = session.policy.members().iter().flat_map(|member| member.keys.iter().map(move |key| (member, key)));
    let found: Vec<_> = all.filter(|(_, key)| key.public.fingerprint() == print).collect();
    if found.is_empty() {
        return Err(Error::new(Kind::NotFound, "no-key", format!("no member holds the key {}", quoted(named))).hint(
            "name it by its whole fingerprint, SHA256:…, or by its holder's address; `clm member list` shows both",
        ));
    }
    Ok(found)
}

fn good(member: &Member, now: DateTime<Utc>) -> impl Iterator<Item = &MemberKey> {
    member.keys.iter().filter(move |key| key.until.is_none_or(|until| until > now))
}

fn what(id: &str, subject: String) -> What {
    let item = ActItem {
        id: id.to_owned(),
        act: "key".to_owned(),
        status: None,
        path: policy::FILE.to_owned(),
        next: vec!["clm member list".to_owned()],
    };
    What { act: "key", subject, item, files: Vec::new() }
}
