//! The agreement to read and to print, with who signed it: the page of `export`, and `agreement.html` of a bundle.

use chrono::NaiveDate;

use super::verify::Proven;
use crate::contract::act::{Deed, Execution};
use crate::contract::language::Language;
use crate::contract::lifecycle::{Signing, StatementAct};
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::drafting::draft;
use crate::page::article::{Annex, article};
use crate::page::{How, Mark, Print, print};
use crate::signature::principal::Principal;
use crate::signature::statement::{Instead, Statement};

/// The page, in the agreement's language where none is asked for. Only what counts on the present text signs it; lines to sign
/// on are there as long as somebody is asked.
///
/// # Errors
/// When the text cannot be read.
pub fn html(dossier: &Dossier, proven: &Proven, annexes: &[Annex<'_>], language: Option<Language>) -> Result<String> {
    let document = draft::readable(dossier)?;
    let header = document.header();
    let language = language.unwrap_or_else(|| Language::of(header.language.as_deref().unwrap_or_default()));
    let mut signed: Vec<_> = proven
        .counted(dossier)
        .filter(|(_, verified)| verified.statement().act != StatementAct::Decline)
        .map(|(one, verified)| (verified.statement(), one.digest))
        .collect();
    signed.sort_by_key(|(statement, digest)| (statement.claimed, *digest));
    let names: Vec<String> = signed.iter().map(|(statement, _)| name(statement)).collect();
    let mut marks: Vec<Mark<'_>> =
        signed.iter().zip(&names).map(|((statement, _), name)| mark(statement, name)).collect();
    let executed = proven.acts.iter().find_map(|act| match &act.deed {
        Deed::Executed { how, on, .. } => Some(of_way(*how, *on)),
        _ => None,
    });
    if let Some(how) = executed {
        let parties = header.parties.iter().map(|party| party.name.as_str());
        marks.extend(parties.map(|party| Mark { party, name: party, email: None, capacity: None, how }));
    }
    let shown = article(document, annexes, language);
    let given_up =
        proven.standing.as_ref().is_some_and(|standing| matches!(standing.signing, Signing::Declined | Signing::Void));
    Ok(print(&Print {
        article: &shown,
        header,
        language,
        revision: dossier.revision,
        marks: &marks,
        lines: proven.verdict.exit_code() != 0 && !given_up,
    }))
}

/// Who signed; under a mandate with who gave it.
fn name(statement: &Statement) -> String {
    match &statement.instead {
        Some(instead) if instead.mandate().is_some() => format!("{} ({})", statement.signer.name, instead.name()),
        Some(instead) => instead.name().to_owned(),
        None => statement.signer.name.clone(),
    }
}

fn mark<'a>(statement: &'a Statement, name: &'a str) -> Mark<'a> {
    let signer = &statement.signer;
    let instead = statement.instead.as_ref();
    // The place it fills is known by the address of the one it is filled for.
    let email = instead.map_or(Some(signer.email.as_str()), |instead| instead.email().map(Principal::as_str));
    match instead.and_then(Instead::witnessed) {
        Some(seen) => {
            Mark { party: &seen.party, name, email, capacity: seen.capacity.as_deref(), how: of_way(seen.how, seen.on) }
        }
        None => Mark {
            party: &signer.party,
            name,
            email,
            capacity: signer.capacity.as_deref(),
            how: How::Key { fingerprint: &signer.key, claimed: statement.claimed },
        },
    }
}

const fn of_way(how: Execution, on: NaiveDate) -> How<'static> {
    match how {
        Execution::Paper => How::Paper(on),
        Execution::External => How::Elsewhere(on),
    }
}
