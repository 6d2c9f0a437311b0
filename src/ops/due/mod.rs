//! `due`: dates that need somebody, the day to act by first.

mod kept;

use chrono::{Days, NaiveDate};

use super::catalogue::{Catalogue, Entry};
use super::filter;
use super::session::Session;
use crate::contract::deadline::{Item, What};
use crate::error::Result;
use crate::report::due::{DueItem, DueReport};

/// What to look for.
#[derive(Debug, Clone, Copy)]
pub struct DueRequest<'a> {
    /// Words and filters that choose contracts.
    pub query: &'a str,
    /// The reader's address, for `owner:me`.
    pub me: Option<&'a str>,
    /// Days from today, the last inside.
    pub days: u32,
    /// Whether the reasons are to be shown.
    pub explain: bool,
    /// Whether the reasons are needed at all; people get them by `explain`, programs always.
    pub reasons: bool,
}

/// Lists what is due.
///
/// # Errors
/// When the query cannot be understood or the repository cannot be read.
pub fn due(session: &Session, request: &DueRequest<'_>) -> Result<DueReport> {
    let query = filter::parse(request.query)?;
    let today = session.today;
    let until = today.checked_add_days(Days::new(u64::from(request.days))).unwrap_or(NaiveDate::MAX);
    if query.is_empty()
        && let Some(items) = kept::find(session, until, request.reasons)
    {
        return Ok(DueReport { today, until, items, explain: request.explain });
    }
    let catalogue = Catalogue::open(session)?;
    let mut items = Vec::new();
    for entry in catalogue.due_until(until)? {
        if !query.is_empty() && !chosen(session, &query, &entry, request.me) {
            continue;
        }
        items.extend(of_entry(session, &entry, until));
    }
    sort(&mut items);
    if query.is_empty() {
        kept::keep(session, until, &items);
    }
    Ok(DueReport { today, until, items, explain: request.explain })
}

/// What one contract has due until a day.
#[must_use]
pub fn of_entry(session: &Session, entry: &Entry, until: NaiveDate) -> Vec<DueItem> {
    let due = entry.due(&session.organisation, session.today, Some(until));
    let under = |mut item: Item| {
        if matches!(item.what, What::End | What::Notice) {
            item.why.extend(entry.runs_under());
        }
        item
    };
    due.into_iter().map(|item| due_item(entry, under(item), session.today)).collect()
}

/// Sorts by date, the unknown last; equals by contract.
pub fn sort(items: &mut [DueItem]) {
    items.sort_by(|a, b| (a.date.is_none(), a.date, &a.id, &a.what).cmp(&(b.date.is_none(), b.date, &b.id, &b.what)));
}

fn chosen(session: &Session, query: &crate::query::Query, entry: &Entry, me: Option<&str>) -> bool {
    let item = entry.item(&entry.standing(&session.organisation, session.today));
    filter::passes(query, entry, &item, session.today, me) && filter::names_it(query, &item)
}

fn due_item(entry: &Entry, item: Item, today: NaiveDate) -> DueItem {
    DueItem {
        id: entry.id.to_string(),
        title: entry.title.clone(),
        what: item.what.word().to_owned(),
        date: item.date,
        days: item.date.map(|date| (date - today).num_days()),
        why: item.why,
        subject: item.subject,
        owner: entry.record.owner.clone(),
    }
}
