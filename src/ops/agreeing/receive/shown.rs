//! What a page shows, from the room that draws it: the rendering's digest, and the sentence a signer agrees to.

use crate::contract::act::Page;
use crate::contract::digest::Digest;
use crate::contract::header::Header;
use crate::contract::language::Language;
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::drafting::draft;
use crate::ops::session::Session;
use crate::page;
use crate::page::article::{Annex, article};

/// The sentence of a page for somebody who signs.
pub(super) fn consent(page: &Page, header: &Header) -> String {
    page::consent(page.language, &header.title, header.id.as_str(), &page.party)
}

/// The sentence of a page for somebody who declines.
pub(super) fn refusal(page: &Page, header: &Header) -> String {
    page::refusal(page.language, &header.title, header.id.as_str(), &page.party)
}

/// Digest of the agreement as a page shows it.
///
/// # Errors
/// When the agreement cannot be read.
pub(super) fn rendered(session: &Session, dossier: &Dossier, language: Language) -> Result<Digest> {
    let document = draft::readable(dossier)?;
    let mut snapshot = session.snapshot()?;
    let mut annexes = Vec::new();
    for subject in dossier.subjects.iter().filter(|subject| subject.name != "contract.md") {
        if let Some(bytes) = snapshot.read(&format!("{}/{}", dossier.folder, subject.name))? {
            annexes.push((subject.name.as_str(), bytes));
        }
    }
    let shown: Vec<Annex<'_>> = annexes.iter().map(|(name, bytes)| Annex { name, bytes }).collect();
    Ok(article(document, &shown, language).digest())
}
