//! Whom a contract waits for, in the order of their turns, and since when.
//!
//! **Owns** whose signature could still be of use, whose turn has come, and from which day each of them is waited for.
//! **Refuses to know** today, pages as files, and letters. **Invariants**: who signed is not waited for; where nobody's
//! turn has come nobody could sign at all, which the rules exclude; the list is in the order of turns, then as written.

use chrono::NaiveDate;

use super::quorum::Quorum;
use super::signatures::{Counted, signed};
use crate::contract::act::Page;
use crate::contract::digest::Digest;
use crate::contract::party::Party;

/// Somebody whose signature is still waited for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wait {
    /// Legal name of the party.
    pub party: String,
    /// The signatory; `None` where any one signature in the party's name will do.
    pub name: Option<String>,
    /// Their address, where the contract names one.
    pub email: Option<String>,
    /// Their number in the order of signing.
    pub order: u32,
    /// Whether everybody who signs before them has signed.
    pub turn: bool,
    /// The day from which they have been waited for; `None` until their turn has come.
    pub since: Option<NaiveDate>,
}

impl Wait {
    /// `Acme AS: Kari Nordmann <kari@acme.example>`.
    #[must_use]
    pub fn words(&self) -> String {
        match (&self.name, &self.email) {
            (Some(name), Some(email)) => format!("{}: {name} <{email}>", self.party),
            (Some(name), None) => format!("{}: {name}", self.party),
            (None, _) => format!("{}: one signature in its name", self.party),
        }
    }
}

/// A page that was sent and still counts: the latest for its signatory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// Digest of the act that sent it.
    pub send: Digest,
    /// The day of that act.
    pub on: NaiveDate,
    /// Whom it was written for, and how.
    pub page: Page,
}

impl Sent {
    /// Whether it is for this signatory.
    #[must_use]
    pub fn is_for(&self, party: &str, name: Option<&str>, email: Option<&str>) -> bool {
        let Page { party: of, name: named, email: known, .. } = &self.page;
        of == party
            && if email.is_some() || known.is_some() { known.as_deref() == email } else { named.as_deref() == name }
    }
}

/// Whom a text that nobody has signed would wait for.
#[must_use]
pub fn would_wait(parties: &[Party]) -> Vec<Wait> {
    waits(parties, &Counted::new(), &[], None)
}

/// Everybody the rules could still use, given the signatures that count. `begun` is the day the signing began.
pub(super) fn waits(parties: &[Party], counted: &Counted<'_>, sent: &[Sent], begun: Option<NaiveDate>) -> Vec<Wait> {
    let quorums: Vec<Quorum<'_>> = parties.iter().map(Quorum::new).collect();
    let mut waits = Vec::new();
    for (index, (party, quorum)) in parties.iter().zip(&quorums).enumerate() {
        for place in quorum.wanted(&signed(counted, index)) {
            let person = party.signatories.get(place);
            let (name, email) = (person.map(|one| one.name.clone()), person.and_then(|one| one.email.clone()));
            let order = quorum.order(place);
            let turn = quorums.iter().enumerate().all(|(of, quorum)| quorum.met_below(&signed(counted, of), order));
            let asked = sent.iter().find(|sent| sent.is_for(&party.name, name.as_deref(), email.as_deref()));
            let since =
                [begun, asked.map(|sent| sent.on), before(&quorums, counted, order)].into_iter().flatten().max();
            waits.push(Wait { party: party.name.clone(), name, email, order, turn, since: since.filter(|_| turn) });
        }
    }
    waits.sort_by_key(|wait| wait.order);
    waits
}

/// The day the last signature of an earlier turn arrived.
fn before(quorums: &[Quorum<'_>], counted: &Counted<'_>, order: u32) -> Option<NaiveDate> {
    let earlier = |(party, place): &(usize, usize)| quorums.get(*party).is_some_and(|q| q.order(*place) < order);
    counted.iter().filter(|(place, _)| earlier(place)).map(|(_, statement)| statement.arrived).max()
}
