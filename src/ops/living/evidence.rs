//! Files that show what happened, kept in `files/` under names nobody has yet.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::contract::digest::Digest;
use crate::error::Result;
use crate::ops::agreeing::executed;
use crate::ops::dossier::Dossier;
use crate::store::Change;

/// Puts files into the contract's `files/`; answers their names below it with their digests.
///
/// # Errors
/// When one cannot be read, or is empty.
pub fn keep(dossier: &Dossier, paths: &[PathBuf], change: &mut Change<'_>) -> Result<BTreeMap<String, Digest>> {
    let mut kept = BTreeMap::new();
    for path in paths {
        let (name, bytes) = executed::read(path)?;
        put(dossier, &name, bytes, change, &mut kept)?;
    }
    Ok(kept)
}

/// Puts one file into `files/`, under `name` or the next free name like it.
///
/// # Errors
/// When the store does not take it.
pub fn put(
    dossier: &Dossier,
    name: &str,
    bytes: Vec<u8>,
    change: &mut Change<'_>,
    kept: &mut BTreeMap<String, Digest>,
) -> Result<String> {
    let taken: BTreeSet<&str> = dossier.files.iter().filter_map(|path| path.strip_prefix("files/")).collect();
    let free = |name: &str| !taken.contains(name) && !kept.contains_key(name);
    let name = executed::free_name(name.to_owned(), &|name| !free(name));
    kept.insert(name.clone(), Digest::of(&bytes));
    change.put(&format!("{}/files/{name}", dossier.folder), bytes)?;
    Ok(name)
}
