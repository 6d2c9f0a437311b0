//! `show`: everything about contracts.

use chrono::NaiveDate;

use super::catalogue::{Catalogue, Entry};
use super::dossier::Dossier;
use super::filter;
use super::living::effective;
use super::resolve::Place;
use super::session::Session;
use super::terms;
use crate::contract::lifecycle::{Flag, Lifecycle, Signing, Standing, StatementAct};
use crate::error::{Error, Kind, Result};
use crate::report::contract::{ShowItem, ShowReport, SignatoryItem};

/// What to show beside the facts.
#[derive(Debug, Clone, Copy, Default)]
pub struct With {
    /// The agreement's text.
    pub text: bool,
    /// The terms in force on a day.
    pub effective: Option<NaiveDate>,
}

/// Shows contracts; with their text and the terms in force when asked.
///
/// # Errors
/// When one cannot be read.
pub fn show(session: &Session, places: &[Place], with: With) -> Result<ShowReport> {
    let catalogue = Catalogue::open(session)?;
    let mut items = Vec::with_capacity(places.len());
    for place in places {
        let entry = catalogue.in_folder(&place.folder)?.ok_or_else(|| gone(place))?;
        let dossier = session.dossier(place)?;
        items.push(item(session, &catalogue, &entry, &dossier, with)?);
    }
    Ok(ShowReport { today: session.today, items })
}

/// The exact bytes of a contract's agreement at HEAD.
///
/// # Errors
/// When it cannot be read.
pub fn raw(session: &Session, place: &Place) -> Result<Vec<u8>> {
    session.snapshot()?.read(&format!("{}/contract.md", place.folder))?.ok_or_else(|| gone(place))
}

fn gone(place: &Place) -> Error {
    Error::new(Kind::NotFound, "no-such-contract", format!("{} has no contract.md", place.id))
        .hint(format!("`clm verify {}` says what is missing", place.id))
        .about(place.id.to_string())
}

fn item(
    session: &Session,
    catalogue: &Catalogue<'_>,
    entry: &Entry,
    dossier: &Dossier,
    with: With,
) -> Result<ShowItem> {
    let standing = entry.standing(&session.organisation, session.today);
    let header = entry.header.as_ref();
    let body = dossier.document.as_ref().ok().map(|document| document.body().to_owned());
    let annexes = dossier.subjects.iter().map(|subject| subject.name.clone()).filter(|name| name != "contract.md");
    Ok(ShowItem {
        contract: entry.item(&standing),
        language: entry.language().to_owned(),
        governing_law: header.and_then(|header| header.governing_law.clone()),
        revision: entry.revision.to_string(),
        signatories: signatories(entry, standing.flags.contains(&Flag::Executed)),
        sign_by: standing.sign_by,
        signed_on: standing.signed_on,
        terms: header.map(|header| terms::in_words(&header.term)).unwrap_or_default(),
        custom: filter::custom(entry),
        files: annexes.chain(dossier.files.iter().cloned()).collect(),
        template: entry.record.template.as_ref().map(|origin| format!("{} {}", origin.name, origin.digest)),
        because: because(session, entry, &standing),
        links: super::links::of(session, catalogue, entry)?,
        effective: with.effective.map(|day| effective::terms(session, entry, day)).transpose()?,
        next: next(entry, &standing),
        findings: standing.findings,
        unsaved: session.edited_in(&entry.folder)?,
        body: body.filter(|_| with.text),
    })
}

/// Why it ends when it does, where that is not just its period's end.
fn because(session: &Session, entry: &Entry, standing: &Standing) -> Vec<String> {
    let by_act = [Flag::NotRenewing, Flag::Disputed, Flag::Terminated, Flag::Superseded];
    let ended = standing.lifecycle == Some(Lifecycle::Ended);
    if !ended && !standing.flags.iter().any(|flag| by_act.contains(flag)) {
        return Vec::new();
    }
    entry.why_it_ends(&session.organisation, session.today)
}

/// Each signatory and what they did; a party without signatories stands for itself. Nobody is waited for where the text
/// was `executed` on paper or elsewhere.
fn signatories(entry: &Entry, executed: bool) -> Vec<SignatoryItem> {
    let Some(header) = &entry.header else { return Vec::new() };
    let mut items = Vec::new();
    for party in &header.parties {
        if party.signatories.is_empty() {
            items.push(signatory(entry, executed, &party.name, None, None));
        }
        for person in &party.signatories {
            items.push(signatory(entry, executed, &party.name, Some(person.name.clone()), person.email.clone()));
        }
    }
    items
}

fn signatory(entry: &Entry, executed: bool, party: &str, name: Option<String>, email: Option<String>) -> SignatoryItem {
    let said = entry.statements.iter().find(|statement| {
        statement.party == party
            && statement.revision == entry.revision
            && statement.act != StatementAct::Witness
            && email.as_ref().is_none_or(|email| *email == statement.email)
    });
    let state = match said {
        Some(statement) if !statement.trusted => "untrusted",
        Some(statement) if statement.act == StatementAct::Decline => "declined",
        Some(_) => "signed",
        None if executed => "executed",
        None => "waiting",
    };
    SignatoryItem {
        party: party.to_owned(),
        name: name.or_else(|| said.map(|statement| statement.name.clone())),
        email: email.or_else(|| said.map(|statement| statement.email.clone())),
        state: state.to_owned(),
        at: said.map(|statement| statement.claimed.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        basis: None,
    }
}

/// Commands that make sense for a contract now.
#[must_use]
pub fn next(entry: &Entry, standing: &Standing) -> Vec<String> {
    let id = &entry.id;
    match standing.signing {
        Signing::Draft | Signing::Review | Signing::Approved => {
            vec![format!("clm edit {id}"), format!("clm check {id}"), format!("clm sign {id}")]
        }
        Signing::Pending | Signing::Lapsed => vec![
            format!("clm sign {id} --for PARTY --prepare FILE --pub KEY --name NAME --email ADDRESS"),
            "clm receive FILE --basis BASIS".to_owned(),
        ],
        Signing::Signed if standing.lifecycle == Some(Lifecycle::Ended) => {
            vec![format!("clm renew {id}"), format!("clm verify {id}")]
        }
        Signing::Signed => vec![format!("clm verify {id}"), "clm due --explain".to_owned()],
        Signing::Broken => vec![format!("clm verify {id}"), format!("clm log {id}")],
        Signing::Declined | Signing::Void => vec![format!("clm log {id}")],
    }
}
