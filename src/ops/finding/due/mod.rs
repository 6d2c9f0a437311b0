//! `due`: dates that need somebody, the day to act by first.

pub mod feed;
mod kept;
mod missed;
pub mod told;
pub mod watch;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::contract::deadline::{Item, What};
use crate::error::Result;
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::finding::everywhere;
use crate::ops::finding::filter;
use crate::ops::session::Session;
use crate::query::Query;
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
    /// Only these kinds; all when there is none.
    pub what: &'a [What],
    /// Only what is past and not dealt with.
    pub overdue: bool,
    /// Whether the reasons are to be shown.
    pub explain: bool,
    /// Whether the reasons are needed at all; people get them by `explain`, programs always.
    pub reasons: bool,
}

impl DueRequest<'_> {
    fn until(&self, today: NaiveDate) -> NaiveDate {
        today.checked_add_days(Days::new(u64::from(self.days))).unwrap_or(NaiveDate::MAX)
    }

    fn wants(&self, item: &DueItem) -> bool {
        (self.what.is_empty() || self.what.iter().any(|what| what.word() == item.what))
            && (!self.overdue || item.days.is_some_and(|days| days < 0))
    }
}

/// Lists what is due.
///
/// # Errors
/// When the query cannot be understood or the repository cannot be read.
pub fn due(session: &Session, request: &DueRequest<'_>) -> Result<DueReport> {
    let query = filter::parse(request.query)?;
    let (today, until) = (session.today, request.until(session.today));
    let kept = if query.is_empty() { kept::find(session, until, request.reasons) } else { None };
    let mut items = match kept {
        Some(items) => items,
        None => derived(session, &query, request.me, until)?,
    };
    items.retain(|item| request.wants(item));
    Ok(DueReport { today, until, items, explain: request.explain })
}

/// The answers of several repositories as one, by date.
#[must_use]
pub fn joined(all: Vec<DueReport>) -> DueReport {
    let mut one = DueReport {
        today: everywhere::latest(all.iter().map(|report| report.today)),
        until: everywhere::latest(all.iter().map(|report| report.until)),
        explain: all.iter().any(|report| report.explain),
        items: all.into_iter().flat_map(|report| report.items).collect(),
    };
    sort(&mut one.items);
    one
}

/// Lists what is due and was not told to this reader before; with it the dates that passed since it was last asked.
///
/// # Errors
/// As [`due`].
pub fn due_since(session: &Session, request: &DueRequest<'_>, cursor: &told::Cursor) -> Result<DueReport> {
    let mut report = due(session, request)?;
    if let Some(from) = slept_since(session, cursor.last()) {
        report.items.extend(missed_since(session, request, from)?);
        sort(&mut report.items);
        report.items.dedup_by(|a, b| (&a.id, &a.what, a.date, &a.subject) == (&b.id, &b.what, b.date, &b.subject));
    }
    report.items.retain(|item| !cursor.knows(item));
    Ok(report)
}

/// The day after which nobody looked, when there were days in between.
#[must_use]
pub fn slept_since(session: &Session, last: Option<NaiveDate>) -> Option<NaiveDate> {
    last.filter(|last| last.succ_opt().is_some_and(|next| next < session.today))
}

/// The dates that came and went from `from` on and are gone from `due`.
///
/// # Errors
/// As [`due`].
pub fn missed_since(session: &Session, request: &DueRequest<'_>, from: NaiveDate) -> Result<Vec<DueItem>> {
    let query = filter::parse(request.query)?;
    let mut items = Vec::new();
    for entry in Catalogue::open(session)?.all()? {
        if query.is_empty() || chosen(session, &query, &entry, request.me) {
            items.extend(missed::of_entry(session, &entry, from).into_iter().filter(|item| request.wants(item)));
        }
    }
    Ok(items)
}

/// Approvals that somebody is waited for, one item a person, who stands in it as its owner: `approval`, dated by the day
/// it became their turn. They are no dates of the contract, and only `remind` tells of them.
///
/// # Errors
/// As [`due`].
pub fn approvals(session: &Session, request: &DueRequest<'_>) -> Result<Vec<DueItem>> {
    let query = filter::parse(request.query)?;
    let mut items = Vec::new();
    for (entry, standing) in Catalogue::open(session)?.judged()? {
        if standing.approvers().next().is_none() || (!query.is_empty() && !chosen(session, &query, &entry, request.me))
        {
            continue;
        }
        let asked: BTreeSet<(&str, NaiveDate)> = standing.approvers().collect();
        items.extend(asked.into_iter().map(|(email, since)| DueItem {
            id: entry.id.to_string(),
            title: entry.title.clone(),
            what: "approval".to_owned(),
            date: Some(since),
            days: Some((since - session.today).num_days()),
            why: vec![format!(
                "It waits for your approval since {since}: `clm approve {0}` or `clm reject {0}`.",
                entry.id
            )],
            subject: Some(entry.revision.short(12)),
            owner: Some(email.to_owned()),
            repository: None,
        }));
    }
    items.retain(|item| request.wants(item));
    Ok(items)
}

/// Everybody who owns a contract.
///
/// # Errors
/// When the repository cannot be read.
pub fn owners(session: &Session) -> Result<BTreeSet<String>> {
    Ok(Catalogue::open(session)?.all()?.into_iter().filter_map(|entry| entry.record.owner).collect())
}

fn derived(session: &Session, query: &Query, me: Option<&str>, until: NaiveDate) -> Result<Vec<DueItem>> {
    let catalogue = Catalogue::open(session)?;
    let mut items = Vec::new();
    for entry in catalogue.due_until(until)? {
        if !query.is_empty() && !chosen(session, query, &entry, me) {
            continue;
        }
        items.extend(of_entry(session, &entry, until));
    }
    sort(&mut items);
    if query.is_empty() {
        kept::keep(session, until, &items);
    }
    Ok(items)
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

fn chosen(session: &Session, query: &Query, entry: &Entry, me: Option<&str>) -> bool {
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
        repository: None,
    }
}
