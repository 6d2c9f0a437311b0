//! Each signatory of a contract and what they did: signed themselves, by somebody with a mandate, or elsewhere with a witness.

use crate::contract::digest::Digest;
use crate::contract::lifecycle::{self, Seat, StatementAct, StatementFact};
use crate::ops::catalogue::Entry;
use crate::ops::dossier::Dossier;
use crate::ops::dossier::judge::{self, Judgement};
use crate::ops::session::Session;
use crate::report::contract::SignatoryItem;
use crate::signature::verdict::Trust;

/// Every place in the order written; a party without signatories stands for itself. Nobody is waited for where the text was
/// `executed` on paper or elsewhere.
#[must_use]
pub fn of(session: &Session, entry: &Entry, dossier: &Dossier, executed: bool) -> Vec<SignatoryItem> {
    let Some(header) = &entry.header else { return Vec::new() };
    let facts = entry.facts(header, &session.organisation);
    let judged = judge::by_policy(dossier, &session.policy);
    let seats = lifecycle::seats(&facts);
    let is_ordered = seats.iter().filter_map(|seat| seat.signatory).any(|one| one.order > 1);
    seats.iter().map(|seat| item(entry, seat, &judged, (executed, is_ordered))).collect()
}

fn item(entry: &Entry, seat: &Seat<'_>, judged: &[Judgement], (executed, ordered): (bool, bool)) -> SignatoryItem {
    let said = seat.filled.or_else(|| uncounted(entry, seat));
    let state = match (seat.filled, said) {
        (Some(_), _) => "signed",
        (None, Some(statement)) if !statement.trusted => "untrusted",
        (None, Some(statement)) if statement.act == StatementAct::Decline => "declined",
        (None, Some(_)) => "uncounted",
        (None, None) if executed => "executed",
        (None, None) if !seat.is_wanted => "not-needed",
        (None, None) => "waiting",
    };
    let email = seat.signatory.and_then(|one| one.email.clone());
    let signer = said.map(|fact| format!("{} <{}>", fact.name, fact.email));
    let instead = said.and_then(|fact| fact.instead.as_ref());
    let elsewhere = said.and_then(StatementFact::elsewhere);
    // Where nobody is named, whoever signed stands there.
    let (name, address) = match (said, instead) {
        (_, Some(instead)) => (Some(instead.name.clone()), instead.email.clone()),
        (Some(fact), None) => (Some(fact.name.clone()), Some(fact.email.clone())),
        (None, None) => (None, None),
    };
    SignatoryItem {
        party: seat.party.name.clone(),
        name: seat.signatory.map(|one| one.name.clone()).or(name),
        email: email.or(address),
        state: state.to_owned(),
        at: match (said, elsewhere) {
            (_, Some(elsewhere)) => Some(elsewhere.on.to_string()),
            (Some(fact), None) => Some(fact.claimed.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
            (None, None) => None,
        },
        basis: match elsewhere {
            Some(elsewhere) => Some(elsewhere.how.word().to_owned()),
            None => said.and_then(|fact| basis(judged, fact.digest)),
        },
        title: seat.signatory.and_then(|one| one.title.clone()),
        order: seat.signatory.map(|one| one.order).filter(|_| ordered),
        witness: signer.clone().filter(|_| elsewhere.is_some()),
        signer: signer.filter(|_| instead.is_some() && elsewhere.is_none()),
    }
}

/// Something the person said on this text that fills no place: a refusal, a signature not trusted, late or before its turn.
fn uncounted<'e>(entry: &'e Entry, seat: &Seat<'_>) -> Option<&'e StatementFact> {
    entry.statements.iter().find(|fact| {
        let (party, email) = match &fact.instead {
            Some(instead) => (&instead.party, instead.email.as_ref()),
            None => (&fact.party, Some(&fact.email)),
        };
        let is_theirs = seat.signatory.is_none_or(|one| one.email.is_none() || one.email.as_ref() == email);
        let names = |one: &crate::contract::party::Signatory| {
            one.email.is_some() || one.name == *fact.instead.as_ref().map_or(&fact.name, |instead| &instead.name)
        };
        *party == seat.party.name && fact.revision == entry.revision && is_theirs && seat.signatory.is_none_or(names)
    })
}

/// How the signer is known.
fn basis(judged: &[Judgement], statement: Digest) -> Option<String> {
    let one = judged.iter().find(|one| one.digest == statement)?;
    match one.result.as_ref().ok()?.trust() {
        Trust::Member { .. } => Some("member".to_owned()),
        Trust::Known { basis } => Some(basis.word().to_owned()),
        Trust::Untrusted { .. } => None,
    }
}
