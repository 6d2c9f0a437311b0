//! `check`: everything that speaks against agreements, without changing any.

use super::examine;
use super::resolve::Place;
use super::session::Session;
use crate::error::Result;
use crate::report::check::CheckReport;

/// Checks some contracts, or all of the repository.
///
/// # Errors
/// When the repository cannot be read. A finding is an answer, not an error.
pub fn check(session: &Session, places: Option<&[Place]>) -> Result<CheckReport> {
    let folders = match places {
        Some(places) => places.iter().map(|place| place.folder.clone()).collect(),
        None => session.snapshot()?.contracts()?.into_iter().map(|folder| folder.path).collect::<Vec<_>>(),
    };
    let mut report = CheckReport::default();
    for folder in folders {
        let Some(dossier) = session.dossier_in(&folder)? else { continue };
        report.checked += 1;
        report.items.extend(examine::dossier(&dossier));
    }
    report.items.sort();
    report.errors = report.items.iter().filter(|item| item.severity == "error").count();
    Ok(report)
}
