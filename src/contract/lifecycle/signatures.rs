//! Which signatures on one revision count, and who is missing.
//!
//! **Owns** matching a signature to a signatory, one key one person, lateness, and the turn. **Refuses to know** whether
//! a signature is genuine: `trusted` says so. **Invariants**: an untrusted signature never counts; a signature that does
//! not count is told with its reason; adding an untrusted signature changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::quorum::Quorum;
use super::waits::{Sent, Wait, waits};
use super::{Instead, StatementFact};
use crate::contract::digest::Digest;
use crate::contract::party::{Party, Signatory};

/// The result of counting.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Count {
    /// The day the rules of all parties were first met.
    pub complete: Option<NaiveDate>,
    /// Who is still missing, in words.
    pub missing: Vec<String>,
    /// Whom it waits for, in turn.
    pub waits: Vec<Wait>,
    /// Sentences: which signature does not count, and why.
    pub refused: Vec<String>,
    /// Whether a genuine signature came late or before its turn and nothing replaced it.
    pub uncounted: bool,
    /// What fills each place, by party and signatory.
    pub counted: BTreeMap<Place, Digest>,
    /// Whether something that counts was witnessed only.
    pub witnessed: bool,
}

/// A party and its signatory.
pub(crate) type Place = (usize, usize);

/// The signatures that count, by the places they fill.
pub(super) type Counted<'a> = BTreeMap<Place, &'a StatementFact>;

/// What is known of the asking: until when, since when, and the pages sent.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asking<'a> {
    /// The last day a signature may arrive.
    pub sign_by: Option<NaiveDate>,
    /// The day the signing began.
    pub begun: Option<NaiveDate>,
    /// The pages that count.
    pub sent: &'a [Sent],
}

/// Counts `signatures` (on one revision, in order) for `parties`.
pub(crate) fn count(parties: &[Party], signatures: &[&StatementFact], asking: Asking<'_>) -> Count {
    let sign_by = asking.sign_by;
    let mut result = Count::default();
    let placed = place(parties, signatures, &mut result.refused);
    let (intime, late): (Vec<_>, Vec<_>) =
        placed.into_iter().partition(|(_, s)| sign_by.is_none_or(|until| s.arrived <= until));
    let quorums: Vec<Quorum<'_>> = parties.iter().map(Quorum::new).collect();
    let (counted, early) = in_turn(&quorums, &intime, signatures);
    let mut waiting = BTreeSet::new();
    for (place, statement) in late.iter().filter(|(place, _)| !counted.contains_key(place)) {
        let until = sign_by.map(|day| day.to_string()).unwrap_or_default();
        result.refused.push(format!(
            "{} arrived {}, after the last day to sign, {until}.",
            statement.in_words(),
            statement.arrived
        ));
        waiting.insert(*place);
    }
    for (place, statement) in early.iter().filter(|(place, _)| !counted.contains_key(place)) {
        result.refused.push(format!("{} came before its turn: others sign first.", statement.in_words()));
        waiting.insert(*place);
    }
    result.uncounted = !waiting.is_empty();
    result.complete = completed(&quorums, &counted);
    for (party, quorum) in quorums.iter().enumerate() {
        result.missing.extend(quorum.missing(&signed(&counted, party), None));
    }
    if result.complete.is_none() {
        result.waits = waits(parties, &counted, asking.sent, asking.begun);
    }
    result.witnessed = counted.values().any(|statement| statement.elsewhere().is_some());
    result.counted = counted.into_iter().map(|(place, statement)| (place, statement.digest)).collect();
    result
}

/// The signatories of a party whose signatures count.
pub(super) fn signed(counted: &Counted<'_>, party: usize) -> BTreeSet<usize> {
    counted.keys().filter(|(of, _)| *of == party).map(|(_, index)| *index).collect()
}

/// Finds the signatory of each signature; one key and one address stand for one person, who fills one place of a party.
fn place<'a>(
    parties: &[Party],
    signatures: &[&'a StatementFact],
    refused: &mut Vec<String>,
) -> Vec<(Place, &'a StatementFact)> {
    let mut people = People::default();
    let mut placed = Vec::new();
    for statement in signatures {
        if !statement.trusted {
            refused.push(format!("{} is not trusted.", statement.in_words()));
            continue;
        }
        let Some(place) = place_of(parties, statement) else {
            let why = match statement.instead {
                None => "nobody of that party signs with that address",
                Some(_) => "nobody of that party is called so and has that address",
            };
            refused.push(format!("{} fills no place: {why}.", statement.in_words()));
            continue;
        };
        match people.other(place, statement) {
            Some(why) => refused.push(format!("{} {why}", statement.in_words())),
            None => placed.push((place, *statement)),
        }
    }
    placed
}

