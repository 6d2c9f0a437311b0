//! `agreement.html`: the agreement to read and to print, with who signed it.

use super::gather::counted;
use crate::contract::act::Deed;
use crate::contract::digest::Digest;
use crate::contract::language::Language;
use crate::contract::lifecycle::StatementAct;
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::drafting::draft;
use crate::ops::proving::verify::Proven;
use crate::page::article::{Annex, article};
use crate::page::{How, Mark, Print, print};
use crate::signature::bundle::{ANNEXES, Files};

/// The page, in the agreement's language.
pub fn html(dossier: &Dossier, proven: &Proven, files: &Files) -> Result<String> {
    let document = draft::readable(dossier)?;
    let header = document.header();
    let language = Language::of(header.language.as_deref().unwrap_or("en"));
    let annexes: Vec<Annex<'_>> = files
        .iter()
        .filter(|(path, _)| path.starts_with(ANNEXES))
        .map(|(path, bytes)| Annex { name: path, bytes })
        .collect();
    let mut signed: Vec<_> = counted(dossier, proven)
        .filter(|(_, verified)| verified.statement().act == StatementAct::Sign)
        .map(|(one, verified)| (verified.statement(), verified.key().fingerprint(), one.digest))
        .collect();
    signed.sort_by_key(|(statement, _, digest): &(_, String, Digest)| (statement.claimed, *digest));
    let marks: Vec<Mark<'_>> = signed
        .iter()
        .map(|(statement, fingerprint, _)| Mark {
            party: &statement.signer.party,
            name: &statement.signer.name,
            email: Some(statement.signer.email.as_str()),
            capacity: statement.signer.capacity.as_deref(),
            how: How::Key { fingerprint, claimed: statement.claimed },
        })
        .collect();
    let executed = proven.acts.iter().any(|act| matches!(act.deed, Deed::Executed { .. }));
    let shown = article(document, &annexes, language);
    Ok(print(&Print {
        article: &shown,
        header,
        language,
        revision: dossier.revision,
        marks: &marks,
        lines: !executed && proven.verdict.exit_code() != 0,
    }))
}
