//! `sign`: a signature of our own, or a statement prepared for someone who signs elsewhere.
//!
//! What is signed is decided on the committed bytes. Everything that can refuse refuses before the statement is shown;
//! the finished signature is verified before it is written.

pub(super) mod consent;
pub(super) mod may;
mod prepare;

use crate::contract::digest::Digest;
use crate::contract::header::Header;
use crate::contract::lifecycle::StatementAct;
use crate::contract::name::slug;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::ops::paper::template;
use crate::ops::recording::answer::{afterwards, item};
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::ActReport;
use crate::signature::namespace;
use crate::signature::sshsig;
use crate::signature::statement::{Nonce, Signer, Statement, file_name};
pub use consent::Shown;
pub use prepare::{Prepared, Signatory, prepare};

/// Who signs for whom, as what.
#[derive(Debug, Clone, Copy, Default)]
pub struct SignRequest<'a> {
    /// The party; our own organisation when absent.
    pub party: Option<&'a str>,
    /// Such as CEO.
    pub capacity: Option<&'a str>,
}

/// Shows what is about to be signed; false when the person does not want to.
pub type Agree<'a> = dyn FnMut(&Shown) -> Result<bool> + 'a;

/// Signs a contract with the actor's key.
///
/// # Errors
/// When the text is not fit, the state or the policy does not allow it, or the person declines.
pub fn sign(
    session: &Session,
    actor: &Actor,
    place: &Place,
    request: &SignRequest<'_>,
    agree: &mut Agree<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let dossier = session.dossier(place)?;
    let header = may::text(session, place, &dossier)?;
    let party = may::party(header, request.party.unwrap_or(&session.organisation.name))?;
    actor.must_have_on(session, Right::Sign, &dossier)?;
    actor.must_sign_for(session, &party.name)?;
    let signer = Signer {
        name: actor.name().to_owned(),
        email: actor.member().email.clone(),
        party: party.name.clone(),
        capacity: capacity(session, party, actor.email(), request.capacity),
        key: actor.public().fingerprint(),
    };
    may::signer(session, place, &dossier, party, &signer)?;
    let statement = statement(session, &dossier, header, signer)?;
    // Once somebody has signed the text is frozen, and the template's changes are too late.
    let caution = if dossier.statements.is_empty() { template::warning(session, &dossier)? } else { None };
    let mut shown = Shown::of(header, &statement, dossier.document.as_ref().map_or("", |document| document.body()));
    shown.caution = caution;
    if !agree(&shown)? {
        return Err(
            Error::new(Kind::Refused, "not-agreed", "not signed; nothing was written").about(place.id.to_string())
        );
    }
    let mut report = sign_and_record(session, actor, &dossier, &statement, manner)?;
    report.warnings.extend(shown.caution);
    Ok(report)
}

/// Signs a statement that its signer agreed to, proves the signature, and records both.
///
/// # Errors
/// When the statement cannot be made or the key does not sign.
pub(super) fn sign_and_record(
    session: &Session,
    actor: &Actor,
    dossier: &Dossier,
    statement: &Statement,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let bytes = statement.to_bytes().map_err(|fault| unsound(&fault.to_string()))?;
    let armour = actor.sign(namespace::STATEMENT, &bytes)?;
    sshsig::verify(namespace::STATEMENT, &bytes, armour.as_bytes()).map_err(|defect| unsound(&defect.to_string()))?;
    record(session, actor, dossier, statement, (bytes, armour), manner)
}

pub(super) fn unsound(why: &str) -> Error {
    Error::new(Kind::Failed, "unsound-statement", format!("the statement could not be made: {why}"))
        .hint("see that names, title and capacity are plain text")
}

/// What the person signs as: what was asked, else their title in the contract, else that of the organisation's signatory.
pub(super) fn capacity(
    session: &Session,
    party: &crate::contract::party::Party,
    email: &str,
    asked: Option<&str>,
) -> Option<String> {
    let named =
        party.signatories.iter().find(|one| one.email.as_deref() == Some(email)).and_then(|one| one.title.clone());
    let usual = session.organisation.signatory.iter().find(|one| one.email.as_deref() == Some(email));
    asked.map(ToOwned::to_owned).or(named).or_else(|| usual.and_then(|one| one.title.clone()))
}

/// The statement a signer agrees to.
pub(super) fn statement(session: &Session, dossier: &Dossier, header: &Header, signer: Signer) -> Result<Statement> {
    let after: Vec<Digest> = {
        let mut seen: Vec<Digest> = dossier.statements.iter().map(|file| file.digest).collect();
        seen.sort_unstable();
        seen
    };
    Ok(Statement {
        subjects: dossier.subjects.clone(),
        act: StatementAct::Sign,
        contract: dossier.id.clone(),
        title: header.title.clone(),
        consent: consent::sentence(header, &signer),
        signer,
        claimed: session.now.to_utc(),
        after,
        commit: Some(session.head.to_string()),
        nonce: Nonce(crate::ops::random()?),
        send: None,
        shown: None,
        code_hmac: None,
        reason: None,
    })
}

/// The paths, from the top of the repository, of a statement and its signature.
pub(in crate::ops) fn paths(folder: &str, signer: &str, statement: Digest) -> (String, String) {
    let path = format!("{folder}/signatures/{}", file_name(&slug(signer), statement));
    (path.clone(), format!("{path}.sig"))
}

fn record(
    session: &Session,
    actor: &Actor,
    dossier: &Dossier,
    statement: &Statement,
    (bytes, armour): (Vec<u8>, String),
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let (path, signature) = paths(&dossier.folder, &statement.signer.name, Digest::of(&bytes));
    let mut change = session.change()?;
    change.put(&path, bytes)?;
    change.put(&signature, armour.into_bytes())?;
    let act = statement.act.word();
    let entry =
        Entry { act, subject: recorder::naming(&statement.title, &dossier.id), contracts: vec![dossier.id.clone()] };
    let report = recorder::record(session, actor, change, &entry, vec![item(dossier, act)], manner)?;
    afterwards(session, report, dossier)
}
