//! The places to be filled: each signatory, who filled their place, and who signs before them.
//!
//! **Owns** the present revision's places as a list. **Refuses to know** today and how a state follows. **Invariants**: a place
//! is filled by what counts, and by nothing else; a place whose turn has come names nobody who signs first.

use std::collections::BTreeSet;

use super::order::Event;
use super::quorum::Quorum;
use super::revision::read;
use super::{Facts, StatementFact, signing};
use crate::contract::party::{Party, Signatory};

/// One place: a signatory, or a party that names none.
#[derive(Clone, Debug)]
pub struct Seat<'a> {
    /// The party.
    pub party: &'a Party,
    /// The person; none where any one signature in the party's name will do.
    pub signatory: Option<&'a Signatory>,
    /// What fills it.
    pub filled: Option<&'a StatementFact>,
    /// Who must sign first, in words; empty once the turn has come.
    pub before: Vec<String>,
    /// Whether the party's rule is still helped by filling it.
    pub is_wanted: bool,
}

/// The places of the present revision, in the order written.
#[must_use]
pub fn seats<'a>(facts: &Facts<'a>) -> Vec<Seat<'a>> {
    let events: Vec<Event<'a>> = signing::events(facts);
    let count = read(facts, &events, facts.revision).count;
    let parties: &'a [Party] = &facts.header.parties;
    let quorums: Vec<(Quorum<'a>, BTreeSet<usize>)> = parties
        .iter()
        .enumerate()
        .map(|(party, rule)| {
            let signed = count.counted.keys().filter(|(of, _)| *of == party).map(|(_, index)| *index);
            (Quorum::new(rule), signed.collect())
        })
        .collect();
    let mut seats = Vec::new();
    for (party, (quorum, signed)) in quorums.iter().enumerate() {
        let Some(rule) = parties.get(party) else { continue };
        for index in 0..rule.signatories.len().max(1) {
            let order = quorum.order(index);
            let filled = count.counted.get(&(party, index));
            seats.push(Seat {
                party: rule,
                signatory: rule.signatories.get(index),
                filled: filled.and_then(|digest| facts.statements.iter().find(|fact| fact.digest == *digest)),
                before: quorums.iter().flat_map(|(other, have)| other.missing(have, Some(order))).collect(),
                is_wanted: quorum.wants(signed, index),
            });
        }
    }
    seats
}

/// Why a statement that is about to be recorded would fill no place; none when it would.
#[must_use]
pub fn uncounted(facts: &Facts<'_>, statement: &StatementFact) -> Option<String> {
    let mut statements = facts.statements.to_vec();
    statements.push(statement.clone());
    let facts = Facts { statements: &statements, ..facts.clone() };
    let count = read(&facts, &signing::events(&facts), facts.revision).count;
    if count.counted.values().any(|digest| *digest == statement.digest) {
        return None;
    }
    let about = statement.in_words();
    let told = count.refused.into_iter().find(|sentence| sentence.starts_with(&about));
    Some(told.unwrap_or_else(|| format!("{about} would fill no place.")))
}
