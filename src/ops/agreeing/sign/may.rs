//! Everything that can speak against a signature, asked before anything is shown.

use crate::contract::header::{Form, Header};
use crate::contract::lifecycle::{Signing, StatementAct};
use crate::contract::party::Party;
use crate::contract::problem::nearest;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::Catalogue;
use crate::ops::dossier::Dossier;
use crate::ops::dossier::judge;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::draft, drafting::examine};
use crate::signature::statement::Signer;

/// The text is recorded, fit to be frozen, and in a state in which signatures are taken.
pub fn text<'d>(session: &Session, place: &Place, dossier: &'d Dossier) -> Result<&'d Header> {
    draft::must_be_saved(session, place)?;
    let header = draft::readable(dossier)?.header();
    state(session, place)?;
    examine::must_be_signable(dossier, &session.organisation.calendars)?;
    form(header)?;
    Ok(header)
}

fn state(session: &Session, place: &Place) -> Result<()> {
    let standing = draft::standing(session, place)?;
    let id = &place.id;
    let (kind, why, hint) = match standing.signing {
        Signing::Draft | Signing::Approved | Signing::Pending => return Ok(()),
        Signing::Review => {
            (Kind::Refused, "waits for approval", "it can be signed once all approvals are in".to_owned())
        }
        Signing::Signed => (Kind::Refused, "is signed by everybody already", format!("`clm verify {id}` proves it")),
        Signing::Lapsed => {
            (Kind::Refused, "has passed its sign-by date", format!("`clm extend {id} --until DATE` gives more time"))
        }
        Signing::Declined => (Kind::Refused, "was declined", format!("`clm log {id}` says by whom and why")),
        Signing::Void => (Kind::Refused, "was withdrawn", format!("`clm log {id}` says why")),
        Signing::Broken => (Kind::VerificationFailed, "is broken", format!("`clm verify {id}` says what is wrong")),
    };
    Err(Error::new(kind, "not-signable", format!("{id} {why}")).hint(hint).about(id.to_string()))
}

/// What the law asks of the signature; ours is a simple electronic one and never more.
fn form(header: &Header) -> Result<()> {
    let asked = match header.form {
        Form::Any => return Ok(()),
        Form::Written => "on paper",
        Form::Qualified => "with a qualified electronic signature",
    };
    Err(Error::new(Kind::Refused, "form", format!("{} must be signed {asked}, which clm does not do", header.id))
        .hint(format!(
            "sign it outside and record it with `clm executed {} --on DATE --by paper --evidence FILE`",
            header.id
        ))
        .about(header.id.to_string()))
}

/// The party signed for.
pub fn party<'h>(header: &'h Header, name: &str) -> Result<&'h Party> {
    header.parties.iter().find(|party| party.name == name).ok_or_else(|| {
        let names: Vec<&str> = header.parties.iter().map(|party| party.name.as_str()).collect();
        let error = Error::new(Kind::NotFound, "no-such-party", format!("`{name}` is no party of {}", header.id))
            .details(names.iter().map(|name| format!("party: {name}")));
        match nearest(name, names.iter().copied()) {
            Some(near) => error.hint(format!("did you mean --for \"{near}\"?")),
            None => error.hint("name one of its parties with --for"),
        }
    })
}

/// The person may sign for the party now: named where names are given, in turn, once, with a key of their own.
pub fn signer(session: &Session, place: &Place, dossier: &Dossier, party: &Party, signer: &Signer) -> Result<()> {
    let refuse = |code, message: String, hint: String| {
        Err(Error::new(Kind::Refused, code, message).hint(hint).about(place.id.to_string()))
    };
    let email = signer.email.as_str();
    let named = party.signatories.iter().any(|one| one.email.as_deref() == Some(email));
    if !party.signatories.is_empty() && !named {
        let who: Vec<String> = party.signatories.iter().map(|one| one.name.clone()).collect();
        return refuse(
            "not-a-signatory",
            format!("{email} is not among those who sign for {}", party.name),
            format!("it is signed by {}", who.join(", ")),
        );
    }
    let judged = judge::by_policy(dossier, &session.policy);
    let entry = Catalogue::open(session)?.in_folder(&place.folder)?;
    let live = entry.map(|entry| entry.live(&session.organisation)).unwrap_or_default();
    for (verified, digest) in judged.iter().filter_map(|one| one.result.as_ref().ok().zip(Some(one.digest))) {
        let other = verified.statement();
        // What a reopening cancelled stays as history: everybody is asked anew, the same text or another.
        let counts = live.contains(&digest);
        let same_text = counts && other.revision() == dossier.revision && other.act == StatementAct::Sign;
        if other.signer.email == signer.email && other.signer.party == signer.party && same_text {
            let when = other.claimed.format("%Y-%m-%d");
            return refuse(
                "already-signed",
                format!("{email} signed {} for {} on {when}", place.id, party.name),
                format!("`clm show {}` says whom it waits for", place.id),
            );
        }
        if other.signer.key == signer.key && other.signer.party != signer.party {
            return refuse(
                "one-key-one-party",
                format!("this key has signed {} for {} already", place.id, other.signer.party),
                "a key speaks for one party of a contract; the other party signs with its own".to_owned(),
            );
        }
    }
    Ok(())
}
