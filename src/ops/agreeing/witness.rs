//! `witness`: one signatory signed on paper or on another platform, and a member says so with a signed statement that names
//! the scan or the platform's file by its digest.
//!
//! The member signs what the member knows, never in the signatory's name: every answer shows it as witnessed.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::exhibits;
use super::person::{self, Person};
use super::sign::{self, Agree, Shown, may};
use crate::contract::act::{Execution, Way};
use crate::contract::digest::Digest;
use crate::contract::header::{Form, Header};
use crate::contract::lifecycle::{self, Elsewhere, Signing, StatementAct, StatementFact};
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::Catalogue;
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::draft, drafting::examine};
use crate::policy::Right;
use crate::report::act::ActReport;
use crate::signature::principal::Principal;
use crate::signature::statement::{Instead, Signer, Statement, Witnessed, is_same_person};

/// Whose signature, when, how, and what shows it.
#[derive(Debug, Clone)]
pub struct WitnessRequest<'a> {
    /// Who signed: the name, or the address, as the contract has it.
    pub who: &'a str,
    /// Their party; the one that names them when absent.
    pub party: Option<&'a str>,
    /// Their address, for a party that names nobody.
    pub email: Option<&'a str>,
    /// As what they signed; their title in the contract when absent.
    pub capacity: Option<&'a str>,
    /// The day they signed.
    pub on: NaiveDate,
    /// On paper, or elsewhere and where.
    pub way: Way,
    /// The scan, or the platform's files.
    pub evidence: &'a [PathBuf],
}

/// Records a witnessed signature.
///
/// # Errors
/// When the text is not fit, the state or the policy does not allow it, the place is not open, or the evidence cannot be read.
pub fn witness(
    session: &Session,
    actor: &Actor,
    place: &Place,
    request: &WitnessRequest<'_>,
    agree: &mut Agree<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let dossier = session.dossier(place)?;
    actor.must_have(session, Right::Record, Some(dossier.workspace()))?;
    draft::must_be_saved(session, place)?;
    let header = draft::readable(&dossier)?.header();
    state(session, place, request.on)?;
    examine::must_be_signable(&dossier, &session.organisation.calendars)?;
    form(header, request.way.how)?;
    let person = who(header, request)?;
    if request.on > session.now.date_naive() {
        return Err(Error::new(Kind::Usage, "future-date", format!("{} is still to come", request.on))
            .hint("--on is the day they signed"));
    }
    not_himself(actor, place, &person)?;
    person::must_be_open(
        session,
        place,
        &person.party.name,
        (&person.name, person.email.as_ref().map(Principal::as_str)),
    )?;
    let mut change = session.change()?;
    let evidence = exhibits::keep(session, &dossier, request.evidence, &mut change)?;
    let witnessed = Witnessed {
        capacity: request.capacity.map(ToOwned::to_owned).or(person.title),
        name: person.name,
        email: person.email,
        party: person.party.name.clone(),
        how: request.way.how,
        platform: request.way.platform.clone(),
        on: request.on,
        evidence,
    };
    let signer = Signer {
        name: actor.name().to_owned(),
        email: actor.member().email.clone(),
        party: session.organisation.name.clone(),
        capacity: None,
        key: actor.public().fingerprint(),
    };
    let consent = sentence(header, &signer, &witnessed);
    let statement = Statement {
        act: StatementAct::Witness,
        consent,
        instead: Some(Instead::Witnessed(witnessed)),
        ..sign::statement(session, &dossier, header, signer)?
    };
    would_count(session, place, &statement)?;
    let shown = Shown::of(header, &statement, dossier.document.as_ref().map_or("", |document| document.body()));
    sign::agreed(agree, &shown, place)?;
    sign::seal_and_record(session, actor, &dossier, &statement, change, manner)
}

/// As for a signature; and what was signed in time may be recorded after the last day to sign.
fn state(session: &Session, place: &Place, on: NaiveDate) -> Result<()> {
    let standing = draft::standing(session, place)?;
    match standing.sign_by {
        Some(until) if on > until => Err(Error::new(
            Kind::Refused,
            "late",
            format!("{} was to be signed by {until}, and {on} is later", place.id),
        )
        .hint(format!("a later day to sign by makes it count: `clm extend {} --until DATE`", place.id))
        .about(place.id.to_string())),
        _ if standing.signing == Signing::Lapsed => Ok(()),
        _ => may::state(place, &standing),
    }
}

