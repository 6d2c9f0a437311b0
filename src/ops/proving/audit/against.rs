//! A history held against checkpoints that somebody kept: whether all of it is still there, and if not, what is missing and
//! what became of it. Two checkpoints of which neither contains the other prove by themselves that two histories were
//! shown.

use super::checkpoint::{self, Checkpoint};
use super::{of_all, rollback};
use crate::error::Result;
use crate::ops::session::Session;
use crate::policy::{self, Policy};
use crate::report::audit::{AuditItem, CheckpointItem};
use crate::signature::key::PublicKey;
use crate::signature::verdict::Verdict;

/// A checkpoint as it was handed over.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The file, as the person named it.
    pub file: String,
    /// What it says.
    pub says: Checkpoint,
    /// Whose key signed it.
    pub key: PublicKey,
}

/// Holds the history at HEAD against each checkpoint; what is wrong goes among `items`.
///
/// # Errors
/// When the history cannot be read.
pub fn look(session: &Session, root: &str, kept: &[Kept], items: &mut Vec<AuditItem>) -> Result<Vec<CheckpointItem>> {
    let mut told = Vec::new();
    for one in kept {
        let before = items.len();
        items.extend(stranger(session, one)?);
        contains(session, root, one, items)?;
        let holds = !items.iter().skip(before).any(|item| item.verdict == Verdict::Broken.word());
        told.push(item(session, one, holds));
    }
    for (place, one) in kept.iter().enumerate() {
        for other in kept.iter().skip(place + 1) {
            if is_fork(session, &one.says, &other.says) {
                items.push(of_all(Verdict::Broken, fork(session, one, other)));
            }
        }
    }
    Ok(told)
}

/// What a checkpoint says, for people.
#[must_use]
pub fn item(session: &Session, kept: &Kept, holds: bool) -> CheckpointItem {
    let says = &kept.says;
    CheckpointItem {
        file: kept.file.clone(),
        root: says.root.to_string(),
        head: says.head.to_string(),
        commits: says.commits,
        evidence: says.evidence,
        at: says.at.to_rfc3339(),
        by: says.by.to_string(),
        key: kept.key.fingerprint(),
        days: (session.now.date_naive() - says.at.with_timezone(&session.now.timezone()).date_naive()).num_days(),
        holds,
    }
}

/// Whose key it is must be known from somewhere: the policy of today, or the one of then.
fn stranger(session: &Session, one: &Kept) -> Result<Option<AuditItem>> {
    let good = |policy: &Policy| {
        let held = policy.holder(&one.key).filter(|(member, _)| member.email == one.says.by);
        held.is_some_and(|(_, key)| key.is_good(one.says.at))
    };
    if good(&session.policy) {
        return Ok(None);
    }
    let then = match session.store.has(one.says.head)? {
        true => session.store.snapshot_at(Some(one.says.head))?.read(policy::FILE)?,
        false => None,
    };
    let then = then.and_then(|bytes| Policy::parse(&String::from_utf8(bytes).ok()?).ok());
    // A key in other hands since is bad for whatever it signs after, and only today's policy knows.
    let stolen = session.policy.revoked_since(&one.key).is_some_and(|since| since < one.says.at);
    if then.as_ref().is_some_and(good) && !stolen {
        return Ok(None);
    }
    let (file, by, key) = (&one.file, &one.says.by, one.key.fingerprint());
    let sentence = format!("{file} says it is by {by}, and {key}, which signed it, was no good key of theirs then");
    Ok(Some(of_all(Verdict::Untrusted, sentence)))
}

fn contains(session: &Session, root: &str, one: &Kept, items: &mut Vec<AuditItem>) -> Result<()> {
    let (says, file, store) = (&one.says, &one.file, &session.store);
    let (short, day) = (says.head.short(), day(session, says));
    if says.root.to_string() != root {
        let sentence = format!("{file} of {day} is about a history that began with {}, not with {root}", says.root);
        items.push(of_all(Verdict::Broken, sentence));
        return Ok(());
    }
    if store.is_ancestor(says.head, session.head).unwrap_or(false) {
        let (count, digest) = checkpoint::evidence(session, says.head)?;
        if (count, digest) != (says.evidence, says.digest) {
            let sentence = format!(
                "{file} of {day} counts {} acts, statements and signatures up to {short}, with the digest {}; here they are \
                 {count}, with the digest {}: something lies here under a name that was another's",
                says.evidence,
                says.digest.short(12),
                digest.short(12)
            );
            items.push(of_all(Verdict::Broken, sentence));
        }
        return Ok(());
    }
    let here = store.has(says.head)?;
    let became = match here {
        true if store.is_ancestor(session.head, says.head)? => "it was rolled back to an older state",
        true => "it was forked or rewritten: neither holds all of the other",
        false => "it was rolled back, rewritten or forked",
    };
    items.push(of_all(
        Verdict::Broken,
        format!(
            "{file} of {day} names {short} with {} commits, and this history does not hold it: {became}",
            says.commits
        ),
    ));
    rollback::missing(session, says.head, items)
}

/// Whether two checkpoints cannot be of one history. As many commits behind two newest ones say so by themselves; otherwise
/// the commits themselves must be here.
fn is_fork(session: &Session, one: &Checkpoint, other: &Checkpoint) -> bool {
    let holds = |a: &Checkpoint, b: &Checkpoint| session.store.is_ancestor(a.head, b.head);
    let apart = || matches!((holds(one, other), holds(other, one)), (Ok(false), Ok(false)));
    one.root == other.root && one.head != other.head && (one.commits == other.commits || apart())
}

fn fork(session: &Session, one: &Kept, other: &Kept) -> String {
    let named = |kept: &Kept| {
        let (says, day) = (&kept.says, day(session, &kept.says));
        format!("{} ({} of {day}, by {})", kept.file, says.head.short(), says.by)
    };
    format!(
        "two histories were shown: neither {} nor {} holds the other; keep both files, together they prove it",
        named(one),
        named(other)
    )
}

fn day(session: &Session, says: &Checkpoint) -> chrono::NaiveDate {
    says.at.with_timezone(&session.now.timezone()).date_naive()
}
