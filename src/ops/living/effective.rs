//! The terms in force on a day, each with the amendment behind it.

use chrono::NaiveDate;

use super::heir::other;
use crate::contract::id::ContractId;
use crate::contract::lifecycle::{Signing, in_force_on};
use crate::contract::term::Term;
use crate::error::Result;
use crate::ops::catalogue::Entry;
use crate::ops::finding::terms;
use crate::ops::session::Session;
use crate::report::contract::{EffectiveTerm, EffectiveTerms};

/// The terms of `entry` in force on `day`.
///
/// # Errors
/// When an amendment cannot be read.
pub fn terms(session: &Session, entry: &Entry, day: NaiveDate) -> Result<EffectiveTerms> {
    let mut answer = EffectiveTerms { as_of: day, terms: Vec::new(), notes: Vec::new() };
    let standing = entry.standing(&session.organisation, day);
    let Some(header) = entry.terms() else {
        answer.notes.push("Its terms cannot be read.".to_owned());
        return Ok(answer);
    };
    if let Some(link) = &header.amends {
        answer.notes.push(format!("It is an amendment: `clm show {} --effective` shows the terms in force.", link.id));
        return Ok(answer);
    }
    let facts = entry.facts(header, &session.organisation);
    let Some(in_force) = in_force_on(&facts, &session.organisation.name, &standing, day) else {
        answer.notes.push(format!("Nothing is in force: it is {}.", standing.status()));
        return Ok(answer);
    };
    answer.notes.extend(in_force.faults.iter().cloned());
    if let Some(term) = in_force.term {
        let start = format!("starts on {}", in_force.start);
        answer.terms.push(line(session, start, in_force.start_source)?);
        for text in terms::in_words(&Term { start: None, ..term.clone() }) {
            answer.terms.push(line(session, text, in_force.source)?);
        }
    }
    for amendment in entry.amendments.iter().filter(|amendment| amendment.effective <= day) {
        let title = title(session, &amendment.id)?;
        let what = if amendment.term.is_some() { "its [term] and its text hold" } else { "its text holds" };
        answer.notes.push(format!("{} ({title}): {what} from {}.", amendment.id, amendment.effective));
    }
    if standing.signing == Signing::Broken {
        answer.notes.push(format!("The contract is broken: `clm verify {}` says how.", entry.id));
    }
    Ok(answer)
}

fn line(session: &Session, text: String, amendment: Option<&ContractId>) -> Result<EffectiveTerm> {
    let title = amendment.map(|id| title(session, id)).transpose()?;
    Ok(EffectiveTerm { text, amendment: amendment.map(ToString::to_string), title })
}

fn title(session: &Session, id: &ContractId) -> Result<String> {
    Ok(other(session, id)?.map_or_else(|| "not here".to_owned(), |entry| entry.title))
}
