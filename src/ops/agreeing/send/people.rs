//! For whom pages are written: the signatories of the other side whose signature is still of use.

use crate::contract::header::Header;
use crate::contract::lifecycle::{Sent, Standing, Wait, would_wait};
use crate::error::{Error, Kind, Result};
use crate::ops::living::state::Living;
use crate::ops::session::Session;
use crate::signature::principal::{Principal, PrincipalError};

/// Somebody a page is written for.
#[derive(Debug, Clone)]
pub struct Addressee {
    /// Who, and whether their turn has come.
    pub wait: Wait,
    /// Their address, where the contract names one.
    pub email: Option<Principal>,
    /// Their title in the contract, proposed as the capacity.
    pub title: Option<String>,
}

/// The people asked for, and sentences about those who get no page.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// Who gets a page.
    pub people: Vec<Addressee>,
    /// Who gets none, and why.
    pub notes: Vec<String>,
}

impl Addressee {
    /// Whether a page that is out was written for them.
    pub fn was_sent(&self, sent: &Sent) -> bool {
        sent.is_for(&self.wait.party, self.wait.name.as_deref(), self.wait.email.as_deref())
    }

    /// The name to speak of them.
    pub fn who(&self) -> &str {
        self.wait.name.as_deref().unwrap_or(&self.wait.party)
    }
}

/// The signatories of `parties`, or of everybody but ourselves where none is named.
///
/// # Errors
/// When there is no such party, nobody is left to be asked, or an address cannot name a signer.
pub fn chosen(session: &Session, living: &Living, header: &Header, parties: &[String]) -> Result<Chosen> {
    let own = &session.organisation.name;
    let named: Vec<&str> = parties.iter().map(|typed| living.party(typed)).collect::<Result<_>>()?;
    if named.is_empty() && header.parties.iter().all(|party| party.name == *own) {
        let id = &header.id;
        return Err(Error::new(Kind::InvalidContent, "no-other-party", format!("{id} has no other party than {own}"))
            .hint(format!("write the other one in with `clm edit {id}`, or name ours with --party"))
            .about(id.to_string()));
    }
    let is_asked = |wait: &Wait| match named.as_slice() {
        [] => wait.party != *own,
        named => named.contains(&wait.party.as_str()),
    };
    let mut chosen = Chosen::default();
    for wait in waiting(header, &living.standing).into_iter().filter(is_asked) {
        let member = wait.email.as_deref().and_then(|email| session.policy.member(email));
        match member {
            Some(member) => {
                chosen.notes.push(format!("{} is a member and signs with `clm sign {}`", member.email, header.id));
            }
            None => chosen.people.push(addressee(header, wait)?),
        }
    }
    if chosen.people.is_empty() {
        return Err(Error::new(Kind::Refused, "nobody-to-send-to", format!("nobody is left to send {} to", header.id))
            .details(chosen.notes)
            .hint(format!("`clm show {}` says whom it waits for", header.id))
            .about(header.id.to_string()));
    }
    Ok(chosen)
}

/// Whom the text waits for, or would if it were out.
fn waiting(header: &Header, standing: &Standing) -> Vec<Wait> {
    if standing.sign_by.is_some() { standing.waits.clone() } else { would_wait(&header.parties) }
}

fn addressee(header: &Header, wait: Wait) -> Result<Addressee> {
    let email = wait.email.as_deref().map(str::parse).transpose().map_err(|fault: PrincipalError| {
        Error::new(Kind::InvalidContent, "address", fault.to_string())
            .hint(format!("put the address right with `clm edit {}`", header.id))
            .about(header.id.to_string())
    })?;
    let party = header.parties.iter().find(|party| party.name == wait.party);
    let person = party.and_then(|party| {
        party.signatories.iter().find(|one| Some(&one.name) == wait.name.as_ref() && one.email == wait.email)
    });
    let title = person.and_then(|one| one.title.clone());
    Ok(Addressee { wait, email, title })
}
