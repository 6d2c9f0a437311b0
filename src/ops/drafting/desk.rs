//! The work tree against what is recorded, contract by contract: what another tool left on the desk.
//!
//! **Owns** which changed file belongs to which contract, and a contract's dossier as the work tree has it. **Refuses to
//! know** whether a change is welcome: `save` decides that. **Invariant**: no link is followed; the store reads for us.

use std::collections::BTreeMap;

use crate::error::{Error, Kind, Result};
use crate::ops::dossier::part::{Part, within};
use crate::ops::dossier::{Dossier, File};
use crate::ops::session::Session;
use crate::store::path::below_contracts;
use crate::store::{EditKind, Edited, Snapshot};

/// What differs in one contract's folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unsaved {
    /// From the top of the repository.
    pub folder: String,
    /// The files that differ and mean something there, in order of their paths.
    pub files: Vec<Edited>,
    /// Files that mean nothing there.
    pub strays: Vec<String>,
}

/// Everything on the desk, by folder; a folder made by hand is among them.
///
/// # Errors
/// When the work tree or HEAD cannot be read.
pub fn all(session: &Session) -> Result<Vec<Unsaved>> {
    let mut snapshot = session.snapshot()?;
    let mut found: BTreeMap<String, Vec<Edited>> = BTreeMap::new();
    for edited in session.store.edited_all()?.into_iter().filter(|edited| below_contracts(&edited.path)) {
        if let Some(folder) = folder_of(session, &mut snapshot, &edited.path)? {
            found.entry(folder).or_default().push(edited);
        }
    }
    Ok(found.into_iter().map(|(folder, files)| sorted(folder, files)).collect())
}

/// What is on the desk of one folder.
///
/// # Errors
/// As [`all`].
pub fn of(session: &Session, folder: &str) -> Result<Unsaved> {
    Ok(sorted(folder.to_owned(), session.store.edited(folder)?))
}

fn sorted(folder: String, files: Vec<Edited>) -> Unsaved {
    let means = |edited: &Edited| within(&edited.path, &folder).and_then(Part::of).is_some();
    let (files, strays): (Vec<Edited>, Vec<Edited>) = files.into_iter().partition(means);
    // What lies in a folder of its own below is not ours to speak of.
    let ours = |path: &String| within(path, &folder).is_some_and(|name| !name.contains('/'));
    let strays = strays.into_iter().map(|edited| edited.path).filter(ours).collect();
    Unsaved { folder, files, strays }
}

/// The contract's folder a path lies in, at HEAD or in the work tree: the deepest one, but none below a contract's parts.
fn folder_of(session: &Session, snapshot: &mut Snapshot<'_>, path: &str) -> Result<Option<String>> {
    let mut found = None;
    for (at, _) in path.match_indices('/') {
        let (Some(folder), Some(rest)) = (path.get(..at), path.get(at.saturating_add(1)..)) else { continue };
        if !below_contracts(folder) {
            continue;
        }
        let text = format!("{folder}/contract.md");
        if snapshot.contract_at(folder)?.is_some() || session.store.work_file(&text).ok().flatten().is_some() {
            found = Some(folder.to_owned());
            if rest.contains('/') && Part::of(rest).is_some() {
                break;
            }
        }
    }
    Ok(found)
}

/// The files of a folder as HEAD has them; none where there is no contract.
///
/// # Errors
/// When the objects cannot be read.
pub fn recorded(session: &Session, folder: &str) -> Result<Vec<File>> {
    let mut snapshot = session.snapshot()?;
    let Some(found) = snapshot.contract_at(folder)? else { return Ok(Vec::new()) };
    let contents = snapshot.contents(&found)?;
    let read = [contents.contract.into_iter().collect(), contents.annexes, contents.signatures, contents.acts];
    let mut files: Vec<File> =
        read.into_iter().flatten().chain(contents.record).map(|blob| (blob.name, blob.bytes)).collect();
    files.extend(contents.files.into_iter().map(|attached| (attached.name, Vec::new())));
    Ok(files)
}

/// A contract as the work tree has it: HEAD's files with the differences laid over them.
///
/// # Errors
/// When a file cannot be read, or is a link.
pub fn dossier(session: &Session, unsaved: &Unsaved) -> Result<Dossier> {
    Ok(Dossier::read(&unsaved.folder, &files(session, unsaved)?))
}

/// The files of a contract as the work tree has them; those of `files/` without their bytes where they did not change.
///
/// # Errors
/// As [`dossier`].
pub fn files(session: &Session, unsaved: &Unsaved) -> Result<Vec<File>> {
    let mut files: BTreeMap<String, Vec<u8>> = recorded(session, &unsaved.folder)?.into_iter().collect();
    for edited in &unsaved.files {
        let Some(name) = within(&edited.path, &unsaved.folder) else { continue };
        if edited.kind == EditKind::Deleted {
            files.remove(name);
        } else {
            files.insert(name.to_owned(), bytes(session, &edited.path)?);
        }
    }
    let mut files: Vec<File> = files.into_iter().collect();
    files.sort();
    Ok(files)
}

/// The bytes of a work-tree file that is there.
///
/// # Errors
/// When it is a link, too large, or not there any more.
pub fn bytes(session: &Session, path: &str) -> Result<Vec<u8>> {
    session.store.work_file(path)?.ok_or_else(|| {
        Error::new(Kind::InvalidContent, "unsafe-file", format!("{path} is no regular file of at most 64 MiB"))
            .hint("links and larger files are not kept; put a regular file there, or take it away")
            .about(path)
    })
}
