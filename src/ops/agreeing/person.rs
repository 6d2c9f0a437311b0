//! Somebody whose place another's statement fills, looked up in the contract: who they are, and that their place is open.

use crate::contract::header::Header;
use crate::contract::lifecycle::{self, Seat};
use crate::contract::party::{Party, Signatory};
use crate::contract::problem::nearest;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::Catalogue;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::signature::principal::Principal;

/// A person of a party, called as the contract calls them.
#[derive(Debug, Clone)]
pub struct Person<'h> {
    /// Their party.
    pub party: &'h Party,
    /// Their name.
    pub name: String,
    /// Their address, where the contract gives one.
    pub email: Option<Principal>,
    /// Their title, where the contract gives one.
    pub title: Option<String>,
}

/// The person that `who`, a name or an address, means in one party. A party that names nobody may be signed for by anybody.
///
/// # Errors
/// When the party names others, or several of that name.
pub fn of_party<'h>(header: &Header, party: &'h Party, who: &str) -> Result<Person<'h>> {
    if party.signatories.is_empty() {
        return unnamed(header, party, who);
    }
    let found: Vec<&Signatory> = party.signatories.iter().filter(|one| is_called(one, who)).collect();
    match found.as_slice() {
        [one] => Ok(Person {
            party,
            name: one.name.clone(),
            email: one.email.as_deref().map(|email| principal(header, email)).transpose()?,
            title: one.title.clone(),
        }),
        [] => {
            let names = party.signatories.iter().map(|one| one.name.as_str());
            let error = Error::new(
                Kind::NotFound,
                "no-such-signatory",
                format!("nobody called `{who}` signs {} for {}", header.id, party.name),
            )
            .details(party.signatories.iter().map(|one| format!("signatory: {}", one.name)))
            .about(header.id.to_string());
            Err(match nearest(who, names) {
                Some(near) => error.hint(format!("did you mean `{near}`?")),
                None => error.hint("name a signatory as the contract does, or give the address"),
            })
        }
        several => Err(Error::new(
            Kind::NotFound,
            "ambiguous-signatory",
            format!("several people called `{who}` sign {} for {}", header.id, party.name),
        )
        .details(several.iter().filter_map(|one| one.email.as_ref().map(|email| format!("signatory: {email}"))))
        .hint("give the address instead of the name")
        .about(header.id.to_string())),
    }
}

/// The person that `who` means in any party; the one party that names them, where the party is not said.
///
/// # Errors
/// When several parties or none name them.
pub fn of_any<'h>(header: &'h Header, who: &str) -> Result<Person<'h>> {
    let named: Vec<&Party> =
        header.parties.iter().filter(|party| party.signatories.iter().any(|one| is_called(one, who))).collect();
    match named.as_slice() {
        [party] => of_party(header, party, who),
        _ => Err(Error::new(
            Kind::Usage,
            "missing-answer",
            format!("for which party of {} `{who}` signed was not said", header.id),
        )
        .details(header.parties.iter().map(|party| format!("party: {}", party.name)))
        .hint("say it with --party")
        .about(header.id.to_string())),
    }
}

fn is_called(signatory: &Signatory, who: &str) -> bool {
    signatory.name == who || signatory.email.as_ref().is_some_and(|email| *email == who.to_lowercase())
}

fn unnamed<'h>(header: &Header, party: &'h Party, who: &str) -> Result<Person<'h>> {
    if who.trim().is_empty() || who.contains('@') {
        return Err(Error::new(
            Kind::Usage,
            "name",
            format!("{} names no signatories in {}: a name is needed, not an address", party.name, header.id),
        )
        .hint("give the full name of the person")
        .about(header.id.to_string()));
    }
    Ok(Person { party, name: who.to_owned(), email: None, title: None })
}

fn principal(header: &Header, email: &str) -> Result<Principal> {
    email.parse().map_err(|fault: crate::signature::principal::PrincipalError| {
        Error::new(Kind::InvalidContent, "address", fault.to_string())
            .hint(format!("put the signatory's address right with `clm edit {}`", header.id))
            .about(header.id.to_string())
    })
}

/// Refuses unless the person's place is open and their turn has come.
///
/// # Errors
/// When they signed already, or others sign first.
pub fn must_be_open(session: &Session, place: &Place, party: &str, (name, email): (&str, Option<&str>)) -> Result<()> {
    let Some(entry) = Catalogue::open(session)?.in_folder(&place.folder)? else { return Ok(()) };
    let Some(header) = entry.terms() else { return Ok(()) };
    let facts = entry.facts(header, &session.organisation);
    let seats = lifecycle::seats(&facts);
    let is_theirs = |seat: &&Seat<'_>| {
        seat.party.name == party
            && seat.signatory.is_none_or(|one| match &one.email {
                Some(own) => Some(own.as_str()) == email,
                None => one.name == name,
            })
    };
    let Some(seat) = seats.iter().find(is_theirs) else { return Ok(()) };
    let id = &place.id;
    // Where nobody is named a second signature is another person's.
    let is_same = |seat: &Seat<'_>| {
        seat.signatory.is_some()
            || seat.filled.is_some_and(|fact| {
                let (filled, address) = match &fact.instead {
                    Some(instead) => (&instead.name, instead.email.as_deref()),
                    None => (&fact.name, Some(fact.email.as_str())),
                };
                filled == name || (email.is_some() && address == email)
            })
    };
    if let Some(fact) = seat.filled.filter(|_| is_same(seat)) {
        let day = fact.elsewhere().map_or_else(|| fact.claimed.date_naive(), |elsewhere| elsewhere.on);
        let who = email.unwrap_or(name);
        return Err(Error::new(Kind::Refused, "already-signed", format!("{who} signed {id} for {party} on {day}"))
            .hint(format!("`clm show {id}` says whom it waits for"))
            .about(id.to_string()));
    }
    if !seat.before.is_empty() {
        return Err(Error::new(
            Kind::Refused,
            "not-in-turn",
            format!("it is not {name}'s turn: others sign {id} first"),
        )
        .details(seat.before.iter().map(|who| format!("first: {who}")))
        .hint(format!("let them sign first; `clm show {id}` says whom it waits for"))
        .about(id.to_string()));
    }
    Ok(())
}
