//! `check`: everything that speaks against agreements and templates, without changing any.
//!
//! What is looked at is the work tree where it differs from what is recorded: a person asks about the text before them,
//! also about a folder they made by hand.

mod links;
mod names;
mod papers;

use std::collections::BTreeMap;

use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::drafting::desk::{self, Unsaved};
use crate::ops::drafting::examine;
use crate::ops::drafting::personal;
use crate::ops::paper::template::Versions;
use crate::ops::session::resolve::Place;
use crate::ops::session::{Session, dossier_and_files_of};
use crate::report::check::CheckReport;

/// Checks some contracts, or all contracts and templates of the repository.
///
/// # Errors
/// When the repository cannot be read. A finding is an answer, not an error.
pub fn check(session: &Session, places: Option<&[Place]>) -> Result<CheckReport> {
    let mut report = CheckReport::default();
    let mut versions = Versions::of(session);
    let mut snapshot = session.snapshot()?;
    for (folder, unsaved) in folders(session, places)? {
        let read = match unsaved {
            Some(unsaved) if !unsaved.files.is_empty() => match desk::files(session, &unsaved) {
                Ok(files) => Some((Dossier::read(&folder, &files), files)),
                Err(fault) => {
                    report.items.push(names::unreadable(&folder, &fault));
                    None
                }
            },
            _ => dossier_and_files_of(&mut snapshot, &folder)?,
        };
        let Some((dossier, files)) = read else { continue };
        report.checked += 1;
        report.items.extend(examine::in_repository(&dossier, &session.organisation.calendars));
        report.items.extend(names::of(&dossier));
        report.items.extend(links::of(session, &dossier)?);
        report.items.extend(papers::asserted(&mut versions, &dossier)?);
        report.items.extend(personal::items(&session.organisation, &dossier, &files));
        report.items.extend(papers::original(&mut snapshot, &dossier)?);
    }
    if places.is_none() {
        report.items.extend(papers::all(session)?);
    }
    report.items.sort();
    report.items.dedup();
    report.errors = report.items.iter().filter(|item| item.severity == "error").count();
    Ok(report)
}

/// Each folder with what lies on its desk.
fn folders(session: &Session, places: Option<&[Place]>) -> Result<BTreeMap<String, Option<Unsaved>>> {
    if let Some(places) = places {
        return places
            .iter()
            .map(|place| Ok((place.folder.clone(), Some(desk::of(session, &place.folder)?))))
            .collect();
    }
    let recorded = session.snapshot()?.contracts()?;
    let mut folders: BTreeMap<String, Option<Unsaved>> =
        recorded.into_iter().map(|folder| (folder.path, None)).collect();
    folders.extend(desk::all(session)?.into_iter().map(|unsaved| (unsaved.folder.clone(), Some(unsaved))));
    Ok(folders)
}
