//! What lies on the desk, sorted into recorded contracts, new ones and moved ones.

use std::collections::BTreeMap;

use super::Targets;
use crate::contract::id::ContractId;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::Catalogue;
use crate::ops::dossier::part::within;
use crate::ops::drafting::desk::{self, Unsaved};
use crate::ops::session::Session;
use crate::store::{EditKind, Edited};

/// A contract with something to save.
#[derive(Debug)]
pub struct Found {
    /// Where it lies in the work tree.
    pub folder: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The files that differ from what is recorded of it, wherever that is recorded; paths as in the work tree.
    pub files: Vec<Edited>,
    /// Whether another folder has the same id.
    pub twin: Option<String>,
}

/// What is recorded of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Origin {
    /// The same folder.
    Recorded,
    /// Nothing.
    New,
    /// Another folder, which is gone from the work tree.
    Moved(String),
}

/// What is to be saved among what lies on the desk, and sentences about what is left alone.
pub fn gather(session: &Session, targets: &Targets) -> Result<(Vec<Found>, Vec<String>)> {
    let desk = match targets {
        None => desk::all(session)?,
        Some(folders) => asked(session, folders)?,
    };
    let strays = desk.iter().flat_map(|unsaved| &unsaved.strays);
    let warnings = strays.map(|path| format!("{path} is no part of a contract and was left alone")).collect();
    let mut snapshot = session.snapshot()?;
    let (mut recorded, mut fresh, mut gone) = (Vec::new(), Vec::new(), BTreeMap::new());
    for unsaved in desk.into_iter().filter(|unsaved| !unsaved.files.is_empty()) {
        if snapshot.contract_at(&unsaved.folder)?.is_none() {
            fresh.push(unsaved);
        } else if text_is_gone(&unsaved) {
            gone.insert(unsaved.folder.clone(), unsaved);
        } else {
            let Unsaved { folder, files, .. } = unsaved;
            recorded.push(Found { folder, origin: Origin::Recorded, files, twin: None });
        }
    }
    let mut found = recorded;
    let ids = if fresh.is_empty() { BTreeMap::new() } else { known(session)? };
    for unsaved in fresh {
        found.push(placed(session, unsaved, &ids, &mut gone)?);
    }
    if let Some((folder, _)) = gone.into_iter().next() {
        return Err(vanished(&folder));
    }
    found.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok((found, warnings))
}

/// What was named, and, where its text is gone, the folder it may have moved to.
fn asked(session: &Session, folders: &[String]) -> Result<Vec<Unsaved>> {
    let named = folders.iter().map(|folder| desk::of(session, folder)).collect::<Result<Vec<_>>>()?;
    if !named.iter().any(text_is_gone) {
        return Ok(named);
    }
    let wanted = |unsaved: &Unsaved, moved: &[String]| {
        folders.contains(&unsaved.folder) || moved.contains(&last(&unsaved.folder).to_owned())
    };
    let moved: Vec<String> =
        named.iter().filter(|one| text_is_gone(one)).map(|one| last(&one.folder).to_owned()).collect();
    Ok(desk::all(session)?.into_iter().filter(|unsaved| wanted(unsaved, &moved)).collect())
}

/// The end of a folder's name, which a renamed folder keeps: the characters of the id.
fn last(folder: &str) -> &str {
    let name = folder.rsplit('/').next().unwrap_or_default();
    crate::store::path::id_suffix(name).unwrap_or(name)
}

fn text_is_gone(unsaved: &Unsaved) -> bool {
    let is_text = |file: &&Edited| within(&file.path, &unsaved.folder) == Some("contract.md");
    unsaved.files.iter().find(is_text).is_some_and(|file| file.kind == EditKind::Deleted)
}

fn known(session: &Session) -> Result<BTreeMap<ContractId, String>> {
    let catalogue = Catalogue::open(session)?;
    Ok(catalogue.names().iter().map(|name| (name.id.clone(), name.folder.clone())).collect())
}

/// A folder that is not recorded: moved there when its id is that of a contract whose folder is gone, else new.
fn placed(
    session: &Session,
    unsaved: Unsaved,
    ids: &BTreeMap<ContractId, String>,
    gone: &mut BTreeMap<String, Unsaved>,
) -> Result<Found> {
    let dossier = desk::dossier(session, &unsaved)?;
    let Unsaved { folder, files, .. } = unsaved;
    let from = dossier.header().and_then(|header| ids.get(&header.id));
    // A text that cannot be read any more is still known by its folder's name.
    let from = from.or_else(|| gone.keys().find(|other| last(other) == last(&folder)));
    let Some(from) = from.cloned() else { return Ok(Found { folder, origin: Origin::New, files, twin: None }) };
    if gone.remove(&from).is_none() {
        return Ok(Found { folder, origin: Origin::New, files, twin: Some(from) });
    }
    let files = differences(session, &from, &folder, files)?;
    Ok(Found { folder, origin: Origin::Moved(from), files, twin: None })
}

/// What differs between a folder as recorded and where it was moved to.
fn differences(session: &Session, from: &str, folder: &str, there: Vec<Edited>) -> Result<Vec<Edited>> {
    let mut snapshot = session.snapshot()?;
    let mut recorded: BTreeMap<String, _> = BTreeMap::new();
    let contents = snapshot.contract_at(from)?.map(|found| snapshot.contents(&found)).transpose()?.unwrap_or_default();
    for (name, id) in contents.files.into_iter().chain(contents.others).map(|file| (file.name, file.id)) {
        recorded.insert(name, id);
    }
    let read = [contents.annexes, contents.signatures, contents.acts];
    for blob in read.into_iter().flatten().chain(contents.contract).chain(contents.record) {
        recorded.insert(blob.name, blob.id);
    }
    let mut files = Vec::new();
    for mut file in there {
        let old = within(&file.path, folder).and_then(|name| recorded.remove(name));
        if let Some(old) = old {
            if file.kind == EditKind::Added && snapshot.file(old)? == desk::bytes(session, &file.path)? {
                continue;
            }
            file.kind = EditKind::Changed;
        }
        files.push(file);
    }
    let missing = recorded.into_keys().filter(|name| crate::ops::dossier::part::Part::of(name).is_some());
    files.extend(missing.map(|name| Edited { path: format!("{folder}/{name}"), kind: EditKind::Deleted }));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn vanished(folder: &str) -> Error {
    Error::new(
        Kind::Refused,
        "gone",
        format!("{folder}/contract.md is gone from the work tree; a contract is not deleted"),
    )
    .hint(format!("`clm restore {folder}` brings it back"))
    .about(folder)
}
