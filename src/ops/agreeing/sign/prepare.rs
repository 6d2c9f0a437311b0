//! A statement for someone who signs elsewhere, with nothing but `ssh-keygen`. Nothing is recorded.

use super::{SignRequest, by_proxy, mandate, may, not_own, statement, under, unsound};
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::exhibits;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::signature::key::PublicKey;
use crate::signature::principal::Principal;
use crate::signature::statement::Signer;

/// The person who will sign elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Signatory<'a> {
    /// Full name.
    pub name: &'a str,
    /// Their address.
    pub email: &'a str,
    /// Their public key line.
    pub public: &'a str,
}

/// A statement ready to be signed elsewhere.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The exact bytes to sign.
    pub bytes: Vec<u8>,
    /// The sentence they agree to.
    pub consent: String,
    /// Fingerprint of the key that is expected to sign.
    pub key: String,
}

/// Makes the statement.
///
/// # Errors
/// As [`super::sign`], and when the key or the address cannot be used.
pub fn prepare(session: &Session, place: &Place, request: &SignRequest<'_>, who: &Signatory<'_>) -> Result<Prepared> {
    let dossier = session.dossier(place)?;
    let header = may::text(session, place, &dossier)?;
    let party = may::party(header, request.party.unwrap_or(&session.organisation.name))?;
    let key = PublicKey::from_line(who.public.trim_end()).map_err(|fault| {
        Error::new(Kind::InvalidContent, "public-key", format!("the public key cannot be used: {fault}"))
            .hint("it is one line such as `ssh-ed25519 AAAA… name`; they make one with `ssh-keygen -t ed25519`")
    })?;
    if let Some((member, _)) = session.policy.holder(&key) {
        return Err(Error::new(
            Kind::Refused,
            "members-key",
            format!("that key belongs to the member {}", member.email),
        )
        .hint("a member signs with `clm sign`; the other party needs a key of its own"));
    }
    let email: Principal = who.email.parse().map_err(|fault: crate::signature::principal::PrincipalError| {
        Error::new(Kind::Usage, "address", fault.to_string()).hint("give it in lower case with --email")
    })?;
    let named = party.signatories.iter().find(|one| one.email.as_deref() == Some(who.email));
    let capacity = request.capacity.map(ToOwned::to_owned).or_else(|| named.and_then(|one| one.title.clone()));
    let mandate = match &request.mandate {
        Some(asked) => Some(mandate(header, party, asked, exhibits::kept_before(session, &dossier, asked.files)?)?),
        None => None,
    };
    let capacity = if mandate.is_some() { request.capacity.map(ToOwned::to_owned).or_else(by_proxy) } else { capacity };
    let signer =
        Signer { name: who.name.to_owned(), email, party: party.name.clone(), capacity, key: key.fingerprint() };
    not_own(&signer, mandate.as_ref(), place)?;
    may::signer(session, place, &dossier, party, (&signer, mandate.as_ref()))?;
    let statement = under(header, statement(session, &dossier, header, signer)?, mandate);
    let bytes = statement.to_bytes().map_err(|fault| unsound(&fault.to_string()))?;
    Ok(Prepared { bytes, consent: statement.consent, key: key.fingerprint() })
}
