//! What a commit did to one contract, taken back.

use super::effect::Touched;
use super::{Undoing, acts, changed_since, house};
use crate::contract::act::{Act, Deed};
use crate::contract::digest::Digest;
use crate::contract::lifecycle::Signing;
use crate::contract::revision::{Subject, revision};
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::ops::dossier::part::Part;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::draft, recording::deed, session::faults};
use crate::policy::Right;
use crate::report::act::ActItem;
use crate::store::Entry;

type Both = (Option<Entry>, Option<Entry>);

/// Takes back what a commit did to a contract.
///
/// # Errors
/// When it was signed, has changed since, may not be changed any more, or the actor may not.
pub fn take_back(undoing: &mut Undoing<'_>, touched: &Touched) -> Result<()> {
    let evidence = |name: &str| Part::of(name) == Some(Part::Evidence);
    if touched.files.keys().any(|name| name.starts_with("signatures/")) {
        return Err(acts::signed(&touched.id));
    }
    if touched.files.iter().any(|(name, (old, _))| evidence(name) && old.is_some()) {
        return Err(Error::new(Kind::Refused, "append-only", format!("acts of {} were removed by it", touched.id))
            .hint(format!("`clm verify {}` says what is missing", touched.id)));
    }
    let now = undoing.catalogue.exactly(touched.id.as_str()).map(|name| name.folder);
    let place = now.map(|folder| Place { folder, id: touched.id.clone() });
    let acted = touched.files.keys().any(|name| evidence(name));
    let folder = match (place, &touched.before, &touched.after) {
        (Some(place), _, Some(_)) if acted => with_acts(undoing, touched, &place)?,
        (Some(place), None, Some(after)) => made(undoing, touched, &place, after)?,
        (None, Some(before), None) => brought_back(undoing, touched, before)?,
        (Some(place), Some(before), Some(after)) => changed(undoing, touched, &place, (before, after))?,
        (Some(place), _, None) => return Err(changed_since(&place.folder, "was made")),
        (None, ..) => {
            let folder = touched.after.as_ref().or(touched.before.as_ref()).cloned().unwrap_or_default();
            return Err(changed_since(&folder, "has gone"));
        }
    };
    undoing.contracts.push(touched.id.clone());
    undoing.items.push(ActItem { id: touched.id.to_string(), path: folder, ..ActItem::default() });
    Ok(())
}

fn dossier(undoing: &Undoing<'_>, place: &Place) -> Result<Dossier> {
    draft::must_be_saved(undoing.session, place)?;
    undoing.session.dossier(place)
}

/// Acts get an `undo`; text and notes they came with go back; what lies in `files/` stays, as evidence of what was done.
/// A contract that came into being by it is put in the archive: its acts keep it from being removed.
fn with_acts(undoing: &mut Undoing<'_>, touched: &Touched, place: &Place) -> Result<String> {
    let dossier = dossier(undoing, place)?;
    let mut taken = Vec::new();
    for (name, (_, new)) in touched.files.iter().filter(|(name, _)| name.starts_with("acts/")) {
        let Some(entry) = new else { continue };
        let bytes = undoing.snapshot.blob(entry.id)?;
        let act = Act::parse(name, &bytes).map_err(|problems| faults::invalid("the act cannot be read", &problems))?;
        taken.push(act);
    }
    acts::must_be_free(undoing, &dossier, &taken)?;
    let created = touched.before.is_none();
    let mut added = Vec::new();
    for act in &taken {
        let undo = Deed::Undo { act: act.digest };
        added.push(deed::put(undoing.session, undoing.actor, &dossier, &undo, &mut undoing.change)?);
    }
    let mut files: Vec<(&String, &Both)> = Vec::new();
    if created {
        let text = |name: &&String| Part::of(name) == Some(Part::Text);
        for (name, (_, new)) in touched.files.iter().filter(|(name, _)| text(name)) {
            as_it_was_made(undoing, place, name, *new)?;
        }
        deed::put(undoing.session, undoing.actor, &dossier, &Deed::Archive, &mut undoing.change)?;
        undoing.warnings.push(format!("{} is a draft again and lies in the archive; its files stay", place.id));
    } else {
        let ours = |name: &String| matches!(Part::of(name), Some(Part::Text | Part::Record));
        files.extend(touched.files.iter().filter(|(name, _)| ours(name)));
    }
    let kept = touched.files.keys().filter(|name| !created && Part::of(name) == Some(Part::Attached));
    undoing.warnings.extend(kept.map(|name| format!("{name} of {} stays", place.id)));
    for (name, (old, new)) in &files {
        as_it_was_made(undoing, place, name, *new)?;
        house::put(&mut undoing.change, &format!("{}/{name}", place.folder), *old)?;
    }
    must_not_break(undoing, &dossier, place, &files, added)?;
    Ok(place.folder.clone())
}

