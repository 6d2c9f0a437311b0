//! Whether the approvals that the policy requires were there where a text was signed or sent, and whether one was of the
//! approver's own contract. `sign`, `send` and `approve` refuse that; a commit made without clm does not ask.
//!
//! **Invariants**: only what the rules require counts, as `sign` counts it: of that text, by others than its authors and
//! owner, by the policy that is asked; the other side's signatures answer to nobody's approval.

use crate::contract::act::{Act, Deed};
use crate::contract::lifecycle::{self, StatementAct};
use crate::error::Result;
use crate::ops::dossier::{Dossier, approval, judge};
use crate::ops::proving::verify::past::Past;
use crate::ops::recording::deed;
use crate::ops::session::{Session, dossier_of};
use crate::policy::Policy;
use crate::signature::statement::Statement;
use crate::store::{Difference, Logged, path};

use super::need;

/// Why a change binds us too early: the approvals that lack. None where it binds nobody, or nothing lacks.
pub fn lacking(
    (session, past): (&Session, &Past<'_>),
    policy: &Policy,
    commit: &Logged,
    change: &Difference,
) -> Result<Option<String>> {
    if policy.approval_rules().is_empty() || !path::append_only(&change.path) {
        return Ok(None);
    }
    let Some((folder, file)) = need::contract(&change.path) else { return Ok(None) };
    let Some(new) = past.brought(change, commit.commit)? else { return Ok(None) };
    let mut snapshot = session.store.snapshot_at(Some(commit.commit))?;
    let ours = file.starts_with("signatures/") && signs(policy, &snapshot.blob(new.id)?);
    let Some(dossier) = dossier_of(&mut snapshot, folder)? else { return Ok(None) };
    let sends = |file: &str| {
        let mut acts = dossier.acts.iter().filter(|one| one.file == file);
        acts.any(|one| matches!(one.act.deed, Deed::Send { .. }))
    };
    let deed = match (ours, sends(file)) {
        (true, _) => "signed",
        (false, true) => "sent",
        (false, false) => return Ok(None),
    };
    let missing = missing((session, past), policy, commit, &dossier)?;
    Ok((!missing.is_empty()).then(|| format!("it was {deed} without the approval of {}", missing.join("; "))))
}

/// Why an approval that a commit brings is of the approver's own contract: they wrote some of the text, or owned it.
pub fn own(
    (session, past): (&Session, &Past<'_>),
    commit: &Logged,
    change: &Difference,
    act: &Act,
) -> Result<Option<String>> {
    let Some((folder, _)) = need::contract(&change.path).filter(|_| matches!(act.deed, Deed::Approve { .. })) else {
        return Ok(None);
    };
    let (by, suffix) = (act.by.as_str(), path::folder_suffix(folder).unwrap_or_default());
    let owns = || deed::owner_before(session, commit.commit, &change.path).is_some_and(|owner| owner == by);
    let own = owns() || past.authorship()?.had_written(session, suffix, by, commit.commit)?;
    Ok(own.then(|| format!("`{by}` may not approve a contract of their own: they wrote some of it, or own it")))
}

/// Whether these bytes are a statement by which one of our own members binds a party.
fn signs(policy: &Policy, bytes: &[u8]) -> bool {
    let Ok(statement) = Statement::parse(bytes) else { return false };
    statement.act != StatementAct::Decline && policy.member(statement.signer.email.as_str()).is_some()
}

/// What is asked of others before this text is signed, and not there.
fn missing(
    (session, past): (&Session, &Past<'_>),
    policy: &Policy,
    commit: &Logged,
    dossier: &Dossier,
) -> Result<Vec<String>> {
    let mut asked = approval::asked(policy, dossier);
    if asked.rules.is_empty() {
        return Ok(Vec::new());
    }
    asked.own.extend(past.authorship()?.until(session, dossier.id.suffix(), commit.commit)?);
    let acts: Vec<_> = dossier.acts.iter().map(|file| file.act.clone()).collect();
    // Without the statements: a text that the last signature completes needs its approvals all the same.
    let Some(facts) = judge::alone(session, dossier, &acts, &[]) else { return Ok(Vec::new()) };
    let standing = lifecycle::standing(&facts, &session.organisation.name, &asked, session.today);
    Ok(standing.approval.missing.iter().map(|one| format!("{} ({})", one.in_words(), one.place)).collect())
}
