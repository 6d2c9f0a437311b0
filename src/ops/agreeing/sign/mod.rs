//! `sign`: a signature of our own, or a statement prepared for someone who signs elsewhere.
//!
//! What is signed is decided on the committed bytes. Everything that can refuse refuses before the statement is shown;
//! the finished signature is verified before it is written.

pub(super) mod consent;
pub(in crate::ops::agreeing) mod may;
mod prepare;

use std::path::PathBuf;

use crate::contract::act::Way;
use crate::contract::digest::Digest;
use crate::contract::header::Header;
use crate::contract::lifecycle::StatementAct;
use crate::contract::name::slug;
use crate::contract::party::Party;
use crate::contract::revision::Subject;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::{exhibits, person};
use crate::ops::dossier::Dossier;
use crate::ops::paper::template;
use crate::ops::recording::answer::{afterwards, item};
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::ActReport;
use crate::signature::namespace;
use crate::signature::sshsig;
use crate::signature::statement::{Instead, Mandate, Nonce, Signer, Statement, file_name, is_same_person};
use crate::store::Change;
pub use consent::Shown;
pub use prepare::{Prepared, Signatory, prepare};

/// Who signs for whom, as what.
#[derive(Debug, Clone, Copy, Default)]
pub struct SignRequest<'a> {
    /// The party; our own organisation when absent.
    pub party: Option<&'a str>,
    /// Such as CEO.
    pub capacity: Option<&'a str>,
    /// Somebody who gave the signer a mandate.
    pub mandate: Option<MandateRequest<'a>>,
}

/// Whose mandate, and the files that are it.
#[derive(Debug, Clone, Copy)]
pub struct MandateRequest<'a> {
    /// Who gave it: the name, or the address, as the contract has it.
    pub of: &'a str,
    /// The mandate.
    pub files: &'a [PathBuf],
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
    let mut change = session.change()?;
    let mandate = match &request.mandate {
        Some(asked) => {
            let evidence = exhibits::keep(session, &dossier, asked.files, &mut change)?;
            Some(mandate(header, party, asked, evidence)?)
        }
        None => None,
    };
    let signer = Signer {
        name: actor.name().to_owned(),
        email: actor.member().email.clone(),
        party: party.name.clone(),
        capacity: match &mandate {
            Some(_) => request.capacity.map(ToOwned::to_owned).or_else(by_proxy),
            None => capacity(session, party, actor.email(), request.capacity),
        },
        key: actor.public().fingerprint(),
    };
    not_own(&signer, mandate.as_ref(), place)?;
    may::signer(session, place, &dossier, party, (&signer, mandate.as_ref()))?;
    let statement = under(header, statement(session, &dossier, header, signer)?, mandate);
    // Once somebody has signed the text is frozen, and the template's changes are too late.
    let caution = if dossier.statements.is_empty() { template::warning(session, &dossier)? } else { None };
    let mut shown = Shown::of(header, &statement, dossier.document.as_ref().map_or("", |document| document.body()));
    shown.caution = caution;
    agreed(agree, &shown, place)?;
    let mut report = seal_and_record(session, actor, &dossier, &statement, change, manner)?;
    report.warnings.extend(shown.caution);
    Ok(report)
}

/// What a signer under a mandate signs as, where nothing else is said.
fn by_proxy() -> Option<String> {
    Some("by proxy".to_owned())
}

/// The mandate, of somebody of the party.
fn mandate(header: &Header, party: &Party, asked: &MandateRequest<'_>, evidence: Vec<Subject>) -> Result<Mandate> {
    let giver = person::of_party(header, party, asked.of)?;
    Ok(Mandate { name: giver.name, email: giver.email, evidence })
}

/// Nobody acts under a mandate of his own.
fn not_own(signer: &Signer, mandate: Option<&Mandate>, place: &Place) -> Result<()> {
    let own = mandate
        .filter(|mandate| is_same_person((&signer.name, &signer.email), (&mandate.name, mandate.email.as_ref())));
    match own {
        None => Ok(()),
        Some(mandate) => Err(Error::new(
            Kind::Refused,
            "own-mandate",
            format!("{} needs no mandate of {}", signer.email, mandate.name),
        )
        .hint("leave --on-behalf-of and --mandate out")
        .about(place.id.to_string())),
    }
}

