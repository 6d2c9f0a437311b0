//! Contracts that change or replace others: what the changed one must know of them.

use chrono::NaiveDate;

use super::entry::Entry;
use crate::contract::id::ContractId;
use crate::contract::lifecycle::{Amendment, Signing};
use crate::contract::organisation::Organisation;

/// Whether a contract names another that it amends or supersedes.
pub fn has_link(entry: &Entry) -> bool {
    entry.header.as_ref().is_some_and(|header| header.amends.is_some() || header.supersedes.is_some())
}

/// The contracts an entry changes.
pub fn targets(entry: &Entry) -> Vec<&ContractId> {
    let links = entry.header.iter().flat_map(|header| [header.amends.as_ref(), header.supersedes.as_ref()]);
    links.flatten().map(|link| &link.id).collect()
}

/// Fills in what `linking`, the contracts that have links, mean for `entry`.
pub fn fill(entry: &mut Entry, linking: &[Entry], organisation: &Organisation, today: NaiveDate) {
    entry.amendments.clear();
    entry.superseded = None;
    for other in linking.iter().filter(|other| other.id != entry.id) {
        let Some(header) = &other.header else { continue };
        let standing = other.standing(organisation, today);
        let Some(signed_on) = standing.signed_on.filter(|_| standing.signing == Signing::Signed) else { continue };
        if let Some(link) = header.amends.as_ref().filter(|link| link.id == entry.id) {
            let effective = link.effective.unwrap_or(signed_on);
            let term = header.has_term.then(|| header.term.clone());
            entry.amendments.push(Amendment { id: other.id.clone(), effective, term });
        }
        if header.supersedes.as_ref().is_some_and(|link| link.id == entry.id) {
            entry.superseded = Some((other.id.clone(), standing.start.unwrap_or(signed_on)));
        }
    }
    entry.amendments.sort_by(|a, b| (a.effective, &a.id).cmp(&(b.effective, &b.id)));
}
