//! `list`: contracts that match.

use std::cmp::Ordering;

use super::catalogue::{Catalogue, Entry};
use super::count::{By, Counter};
use super::filter;
use super::session::Session;
use crate::error::Result;
use crate::report::contract::{ContractItem, ListReport};

/// What to list.
#[derive(Debug, Clone, Copy)]
pub struct ListRequest<'a> {
    /// Words and filters.
    pub query: &'a str,
    /// The reader's address, for `owner:me`.
    pub me: Option<&'a str>,
    /// In which order.
    pub sort: Sort,
    /// Also archived contracts.
    pub archived: bool,
    /// What to count the contracts by.
    pub count_by: Option<By>,
}

/// What to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Workspace, then folder: as they lie.
    Natural,
    /// By id.
    Id,
    /// By title.
    Title,
    /// By status.
    Status,
    /// By first day.
    Start,
    /// By last day.
    End,
    /// By last day for notice.
    Notice,
    /// By currency and amount, largest first.
    Value,
}

/// Lists contracts.
///
/// # Errors
/// When the query cannot be understood or the repository cannot be read.
pub fn list(session: &Session, request: &ListRequest<'_>) -> Result<ListReport> {
    let query = filter::parse(request.query)?;
    let catalogue = Catalogue::open(session)?;
    let mut items = Vec::new();
    let mut counter = request.count_by.map(Counter::new);
    for entry in catalogue.all()? {
        let standing = entry.standing(&session.organisation, session.today);
        if !request.archived && Entry::is_archived(&standing) {
            continue;
        }
        let item = entry.item(&standing);
        if filter::passes(&query, &entry, &item, session.today, request.me) && filter::names_it(&query, &item) {
            if let Some(counter) = &mut counter {
                counter.add(&entry, &item);
            }
            items.push(item);
        }
    }
    sort(&mut items, request.sort);
    Ok(ListReport { today: session.today, counts: counter.map(Counter::finish), items, any: !catalogue.is_empty() })
}

fn sort(items: &mut [ContractItem], by: Sort) {
    items.sort_by(|a, b| {
        let first = match by {
            Sort::Natural => a.path.cmp(&b.path),
            Sort::Id => Ordering::Equal,
            Sort::Title => a.title.cmp(&b.title),
            Sort::Status => a.status.cmp(&b.status),
            Sort::Start => known_first(a.start, b.start),
            Sort::End => known_first(a.end, b.end),
            Sort::Notice => known_first(a.notice_by, b.notice_by),
            Sort::Value => amount(b).cmp(&amount(a)),
        };
        first.then_with(|| a.id.cmp(&b.id))
    });
}

fn known_first<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    (a.is_none(), a).cmp(&(b.is_none(), b))
}

fn amount(item: &ContractItem) -> Option<(String, rust_decimal::Decimal)> {
    let value = item.value.as_ref()?;
    Some((value.currency.clone(), value.amount.parse().ok()?))
}
