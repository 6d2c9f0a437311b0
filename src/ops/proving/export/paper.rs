//! The printable page of a contract: what is recorded, who signed by the verdict of `verify`, and the fingerprints.

use std::collections::BTreeSet;

use crate::contract::act::{Deed, Execution};
use crate::contract::digest::Digest;
use crate::contract::language::Language;
use crate::contract::lifecycle::StatementAct;
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::drafting::draft;
use crate::ops::session::resolve::Place;
use crate::ops::session::{Session, dossier_and_files_of};
use crate::page::article::{Annex, article};
use crate::page::{How, Mark, Print, print};
use crate::report::verify::VerifyItem;
use crate::signature::statement::Statement;
use crate::signature::verdict::Verdict;

/// The page.
///
/// # Errors
/// When the contract is gone or its text cannot be read.
pub(super) fn page(session: &Session, place: &Place, item: &VerifyItem, language: Option<Language>) -> Result<String> {
    let read = dossier_and_files_of(&mut session.snapshot()?, &place.folder)?;
    let (dossier, files) = read.ok_or_else(|| super::unreadable(place))?;
    let document = draft::readable(&dossier)?;
    let header = document.header();
    let annexes: Vec<Annex<'_>> = files
        .iter()
        .filter(|(name, _)| name.starts_with("annexes/"))
        .map(|(name, bytes)| Annex { name, bytes })
        .collect();
    let language = language.unwrap_or_else(|| Language::of(header.language.as_deref().unwrap_or_default()));
    let article = article(document, &annexes, language);
    let statements = genuine(&dossier, item);
    let mut marks: Vec<Mark<'_>> = statements.iter().map(|statement| signed(statement)).collect();
    if let Some(how) = executed(&dossier, item) {
        let parties = header.parties.iter().map(|party| party.name.as_str());
        marks.extend(parties.map(|party| Mark { party, name: party, email: None, capacity: None, how }));
    }
    let over =
        matches!(item.status.as_str(), "declined" | "void") || Verdict::of_word(&item.verdict).is_some_and(is_signed);
    Ok(print(&Print { article: &article, header, language, revision: dossier.revision, marks: &marks, lines: !over }))
}

/// Whether nobody is asked to sign any more.
fn is_signed(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Valid | Verdict::Paper | Verdict::External)
}

/// Signatures on the present text that `verify` calls valid; those on texts given up are history and sign nothing here.
fn genuine<'d>(dossier: &'d Dossier, item: &VerifyItem) -> Vec<&'d Statement> {
    let valid: BTreeSet<&str> =
        item.signatures.iter().filter(|one| one.verdict == "valid").map(|one| one.statement.as_str()).collect();
    let mut statements: Vec<&Statement> = dossier
        .statements
        .iter()
        .filter(|file| valid.contains(file.digest.to_string().as_str()))
        .filter_map(|file| Some(file.envelope.as_ref().ok()?.statement()))
        .filter(|statement| statement.act == StatementAct::Sign && statement.revision() == dossier.revision)
        .collect();
    statements.sort_by_key(|statement| statement.claimed);
    statements
}

fn signed(statement: &Statement) -> Mark<'_> {
    let signer = &statement.signer;
    Mark {
        party: &signer.party,
        name: &signer.name,
        email: Some(signer.email.as_str()),
        capacity: signer.capacity.as_deref(),
        how: How::Key { fingerprint: &signer.key, claimed: statement.claimed },
    }
}

/// How and when it was executed otherwise, where that is what it rests on.
fn executed(dossier: &Dossier, item: &VerifyItem) -> Option<How<'static>> {
    let undone: BTreeSet<Digest> = dossier
        .acts
        .iter()
        .filter_map(|file| match file.act.deed {
            Deed::Undo { act } => Some(act),
            _ => None,
        })
        .collect();
    let counts = dossier.acts.iter().filter(|file| !undone.contains(&file.act.digest));
    let verdict = Verdict::of_word(&item.verdict);
    counts
        .filter_map(|file| match &file.act.deed {
            Deed::Executed { how: Execution::Paper, on, .. } if verdict == Some(Verdict::Paper) => {
                Some((file, How::Paper(*on)))
            }
            Deed::Executed { how: Execution::External, on, .. } if verdict == Some(Verdict::External) => {
                Some((file, How::Elsewhere(*on)))
            }
            _ => None,
        })
        .max_by_key(|(file, _)| file.act.at)
        .map(|(_, how)| how)
}
