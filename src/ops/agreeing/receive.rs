//! `receive`: a statement signed elsewhere comes back.
//!
//! Everything is checked before anything is written: the signature over the exact bytes, the contract and revision it
//! names, the party, the key. The act keeps the key and the basis on which the signer is known.

use chrono::NaiveDate;

use crate::contract::act::{Basis, Deed};
use crate::contract::lifecycle::Signing;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::sign::paths;
use crate::ops::dossier::Dossier;
use crate::ops::recording::answer::{afterwards, item};
use crate::ops::recording::deed;
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{dossier::judge, drafting::draft};
use crate::policy::Right;
use crate::report::act::ActReport;
use crate::signature::key::PublicKey;
use crate::signature::statement::Statement;
use crate::signature::{namespace, sshsig};

/// What came back, and how the signer is known.
#[derive(Debug, Clone)]
pub struct ReceiveRequest<'a> {
    /// The statement's exact bytes.
    pub statement: Vec<u8>,
    /// The signature over them.
    pub signature: Vec<u8>,
    /// How the key is known to be theirs.
    pub basis: Basis,
    /// A key that must be the one that signed.
    pub public: Option<&'a str>,
    /// The day it arrived; the session's real day when absent.
    pub on: Option<NaiveDate>,
}

/// A statement and the key that verifiably signed it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What it says.
    pub statement: Statement,
    /// Who signed.
    pub key: PublicKey,
    /// The signature in its one spelling.
    pub armour: String,
}

/// Checks a statement and its signature, before anybody is asked how the signer is known.
///
/// # Errors
/// When the statement is none, or the signature is not over it.
pub fn check(statement: &[u8], signature: &[u8]) -> Result<Checked> {
    let failed = |code, message: String| {
        Error::new(Kind::VerificationFailed, code, message)
            .hint("ask for the two files again as they are: any change on the way breaks the signature")
    };
    let said = Statement::parse(statement)
        .map_err(|fault| failed("statement", format!("this is no statement as clm prepared it: {fault}")))?;
    let armour =
        sshsig::canonical(signature).map_err(|defect| failed("signature", format!("the signature file: {defect}")))?;
    let key = sshsig::verify(namespace::STATEMENT, statement, armour.as_bytes())
        .map_err(|defect| failed("signature", format!("the signature does not fit the statement: {defect}")))?;
    if key.fingerprint() != said.signer.key {
        return Err(failed(
            "other-key",
            format!("it was prepared for the key {}, but {} signed", said.signer.key, key.fingerprint()),
        ));
    }
    Ok(Checked { statement: said, key, armour })
}

/// Records a checked statement.
///
/// # Errors
/// When it is for another contract, revision or party, or the state or policy does not allow it.
pub fn receive(
    session: &Session,
    actor: &Actor,
    request: &ReceiveRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let checked = check(&request.statement, &request.signature)?;
    let statement = &checked.statement;
    let place = session.resolve(statement.contract.as_str(), std::path::Path::new("/"))?;
    let dossier = session.dossier(&place)?;
    actor.must_have_on(session, Right::Record, &dossier)?;
    expected_key(request.public, &checked.key)?;
    fits(session, &place, &dossier, &checked)?;
    let warnings = lateness(session, &place, request)?;
    let on = request.on.unwrap_or_else(|| session.now.date_naive());
    let digest = crate::contract::digest::Digest::of(&request.statement);
    let deed = Deed::Receive {
        statement: digest,
        key: checked.key.to_string(),
        basis: request.basis,
        on,
        note: manner.words.map(ToOwned::to_owned).filter(|words| !words.trim().is_empty()),
        evidence: std::collections::BTreeMap::new(),
    };
    let (path, signature) = paths(&dossier.folder, &statement.signer.name, digest);
    let mut change = session.change()?;
    change.put(&path, request.statement.clone())?;
    change.put(&signature, checked.armour.clone().into_bytes())?;
    deed::put(session, actor, &dossier, &deed, &mut change)?;
    let entry = Entry {
        act: "receive",
        subject: recorder::naming(&dossier.title(), &dossier.id),
        contracts: vec![dossier.id.clone()],
    };
    let mut report = recorder::record(session, actor, change, &entry, vec![item(&dossier, "receive")], manner)?;
    report.warnings.extend(warnings);
    afterwards(session, report, &dossier)
}

