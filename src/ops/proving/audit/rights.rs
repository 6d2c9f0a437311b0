//! The right for each path that a commit changed by itself.

use std::cell::OnceCell;

use super::change::Changes;
use super::commit::Bench;
use super::fault::{Fault, Mended};
use super::need;
use crate::contract::act::{Act, Deed};
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::recording::deed;
use crate::ops::session::dossier_of;
use crate::ops::setup::init::ALLOWED_SIGNERS;
use crate::policy::{self, Decision, Member, Policy, Question, Refusal, Thing};
use crate::signature::verdict::Verdict;
use crate::store::{Difference, Item, Logged, path};

/// What a policy does not let a member do, of what a commit did.
pub fn judge(
    bench: &Bench<'_, '_>,
    commit: &Logged,
    (policy, member): (&Policy, &Member),
    changes: &Changes,
    faults: &mut Vec<Fault>,
) -> Result<()> {
    for change in changes.own.iter().filter(|_| !bench.is_founding(commit)) {
        let path = &change.path;
        let why = match act(bench, commit, change)? {
            Some((act, _)) if act.by.as_str() != member.email.as_str() => {
                Some(format!("the act says it is by {}, but {} signed the commit", act.by, member.email))
            }
            Some((act, dossier)) => act_refusal(bench, commit, (policy, member), (&dossier, &act), path),
            // Who may change the policy, and how, is asked of the whole change.
            None if path == policy::FILE => bench.past.fault_of_policy_in(commit.commit).map(ToOwned::to_owned),
            None => refusal(bench, commit, (policy, member), (change, is_moved(bench, commit, change)?))?,
        };
        let known = |fault: &Fault, why: &str| fault.path.as_ref() == Some(path) && fault.finding == why;
        if let Some(finding) = why.filter(|why| !faults.iter().any(|fault| known(fault, why))) {
            let mended = Mended::without([change]);
            faults.push(Fault { path: Some(path.clone()), verdict: Verdict::Invalid, finding, mended });
        }
    }
    Ok(())
}

/// The workspace of a path, where the policy knows it. What lies elsewhere is nobody's in particular: it takes the right in
/// all workspaces.
fn place<'p>(policy: &Policy, path: &'p str) -> Option<&'p str> {
    need::workspace(path).filter(|name| policy.workspaces().iter().any(|known| known.name == *name))
}

fn act_refusal(
    bench: &Bench<'_, '_>,
    commit: &Logged,
    (policy, member): (&Policy, &Member),
    act: (&Dossier, &Act),
    path: &str,
) -> Option<String> {
    let owner = || deed::owner_before(bench.session, commit.commit, path);
    if place(policy, path).is_some() {
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
    match change.new {
        None => Ok(true),
        Some(new) => Ok(!bench.past.is_new(&item(change, new.id), commit.commit)?),
    }
}

fn item(change: &Difference, blob: crate::store::ObjectId) -> Item {
    Item { name: change.path.rsplit('/').next().unwrap_or_default().to_owned(), blob }
}

/// Why the policy does not let a member change a path, or move what lies there.
fn refusal(
    bench: &Bench<'_, '_>,
    commit: &Logged,
    (policy, member): (&Policy, &Member),
    (change, moved): (&Difference, bool),
) -> Result<Option<String>> {
    let path = change.path.as_str();
    let thing = Thing::of_path(path);
    // The list of signers is made from the policy, also by those who may change only the grants of a workspace.
    if path == ALLOWED_SIGNERS && !policy.administered(member).is_empty() && is_generated(bench, commit)? {
        return Ok(None);
    }
    let file = || need::contract(path).map(|(folder, _)| format!("{folder}/acts/any"));
    // Whose it was costs a look into the past, and matters only where something is given about own contracts.
    let owner = OnceCell::new();
    let mut first = None;
    for right in if moved { need::MOVING } else { need::rights(path) } {
        let question = Question::usual(*right, place(policy, path)).on(thing);
        let mut decision = policy.decide(member, &question);
        if matches!(&decision, Decision::Refuse { reasons } if reasons.iter().any(is_not_own)) {
            let owner = owner.get_or_init(|| deed::owner_before(bench.session, commit.commit, &file()?));
            decision = policy.decide(member, &question.owned_by(owner.as_deref()));
        }
        match first_reason(decision) {
            None => return Ok(None),
            Some(reason) => first = first.or(Some(reason)),
        }
    }
    Ok(first)
}

const fn is_not_own(reason: &Refusal) -> bool {
    matches!(reason, Refusal::NotOwn { .. })
}

/// Whether the list of signers in a commit is the one that its policy makes.
fn is_generated(bench: &Bench<'_, '_>, commit: &Logged) -> Result<bool> {
    let mut snapshot = bench.session.store.snapshot_at(Some(commit.commit))?;
    let (text, signers) = (snapshot.read(policy::FILE)?, snapshot.read(ALLOWED_SIGNERS)?);
    let policy = text.and_then(|text| Policy::parse(&String::from_utf8(text).ok()?).ok());
    let made = policy.and_then(|policy| policy.allowed_signers().ok()).map(String::into_bytes);
    Ok(made.is_some() && made == signers)
}

/// The act a change brings, with the contract it was brought to; none where it brings none, or one that was moved.
fn act(bench: &Bench<'_, '_>, commit: &Logged, change: &Difference) -> Result<Option<(Act, Dossier)>> {
    let Some(new) = change.new.filter(|_| path::append_only(&change.path)) else { return Ok(None) };
    let Some((folder, _)) = need::contract(&change.path).filter(|(_, name)| name.starts_with("acts/")) else {
        return Ok(None);
    };
    if !bench.past.is_new(&item(change, new.id), commit.commit)? {
        return Ok(None);
    }
    let mut snapshot = bench.session.store.snapshot_at(Some(commit.commit))?;
    let Ok(act) = Act::parse(&change.path, &snapshot.blob(new.id)?) else { return Ok(None) };
    // Only taking back asks what else there is; reading it all for every act would make the cost that of its square.
    match act.deed {
        Deed::Undo { .. } => Ok(dossier_of(&mut snapshot, folder)?.map(|dossier| (act, dossier))),
        _ => Ok(Some((act, Dossier::read(folder, &[])))),
    }
}
