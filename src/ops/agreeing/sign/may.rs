//! Everything that can speak against a signature, asked before anything is shown.

use crate::contract::header::{Form, Header};
use crate::contract::lifecycle::{Signing, Standing, StatementAct};
use crate::contract::party::{Party, Signatory};
use crate::contract::problem::nearest;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::{approval, person};
use crate::ops::catalogue::Catalogue;
use crate::ops::dossier::Dossier;
use crate::ops::dossier::judge;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::draft, drafting::examine};
use crate::signature::principal::Principal;
use crate::signature::statement::{Instead, Mandate, Signer};

/// The text is recorded, fit to be frozen, and in a state in which signatures are taken.
pub fn text<'d>(session: &Session, place: &Place, dossier: &'d Dossier) -> Result<&'d Header> {
    draft::must_be_saved(session, place)?;
    let header = draft::readable(dossier)?.header();
    state(place, &draft::standing(session, place)?)?;
    approval::must_be_approved(session, place, dossier)?;
    examine::must_be_signable(dossier, &session.organisation.calendars)?;
    form(header)?;
    Ok(header)
}

/// The state is one in which signatures are taken.
pub fn state(place: &Place, standing: &Standing) -> Result<()> {
    let id = &place.id;
    let (kind, why, hint) = match standing.signing {
        // Whether approvals lack is asked next, with a look at who wrote the text.
        Signing::Draft | Signing::Review | Signing::Approved | Signing::Pending => return Ok(()),
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
            "sign it outside and record it with `clm executed {0} --on DATE --by paper --evidence FILE`, or one signature at a \
             time with `clm witness {0}`",
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

/// The person may sign for the party now: named where names are given, or under a mandate of somebody named, in turn, once,
/// with a key of their own.
pub fn signer(
    session: &Session,
    place: &Place,
    dossier: &Dossier,
    party: &Party,
    (signer, mandate): (&Signer, Option<&Mandate>),
) -> Result<()> {
    let refuse = |code, message: String, hint: String| {
        Err(Error::new(Kind::Refused, code, message).hint(hint).about(place.id.to_string()))
    };
    let email = signer.email.as_str();
    let is_named = |one: &Signatory| match &one.email {
        Some(named) => named == email,
        None => one.name == signer.name,
    };
    if mandate.is_none() && !party.signatories.is_empty() && !party.signatories.iter().any(is_named) {
        let who: Vec<String> = party.signatories.iter().map(|one| one.name.clone()).collect();
        return refuse(
            "not-a-signatory",
            format!("{email} is not among those who sign for {}", party.name),
            format!("it is signed by {}, or with --on-behalf-of under a mandate of one of them", who.join(", ")),
        );
    }
    if mandate.is_none() {
        capacity(place, party, party.signatories.iter().find(|one| is_named(one)), signer)?;
    }
    let whose = match mandate {
        Some(mandate) => (mandate.name.as_str(), mandate.email.as_ref().map(Principal::as_str)),
        None => (signer.name.as_str(), Some(email)),
    };
    person::must_be_open(session, place, &party.name, whose)?;
    let own = mandate.map_or(email, |mandate| mandate.name.as_str());
    let judged = judge::by_policy(dossier, &session.policy);
    let entry = Catalogue::open(session)?.in_folder(&place.folder)?;
    let live = entry.map(|entry| entry.live(&session.organisation)).unwrap_or_default();
    for (verified, digest) in judged.iter().filter_map(|one| one.result.as_ref().ok().zip(Some(one.digest))) {
        let other = verified.statement();
        if other.act == StatementAct::Witness || !verified.is_trusted() {
            continue;
        }
        // What a reopening cancelled stays as history: everybody is asked anew, the same text or another.
        let counts = live.contains(&digest);
        if other.signer.key == signer.key && other.signer.party != signer.party {
            return refuse(
                "one-key-one-party",
                format!("this key has signed {} for {} already", place.id, other.signer.party),
                "a key speaks for one party of a contract; the other party signs with its own".to_owned(),
            );
        }
        let other_place = other.signer.party == signer.party
            && (other.signer.key == signer.key || other.signer.email == signer.email)
            && other.revision() == dossier.revision
            && other.instead.as_ref().map_or(other.signer.email.as_str(), Instead::name) != own;
        if counts && other_place && other.act == StatementAct::Sign {
            return refuse(
                "one-place",
                format!("{} has signed {} for {} in another place already", other.signer.name, place.id, party.name),
                "whoever signs fills one place of a party; somebody else has to fill the other".to_owned(),
            );
        }
    }
    Ok(())
}

/// Whoever is named with a title signs as that: signed as something else it would be another signature than the one agreed.
fn capacity(place: &Place, party: &Party, named: Option<&Signatory>, signer: &Signer) -> Result<()> {
    let title = named.and_then(|one| one.title.as_deref());
    let (Some(title), Some(asked)) = (title, signer.capacity.as_deref()) else { return Ok(()) };
    if title.to_lowercase() == asked.to_lowercase() {
        return Ok(());
    }
    Err(Error::new(
        Kind::Refused,
        "capacity",
        format!("{} signs {} for {} as {title}, not as {asked}", signer.email, place.id, party.name),
    )
    .hint("leave --as out, or put the title right in contract.md before anybody signs")
    .about(place.id.to_string()))
}
