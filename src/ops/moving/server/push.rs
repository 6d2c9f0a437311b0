//! One push judged, before anything of it is kept.
//!
//! **Invariants**: only the branch HEAD names moves, and only forward; what is asked of it is what `verify --history`
//! asks, of every commit that is not there yet; whatever cannot be answered refuses the push.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};

use super::{branch, plainly};
use crate::error::{Error, Kind, Result};
use crate::ops::proving::audit::memory::Known;
use crate::ops::proving::audit::{self, AuditRequest};
use crate::ops::session::{Session, signature};
use crate::policy::{self, Policy};
use crate::report::audit::AuditItem;
use crate::store::{CommitId, Logged, Store};

/// How many findings are told; the first one is what a person mends.
const TOLD: usize = 20;

/// How far ahead of the server's clock a commit may be dated.
const AHEAD: Duration = Duration::days(1);

/// How every refusal begins.
const REFUSED: &str = "the push was refused and nothing of it was kept: ";

/// What git hands to the hook.
#[derive(Debug, Clone, Copy)]
pub struct Push<'a> {
    /// The bare repository.
    pub folder: &'a Path,
    /// Where what was pushed lies until it is taken.
    pub quarantine: &'a [PathBuf],
    /// A line for each reference: old, new, name.
    pub lines: &'a str,
    /// The server's clock.
    pub now: DateTime<Utc>,
}

/// A push that may be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// How many commits it brings.
    pub commits: usize,
    /// The keys that founded the repository, where this push is its first and nobody pinned them.
    pub founders: Vec<String>,
    /// What was wrong in a commit and is mended in a later one.
    pub healed: Vec<String>,
}

/// One moved reference.
struct Move<'a> {
    old: &'a str,
    new: &'a str,
    name: &'a str,
}

/// Judges a push.
///
/// # Errors
/// When it must be refused, with every reason; and when it cannot be judged.
pub fn judge(push: &Push<'_>) -> Result<Taken> {
    judged(push).map_err(|error| match error.message.strip_prefix(REFUSED) {
        Some(_) => error,
        None => Error { message: format!("{REFUSED}{}", error.message), ..error },
    })
}

fn judged(push: &Push<'_>) -> Result<Taken> {
    let store = Store::bare(push.folder)?.ok_or_else(|| {
        let message = format!("{} is no bare repository, so that the push cannot be judged", push.folder.display());
        Error::new(Kind::NoRepository, "no-bare-repository", message)
            .hint("git runs `clm hook pre-receive` by itself; it is of no use by hand")
    })?;
    store.read_also(push.quarantine)?;
    let branch = branch(&store)?;
    let moves = moves(push.lines)?;
    let strange: Vec<String> = moves.iter().filter_map(|one| strange(one, &branch)).collect();
    if !strange.is_empty() {
        let hint = format!("push the one branch alone: `git push origin HEAD:{}`", plainly(&branch));
        return Err(refused("only the branch of everybody's contracts can be pushed, and it only grows")
            .details(strange)
            .hint(hint));
    }
    let [one] = moves.as_slice() else {
        return Err(Error::new(
            Kind::Failed,
            "push",
            "git named no branch, or one twice, so that nothing can be judged",
        )
        .hint("push again; `git push -v` says what is sent"));
    };
    let present = store.head()?.commit;
    let stale = present.map_or_else(|| !is_none(one.old), |present| present.to_string() != one.old);
    if stale {
        return Err(Error::new(Kind::Busy, "moved", "somebody else pushed in the meantime")
            .hint("fetch what came, then push again"));
    }
    let new = one.new.parse::<CommitId>().ok();
    let new = new.ok_or_else(|| refused(&format!("`{}` is no name of a commit", one.new)))?;
    let Some(present) = present else { return founds(push, store, new) };
    grows(push, store, present, new)
}

fn moves(lines: &str) -> Result<Vec<Move<'_>>> {
    let read = |line| {
        let mut words = str::splitn(line, 3, ' ');
        Some(Move { old: words.next()?, new: words.next()?, name: words.next()? })
    };
    let moves: Option<Vec<Move<'_>>> = lines.lines().map(read).collect();
    moves.ok_or_else(|| {
        Error::new(Kind::Failed, "push", "git did not say what is pushed, so that nothing can be judged")
            .hint("git runs `clm hook pre-receive` by itself; it is of no use by hand")
    })
}

/// Whether git's name stands for no commit.
fn is_none(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte == b'0')
}

/// Why a reference may not be pushed so.
fn strange(one: &Move<'_>, branch: &str) -> Option<String> {
    let name = one.name;
    let why = match name.split('/').nth(1).filter(|_| name.starts_with("refs/")) {
        Some("heads") if name == branch && !is_none(one.new) => return None,
        Some("heads") if name == branch => {
            "would be deleted, and with it every contract: a branch is never deleted here".to_owned()
        }
        Some("heads") => format!("there is one branch here, `{}`, which everybody's contracts are on", plainly(branch)),
        Some("tags") => "a tag proves nothing that a signed commit does not, and is not taken".to_owned(),
        Some("replace") => "it would show other contents in place of what was signed".to_owned(),
        Some("notes") => "notes are not signed; `clm comment` records what you want to say".to_owned(),
        _ => "nothing but the branch is taken".to_owned(),
    };
    Some(format!("{name}: {why}"))
}

