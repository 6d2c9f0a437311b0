//! `list`: contracts that match.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::contract::lifecycle::{Lifecycle, Signing, Standing};
use crate::error::Result;
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::finding::count::{self, By, Counter};
use crate::ops::finding::everywhere;
use crate::ops::finding::filter;
use crate::ops::finding::meant;
use crate::ops::paper::template::{self, Versions};
use crate::ops::session::Session;
use crate::report::contract::{ContractItem, ListReport, OutdatedItem};

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
    /// Only drafts and living contracts whose template was changed, retired or removed since.
    pub outdated_template: bool,
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
    let archived = request.archived || filter::asks_for_archived(&query);
    let catalogue = Catalogue::open(session)?;
    let (mut items, mut others) = (Vec::new(), Vec::new());
    let mut outdated = request.outdated_template.then(|| Outdated::of(session));
    let mut counter = request.count_by.map(Counter::new);
    for (entry, standing) in catalogue.judged()? {
        if !archived && Entry::is_archived(&standing) {
            continue;
        }
        let item = entry.item(&standing);
        if filter::passes(&query, &entry, &item, session.today, request.me) && filter::names_it(&query, &item) {
            if let Some(outdated) = &mut outdated
                && !outdated.holds(&entry, &standing)?
            {
                continue;
            }
            if let Some(counter) = &mut counter {
                counter.add(&entry, &item);
            }
            items.push(item);
        } else if items.is_empty() {
            others.push(item);
        }
    }
    let meant = if items.is_empty() { meant::filter(&query, &others) } else { None };
    items.sort_by(|a, b| order(a, b, request.sort));
    let templates = outdated.map(|outdated| outdated.by(&items));
    let counts = counter.map(Counter::finish);
    let ours = BTreeMap::from([(None, session.organisation.name.clone())]);
    Ok(ListReport { today: session.today, counts, items, templates, any: !catalogue.is_empty(), meant, ours })
}

/// The answers of several repositories as one, in the order asked for.
#[must_use]
pub fn joined(all: Vec<ListReport>, by: Sort) -> ListReport {
    let mut one = ListReport {
        today: everywhere::latest(all.iter().map(|report| report.today)),
        counts: count::joined(all.iter().filter_map(|report| report.counts.clone())),
        items: Vec::new(),
        templates: all.iter().any(|report| report.templates.is_some()).then(Vec::new),
        any: all.iter().any(|report| report.any),
        meant: all.iter().find_map(|report| report.meant.clone()),
        ours: BTreeMap::new(),
    };
    let mut rows: Vec<(ContractItem, Option<OutdatedItem>)> = Vec::new();
    for report in all {
        one.ours.extend(report.ours);
        let templates = report.templates.into_iter().flatten().map(Some).chain(std::iter::repeat(None));
        rows.extend(report.items.into_iter().zip(templates));
    }
    rows.sort_by(|(a, _), (b, _)| order(a, b, by));
    for (item, template) in rows {
        one.items.push(item);
        if let Some(templates) = &mut one.templates {
            templates.extend(template);
        }
    }
    one
}

/// The contracts whose template is not the present one.
struct Outdated<'s> {
    versions: Versions<'s>,
    found: Vec<OutdatedItem>,
}

impl<'s> Outdated<'s> {
    const fn of(session: &'s Session) -> Self {
        Self { versions: Versions::of(session), found: Vec::new() }
    }

    fn holds(&mut self, entry: &Entry, standing: &Standing) -> Result<bool> {
        let Some(origin) = entry.record.template.as_ref().filter(|_| lives(standing)) else { return Ok(false) };
        let state = self.versions.standing(origin)?;
        if state == template::Standing::Current {
            return Ok(false);
        }
        self.found.push(OutdatedItem {
            id: entry.id.to_string(),
            template: origin.name.clone(),
            state: state.word().to_owned(),
            recorded: origin.version,
            now: if let template::Standing::Outdated { now } = state { Some(now) } else { None },
        });
        Ok(true)
    }

    /// In the order of the contracts.
    fn by(mut self, items: &[ContractItem]) -> Vec<OutdatedItem> {
        let place = |one: &OutdatedItem| items.iter().position(|item| item.id == one.id);
        self.found.sort_by_cached_key(place);
        self.found
    }
}

/// A draft, or something that still binds somebody.
fn lives(standing: &Standing) -> bool {
    match standing.signing {
        Signing::Draft | Signing::Review | Signing::Approved | Signing::Pending | Signing::Lapsed => true,
        Signing::Signed => standing.lifecycle != Some(Lifecycle::Ended),
        Signing::Declined | Signing::Void | Signing::Broken => false,
    }
}

fn order(a: &ContractItem, b: &ContractItem, by: Sort) -> Ordering {
    let first = match by {
        Sort::Natural => (&a.repository, &a.path).cmp(&(&b.repository, &b.path)),
        Sort::Id => Ordering::Equal,
        Sort::Title => a.title.cmp(&b.title),
        Sort::Status => a.status.cmp(&b.status),
        Sort::Start => known_first(a.start, b.start),
        Sort::End => known_first(a.end, b.end),
        Sort::Notice => known_first(a.notice_by, b.notice_by),
        Sort::Value => amount(b).cmp(&amount(a)),
    };
    first.then_with(|| (&a.id, &a.repository).cmp(&(&b.id, &b.repository)))
}

fn known_first<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    (a.is_none(), a).cmp(&(b.is_none(), b))
}

fn amount(item: &ContractItem) -> Option<(String, rust_decimal::Decimal)> {
    let value = item.value.as_ref()?;
    Some((value.currency.clone(), value.amount.parse().ok()?))
}
