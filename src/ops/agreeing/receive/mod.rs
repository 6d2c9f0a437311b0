//! `receive`: what the other side signed, said or asked for comes back.
//!
//! **Owns** the order in which a reply is judged: its signature, the send it answers, the text, the person, the key, the
//! state, the code; only then is anything written, one commit a reply. **Invariants**: a reply that is refused leaves no
//! trace; what is kept although it does not count says so; the act keeps the key, the basis on which the signer is known,
//! and what the reply came in.

mod asked;
mod check;
mod code;
mod fits;
mod incoming;
mod shown;
mod signed;
mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;

use crate::contract::act::Basis;
use crate::contract::digest::Digest;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::dossier::Dossier;
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::ActReport;
use crate::signature::key::PublicKey;
use crate::store::Change;
use asked::{Asked, Ground};

pub use check::{Checked, Heard, Speaker, check};
pub use incoming::{Given, Incoming, What, is_signature, look_into};

/// How often a reply is judged anew when somebody else recorded something about the contract meanwhile.
const TRIES: usize = 5;

/// How the signer is known, and when and how the reply came.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// How the key is known to be theirs; a proved code is a basis by itself.
    pub basis: Option<Basis>,
    /// Spoken codes as typed; one of them must be the one that was proved, where the page asks for one.
    pub codes: &'a [String],
    /// A key that must be the one that signed.
    pub public: Option<&'a str>,
    /// The day it arrived; the session's real day when absent.
    pub on: Option<NaiveDate>,
    /// Files that show that the signer may act for the party.
    pub mandate: &'a [PathBuf],
    /// The mail it came in, whole.
    pub mail: Option<&'a [u8]>,
}

impl Request<'_> {
    /// The day it arrived.
    fn day(&self, session: &Session) -> NaiveDate {
        self.on.unwrap_or_else(|| session.now.date_naive())
    }
}

/// What has to be asked before a reply can be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// The code that was spoken to the signatory.
    pub code: bool,
    /// Whether the rendering they were shown is not the one this clm makes of the same text.
    pub other_rendering: bool,
}

/// Where a contract lies and what is there.
struct Found {
    place: Place,
    dossier: Dossier,
    entry: Entry,
}

impl Found {
    fn of(session: &Session, checked: &Checked) -> Result<Self> {
        let place = session.resolve(checked.contract().as_str(), std::path::Path::new("/"))?;
        if place.id != *checked.contract() {
            return Err(Error::new(
                Kind::NotFound,
                "no-such-contract",
                format!("no contract is {}", checked.contract()),
            )
            .hint("the reply belongs to another repository: ask them which page they signed on"));
        }
        let dossier = session.dossier(&place)?;
        let entry = Catalogue::open(session)?.in_folder(&place.folder)?.ok_or_else(|| {
            Error::new(Kind::NotFound, "no-such-contract", format!("{} is not there any more", place.id))
                .hint("`clm list` shows what there is")
        })?;
        Ok(Self { place, dossier, entry })
    }

    fn ground<'f>(&'f self, session: &'f Session) -> Ground<'f> {
        Ground { session, place: &self.place, dossier: &self.dossier, entry: &self.entry }
    }
}

/// Whether what was typed is a code at all, for a prompt to ask again.
///
/// # Errors
/// In words, when it is none.
pub fn is_code(typed: &str) -> std::result::Result<(), String> {
    code::read(typed).map(drop).map_err(|error| error.message)
}

/// Judges all that can be judged before anybody is asked.
///
/// # Errors
/// With the first thing that speaks against the reply.
pub fn judge(session: &Session, checked: &Checked, request: &Request<'_>) -> Result<Needs> {
    let found = Found::of(session, checked)?;
    let ground = found.ground(session);
    judged(&ground, checked, request).map(|(_, needs)| needs)
}

fn judged(ground: &Ground<'_>, checked: &Checked, request: &Request<'_>) -> Result<(Option<Asked>, Needs)> {
    if let Some(on) = request.on.filter(|on| *on > ground.session.now.date_naive()) {
        return Err(Error::new(Kind::Usage, "future-date", format!("{on} is still to come"))
            .hint("--on is the day the reply arrived"));
    }
    expected_key(request.public, &checked.key)?;
    let asked = asked::find(ground, checked)?;
    fits::fits(ground, checked)?;
    if let (Some(response), Some(asked)) = (words::of(checked), &asked) {
        words::must_apply(ground, response, asked)?;
    }
    let code = code::is_needed(ground, checked, asked.as_ref())?;
    let other_rendering = match &asked {
        Some(asked) if asked.present => {
            shown::rendered(ground.session, ground.dossier, asked.page.language)? != asked.page.shown
        }
        _ => false,
    };
    Ok((asked, Needs { code, other_rendering }))
}