/// A contract that was made goes, when nothing happened to it since.
fn made(undoing: &mut Undoing<'_>, touched: &Touched, place: &Place, after: &str) -> Result<String> {
    let dossier = dossier(undoing, place)?;
    undoing.actor.must_have_on(undoing.session, Right::Edit, &dossier)?;
    if !dossier.acts.is_empty() || !dossier.statements.is_empty() {
        let message = format!("{} has been signed or acted on since it was made", place.id);
        return Err(Error::new(Kind::Refused, "acted-on", message)
            .hint(format!(
                "`clm archive {0}` takes a draft out of the lists; `clm log {0}` shows what happened",
                place.id
            ))
            .about(place.id.as_str()));
    }
    if place.folder != after {
        return Err(changed_since(after, "was moved"));
    }
    for (name, (_, new)) in &touched.files {
        as_it_was_made(undoing, place, name, *new)?;
        house::put(&mut undoing.change, &format!("{}/{name}", place.folder), None)?;
    }
    let whole = dossier.subjects.iter().map(|subject| &subject.name).chain(&dossier.files);
    let mut unknown = whole.filter(|name| !touched.files.contains_key(*name));
    let record = !dossier.record_text.is_empty() && !touched.files.contains_key("record.toml");
    if let Some(name) = unknown.next().cloned().or_else(|| record.then(|| "record.toml".to_owned())) {
        return Err(changed_since(&format!("{}/{name}", place.folder), "was added"));
    }
    Ok(place.folder.clone())
}

/// A contract that was taken away comes back where it was.
fn brought_back(undoing: &mut Undoing<'_>, touched: &Touched, before: &str) -> Result<String> {
    undoing.actor.must_have(undoing.session, Right::Draft, before.split('/').next())?;
    if undoing.snapshot.find(before)?.is_some() {
        return Err(changed_since(before, "was made anew"));
    }
    for (name, (old, _)) in &touched.files {
        house::put(&mut undoing.change, &format!("{before}/{name}"), *old)?;
    }
    Ok(before.to_owned())
}

/// A contract that was moved or changed lies and reads as before.
fn changed(undoing: &mut Undoing<'_>, touched: &Touched, place: &Place, ends: (&str, &str)) -> Result<String> {
    let dossier = dossier(undoing, place)?;
    undoing.actor.must_have_on(undoing.session, Right::Edit, &dossier)?;
    let (before, after) = ends;
    let mut folder = place.folder.clone();
    if before != after {
        undoing.actor.must_have(undoing.session, Right::Edit, before.split('/').next())?;
        if place.folder != after {
            return Err(changed_since(after, "was moved"));
        }
        if undoing.snapshot.find(before)?.is_some() {
            return Err(changed_since(before, "was made"));
        }
        undoing.change.rename(after, before)?;
        before.clone_into(&mut folder);
    }
    let is_text = |name: &String| Part::of(name) == Some(Part::Text);
    if touched.files.keys().any(is_text) {
        draft::must_be_changeable(place, &draft::standing(undoing.session, place)?)?;
    }
    for (name, (old, new)) in &touched.files {
        as_it_was_made(undoing, place, name, *new)?;
        must_not_be_named(undoing, &dossier, name, *new)?;
        house::put(&mut undoing.change, &format!("{folder}/{name}"), *old)?;
    }
    let texts: Vec<(&String, &Both)> = touched.files.iter().filter(|(name, _)| is_text(name)).collect();
    must_not_break(undoing, &dossier, place, &texts, Vec::new())?;
    Ok(folder)
}

/// The file is what the commit made of it.
fn as_it_was_made(undoing: &mut Undoing<'_>, place: &Place, name: &str, new: Option<Entry>) -> Result<()> {
    let path = format!("{}/{name}", place.folder);
    if undoing.snapshot.find(&path)? == new { Ok(()) } else { Err(changed_since(&path, "has changed")) }
}

/// Evidence that an act names stays.
fn must_not_be_named(undoing: &Undoing<'_>, dossier: &Dossier, name: &str, new: Option<Entry>) -> Result<()> {
    let Some(entry) = new.filter(|_| Part::of(name) == Some(Part::Attached)) else { return Ok(()) };
    let digest = Digest::from_bytes(undoing.snapshot.sha256(entry.id)?);
    let names =
        |act: &Act| matches!(&act.deed, Deed::Executed { evidence, .. } if evidence.values().any(|d| *d == digest));
    if !dossier.acts.iter().any(|file| names(&file.act)) {
        return Ok(());
    }
    Err(Error::new(Kind::Refused, "evidence", format!("{name} is the evidence that {} was executed", dossier.id))
        .hint(format!("`clm show {}` shows what it is evidence of", dossier.id))
        .about(dossier.id.as_str()))
}

/// Taking something back never makes a contract broken.
fn must_not_break(
    undoing: &Undoing<'_>,
    dossier: &Dossier,
    place: &Place,
    texts: &[(&String, &Both)],
    added: Vec<Act>,
) -> Result<()> {
    let Some(mut entry) = undoing.catalogue.in_folder(&place.folder)? else { return Ok(()) };
    let (organisation, today) = (&undoing.session.organisation, undoing.session.today);
    let was = entry.standing(organisation, today).signing;
    entry.acts.extend(added);
    let mut subjects = dossier.subjects.clone();
    for (name, (old, _)) in texts.iter().filter(|(name, _)| Part::of(name) == Some(Part::Text)) {
        subjects.retain(|subject| subject.name != **name);
        if let Some(entry) = old {
            let digest = Digest::from_bytes(undoing.snapshot.sha256(entry.id)?);
            subjects.push(Subject { name: (*name).clone(), digest });
        }
    }
    entry.revision = revision(&subjects);
    if was == Signing::Broken || entry.standing(organisation, today).signing != Signing::Broken {
        return Ok(());
    }
    let message = format!("without it the text of {} would not be the one that was signed or sent", place.id);
    Err(Error::new(Kind::Refused, "would-break", message)
        .hint("undo what came later first; `clm log` shows it")
        .about(place.id.as_str()))
}
