//! `report`: the whole stock in numbers.

mod cycle;
mod gaps;
mod joined;
mod money;
mod worth;

pub use joined::joined;

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate};

use crate::contract::lifecycle::{Lifecycle, Signing, Standing};
use crate::error::Result;
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::finding::ahead;
use crate::ops::finding::filter;
use crate::ops::session::Session;
use crate::query::Query;
use crate::report::contract::ContractItem;
use crate::report::overview::{CountRow, CountTable, DatedItem, MonthItem, OverviewReport};

/// How far dates and money are looked ahead.
const MONTHS: u32 = 24;

/// The parts of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Contracts by status.
    Status,
    /// By workspace.
    Workspace,
    /// By kind.
    Kind,
    /// By owner.
    Owner,
    /// Value by party.
    Party,
    /// Value by currency.
    Currency,
    /// Dates by month.
    Month,
    /// Money that is bound.
    Commitment,
    /// From draft to signature.
    Cycle,
    /// What lacks owner, end or notice.
    Gaps,
}

impl Part {
    /// All of them, each with the word one asks for it by and what it tells.
    pub const ALL: &[(Self, &str, &str)] = &[
        (Self::Status, "status", "Contracts by status"),
        (Self::Workspace, "workspace", "Contracts by workspace"),
        (Self::Kind, "kind", "Contracts by kind"),
        (Self::Owner, "owner", "Contracts by owner"),
        (Self::Party, "party", "Value by party and currency"),
        (Self::Currency, "currency", "Value by currency"),
        (Self::Month, "month", "Dates of the coming 24 months"),
        (Self::Commitment, "commitment", "Money that is bound or renews in silence"),
        (Self::Cycle, "cycle", "Days from draft to signature"),
        (Self::Gaps, "gaps", "Contracts without owner, end or notice"),
    ];
}

/// What to report.
#[derive(Debug, Clone, Copy)]
pub struct OverviewRequest<'a> {
    /// Words and filters that choose contracts.
    pub query: &'a str,
    /// The reader's address, for `owner:me`.
    pub me: Option<&'a str>,
    /// Which parts; all when there is none.
    pub parts: &'a [Part],
    /// Queries of contracts assumed not to renew.
    pub not_renewing: &'a [String],
    /// Whether people want the rule of each contract.
    pub explain: bool,
}

/// What a contract is counted by.
type Facet = fn(&ContractItem) -> Option<&str>;

/// One contract that was chosen.
struct Chosen {
    entry: Entry,
    standing: Standing,
    item: ContractItem,
}

impl Chosen {
    /// Signed and not over: what binds somebody.
    fn in_force(&self) -> bool {
        self.standing.signing == Signing::Signed && self.standing.lifecycle != Some(Lifecycle::Ended)
    }

    /// An amendment has no periods and no value of its own: it changes another contract's.
    fn amends(&self) -> bool {
        self.entry.terms().is_some_and(|header| header.amends.is_some())
    }
}

/// Reports on the contracts that match.
///
/// # Errors
/// When a query cannot be understood or the repository cannot be read.
pub fn overview(session: &Session, request: &OverviewRequest<'_>) -> Result<OverviewReport> {
    let query = filter::parse(request.query)?;
    let assumed: Vec<(String, Query)> =
        (request.not_renewing.iter()).map(|text| Ok((text.clone(), filter::parse(text)?))).collect::<Result<_>>()?;
    let chosen = chosen(session, &query, request.me)?;
    let wants = |part: Part| request.parts.is_empty() || request.parts.contains(&part);
    let until = ahead_of(session.today);
    let facets: [(Part, &str, Facet); 4] = [
        (Part::Status, "status", |item| Some(&item.status)),
        (Part::Workspace, "workspace", |item| Some(&item.workspace)),
        (Part::Kind, "kind", |item| Some(&item.kind)),
        (Part::Owner, "owner", |item| item.owner.as_deref()),
    ];
    let counts = facets.into_iter().filter(|(part, ..)| wants(*part)).map(|(_, by, of)| counted(&chosen, by, of));
    let values = [(Part::Party, true), (Part::Currency, false)].into_iter().filter(|(part, _)| wants(*part));
    let commitments =
        wants(Part::Commitment).then(|| money::commitments(session, &chosen, &assumed, request.me, until));
    Ok(OverviewReport {
        organisation: session.organisation.name.clone(),
        commit: Some(session.head.to_string()),
        today: session.today,
        until,
        query: request.query.to_owned(),
        contracts: chosen.len(),
        counts: counts.collect(),
        values: values.map(|(_, by_party)| worth::table(session, &chosen, by_party)).collect(),
        months: if wants(Part::Month) { months(session, &chosen, until) } else { Vec::new() },
        commitments,
        cycle: if wants(Part::Cycle) { Some(cycle::cycle(session, &chosen)?) } else { None },
        gaps: if wants(Part::Gaps) { gaps::gaps(&chosen) } else { Vec::new() },
        found_in: BTreeMap::new(),
        explain: request.explain,
    })
}

fn ahead_of(today: NaiveDate) -> NaiveDate {
    let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX);
    let after = today.checked_add_months(Months::new(MONTHS)).and_then(|day| day.pred_opt());
    after.map_or(last, |day| day.min(last))
}

fn chosen(session: &Session, query: &Query, me: Option<&str>) -> Result<Vec<Chosen>> {
    let archived = filter::asks_for_archived(query);
    let mut chosen = Vec::new();
    for entry in Catalogue::open(session)?.all()? {
        let standing = entry.standing(&session.organisation, session.today);
        let item = entry.item(&standing);
        let shown = archived || !Entry::is_archived(&standing);
        if shown && filter::passes(query, &entry, &item, session.today, me) && filter::names_it(query, &item) {
            chosen.push(Chosen { entry, standing, item });
        }
    }
    chosen.sort_by(|a, b| a.entry.id.cmp(&b.entry.id));
    Ok(chosen)
}

fn counted(chosen: &[Chosen], by: &str, of: Facet) -> CountTable {
    let mut groups: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
    for one in chosen {
        groups.entry(of(&one.item).map(ToOwned::to_owned)).or_default().push(one.item.id.clone());
    }
    let rows = groups.into_iter().map(|(value, ids)| CountRow { value, count: ids.len(), ids });
    CountTable { by: by.to_owned(), values: sorted(rows.collect()) }
}

/// The largest first, those without a value last.
fn sorted(mut rows: Vec<CountRow>) -> Vec<CountRow> {
    rows.sort_by_key(|row| (row.value.is_none(), std::cmp::Reverse(row.count)));
    rows
}

/// Every month, those without a date too.
fn months(session: &Session, chosen: &[Chosen], until: NaiveDate) -> Vec<MonthItem> {
    let shown = ["notice", "renewal", "option", "end"];
    let mut dated: BTreeMap<String, Vec<DatedItem>> = BTreeMap::new();
    let mut first = session.today.with_day(1);
    while let Some(day) = first.filter(|day| *day <= until) {
        dated.insert(month_of(day), Vec::new());
        first = day.checked_add_months(Months::new(1)).filter(|day| day.year() <= 9999);
    }
    for one in chosen.iter().filter(|one| one.in_force()) {
        for item in ahead::of_entry(session, &one.entry, session.today, until) {
            if shown.contains(&item.what.as_str()) {
                dated.entry(month_of(item.date)).or_default().push(item);
            }
        }
    }
    let sorted = |(month, mut items): (String, Vec<DatedItem>)| {
        items.sort();
        MonthItem { month, items }
    };
    dated.into_iter().map(sorted).collect()
}

fn month_of(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}
