//! What one commit did: to which contracts, wherever they lay before and after, and to what else.

use std::collections::BTreeMap;

use crate::contract::id::ContractId;
use crate::error::Result;
use crate::ops::dossier::part::within;
use crate::ops::session::{Session, dossier_of};
use crate::store::{CommitId, Difference, Entry};

/// The effect of a commit.
#[derive(Debug)]
pub struct Effect {
    /// The commit's parent.
    pub parent: CommitId,
    /// The commit.
    pub commit: CommitId,
    /// By id.
    pub contracts: Vec<Touched>,
    /// Files that belong to no contract.
    pub others: Vec<Difference>,
}

/// A contract that a commit touched.
#[derive(Debug)]
pub struct Touched {
    /// Its id.
    pub id: ContractId,
    /// Its folder in the parent.
    pub before: Option<String>,
    /// Its folder in the commit.
    pub after: Option<String>,
    /// Files that differ, by their names in the contract's folder, with what was there before and after.
    pub files: BTreeMap<String, (Option<Entry>, Option<Entry>)>,
}

impl Effect {
    /// Reads the effect of a commit on its parent.
    ///
    /// # Errors
    /// When the objects cannot be read.
    pub fn read(session: &Session, parent: CommitId, commit: CommitId) -> Result<Self> {
        let mut contracts = contracts(session, parent, commit)?;
        let mut others = Vec::new();
        for difference in session.store.changed(Some(parent), Some(commit))? {
            if !sort_in(&mut contracts, &difference) {
                others.push(difference);
            }
        }
        for touched in &mut contracts {
            touched.files.retain(|_, (old, new)| old != new);
        }
        Ok(Self { parent, commit, contracts, others })
    }
}

fn contracts(session: &Session, parent: CommitId, commit: CommitId) -> Result<Vec<Touched>> {
    let mut before = session.store.snapshot_at(Some(parent))?;
    let mut after = session.store.snapshot_at(Some(commit))?;
    let mut found: BTreeMap<ContractId, Touched> = BTreeMap::new();
    for changed in session.store.changed_contracts(Some(parent), Some(commit))? {
        let path = changed.path;
        for (snapshot, there, is_after) in [(&mut before, changed.old, false), (&mut after, changed.new, true)] {
            let Some(dossier) = there.map(|_| dossier_of(snapshot, &path)).transpose()?.flatten() else { continue };
            let touched = found.entry(dossier.id.clone()).or_insert_with(|| Touched {
                id: dossier.id,
                before: None,
                after: None,
                files: BTreeMap::new(),
            });
            let side = if is_after { &mut touched.after } else { &mut touched.before };
            *side = Some(path.clone());
        }
    }
    Ok(found.into_values().collect())
}

/// Puts a difference to the contract it belongs to: the one with the deepest folder around it.
fn sort_in(contracts: &mut [Touched], difference: &Difference) -> bool {
    let depth = |folder: &Option<String>| {
        folder.as_deref().filter(|folder| within(&difference.path, folder).is_some()).map_or(0, str::len)
    };
    let mut sorted = false;
    for (is_after, entry) in [(false, difference.old), (true, difference.new)] {
        let side = |touched: &Touched| if is_after { touched.after.clone() } else { touched.before.clone() };
        let deepest = contracts.iter_mut().max_by_key(|touched| depth(&side(touched)));
        let Some(touched) = deepest.filter(|touched| depth(&side(touched)) > 0) else { continue };
        let folder = side(touched).unwrap_or_default();
        let name = within(&difference.path, &folder).unwrap_or_default().to_owned();
        let file = touched.files.entry(name).or_default();
        *(if is_after { &mut file.1 } else { &mut file.0 }) = entry;
        sorted = true;
    }
    sorted
}