/// Refuses what would be recorded and not count: paper signed before those who sign first.
fn would_count(session: &Session, place: &Place, statement: &Statement) -> Result<()> {
    let Some(entry) = Catalogue::open(session)?.in_folder(&place.folder)? else { return Ok(()) };
    let (Some(header), Some(Instead::Witnessed(seen))) = (entry.terms(), &statement.instead) else { return Ok(()) };
    let fact = StatementFact {
        digest: Digest::of(&statement.nonce.0),
        act: statement.act,
        revision: statement.revision(),
        party: statement.signer.party.clone(),
        name: statement.signer.name.clone(),
        email: statement.signer.email.to_string(),
        key: statement.signer.key.clone(),
        claimed: statement.claimed,
        arrived: seen.on,
        after: statement.after.clone(),
        trusted: true,
        instead: Some(lifecycle::Instead {
            party: seen.party.clone(),
            name: seen.name.clone(),
            email: seen.email.as_ref().map(ToString::to_string),
            elsewhere: Some(Elsewhere { how: seen.how, on: seen.on }),
        }),
    };
    match lifecycle::uncounted(&entry.facts(header, &session.organisation), &fact) {
        None => Ok(()),
        Some(why) => Err(Error::new(Kind::Refused, "uncounted", why)
            .hint(format!("`clm show {}` says who signs first and when they did", place.id))
            .about(place.id.to_string())),
    }
}

/// What the law asks of the signature must be what was done.
fn form(header: &Header, how: Execution) -> Result<()> {
    let asked = match (header.form, how) {
        (Form::Any, _) | (Form::Written, Execution::Paper) | (Form::Qualified, Execution::External) => return Ok(()),
        (Form::Written, Execution::External) => "on paper",
        (Form::Qualified, Execution::Paper) => "with a qualified electronic signature",
    };
    Err(Error::new(Kind::Refused, "form", format!("{} must be signed {asked}", header.id))
        .hint("see `form` in contract.md, and let them sign as it asks")
        .about(header.id.to_string()))
}

fn who<'h>(header: &'h Header, request: &WitnessRequest<'_>) -> Result<Person<'h>> {
    let mut person = match request.party {
        Some(party) => person::of_party(header, may::party(header, party)?, request.who)?,
        None => person::of_any(header, request.who)?,
    };
    let Some(email) = request.email else { return Ok(person) };
    let email: Principal = email.parse().map_err(|fault: crate::signature::principal::PrincipalError| {
        Error::new(Kind::Usage, "address", fault.to_string()).hint("give it in lower case with --email")
    })?;
    match &person.email {
        Some(known) if *known != email => Err(Error::new(
            Kind::NotFound,
            "no-such-signatory",
            format!("{} has the address {known} in {}, not {email}", person.name, header.id),
        )
        .hint("leave --email out: the contract says it")
        .about(header.id.to_string())),
        _ => {
            // A named signatory without an address keeps none: the contract says who it is.
            person.email = person.party.signatories.is_empty().then_some(email).or(person.email);
            Ok(person)
        }
    }
}

/// Nobody is a witness to himself.
fn not_himself(actor: &Actor, place: &Place, person: &Person<'_>) -> Result<()> {
    if !is_same_person((actor.name(), &actor.member().email), (&person.name, person.email.as_ref())) {
        return Ok(());
    }
    Err(Error::new(
        Kind::Refused,
        "own-signature",
        format!("{} cannot witness a signature of {}", actor.email(), person.name),
    )
    .hint(format!(
        "sign with `clm sign {0}`, let another member witness it, or record paper that all signed with `clm executed {0}`",
        place.id
    ))
    .about(place.id.to_string()))
}

/// What the witness says: no more than they can know.
fn sentence(header: &Header, signer: &Signer, witnessed: &Witnessed) -> String {
    let capacity = witnessed.capacity.as_ref().map(|capacity| format!(", as {capacity},")).unwrap_or_default();
    let how = match (witnessed.how, &witnessed.platform) {
        (Execution::Paper, _) => "on paper".to_owned(),
        (Execution::External, Some(platform)) => format!("with {platform}"),
        (Execution::External, None) => "on another platform".to_owned(),
    };
    format!(
        "I, {}, witness that {}{capacity} signed \"{}\" ({}) on behalf of {} {how} on {}, as the evidence named here shows.",
        signer.name, witnessed.name, header.title, header.id, witnessed.party, witnessed.on
    )
}
