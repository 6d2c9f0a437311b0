//! Whether a change made with another tool may be recorded.

use super::found::{Found, Origin};
use super::place;
use crate::contract::id::ContractId;
use crate::contract::lifecycle::Signing;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::ops::dossier::part::{Part, within};
use crate::ops::drafting::desk::{self, Unsaved};
use crate::ops::session::Session;
use crate::ops::{agreeing::correct, drafting::draft, drafting::examine};
use crate::report::check::CheckItem;
use crate::store::{EditKind, Edited};

/// Judges one contract; answers it as the work tree has it. A transcription is corrected only when somebody has
/// `explained` why, so that a careless edit is never swept in.
///
/// # Errors
/// With the first thing that speaks against recording it.
pub fn judge(session: &Session, found: &Found, explained: bool) -> Result<Dossier> {
    let of = |part| changed(found, part);
    let now = as_it_is(session, found)?;
    let id = match &found.origin {
        Origin::New => now.id.clone(),
        Origin::Recorded => known_id(session, &found.folder)?.unwrap_or_else(|| now.id.clone()),
        Origin::Moved(from) => known_id(session, from)?.unwrap_or_else(|| now.id.clone()),
    };
    if let Some(file) = of(Part::Evidence).first() {
        return Err(refused(
            "append-only",
            &id,
            format!("{} was {}; acts and signatures are never edited", file.path, word(file)),
        ));
    }
    if let Some(twin) = &found.twin {
        return Err(Error::new(Kind::InvalidContent, "same-id", format!("{} has the id of {twin}", found.folder))
            .hint("give the copy an `id` of its own: the kind, a dash and eight characters such as `7k2m9qxt`")
            .about(found.folder.clone()));
    }
    frozen(session, found, &id, explained)?;
    fit(found, &now)?;
    if found.origin != Origin::New && now.header().is_some_and(|header| header.id != id) {
        return Err(Error::new(
            Kind::InvalidContent,
            "other-id",
            format!("{}/contract.md has another `id` than the recorded {id}, which is fixed for ever", found.folder),
        )
        .hint(format!("set `id = \"{id}\"` again, or `clm restore {id}`"))
        .about(id.as_str()));
    }
    Ok(now)
}

fn word(file: &Edited) -> &'static str {
    match file.kind {
        EditKind::Added => "added by hand",
        EditKind::Changed => "changed",
        EditKind::Deleted => "removed",
        EditKind::Replaced => "replaced",
    }
}

fn changed(found: &Found, part: Part) -> Vec<&Edited> {
    found.files.iter().filter(|file| within(&file.path, &found.folder).and_then(Part::of) == Some(part)).collect()
}

fn known_id(session: &Session, folder: &str) -> Result<Option<ContractId>> {
    Ok(session.dossier_in(folder)?.map(|dossier| dossier.id))
}

fn as_it_is(session: &Session, found: &Found) -> Result<Dossier> {
    let unsaved =
        |files: &[Edited]| Unsaved { folder: found.folder.clone(), files: files.to_vec(), strays: Vec::new() };
    let Origin::Moved(from) = &found.origin else { return desk::dossier(session, &unsaved(&found.files)) };
    let mut files: std::collections::BTreeMap<String, Vec<u8>> = desk::recorded(session, from)?.into_iter().collect();
    for file in &found.files {
        let Some(name) = within(&file.path, &found.folder) else { continue };
        match file.kind {
            EditKind::Deleted => drop(files.remove(name)),
            _ => drop(files.insert(name.to_owned(), desk::bytes(session, &file.path)?)),
        }
    }
    Ok(Dossier::read(&found.folder, &files.into_iter().collect::<Vec<_>>()))
}

fn refused(code: &'static str, id: &ContractId, message: String) -> Error {
    Error::new(Kind::Refused, code, message)
        .hint(format!("`clm restore {id}` brings back what is recorded, and keeps your version aside"))
        .about(id.as_str())
}

/// The text of a frozen contract does not change, and what is kept as evidence neither.
fn frozen(session: &Session, found: &Found, id: &ContractId, explained: bool) -> Result<()> {
    if found.origin == Origin::New {
        return Ok(());
    }
    let text = changed(found, Part::Text);
    let attached = changed(found, Part::Attached);
    let touched = attached.into_iter().filter(|file| file.kind != EditKind::Added);
    let Some(file) = text.into_iter().chain(touched).next() else { return Ok(()) };
    let standing = draft::standing(session, &place(found, id))?;
    let evidence = !changed(found, Part::Attached).is_empty();
    match standing.signing {
        Signing::Draft | Signing::Review | Signing::Approved => Ok(()),
        _ if explained && !evidence && transcription(session, found, id)?.is_some() => Ok(()),
        signing => {
            let message =
                format!("{} was {}, but {id} is {} and its text may not change", file.path, word(file), signing.word());
            let refused = refused("frozen", id, message);
            if evidence || transcription(session, found, id)?.is_none() {
                return Err(refused);
            }
            let correct = format!("`clm save {id} -m WHY` records it as a correction of what was executed elsewhere");
            Err(match refused.hint.clone() {
                Some(hint) => refused.hint(format!("{hint}; {correct}")),
                None => refused.hint(correct),
            })
        }
    }
}

/// The contract as recorded, when its text was changed and is our transcription of something executed elsewhere.
///
/// # Errors
/// When the repository cannot be read.
pub fn transcription(session: &Session, found: &Found, id: &ContractId) -> Result<Option<Dossier>> {
    let recorded = match &found.origin {
        Origin::New => return Ok(None),
        Origin::Recorded => session.dossier_in(&found.folder)?,
        Origin::Moved(from) => session.dossier_in(from)?,
    };
    if changed(found, Part::Text).is_empty() {
        return Ok(None);
    }
    let standing = draft::standing(session, &place(found, id))?;
    Ok(recorded.filter(|dossier| correct::is_transcription(dossier, &standing)))
}

/// What a person wrote is readable and hides nothing. Faults that are recorded already do not keep notes from being saved.
fn fit(found: &Found, now: &Dossier) -> Result<()> {
    let text = !changed(found, Part::Text).is_empty();
    let record = format!("{}/record.toml", found.folder);
    let concerns = |item: &CheckItem| text || (item.file == record && !changed(found, Part::Record).is_empty());
    let faults: Vec<CheckItem> =
        examine::dossier(now).into_iter().filter(|item| examine::refuses(item) && concerns(item)).collect();
    match examine::refusal("this cannot be saved", &faults) {
        None => Ok(()),
        Some(error) => Err(error.hint("mend the places named above and save again; nothing was recorded")),
    }
}

/// Things worth knowing about where a contract lies, and what is still to be done to its text.
pub fn advice(found: &Found, now: &Dossier) -> Vec<String> {
    let suffix = now.id.suffix();
    let name = found.folder.rsplit('/').next().unwrap_or_default();
    let fits = name.strip_suffix(suffix).is_some_and(|head| head.ends_with('-'));
    let mut advice = Vec::new();
    if found.origin != Origin::Recorded && !fits {
        let why = "by that a contract is found even when its text is damaged";
        advice.push(format!("{} does not end in -{suffix}: {why}", found.folder));
    }
    if !changed(found, Part::Text).is_empty() {
        advice.extend(crate::ops::paper::new::advice(&examine::dossier(now)));
    }
    advice
}
