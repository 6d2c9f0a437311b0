//! Which append-only files a contract ever had, and which of them it lacks now.
//!
//! Nothing here judges a signature. A file belongs to the contract in whose folder it ever lay: the folder is known by the
//! eight characters its name ends in, wherever it is moved. What lies elsewhere now is asked for the contract it names, so
//! that signed evidence cannot be hidden in another contract's folder, nor a contract by a new id.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::act::Act;
use crate::contract::id::ContractId;
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::session::{Session, dossier_of};
use crate::signature::statement::Statement;
use crate::store::path::folder_suffix;
use crate::store::{History, Item, Passage, Snapshot};

/// The history of all evidence, by contract.
pub struct Heritage {
    history: History,
    /// By the eight characters of the folder's name, or by the folder where it has none.
    by_home: BTreeMap<String, BTreeSet<Item>>,
    /// What was taken out as if it had never been there.
    forgotten: BTreeMap<Item, Passage>,
}

/// A contract that history knows and HEAD does not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vanished {
    /// Where it lay last.
    pub folder: String,
    /// Its id, as its evidence names it.
    pub id: ContractId,
}

impl Heritage {
    /// Sorts a whole history by contract.
    #[must_use]
    pub fn of(history: History) -> Self {
        let mut by_home: BTreeMap<String, BTreeSet<Item>> = BTreeMap::new();
        for (item, passage) in &history.items {
            for (_, path) in passage.entered.iter().chain(&passage.dropped) {
                by_home.entry(home(path).1.to_owned()).or_default().insert(item.clone());
            }
        }
        Self { history, by_home, forgotten: BTreeMap::new() }
    }

    /// What was sorted.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// What became of a file, also of one whose loss is none; nothing is known of one that never was.
    #[must_use]
    pub fn course(&self, item: &Item) -> Option<&Passage> {
        self.passage(item).or_else(|| self.forgotten.get(item))
    }

    /// Takes files out of what history had, as if they had never been there: their going is no loss.
    pub fn forget(&mut self, items: &BTreeSet<Item>) {
        for item in items {
            let passage = self.history.items.remove(item);
            self.forgotten.extend(passage.map(|passage| (item.clone(), passage)));
        }
        for home in self.by_home.values_mut() {
            home.retain(|item| !items.contains(item));
        }
    }

    /// What became of one file.
    fn passage(&self, item: &Item) -> Option<&Passage> {
        self.history.items.get(item)
    }

    /// Last places of the files that the contract `id` had and its `folder` lacks.
    ///
    /// # Errors
    /// When a file that lies elsewhere cannot be read.
    pub fn lost_of(&self, snapshot: &Snapshot<'_>, folder: &str, id: &ContractId) -> Result<Vec<String>> {
        let own: BTreeSet<&Item> =
            [id.suffix(), folder].into_iter().filter_map(|home| self.by_home.get(home)).flatten().collect();
        let mut lost = Vec::new();
        for item in own {
            let Some(passage) = self.passage(item) else { continue };
            let Some(last) = last_path(passage) else { continue };
            if passage.present.is_empty() {
                lost.push(last);
            } else if !lies_in(passage, folder) && named_by(snapshot, item)?.as_ref() == Some(id) {
                lost.push(format!("{last} (now {})", passage.present.join(", ")));
            }
        }
        Ok(lost)
    }

