//! The printable page of a contract as it is recorded.

use crate::contract::language::Language;
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::proving::agreement;
use crate::ops::proving::verify::Proven;
use crate::ops::session::{Session, dossier_and_files_of};
use crate::page::article::Annex;

/// The page.
///
/// # Errors
/// When its text cannot be read.
pub(super) fn page(
    session: &Session,
    dossier: &Dossier,
    proven: &Proven,
    language: Option<Language>,
) -> Result<String> {
    let read = dossier_and_files_of(&mut session.snapshot()?, &dossier.folder)?;
    let files = read.map(|(_, files)| files).unwrap_or_default();
    let annexes = files.iter().filter(|(name, _)| name.starts_with("annexes/"));
    let annexes: Vec<Annex<'_>> = annexes.map(|(name, bytes)| Annex { name, bytes }).collect();
    agreement::html(dossier, proven, &annexes, language)
}
