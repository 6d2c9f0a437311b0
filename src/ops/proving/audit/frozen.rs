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
use crate::store::path::{append_only, folder_suffix};
use crate::store::{Difference, Entry, Logged, ObjectId};

/// Changed or removed text of contracts that were frozen in a parent; each is told once.
pub fn faults(session: &Session, commit: &Logged, policy: &Policy, changes: &Changes) -> Result<Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    for (parent, changed) in &changes.by_parent {
        let texts = Texts::of(changed);
        for folder in texts.by_folder.keys().filter(|folder| texts.was_there(folder)) {
            let now = texts.place(folder);
            let about = texts.differing(folder, now);
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

const MAIN: &str = "contract.md";

/// The text that differs from a parent's.
struct Texts<'c> {
    /// By the contract's folder: what differs, by its name there.
    by_folder: BTreeMap<&'c str, BTreeMap<&'c str, &'c Difference>>,
    /// By the end of a folder's name: where agreements appeared.
    appeared: BTreeMap<&'c str, &'c str>,
}

impl<'c> Texts<'c> {
    fn of(changed: &'c [Difference]) -> Self {
        let mut texts = Self { by_folder: BTreeMap::new(), appeared: BTreeMap::new() };
        for change in changed {
            let Some((folder, name)) = need::contract(&change.path) else { continue };
            if Part::of(name) != Some(Part::Text) {
                continue;
            }
            texts.by_folder.entry(folder).or_default().insert(name, change);
            if name == MAIN && change.old.is_none() {
                texts.appeared.extend(folder_suffix(folder).map(|suffix| (suffix, folder)));
            }
        }
        texts
    }

    fn main(&self, folder: &str) -> Option<&Difference> {
        self.by_folder.get(folder)?.get(MAIN).copied()
    }

    /// Whether the parent may have had an agreement there.
    fn was_there(&self, folder: &str) -> bool {
        self.main(folder).is_none_or(|change| change.old.is_some())
    }

    /// Where the contract of a folder lies now: where it was, unless its agreement went and appeared elsewhere.
    fn place(&self, folder: &'c str) -> &'c str {
        let went = self.main(folder).is_some_and(|change| change.new.is_none());
        let elsewhere = folder_suffix(folder).filter(|_| went).and_then(|suffix| self.appeared.get(suffix));
        elsewhere.copied().unwrap_or(folder)
    }

    /// The parts of a text that are not as they were, at their places now.
    fn differing(&self, folder: &str, now: &str) -> Vec<(String, Option<Entry>)> {
        let (nothing, there) = (BTreeMap::new(), |at: &str| self.by_folder.get(at));
        let (before, after) = (there(folder).unwrap_or(&nothing), there(now).unwrap_or(&nothing));
        let names: BTreeSet<&&str> = before.keys().chain(after.keys()).collect();
        let id = |entry: Option<Entry>| entry.map(|entry| entry.id);
        let differs = |name: &&&str| {
            let was = before.get(**name).and_then(|change| id(change.old));
            was != after.get(**name).and_then(|change| id(change.new))
        };
        let brought = |name: &str| after.get(name).and_then(|change| change.new);
        names.into_iter().filter(differs).map(|name| (format!("{now}/{name}"), brought(name))).collect()
    }
}

/// Whether an act that the parent had not comes with the new text, or with the other side of a merge, and explains it.
fn is_explained(session: &Session, commit: &Logged, folder: &str, changed: &[Difference]) -> Result<bool> {
    let here =
        |path: &str| need::contract(path).is_some_and(|(other, _)| folder_suffix(other) == folder_suffix(folder));
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