/// The first push: whoever founded the repository is its root of trust.
fn founds(push: &Push<'_>, store: Store, new: CommitId) -> Result<Taken> {
    let trust = super::trust(&store)?;
    let session = at(store, new, push.now)?;
    let report = audit::audit(&session, AuditRequest { known: None, trust: &trust, anew: true })?;
    let brought = session.store.brought(new, None)?;
    let healed = settle(&session, None, &brought, &report.items, push.now)?;
    let founders = if trust.is_empty() { report.founders } else { Vec::new() };
    Ok(Taken { commits: report.commits, founders, healed })
}

fn grows(push: &Push<'_>, store: Store, present: CommitId, new: CommitId) -> Result<Taken> {
    if !store.is_ancestor(present, new)? {
        let lost = store.brought(present, Some(new))?;
        let lines = lost.iter().take(TOLD).map(|one| format!("{} {}", one.commit.short(), one.subject));
        return Err(refused("it would take back what others were told is recorded")
            .details(lines)
            .hint("fetch, merge what came, and push the merge; what is recorded is taken back by `clm undo`"));
    }
    let trust = super::trust(&store)?;
    let session = at(store, new, push.now)?;
    let root = audit::beginning(&session.store, present)?;
    if audit::beginning(&session.store, new)? != root {
        return Err(refused("it puts another repository's beginning before this one's")
            .hint("fetch, and make your change on top of what came"));
    }
    let known = Known { root: root.to_string(), founders: Vec::new(), commit: present, commits: 0, at: push.now };
    let report = audit::audit(&session, AuditRequest { known: Some(&known), trust: &trust, anew: false })?;
    let brought = session.store.brought(new, Some(present))?;
    let healed = settle(&session, Some(present), &brought, &report.items, push.now)?;
    Ok(Taken { commits: brought.len(), founders: Vec::new(), healed })
}

/// The repository as the push would leave it.
fn at(store: Store, new: CommitId, now: DateTime<Utc>) -> Result<Session> {
    let session = super::session(store, new, now)
        .map_err(|error| error.hint("mend it in your clone, record that, and push again"))?;
    if session.head != new {
        return Err(refused(&format!("{new} is no commit")).hint("push a branch, no tag"));
    }
    Ok(session)
}

/// Refuses where anything is wrong; answers what was mended.
fn settle(
    session: &Session,
    present: Option<CommitId>,
    brought: &[Logged],
    items: &[AuditItem],
    now: DateTime<Utc>,
) -> Result<Vec<String>> {
    let (healed, wrong): (Vec<&AuditItem>, Vec<&AuditItem>) = items.iter().partition(|item| item.verdict == "healed");
    let mut lines: Vec<String> = wrong.into_iter().map(sentence).collect();
    let policy = match present {
        Some(present) => policy_at(session, present)?,
        None => None,
    };
    for commit in brought {
        let hex = commit.commit.to_string();
        if items.iter().any(|item| item.verdict != "healed" && item.commit.as_ref() == Some(&hex)) {
            continue;
        }
        lines.extend(untimely(session, policy.as_ref(), commit, now));
    }
    if lines.is_empty() {
        return Ok(healed.into_iter().map(sentence).collect());
    }
    let rest = lines.len().saturating_sub(TOLD);
    lines.truncate(TOLD);
    if rest > 0 {
        lines.push(format!("and {rest} more"));
    }
    Err(refused("it breaks rules that `clm verify --history` holds everybody to").details(lines).hint(
        "make the change anew without what is named, or ask an owner for the right; `clm explain RIGHT MEMBER PATH` \
             names the line of the policy",
    ))
}

/// What only the server's clock can tell: a commit from the future, or one made with a key that has ended by now and may
/// be in other hands, whatever day it claims.
fn untimely(session: &Session, policy: Option<&Policy>, commit: &Logged, now: DateTime<Utc>) -> Option<String> {
    let told = |why: String| format!("commit {} by {}: {why}", commit.commit.short(), commit.committer.email);
    if commit.time.to_utc() > now + AHEAD {
        return Some(told(format!("it is dated {}, which is yet to come", commit.time.date_naive())));
    }
    let key = signature::of(&session.store, commit.commit).key()?;
    let (member, held) = policy?.holder(&key)?;
    let until = held.until.filter(|until| *until < now)?;
    Some(told(format!(
        "the key of {} it is signed with ended on {}, before it came here",
        member.email,
        until.date_naive()
    )))
}

fn policy_at(session: &Session, commit: CommitId) -> Result<Option<Policy>> {
    let bytes = session.store.snapshot_at(Some(commit))?.read(policy::FILE)?.unwrap_or_default();
    Ok(std::str::from_utf8(&bytes).ok().and_then(|text| Policy::parse(text).ok()))
}

fn sentence(item: &AuditItem) -> String {
    let mut place = Vec::new();
    place.extend(item.commit_in_short().map(|commit| format!("commit {commit}")));
    place.extend(item.by.as_ref().map(|by| format!("by {by}")));
    let place = if place.is_empty() { "the history".to_owned() } else { place.join(" ") };
    let path = item.path.as_ref().map(|path| format!("{path}: ")).unwrap_or_default();
    format!("{place}: {path}{}", item.finding)
}

fn refused(why: &str) -> Error {
    Error::new(Kind::VerificationFailed, "push-refused", format!("{REFUSED}{why}"))
}