fn expected_key(expected: Option<&str>, found: &PublicKey) -> Result<()> {
    let Some(line) = expected else { return Ok(()) };
    match PublicKey::from_line(line.trim_end()) {
        Ok(key) if key == *found => Ok(()),
        Ok(key) => Err(Error::new(
            Kind::VerificationFailed,
            "other-key",
            format!("{} signed, not {}", found.fingerprint(), key.fingerprint()),
        )
        .hint("ask them which key is theirs")),
        Err(fault) => {
            Err(Error::new(Kind::InvalidContent, "public-key", format!("the public key cannot be used: {fault}"))
                .hint("--pub takes a file with one line such as `ssh-ed25519 AAAA… name`"))
        }
    }
}

/// The statement is about what is there, and new.
fn fits(session: &Session, place: &Place, dossier: &Dossier, checked: &Checked) -> Result<()> {
    let statement = &checked.statement;
    let fail = |code, message: String, hint: String| {
        Err(Error::new(Kind::VerificationFailed, code, message).hint(hint).about(place.id.to_string()))
    };
    let refuse = |code, message: String, hint: &str| {
        Err(Error::new(Kind::Refused, code, message).hint(hint).about(place.id.to_string()))
    };
    if statement.revision() != dossier.revision {
        let changed: Vec<&str> = statement
            .subjects
            .iter()
            .filter(|subject| !dossier.subjects.contains(subject))
            .map(|subject| subject.name.as_str())
            .collect();
        return fail(
            "other-revision",
            format!("it was signed on another text than the present one of {}: {}", place.id, changed.join(", ")),
            format!("prepare the present text for them with `clm sign {} --for PARTY --prepare FILE …`", place.id),
        );
    }
    let header = draft::readable(dossier)?.header();
    if !header.parties.iter().any(|party| party.name == statement.signer.party) {
        return fail(
            "no-such-party",
            format!("`{}` is no party of {}", statement.signer.party, place.id),
            "it was prepared by hand; prepare one with `clm sign --prepare`".to_owned(),
        );
    }
    if statement.claimed > session.now.to_utc() + chrono::Duration::minutes(5) {
        return fail(
            "from-the-future",
            format!("it claims to be signed at {}, which is still to come", statement.claimed),
            "see that both clocks are right, and let them sign again".to_owned(),
        );
    }
    if dossier
        .statements
        .iter()
        .any(|known| known.envelope.as_ref().is_ok_and(|envelope| envelope.statement() == statement))
    {
        return refuse(
            "already-received",
            format!("this statement is part of {} already", place.id),
            "nothing is left to do; `clm show` says whom it waits for",
        );
    }
    one_key_one_party(session, place, dossier, checked)?;
    match draft::standing(session, place)?.signing {
        Signing::Draft | Signing::Approved | Signing::Review | Signing::Pending | Signing::Lapsed => {
            draft::must_be_saved(session, place)
        }
        Signing::Signed => {
            refuse("already-signed", format!("{} is signed by everybody already", place.id), "`clm verify` proves it")
        }
        Signing::Declined | Signing::Void => refuse("closed", format!("{} is closed", place.id), "`clm log` says why"),
        Signing::Broken => {
            fail("broken", format!("{} is broken", place.id), format!("`clm verify {}` says what is wrong", place.id))
        }
    }
}

fn one_key_one_party(session: &Session, place: &Place, dossier: &Dossier, checked: &Checked) -> Result<()> {
    let signer = &checked.statement.signer;
    let hint = "each party signs with a key of its own";
    if let Some((member, _)) = session.policy.holder(&checked.key)
        && (member.email != signer.email || !session.policy.may_sign_for(member, &signer.party).is_permit())
    {
        let message = format!("that key belongs to the member {}, who may not sign for {}", member.email, signer.party);
        return Err(Error::new(Kind::VerificationFailed, "members-key", message)
            .hint(hint)
            .about(place.id.to_string()));
    }
    let judged = judge::by_policy(dossier, &session.policy);
    let other = judged
        .iter()
        .filter_map(|one| one.result.as_ref().ok())
        .find(|verified| *verified.key() == checked.key && verified.statement().signer.party != signer.party);
    match other {
        None => Ok(()),
        Some(other) => {
            let message =
                format!("the same key has signed {} for {} already", place.id, other.statement().signer.party);
            Err(Error::new(Kind::VerificationFailed, "one-key-one-party", message)
                .hint(hint)
                .about(place.id.to_string()))
        }
    }
}

/// A signature after the sign-by date is kept and does not count: said, not refused.
fn lateness(session: &Session, place: &Place, request: &ReceiveRequest<'_>) -> Result<Vec<String>> {
    let standing = draft::standing(session, place)?;
    let on = request.on.unwrap_or_else(|| session.now.date_naive());
    Ok(standing
        .sign_by
        .filter(|last| on > *last)
        .map(|last| format!("it arrived after the sign-by date {last}: it is kept and does not count"))
        .into_iter()
        .collect())
}
