//! Contracts that name others: what the named one must know of them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::entry::Entry;
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
