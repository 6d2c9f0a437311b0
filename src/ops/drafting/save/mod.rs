//! `save`: drafts that another tool changed are recorded.
//!
//! **Invariants**: all or nothing; what is frozen or only ever added is refused with the way back; what a person wrote is
//! checked as `new` and `edit` check it; a contract that was only moved keeps its bytes.

mod found;
mod judge;

use std::path::Path;

use crate::contract::id::ContractId;
use crate::contract::record::Record;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::correct::{self, Leave};
use crate::ops::dossier::part::within;
use crate::ops::dossier::{Dossier, File};
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::desk, drafting::draft, drafting::personal};
use crate::policy::{Question, Right};
use crate::report::act::{ActItem, ActReport};
use crate::store::{Change, EditKind};
use found::{Found, Origin};

/// What is to be saved: contracts by their folders, recorded or made by hand; everything when absent.
pub type Targets = Option<Vec<String>>;

/// The folders that names mean; a folder that is not recorded yet may be named by its path.
///
/// # Errors
/// When a name means nothing, or more than one contract.
pub fn targets(session: &Session, names: &[String], from: &Path) -> Result<Targets> {
    if names.is_empty() {
        return Ok(None);
    }
    let mut folders = Vec::new();
    for name in names {
        match session.resolve(name, from) {
            Ok(place) => folders.push(place.folder),
            Err(error) if error.kind == Kind::NotFound => match by_hand(session, name, from)? {
                Some(folder) => folders.push(folder),
                None => return Err(error),
            },
            Err(error) => return Err(error),
        }
    }
    folders.sort();
    folders.dedup();
    Ok(Some(folders))
}

/// A folder made by hand, by its path or by the id it claims.
fn by_hand(session: &Session, name: &str, from: &Path) -> Result<Option<String>> {
    let Some(root) = session.store.root().and_then(|root| root.canonicalize().ok()) else { return Ok(None) };
    let typed = from.join(name).canonicalize().ok();
    let below = typed.as_deref().and_then(|path| path.strip_prefix(&root).ok()).and_then(Path::to_str);
    let matches = |folder: &str| {
        let inside = below.is_some_and(|path| path == folder || path == format!("{folder}/contract.md"));
        inside || folder == name || folder.rsplit('/').next() == Some(name)
    };
    Ok(desk::all(session)?.into_iter().map(|unsaved| unsaved.folder).find(|folder| matches(folder)))
}

/// Records what is on the desk.
///
/// # Errors
/// When something there is frozen, unfit, unreadable or not allowed; then nothing is recorded.
pub fn save(session: &Session, actor: &Actor, targets: &Targets, manner: &Manner<'_>) -> Result<ActReport> {
    let (found, mut warnings) = found::gather(session, targets)?;
    if found.is_empty() {
        return Ok(ActReport { warnings, ..draft::nothing("nothing to save: no draft differs from what is recorded") });
    }
    let mut change = session.change()?;
    let (mut named, mut items): (Vec<(String, ContractId)>, Vec<ActItem>) = (Vec::new(), Vec::new());
    let mut told = Vec::new();
    for one in &found {
        let dossier = judge::judge(session, one, manner.words.is_some())?;
        let recorded = judge::transcription(session, one, &dossier.id)?;
        may(session, actor, one, if recorded.is_some() { Leave::Correction } else { Leave::Draft })?;
        warnings.extend(judge::advice(one, &dossier));
        warnings.extend(personal::warnings(session, &dossier, &changed(session, one)?));
        put(session, &mut change, one)?;
        let act = if recorded.is_some() { Leave::Correction.act("save") } else { "save" };
        if let Some(recorded) = recorded {
            if let (Ok(old), Ok(new)) = (&recorded.document, &dossier.document) {
                told.push(correct::told(None, old, new));
            }
            // The act lies where the contract lies now.
            let recorded = Dossier { folder: one.folder.clone(), ..recorded };
            correct::put(session, actor, &recorded, &dossier.subjects, (&mut change, manner))?;
        }
        items.push(ActItem {
            id: dossier.id.to_string(),
            act: act.to_owned(),
            status: None,
            path: one.folder.clone(),
            next: Vec::new(),
        });
        named.push((dossier.title(), dossier.id.clone()));
    }
    let subject = draft::naming(&named);
    let act = if items.iter().all(|item| item.act == "correct") { "correct" } else { "save" };
    let entry = Entry { act, subject, contracts: named.into_iter().map(|(_, id)| id).collect() };
    let words = manner.words.map(ToOwned::to_owned).into_iter().chain(told).collect::<Vec<_>>().join("\n\n");
    let manner = Manner { words: (!words.is_empty()).then_some(words.as_str()), ..*manner };
    let report = recorder::record(session, actor, change, &entry, items, &manner)?;
    let mut report = draft::settle(session, report)?;
    report.warnings.extend(warnings);
    Ok(report)
}