    /// The id of the contract at home in `folder`, by its evidence: for one whose own files name none any more.
    ///
    /// # Errors
    /// When evidence cannot be read.
    pub fn id_of(&self, snapshot: &Snapshot<'_>, folder: &str) -> Result<Option<ContractId>> {
        let suffix = folder_suffix(folder);
        for item in suffix.and_then(|suffix| self.by_home.get(suffix)).into_iter().flatten() {
            if let Some(id) = named_by(snapshot, item)?.filter(|id| Some(id.suffix()) == suffix) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// The contracts that none of `present`, all folders of HEAD with the ids of their contracts, is.
    ///
    /// # Errors
    /// When evidence cannot be read.
    pub fn vanished(&self, snapshot: &Snapshot<'_>, present: &[(String, ContractId)]) -> Result<BTreeSet<Vanished>> {
        let homes: BTreeSet<&str> = present.iter().flat_map(|(folder, id)| [folder.as_str(), id.suffix()]).collect();
        let by_id: BTreeMap<&ContractId, &str> = present.iter().map(|(folder, id)| (id, folder.as_str())).collect();
        let mut vanished = BTreeSet::new();
        for (at, item) in self.by_home.iter().flat_map(|(at, items)| items.iter().map(move |item| (at, item))) {
            let Some(passage) = self.passage(item).filter(|_| !homes.contains(at.as_str())) else { continue };
            let id = named_by(snapshot, item)?;
            let there = id.as_ref().and_then(|id| by_id.get(id));
            if there.is_some_and(|folder| lies_in(passage, folder)) {
                continue;
            }
            let Some(last) = last_path(passage) else { continue };
            let folder = home(&last).0.to_owned();
            match id {
                Some(id) => drop(vanished.insert(Vanished { folder, id })),
                // A signature names no contract: its statement does.
                None if item.name.ends_with(".sig") || !passage.present.is_empty() => {}
                None => drop(vanished.insert(Vanished { id: ContractId::by_name("contract", &folder), folder })),
            }
        }
        Ok(vanished)
    }

    /// A vanished contract as it was before its first file went; empty when history no longer has it.
    ///
    /// # Errors
    /// When the objects cannot be read.
    pub fn last_seen(&self, session: &Session, gone: &Vanished) -> Result<Dossier> {
        let of_it = |path: &str| home(path).0 == gone.folder;
        let commits: BTreeSet<_> = (self.history.items.values())
            .flat_map(|passage| passage.dropped.iter().filter(|(_, path)| of_it(path)).map(|(commit, _)| *commit))
            .collect();
        for commit in commits {
            for parent in session.store.logged(commit)?.parents {
                let mut snapshot = session.store.snapshot_at(Some(parent))?;
                if let Some(dossier) = dossier_of(&mut snapshot, &gone.folder)?.filter(|found| found.id == gone.id) {
                    return Ok(dossier);
                }
            }
        }
        Ok(Dossier { id: gone.id.clone(), ..Dossier::read(&gone.folder, &[]) })
    }
}

/// The contract's folder an append-only path lies in, and what the folder is known by.
fn home(path: &str) -> (&str, &str) {
    let parts = ["/signatures/", "/acts/"];
    let folders = || parts.into_iter().flat_map(|part| path.match_indices(part)).filter_map(|(at, _)| path.get(..at));
    let suffix = |folder: &str| folder_suffix(folder).is_some();
    let longest = || folders().max_by_key(|folder| folder.len());
    let folder = folders().filter(|folder| suffix(folder)).max_by_key(|folder| folder.len()).or_else(longest);
    let folder = folder.unwrap_or(path);
    (folder, folder_suffix(folder).unwrap_or(folder))
}

fn lies_in(passage: &Passage, folder: &str) -> bool {
    passage.present.iter().any(|path| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
}

/// Where a file was last seen.
fn last_path(passage: &Passage) -> Option<String> {
    passage.dropped.first().or(passage.entered.first()).map(|(_, path)| path.clone())
}

/// The contract a statement or act is about.
fn named_by(snapshot: &Snapshot<'_>, item: &Item) -> Result<Option<ContractId>> {
    if item.name.ends_with(".sig") {
        return Ok(None);
    }
    let bytes = snapshot.blob(item.blob)?;
    let statement = || Statement::parse(&bytes).ok().map(|statement| statement.contract);
    Ok(Act::parse(&item.name, &bytes).ok().map(|act| act.contract).or_else(statement))
}

#[cfg(test)]
mod tests {
    use super::home;

    #[test]
    fn evidence_is_at_home_in_the_folder_that_ends_in_an_id() {
        for (path, folder, known_by) in [
            ("a/contracts/x-7k2m9qxt/acts/a.toml", "a/contracts/x-7k2m9qxt", "7k2m9qxt"),
            ("a/contracts/x-7k2m9qxt/signatures/old/a.json", "a/contracts/x-7k2m9qxt", "7k2m9qxt"),
            ("a/contracts/y-partners/x-7k2m9qxt/acts/a.toml", "a/contracts/y-partners/x-7k2m9qxt", "7k2m9qxt"),
            ("a/contracts/acts/x-7k2m9qxt/acts/signatures/a", "a/contracts/acts/x-7k2m9qxt", "7k2m9qxt"),
            ("a/contracts/plain/acts/a.toml", "a/contracts/plain", "a/contracts/plain"),
        ] {
            assert_eq!(home(path), (folder, known_by), "{path}");
        }
    }
}
