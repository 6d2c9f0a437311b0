//! Text that may not change: that of a contract which any parent of a commit had sent, signed, declined or withdrawn. Its
//! whole text is compared, wherever the contract lies now, so that neither a move nor a merge that takes the other side's
//! text gets by.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Changes;
use super::fault::{Fault, Mended};
use super::{need, text};
use crate::contract::act::Act;
use crate::error::Result;
use crate::ops::dossier::part::Part;
use crate::ops::session::Session;
use crate::policy::Policy;
use crate::signature::verdict::Verdict;
use crate::store::path::{append_only, id_suffix};
use crate::store::{Difference, Logged, ObjectId};

/// Changed or removed text of contracts that were frozen in a parent; each is told once.
pub fn faults(session: &Session, commit: &Logged, policy: &Policy, changes: &Changes) -> Result<Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    for (parent, changed) in &changes.by_parent {
        for folder in folders(changed) {
            let now = place(changed, folder);
            let about = differing(changed, folder, now);
            let path = format!("{now}/contract.md");
            if about.is_empty() || faults.iter().any(|fault| fault.path.as_ref() == Some(&path)) {
                continue;
            }
            let Some(state) = text::state(session, policy, *parent, folder)? else { continue };
            if text::is_free(state) || is_explained(session, commit, folder, changed)? {
                continue;
            }
            let finding = format!("its text was changed although it was {}", state.word());
            let mended = Mended::Without(about);
            faults.push(Fault { path: Some(path), verdict: Verdict::Broken, finding, mended });
        }
    }
    Ok(faults)
}

/// The part of a text a path is: the contract's folder and the name in it.
fn text_of(path: &str) -> Option<(&str, &str)> {
    need::contract(path).filter(|(_, name)| Part::of(name) == Some(Part::Text))
}

fn suffix(folder: &str) -> Option<&str> {
    folder.rsplit('/').next().and_then(id_suffix)
}

/// The folders in which text differs. One that only appeared is no contract of the parent's, and has no state there.
fn folders(changed: &[Difference]) -> BTreeSet<&str> {
    changed.iter().filter_map(|change| text_of(&change.path)).map(|(folder, _)| folder).collect()
}

/// Where the contract of a folder lies now: where it was, unless its text went and appeared elsewhere.
fn place<'c>(changed: &'c [Difference], folder: &'c str) -> &'c str {
    let text =
        |change: &'c Difference| Some((text_of(&change.path).filter(|(_, name)| *name == "contract.md")?.0, change));
    let went = changed.iter().filter_map(text).any(|(at, change)| at == folder && change.new.is_none());
    let appeared = changed.iter().filter_map(text).filter(|(_, change)| change.old.is_none() && change.new.is_some());
    let mut elsewhere = appeared.map(|(at, _)| at).filter(|at| *at != folder && suffix(at) == suffix(folder));
    elsewhere.next().filter(|_| went).unwrap_or(folder)
}

/// The parts of a text that are not as they were, at their places now.
fn differing(changed: &[Difference], folder: &str, now: &str) -> Vec<(String, Option<crate::store::Entry>)> {
    let within = |at: &str, one: fn(&Difference) -> Option<ObjectId>| -> BTreeMap<String, ObjectId> {
        let parts = changed.iter().filter_map(|change| Some((text_of(&change.path)?, one(change)?)));
        parts.filter(|((folder, _), _)| *folder == at).map(|((_, name), id)| (name.to_owned(), id)).collect()
    };
    let before = within(folder, |change| change.old.map(|entry| entry.id));
    let after = within(now, |change| change.new.map(|entry| entry.id));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differing = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    let brought = |path: &str| changed.iter().find(|change| change.path == path).and_then(|change| change.new);
    differing
        .map(|name| format!("{now}/{name}"))
        .map(|path| {
            let brought = brought(&path);
            (path, brought)
        })
        .collect()
}

/// Whether an act that the parent had not comes with the new text, or with the other side of a merge, and explains it.
fn is_explained(session: &Session, commit: &Logged, folder: &str, changed: &[Difference]) -> Result<bool> {
    let here = |path: &str| need::contract(path).is_some_and(|(other, _)| suffix(other) == suffix(folder));
    let file = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let acts = || changed.iter().filter(|change| append_only(&change.path) && here(&change.path));
    let had: BTreeSet<(String, ObjectId)> =
        acts().filter_map(|change| Some((file(&change.path), change.old?.id))).collect();
    let snapshot = session.store.snapshot_at(Some(commit.commit))?;
    for change in acts() {
        let Some(new) = change.new.filter(|new| !had.contains(&(file(&change.path), new.id))) else { continue };
        if Act::parse(&change.path, &snapshot.blob(new.id)?).is_ok_and(|act| text::explains(&act.deed)) {
            return Ok(true);
        }
    }
    Ok(false)
}