/// Who filled which place, by key and by address. A witness fills no place of his own, and may witness many.
#[derive(Default)]
struct People<'a> {
    keys: BTreeMap<&'a str, (Place, &'a str)>,
    addresses: BTreeMap<(usize, String), Place>,
}

impl<'a> People<'a> {
    /// Why the signer may not fill this place, having filled another.
    fn other(&mut self, place: Place, statement: &'a StatementFact) -> Option<String> {
        if statement.elsewhere().is_some() {
            return None;
        }
        let holder = *self.keys.entry(&statement.key).or_insert((place, &statement.email));
        if holder.0 != place {
            return Some(format!("was made with the key that signed as {}: one key, one signatory.", holder.1));
        }
        let address = (place.0, statement.email.to_lowercase());
        let filled = *self.addresses.entry(address).or_insert(place);
        (filled != place).then(|| "is the second of one person: whoever signs fills one place of a party.".to_owned())
    }
}

/// The place a statement fills, by party and address; a signatory without an address is found by name. Whoever is stood in
/// for is called as the contract calls them.
pub(crate) fn place_of(parties: &[Party], statement: &StatementFact) -> Option<Place> {
    let wanted = statement.instead.as_ref().map_or(&statement.party, |instead| &instead.party);
    let party = parties.iter().position(|party| party.name == *wanted)?;
    let signatories = &parties.get(party)?.signatories;
    if signatories.is_empty() {
        return Some((party, 0));
    }
    let is_own = |signatory: &Signatory| match &signatory.email {
        Some(email) => email.to_lowercase() == statement.email.to_lowercase(),
        None => signatory.name == statement.name,
    };
    let is_meant = |signatory: &Signatory, instead: &Instead| {
        let fold = |email: &Option<String>| email.as_ref().map(|email| email.to_lowercase());
        signatory.name == instead.name && (signatory.email.is_none() || fold(&signatory.email) == fold(&instead.email))
    };
    let index = signatories.iter().position(|signatory| match &statement.instead {
        None => is_own(signatory),
        Some(instead) => is_meant(signatory, instead),
    })?;
    Some((party, index))
}

/// Counts order by order: a later number counts once those before it are among the statements its signer had seen.
fn in_turn<'a>(
    quorums: &[Quorum<'_>],
    placed: &[(Place, &'a StatementFact)],
    all: &[&StatementFact],
) -> (BTreeMap<Place, &'a StatementFact>, Vec<(Place, &'a StatementFact)>) {
    let orders: BTreeSet<u32> = quorums.iter().flat_map(Quorum::orders).collect();
    let first = orders.first().copied().unwrap_or(1);
    let mut counted: BTreeMap<Place, &StatementFact> = BTreeMap::new();
    let mut early = Vec::new();
    for order in orders {
        let before = counted.clone();
        let turn = placed
            .iter()
            .filter(|((party, index), _)| quorums.get(*party).is_some_and(|quorum| quorum.order(*index) == order));
        for (place, statement) in turn {
            let seen = if order == first { BTreeSet::new() } else { seen_by(statement, all) };
            let come = quorums.iter().enumerate().all(|(party, quorum)| {
                let signed = before.iter().filter(|((of, _), earlier)| {
                    *of == party && seen.contains(&earlier.digest) && statement.may_follow(earlier)
                });
                quorum.met_below(&signed.map(|((_, index), _)| *index).collect(), order)
            });
            if come {
                counted.entry(*place).or_insert(statement);
            } else {
                early.push((*place, *statement));
            }
        }
    }
    (counted, early)
}

/// Everything the signer had seen, and what those signers had seen.
fn seen_by(statement: &StatementFact, all: &[&StatementFact]) -> BTreeSet<Digest> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<Digest> = statement.after.clone();
    while let Some(digest) = open.pop() {
        if seen.insert(digest) {
            open.extend(
                all.iter().filter(|other| other.digest == digest).flat_map(|other| other.after.iter().copied()),
            );
        }
    }
    seen
}

/// The first day on which the counted signatures that had arrived met every rule.
fn completed(quorums: &[Quorum<'_>], counted: &BTreeMap<Place, &StatementFact>) -> Option<NaiveDate> {
    let days: BTreeSet<NaiveDate> = counted.values().map(|statement| statement.arrived).collect();
    if quorums.is_empty() {
        return None;
    }
    days.into_iter().find(|day| {
        quorums.iter().enumerate().all(|(party, quorum)| {
            let arrived = counted.iter().filter(|((of, _), statement)| *of == party && statement.arrived <= *day);
            quorum.met(&arrived.map(|((_, index), _)| *index).collect())
        })
    })
}
