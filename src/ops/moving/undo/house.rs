//! What a commit did outside contracts, taken back: templates, clauses, the organisation's file, and workspaces.

use std::collections::BTreeSet;

use super::effect::Effect;
use super::{Undoing, changed_since};
use crate::error::{Error, Kind, Result};
use crate::ops::recording::policy_change;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::policy::{self, Question, Right};
use crate::report::act::ActItem;
use crate::store::{Change, Difference, Entry, Kind as Thing};

/// Where the policy and what is generated from it lie.
const POLICY: &str = ".clm/";

/// Begins the change; where the commit made a workspace, with the policy before it.
///
/// # Errors
/// When another change of the policy is meant, it has changed since, or the actor may not.
pub fn begin<'s>(session: &'s Session, actor: &Actor, effect: &Effect, act: &str) -> Result<Change<'s>> {
    let Some(policy) = effect.others.iter().find(|one| one.path.starts_with(POLICY)) else {
        return session.change();
    };
    if act != "workspace" {
        return Err(Error::new(
            Kind::Refused,
            "policy",
            format!("`{act}` changed who may do what, which is not undone"),
        )
        .hint(
            "change members, keys and roles by a new act; what they did before stays judged by the policy of its time",
        )
        .about(policy.path.clone()));
    }
    actor.must_have(session, Right::Administer, None)?;
    let present = policy_change::recorded(session)?;
    for one in effect.others.iter().filter(|one| one.path.starts_with(POLICY)) {
        if session.snapshot()?.find(&one.path)? != one.new {
            return Err(changed_since(&one.path, "has changed"));
        }
    }
    let before = session.store.snapshot_at(Some(effect.parent))?.read(policy::FILE)?.unwrap_or_default();
    let before = String::from_utf8_lossy(&before);
    let text = policy::edit::again(&before, &present).map_err(|fault| policy_change::refused(&fault))?;
    let need = session
        .policy
        .need(&policy::Policy::parse(&text).map_err(|fault| policy_change::refused(&fault.into()))?, actor.member());
    if matches!(need, policy::succession::Need::Owners { .. }) {
        return Err(Error::new(Kind::Refused, "several-owners", "a change of the policy takes several owners here")
            .hint("`clm member`, `clm grant` and `clm team` propose a change, which the others sign")
            .about(policy::FILE));
    }
    let text = policy::edit::following(&text, &present, false).map_err(|fault| policy_change::refused(&fault))?;
    policy_change::begin(session, &text)
}

/// Takes back what the commit did outside contracts.
///
/// # Errors
/// When something of it has changed since, or the actor may not.
pub fn take_back(undoing: &mut Undoing<'_>, effect: &Effect) -> Result<()> {
    let mut tops = BTreeSet::new();
    for one in effect.others.iter().filter(|one| !one.path.starts_with(POLICY)) {
        may(undoing, one)?;
        if undoing.snapshot.find(&one.path)? != one.new {
            return Err(changed_since(&one.path, "has changed"));
        }
        put(&mut undoing.change, &one.path, one.old)?;
        if let Some((top, _)) = one.path.split_once('/') {
            tops.insert(top.to_owned());
        }
    }
    let (mut before, mut after) = (
        undoing.session.store.snapshot_at(Some(effect.parent))?,
        undoing.session.store.snapshot_at(Some(effect.commit))?,
    );
    for top in tops {
        let made = before.find(&top)?.is_none();
        if made && undoing.snapshot.find(&top)? != after.find(&top)? {
            return Err(changed_since(&top, "holds something that was put there"));
        }
        undoing.items.push(ActItem { id: top.clone(), path: top, ..ActItem::default() });
    }
    Ok(())
}

fn may(undoing: &Undoing<'_>, one: &Difference) -> Result<()> {
    let mut parts = one.path.split('/');
    let (top, shelf) = (parts.next(), parts.next());
    let known = |name: &&str| undoing.session.policy.workspaces().iter().any(|workspace| workspace.name == **name);
    match (top.filter(known), shelf) {
        (Some(workspace), Some(_)) => {
            // What was taken away comes as something new.
            let right = if one.new.is_none() { Right::Draft } else { Right::Edit };
            let asked = Question::usual(right, Some(workspace)).on(policy::Thing::of_path(&one.path));
            undoing.actor.must(undoing.session, &asked)
        }
        _ => undoing.actor.must_have(undoing.session, Right::Administer, None),
    }
}

/// The file at a path shall be what it was.
///
/// # Errors
/// When that was no regular file.
pub fn put(change: &mut Change<'_>, path: &str, old: Option<Entry>) -> Result<()> {
    match old {
        None => change.remove(path)?,
        Some(Entry { kind: Thing::File, id }) => change.put_blob(path, id)?,
        Some(_) => {
            return Err(Error::new(Kind::Refused, "unsafe-file", format!("{path} was no regular file"))
                .hint("`git revert` takes such a commit back")
                .about(path));
        }
    }
    Ok(())
}