/// Refuses unless the member may record it, where it lies and where it lay.
fn may(session: &Session, actor: &Actor, found: &Found, leave: Leave) -> Result<()> {
    let workspace = |folder: &str| folder.split('/').next().unwrap_or_default().to_owned();
    let recorded = |folder: &str| Ok::<_, Error>(session.dossier_in(folder)?.and_then(|dossier| dossier.record.owner));
    let asks = |right: Right, folder: &str, owner: Option<&str>| {
        actor.must(session, &Question::usual(right, Some(&workspace(folder))).owned_by(owner))
    };
    match &found.origin {
        Origin::Recorded => asks(leave.right(), &found.folder, recorded(&found.folder)?.as_deref()),
        Origin::New => asks(Right::Draft, &found.folder, named_owner(session, found)?.as_deref()),
        Origin::Moved(from) => {
            let owner = recorded(from)?;
            asks(leave.right(), from, owner.as_deref())?;
            let right = if workspace(from) == workspace(&found.folder) { leave.right() } else { Right::Draft };
            asks(right, &found.folder, owner.as_deref())
        }
    }
}

/// Whose a new contract is to be, by its own `record.toml`.
fn named_owner(session: &Session, found: &Found) -> Result<Option<String>> {
    let path = format!("{}/record.toml", found.folder);
    if !found.files.iter().any(|file| file.path == path && file.kind != EditKind::Deleted) {
        return Ok(None);
    }
    Ok(Record::parse(&path, &desk::bytes(session, &path)?).ok().and_then(|record| record.owner))
}

/// The files that differ and are still there, by their paths in the contract's folder.
fn changed(session: &Session, found: &Found) -> Result<Vec<File>> {
    let there = found.files.iter().filter(|file| file.kind != EditKind::Deleted);
    let named = there.filter_map(|file| Some((within(&file.path, &found.folder)?, &file.path)));
    named.map(|(name, path)| Ok((name.to_owned(), desk::bytes(session, path)?))).collect()
}

/// Puts what differs into the change. The store refuses when a file changes again before the commit.
fn put(session: &Session, change: &mut Change<'_>, found: &Found) -> Result<()> {
    if let Origin::Moved(from) = &found.origin {
        change.rename(from, &found.folder)?;
    }
    for file in &found.files {
        match file.kind {
            EditKind::Deleted => change.remove(&file.path)?,
            EditKind::Added | EditKind::Changed | EditKind::Replaced => {
                change.put(&file.path, desk::bytes(session, &file.path)?)?;
            }
        }
    }
    Ok(())
}

/// A contract as `resolve` would place it.
fn place(found: &Found, id: &ContractId) -> Place {
    let folder = match &found.origin {
        Origin::Moved(from) => from.clone(),
        Origin::Recorded | Origin::New => found.folder.clone(),
    };
    Place { folder, id: id.clone() }
}
