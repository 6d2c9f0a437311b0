//! What one side changed since the two met, in the places of their common base: a contract that was moved is read as if it
//! lay where it was.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::id::ContractId;
use crate::error::Result;
use crate::ops::session::dossier_of;
use crate::store::{CommitId, Entry, Kind, Snapshot, Store};

/// The files below a folder, by their path in it.
pub type Files = BTreeMap<String, Entry>;

/// One side's changes.
pub struct Side {
    /// Its newest commit.
    pub commit: CommitId,
    /// By path in the base: what stands there now; nothing for what went.
    pub changes: BTreeMap<String, Option<Entry>>,
    /// By folder in the base: where that contract lies now.
    pub moved: BTreeMap<String, String>,
    /// Folders of contracts that went altogether.
    pub gone: BTreeSet<String>,
}

impl Side {
    /// Reads what `commit` changed since `base`.
    pub fn read(store: &Store, base: CommitId, commit: CommitId) -> Result<Self> {
        let (mut before, mut after) = (store.snapshot_at(Some(base))?, store.snapshot_at(Some(commit))?);
        let (mut went, mut appeared) = (BTreeMap::new(), BTreeMap::new());
        for contract in store.changed_contracts(Some(base), Some(commit))? {
            match (contract.old, contract.new) {
                (Some(_), None) => file(&mut before, contract.path, &mut went)?,
                (None, Some(_)) => file(&mut after, contract.path, &mut appeared)?,
                _ => {}
            }
        }
        let (mut moved, mut gone) = (BTreeMap::new(), BTreeSet::new());
        for (id, from) in went {
            match (from.as_slice(), appeared.get(&id).map(Vec::as_slice)) {
                ([from], Some([to])) => drop(moved.insert(from.clone(), to.clone())),
                (from, None) => gone.extend(from.iter().cloned()),
                _ => {}
            }
        }
        let mut changes = BTreeMap::new();
        for difference in store.changed(Some(base), Some(commit))? {
            let elsewhere = moved.iter().flat_map(|(from, to)| [from, to]);
            if !elsewhere.into_iter().any(|folder| is_within(&difference.path, folder)) {
                changes.insert(difference.path, difference.new);
            }
        }
        for (from, to) in &moved {
            let (old, new) = (files(&mut before, from)?, files(&mut after, to)?);
            for name in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
                if old.get(name) != new.get(name) {
                    changes.insert(format!("{from}/{name}"), new.get(name).copied());
                }
            }
        }
        Ok(Self { commit, changes, moved, gone })
    }

    /// Where the contract that lay in `folder` lies on this side.
    pub fn folder<'a>(&'a self, folder: &'a str) -> &'a str {
        self.moved.get(folder).map_or(folder, String::as_str)
    }

    /// What stands on this side at a path of the base.
    pub fn at(&self, path: &str, base: Option<Entry>) -> Option<Entry> {
        self.changes.get(path).copied().unwrap_or(base)
    }

    /// Whether it changed anything in a folder of the base.
    pub fn touched(&self, folder: &str) -> bool {
        let from = format!("{folder}/");
        self.changes.range(from.clone()..).next().is_some_and(|(path, _)| path.starts_with(&from))
    }
}

fn file(snapshot: &mut Snapshot<'_>, folder: String, by_id: &mut BTreeMap<ContractId, Vec<String>>) -> Result<()> {
    if let Some(dossier) = dossier_of(snapshot, &folder)? {
        by_id.entry(dossier.id).or_default().push(folder);
    }
    Ok(())
}

/// Whether a path lies in a folder.
pub fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The files below a folder.
pub fn files(snapshot: &mut Snapshot<'_>, folder: &str) -> Result<Files> {
    let (mut found, mut waiting) = (Files::new(), vec![String::new()]);
    while let Some(below) = waiting.pop() {
        let whole = if below.is_empty() { folder.to_owned() } else { format!("{folder}/{below}") };
        for listed in snapshot.list(&whole)? {
            let path = if below.is_empty() { listed.name } else { format!("{below}/{}", listed.name) };
            if listed.entry.kind == Kind::Folder {
                waiting.push(path);
            } else {
                found.insert(path, listed.entry);
            }
        }
    }
    Ok(found)
}