/// Records a checked reply, or says what it would record.
///
/// # Errors
/// When anything speaks against it, nothing says how the signer is known, or the policy does not allow it.
pub fn receive(
    session: &Session,
    actor: &Actor,
    checked: &Checked,
    request: &Request<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let mut answer = once(session, actor, checked, request, manner);
    for _ in 1..TRIES {
        if !answer.as_ref().is_err_and(|error| error.code == "moved") {
            break;
        }
        // Somebody recorded something about it between our look and our commit: what came is judged again by that.
        answer = once(&session.again()?, actor, checked, request, manner);
    }
    answer
}

fn once(
    session: &Session,
    actor: &Actor,
    checked: &Checked,
    request: &Request<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let found = Found::of(session, checked)?;
    let ground = found.ground(session);
    let (asked, needs) = judged(&ground, checked, request)?;
    actor.must_have_on(session, Right::Record, &found.dossier)?;
    let proved = prove(&ground, checked, asked.as_ref(), needs, request)?;
    let basis = basis(checked, request.basis, proved)?;
    let mut report = match (&checked.heard, &asked) {
        (Heard::Statement(statement), _) => {
            signed::record(&ground, actor, (checked, statement), (request, basis), manner)?
        }
        (Heard::Response(response), Some(asked)) => {
            actor.must_have_on(session, Right::Comment, &found.dossier)?;
            words::record(&ground, actor, (checked, response, asked), (request, basis), manner)?
        }
        (Heard::Response(_), None) => return Err(no_send()),
    };
    if let Some(name) = asked.as_ref().and_then(|asked| asked.page.name.as_deref())
        && name != checked.speaker().name
    {
        report.warnings.push(format!(
            "the page was sent to {name}, and {} answered; --mandate keeps what shows that they may",
            checked.speaker().name
        ));
    }
    if needs.other_rendering {
        report
            .warnings
            .push("this clm draws the text otherwise than the one that sent it; the bytes are the same".to_owned());
    }
    Ok(report)
}

/// A response always names its send; its reader sees to that.
fn no_send() -> Error {
    Error::new(Kind::VerificationFailed, "other-send", "the reply answers no send").hint("ask them for it again")
}

/// Whether a code was demanded and proved.
fn prove(
    ground: &Ground<'_>,
    checked: &Checked,
    asked: Option<&Asked>,
    needs: Needs,
    request: &Request<'_>,
) -> Result<bool> {
    let codes = request.codes.iter().map(|typed| code::read(typed)).collect::<Result<Vec<_>>>()?;
    let Some(asked) = asked.filter(|_| needs.code) else { return Ok(false) };
    if codes.is_empty() {
        let message = format!("the code that was told to {} is needed to take their reply", checked.speaker().name);
        return Err(Error::new(Kind::Usage, "missing-answer", message)
            .hint("give it with --code; it was shown once, when the page was sent")
            .about(ground.place.id.to_string()));
    }
    code::must_prove(ground, checked, asked, &codes)?;
    Ok(true)
}

/// How the signer is known; nobody's words count without.
fn basis(checked: &Checked, said: Option<Basis>, proved: bool) -> Result<Basis> {
    match (said, proved) {
        (Some(Basis::Code), false) => {
            Err(Error::new(Kind::Usage, "no-code", "no code was proved: the reply answers no page that asks for one")
                .hint("say how the signer is known otherwise: --basis in-person, known-key, phone or mail"))
        }
        (Some(basis), _) => Ok(basis),
        (None, true) => Ok(Basis::Code),
        (None, false) => Err(Error::new(
            Kind::Usage,
            "missing-answer",
            format!("how the key of {} is known to be theirs was not said", checked.speaker().name),
        )
        .hint("give --basis in-person, known-key, phone or mail; or --code CODE when their page asked for one")),
    }
}

/// Keeps the reply and the mail it came in.
fn keep(
    dossier: &Dossier,
    checked: &Checked,
    mail: Option<&[u8]>,
    change: &mut Change<'_>,
    kept: &mut BTreeMap<String, Digest>,
) -> Result<()> {
    let stem = format!("replies/{}", checked.digest().short(12));
    for (ending, bytes) in [("json", checked.reply.as_deref()), ("eml", mail)] {
        let Some(bytes) = bytes else { continue };
        let name = format!("{stem}.{ending}");
        change.put(&format!("{}/files/{name}", dossier.folder), bytes)?;
        kept.insert(name, Digest::of(bytes));
    }
    Ok(())
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
