//! `verify --history`: the whole past judged, commit by commit, by the policy that ruled where each one stands.
//!
//! **Owns** the questions asked of a commit: is it well formed, who signed it, was every change its own to make, did it
//! touch what is frozen or only ever added. **Refuses to know** who asks and what was printed. **Invariants**: a commit is
//! judged by the policy before it, never by the one it carries; a path equal to that of one parent was changed there and
//! is judged there; what was mended stays told, as `healed`.

pub mod against;
mod approved;
mod belonging;
mod change;
pub mod checkpoint;
mod commit;
mod fault;
mod frozen;
mod grammar;
mod line;
pub mod memory;
pub mod need;
mod permits;
mod rights;
mod rollback;
pub mod text;

use crate::error::Result;
use crate::ops::proving::verify::past::Past;
use crate::ops::session::Session;
use crate::policy::{self, Policy};
use crate::report::audit::{AuditItem, AuditReport};
use crate::signature::principal::Principal;
use crate::signature::verdict::{Verdict, exit_code};
use crate::store::{CommitId, Store};

use checkpoint::Checkpoint;
use commit::Bench;
use line::Line;
use memory::Known;

/// What is asked of the history.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditRequest<'a> {
    /// What this user verified before.
    pub known: Option<&'a Known>,
    /// Fingerprints of the keys that must have founded the repository.
    pub trust: &'a [String],
    /// Whether what is known is judged again; that it is still there is asked all the same.
    pub anew: bool,
}

/// Judges every commit since what is known.
///
/// # Errors
/// When the repository cannot be read. A bad verdict is an answer, not an error.
pub fn audit(session: &Session, request: AuditRequest<'_>) -> Result<AuditReport> {
    let past = Past::read(session)?;
    let line = Line::of(session, &past)?;
    let mut items = Vec::new();
    let founders = founders(session, line.root())?;
    items.extend(rootless(request.trust, &founders));
    items.extend(past.fault_of_policy().map(|fault| of_all(Verdict::Invalid, fault.to_owned())));
    items.extend(past.fault_of_split().map(|fault| of_all(Verdict::Invalid, fault.to_owned())));
    if past.is_shallow() {
        let sentence = "this clone lacks part of the history: fetch it with `git fetch --unshallow`".to_owned();
        items.push(of_all(Verdict::Untrusted, sentence));
    }
    items.extend(request.known.filter(|known| known.root != line.root().to_string()).map(|known| {
        let sentence =
            format!("it begins with {}, and when you last verified it, it began with {}", line.root(), known.root);
        of_all(Verdict::Invalid, sentence)
    }));
    let since = match request.known {
        Some(known) => rollback::look(session, known, &mut items)?,
        None => None,
    };
    // Where the beginning is missing no policy can be trusted, and nothing is judged.
    let fresh = if past.is_shallow() { Vec::new() } else { line.since(since.filter(|_| !request.anew)) };
    let judged = if past.is_shallow() { line.len() } else { fresh.len() };
    let mut bench = Bench::new(session, &past, &line)?;
    for commit in &fresh {
        bench.judge(commit, &mut items)?;
    }
    let (signed, plain) = bench.counted();
    Ok(AuditReport {
        commit: session.head.to_string(),
        root: line.root().to_string(),
        founders,
        commits: line.len(),
        remembered: line.len() - judged,
        signed,
        plain,
        checkpoint: None,
        checkpoints: Vec::new(),
        items,
    })
}

/// The first commit of a session's history, in hex.
///
/// # Errors
/// When HEAD's commit cannot be read.
pub fn root(session: &Session) -> Result<String> {
    Ok(beginning(&session.store, session.head)?.to_string())
}

/// The first commit of the line a commit is on.
///
/// # Errors
/// When the commit cannot be read.
pub fn beginning(store: &Store, commit: CommitId) -> Result<CommitId> {
    let mut first = store.logged(commit)?;
    // A shallow clone lacks the parents of where it begins.
    while let Some(Ok(before)) = first.parents.first().map(|parent| store.logged(*parent)) {
        first = before;
    }
    Ok(first.commit)
}

/// Fingerprints of the keys of the owners who founded the repository.
///
/// # Errors
/// When the history cannot be read.
pub fn founded_by(session: &Session) -> Result<Vec<String>> {
    founders(session, beginning(&session.store, session.head)?)
}

/// The exit code of a report: 5 beats 6; what was healed, and plain edits the policy takes, are no fault.
#[must_use]
pub fn exit(report: &AuditReport) -> u8 {
    exit_code(report.items.iter().filter_map(|item| Verdict::of_word(&item.verdict)))
}

/// Fingerprints of the founding owners' keys: the root of trust, to be compared with what is known from elsewhere.
fn founders(session: &Session, root: CommitId) -> Result<Vec<String>> {
    let bytes = session.store.snapshot_at(Some(root))?.read(policy::FILE)?.unwrap_or_default();
    let policy = std::str::from_utf8(&bytes).ok().and_then(|text| Policy::parse(text).ok());
    let owners = policy.iter().flat_map(|policy| policy.members().iter().filter(|member| member.is_owner()));
    Ok(owners.flat_map(|member| &member.keys).map(|key| key.public.fingerprint()).collect())
}

fn rootless<'t>(trust: &'t [String], founders: &'t [String]) -> impl Iterator<Item = AuditItem> + 't {
    let found = if founders.is_empty() { "nobody's key".to_owned() } else { founders.join(", ") };
    let others = trust.iter().filter(|trust| !founders.contains(trust));
    others.map(move |trust| of_all(Verdict::Invalid, format!("the repository was founded by {found}, not by {trust}")))
}

fn of_all(verdict: Verdict, finding: String) -> AuditItem {
    AuditItem { commit: None, at: None, by: None, path: None, verdict: verdict.word().to_owned(), finding }
}

/// What a history holds, as a checkpoint says it.
///
/// # Errors
/// When the evidence cannot be read.
pub fn checkpoint(session: &Session, report: &AuditReport, by: &Principal) -> Result<Checkpoint> {
    let (evidence, digest) = checkpoint::evidence(session, session.head)?;
    let (root, at) = (beginning(&session.store, session.head)?, session.now.to_utc());
    Ok(Checkpoint { root, head: session.head, commits: report.commits, evidence, digest, at, by: by.clone() })
}

/// What a clone remembers of a history it found good.
#[must_use]
pub fn known(session: &Session, report: &AuditReport) -> Known {
    Known {
        root: report.root.clone(),
        founders: report.founders.clone(),
        commit: session.head,
        commits: report.commits,
        at: session.now.to_utc(),
    }
}