/// The statement, under a mandate where there is one.
fn under(header: &Header, statement: Statement, mandate: Option<Mandate>) -> Statement {
    match mandate {
        None => statement,
        Some(mandate) => Statement {
            consent: consent::under_mandate(header, &statement.consent, &mandate),
            instead: Some(Instead::Mandate(mandate)),
            ..statement
        },
    }
}

/// Asks the person, and refuses when they do not want to.
pub(in crate::ops::agreeing) fn agreed(agree: &mut Agree<'_>, shown: &Shown, place: &Place) -> Result<()> {
    if agree(shown)? {
        return Ok(());
    }
    Err(Error::new(Kind::Refused, "not-agreed", "not signed; nothing was written")
        .hint("look at it with `clm show`, and repeat the command when you want to")
        .about(place.id.to_string()))
}

pub(super) fn unsound(why: &str) -> Error {
    Error::new(Kind::Failed, "unsound-statement", format!("the statement could not be made: {why}"))
        .hint("see that names, title and capacity are plain text")
}

/// What the person signs as: what was asked, else their title in the contract, else that of the organisation's signatory.
pub(super) fn capacity(session: &Session, party: &Party, email: &str, asked: Option<&str>) -> Option<String> {
    let named =
        party.signatories.iter().find(|one| one.email.as_deref() == Some(email)).and_then(|one| one.title.clone());
    let usual = session.organisation.signatory.iter().find(|one| one.email.as_deref() == Some(email));
    asked.map(ToOwned::to_owned).or(named).or_else(|| usual.and_then(|one| one.title.clone()))
}

/// The statement a signer agrees to.
pub(in crate::ops::agreeing) fn statement(
    session: &Session,
    dossier: &Dossier,
    header: &Header,
    signer: Signer,
) -> Result<Statement> {
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
        instead: None,
    })
}

/// The paths, from the top of the repository, of a statement and its signature.
pub(in crate::ops) fn paths(folder: &str, signer: &str, statement: Digest) -> (String, String) {
    let path = format!("{folder}/signatures/{}", file_name(&slug(signer), statement));
    (path.clone(), format!("{path}.sig"))
}

/// Signs a statement, verifies the result, and records it with the files that show it.
pub(in crate::ops::agreeing) fn seal_and_record(
    session: &Session,
    actor: &Actor,
    dossier: &Dossier,
    statement: &Statement,
    mut change: Change<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let bytes = statement.to_bytes().map_err(|fault| unsound(&fault.to_string()))?;
    let armour = actor.sign(namespace::STATEMENT, &bytes)?;
    sshsig::verify(namespace::STATEMENT, &bytes, armour.as_bytes()).map_err(|defect| unsound(&defect.to_string()))?;
    let (path, signature) = paths(&dossier.folder, &statement.signer.name, Digest::of(&bytes));
    change.put(&path, bytes)?;
    change.put(&signature, armour.into_bytes())?;
    let act = statement.act.word();
    let entry =
        Entry { act, subject: recorder::naming(&statement.title, &dossier.id), contracts: vec![dossier.id.clone()] };
    let account = Account { lines: told(statement), undoes: Vec::new() };
    let items = vec![item(dossier, act)];
    let report = recorder::record_telling(session, actor, change, &entry, items, manner, &account)?;
    afterwards(session, report, dossier)
}

/// What the commit says of a place that is not the signer's own.
fn told(statement: &Statement) -> Vec<String> {
    let Some(instead) = &statement.instead else { return Vec::new() };
    let who = match instead.email() {
        Some(email) => format!("{} <{email}>", instead.name()),
        None => instead.name().to_owned(),
    };
    let first = match instead {
        Instead::Mandate(_) => format!("on behalf of {who}, for {}, under a mandate", statement.signer.party),
        Instead::Witnessed(witnessed) => {
            let way = Way { how: witnessed.how, platform: witnessed.platform.clone() };
            format!("signature of {who}, for {}, {way}, on {}", witnessed.party, witnessed.on)
        }
    };
    let files = instead.evidence().iter().map(|file| format!("evidence: {} {}", file.name, file.digest));
    std::iter::once(first).chain(files).collect()
}
