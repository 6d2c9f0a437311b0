//! The right for each path that a commit changed by itself.

use super::approved;
use super::change::Changes;
use super::commit::Bench;
use super::fault::{Fault, Mended};
use super::need;
use super::permits::Permits;
use crate::contract::act::{Act, Deed};
use crate::contract::lifecycle::StatementAct;
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::recording::deed;
use crate::ops::session::dossier_of;
use crate::policy::{self, Decision, Member, Policy, Question, Right};
use crate::signature::statement::Statement;
use crate::signature::verdict::Verdict;
use crate::store::{Difference, Logged, path};

/// What a policy does not let a member do, of what a commit did.
pub fn judge(
    bench: &Bench<'_, '_>,
    commit: &Logged,
    (policy, member): (&Policy, &Member),
    changes: &Changes,
    faults: &mut Vec<Fault>,
) -> Result<()> {
    let permits = Permits::of(bench.session, commit, &changes.own);
    for change in changes.own.iter().filter(|_| !bench.is_founding(commit)) {
        let path = &change.path;
        let why = match act(bench, commit, change)? {
            Some((act, _)) if act.by.as_str() != member.email.as_str() => {
                Some(format!("the act says it is by {}, but {} signed the commit", act.by, member.email))
            }
            Some((act, dossier)) => match act_refusal(bench, commit, (policy, member), (&dossier, &act), path) {
                None => approved::own((bench.session, bench.past), commit, change, &act)?,
                refused => refused,
            },
            // Who may change the policy, and how, is asked of the whole change.
            None if path == policy::FILE => bench.past.fault_of_policy_in(commit.commit).map(ToOwned::to_owned),
            None => match signing(bench, commit, (policy, member), change)? {
                None => permits.refusal(policy, member, (change, is_moved(bench, commit, change)?))?,
                refused => refused,
            },
        };
        let known = |fault: &Fault, why: &str| fault.path.as_ref() == Some(path) && fault.finding == why;
        let early = approved::lacking((bench.session, bench.past), policy, commit, change)?;
        for finding in [why, early].into_iter().flatten() {
            if !faults.iter().any(|fault| known(fault, &finding)) {
                let mended = Mended::without([change]);
                faults.push(Fault { path: Some(path.clone()), verdict: Verdict::Invalid, finding, mended });
            }
        }
    }
    Ok(())
}

fn act_refusal(
    bench: &Bench<'_, '_>,
    commit: &Logged,
    (policy, member): (&Policy, &Member),
    act: (&Dossier, &Act),
    path: &str,
) -> Option<String> {
    let owner = || deed::owner_before(bench.session, commit.commit, path);
    if need::place(policy, path).is_some() {
        return deed::refusal(policy, member, act, path, owner);
    }
    let right = deed::right(&deed::meant(act.0, act.1).deed);
    first_reason(policy.decide(member, &Question::usual(right, None).owned_by(owner().as_deref())))
}

fn first_reason(decision: Decision) -> Option<String> {
    match decision {
        Decision::Permit { .. } => None,
        Decision::Refuse { reasons } => reasons.first().map(ToString::to_string),
    }
}

/// Whether it is evidence that was there before and only lies elsewhere now, or left its old place.
fn is_moved(bench: &Bench<'_, '_>, commit: &Logged, change: &Difference) -> Result<bool> {
    if !path::append_only(&change.path) {
        return Ok(false);
    }
    Ok(bench.past.brought(change, commit.commit)?.is_none())
}

/// Why a statement of one of our own members that a change brings may not bind the party it names: they may not sign for
/// it, or brought it themselves and may not sign there.
fn signing(
    bench: &Bench<'_, '_>,
    commit: &Logged,
    (policy, member): (&Policy, &Member),
    change: &Difference,
) -> Result<Option<String>> {
    let statements = |(_, name): &(&str, &str)| name.starts_with("signatures/") && !name.ends_with(".sig");
    if !need::contract(&change.path).is_some_and(|place| statements(&place)) {
        return Ok(None);
    }
    let Some(new) = bench.past.brought(change, commit.commit)? else { return Ok(None) };
    let bytes = bench.session.store.snapshot_at(Some(commit.commit))?.blob(new.id)?;
    let Some(statement) = Statement::parse(&bytes).ok().filter(|statement| statement.act != StatementAct::Witness)
    else {
        return Ok(None);
    };
    let Some(signer) = policy.member(statement.signer.email.as_str()) else { return Ok(None) };
    let for_party = first_reason(policy.may_sign_for(signer, &statement.signer.party));
    if for_party.is_some() || signer.email != member.email {
        return Ok(for_party);
    }
    let owner = deed::owner_before(bench.session, commit.commit, &change.path);
    let question = Question::usual(Right::Sign, need::place(policy, &change.path)).owned_by(owner.as_deref());
    Ok(first_reason(policy.decide(member, &question)))
}

/// The act a change brings, with the contract it was brought to; none where it brings none, or one that was moved.
fn act(bench: &Bench<'_, '_>, commit: &Logged, change: &Difference) -> Result<Option<(Act, Dossier)>> {
    let acts = |(_, name): &(&str, &str)| path::append_only(&change.path) && name.starts_with("acts/");
    let Some((folder, _)) = need::contract(&change.path).filter(acts) else { return Ok(None) };
    let Some(new) = bench.past.brought(change, commit.commit)? else { return Ok(None) };
    let mut snapshot = bench.session.store.snapshot_at(Some(commit.commit))?;
    let Ok(act) = Act::parse(&change.path, &snapshot.blob(new.id)?) else { return Ok(None) };
    // Only taking back asks what else there is; reading it all for every act would make the cost that of its square.
    match act.deed {
        Deed::Undo { .. } => Ok(dossier_of(&mut snapshot, folder)?.map(|dossier| (act, dossier))),
        _ => Ok(Some((act, Dossier::read(folder, &[])))),
    }
}
