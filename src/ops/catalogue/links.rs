//! Contracts that name others: what the named one must know of them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::entry::Entry;
use crate::contract::act::{Act, Deed};
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::contract::lifecycle::{Amendment, Signing};
use crate::contract::organisation::Organisation;

/// How a contract that names another stands to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Serialize, Deserialize)]
pub enum How {
    /// It changes it.
    Amends,
    /// It was drawn from it and continues it.
    Renews,
    /// It replaces it.
    Supersedes,
    /// It is a call-off or data agreement under it.
    Under,
}

/// A contract that names another.
#[derive(Clone, PartialEq, Eq, Debug, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Linked {
    /// How it stands to the named one.
    pub how: How,
    /// Its id.
    pub id: ContractId,
    /// Its title.
    pub title: String,
}

/// Whether a contract names another.
pub fn has_link(entry: &Entry) -> bool {
    !named(entry).is_empty()
}

/// The contracts an entry names.
pub fn named(entry: &Entry) -> Vec<(How, &ContractId)> {
    let Some(header) = &entry.header else { return Vec::new() };
    let links = [
        (How::Amends, &header.amends),
        (How::Renews, &header.renews),
        (How::Supersedes, &header.supersedes),
        (How::Under, &header.under),
    ];
    links.into_iter().filter_map(|(how, link)| link.as_ref().map(|link| (how, &link.id))).collect()
}

/// Whether other contracts matter to an entry already.
pub fn is_named(entry: &Entry) -> bool {
    !entry.amendments.is_empty() || entry.superseded.is_some() || !entry.linked.is_empty()
}

/// Fills in what `linking`, the contracts that have links, mean for `entry`.
pub fn fill(entry: &mut Entry, linking: &[Entry], organisation: &Organisation, today: NaiveDate) {
    entry.amendments.clear();
    entry.linked.clear();
    entry.superseded = None;
    entry.link_notes.clear();
    for other in linking.iter().filter(|other| other.id != entry.id) {
        let Some(header) = &other.header else { continue };
        let hows: Vec<How> = named(other).into_iter().filter(|(_, id)| **id == entry.id).map(|(how, _)| how).collect();
        if hows.is_empty() {
            continue;
        }
        let linked = |how: &How| Linked { how: *how, id: other.id.clone(), title: other.title.clone() };
        entry.linked.extend(hows.iter().map(linked));
        let standing = other.standing(organisation, today);
        let Some(signed_on) = standing.signed_on.filter(|_| standing.signing == Signing::Signed) else { continue };
        if let Some(why) = doubt(entry, other, &hows, linking) {
            entry.link_notes.push(why);
            continue;
        }
        if let Some(link) = header.amends.as_ref().filter(|_| hows.contains(&How::Amends)) {
            let effective = link.effective.unwrap_or(signed_on);
            let term = header.has_term.then(|| header.term.clone());
            entry.amendments.push(Amendment { id: other.id.clone(), effective, term });
        }
        if hows.contains(&How::Supersedes) || hows.contains(&How::Renews) {
            let start = standing.start.unwrap_or(signed_on);
            if entry.superseded.as_ref().is_none_or(|(id, day)| (start, &other.id) < (*day, id)) {
                entry.superseded = Some((other.id.clone(), start));
            }
        }
    }
    entry.amendments.sort_by(|a, b| (a.effective, &a.id).cmp(&(b.effective, &b.id)));
    entry.linked.sort();
}

/// Why a signed contract that names `entry` changes nothing about it: it speaks of a revision that never was, or each of
/// the two replaces the other, so that neither would be left.
fn doubt(entry: &Entry, other: &Entry, hows: &[How], linking: &[Entry]) -> Option<String> {
    let header = other.header.as_ref()?;
    let links = [
        (How::Amends, &header.amends),
        (How::Renews, &header.renews),
        (How::Supersedes, &header.supersedes),
        (How::Under, &header.under),
    ];
    let named = links.into_iter().filter(|(how, _)| hows.contains(how)).find_map(|(_, link)| link.as_ref()?.revision);
    if let Some(unknown) = named.filter(|revision| !knows(entry, *revision)) {
        let short = unknown.short(12);
        return Some(format!(
            "{} names revision {short} of it, which it never had: it changes nothing here.",
            other.id
        ));
    }
    let replaces = hows.iter().any(|how| matches!(how, How::Renews | How::Supersedes));
    (replaces && reaches(entry, &other.id, linking))
        .then(|| format!("{} replaces it and is replaced by it: that changes nothing here.", other.id))
}

/// Whether a contract has, had or was ever signed in a revision.
fn knows(entry: &Entry, revision: Digest) -> bool {
    let names = |act: &Act| match &act.deed {
        Deed::Executed { revision: named, .. } | Deed::Send { revision: named, .. } => *named == revision,
        Deed::Correct { from, to, .. } => *from == revision || *to == revision,
        _ => false,
    };
    entry.revision == revision
        || entry.acts.iter().any(names)
        || entry.statements.iter().any(|statement| statement.revision == revision)
}

/// Whether `from` replaces the contract `to`, directly or through others.
fn reaches(from: &Entry, to: &ContractId, linking: &[Entry]) -> bool {
    let replaced = |entry: &Entry| -> Vec<ContractId> {
        let links = named(entry).into_iter().filter(|(how, _)| matches!(how, How::Renews | How::Supersedes));
        links.map(|(_, id)| id.clone()).collect()
    };
    let (mut seen, mut next) = (BTreeSet::new(), replaced(from));
    while let Some(id) = next.pop() {
        if id == *to {
            return true;
        }
        if seen.insert(id.clone()) {
            next.extend(linking.iter().filter(|entry| entry.id == id).flat_map(replaced));
        }
    }
    false
}
