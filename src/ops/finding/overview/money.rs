//! Money that is bound, what renews in silence, and what not renewing would save.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Chosen;
use super::worth::Sum;
use crate::contract::accrual::between;
use crate::contract::calendar::next;
use crate::contract::commitment::{Commitment, commitment};
use crate::contract::money::{Per, Value};
use crate::ops::finding::everywhere;
use crate::ops::finding::filter;
use crate::ops::session::Session;
use crate::query::Query;
use crate::report::overview::{Assumed, CommitmentItem, Commitments, MoneyRow, SavedRow, UnclearItem};

const RULES: [&str; 5] = [
    "Bound: from today to the contract's next possible end, as if we gave notice today; a contract that does not renew is \
     bound to its end.",
    "Renewing: what the period after that end adds if nobody acts by the last day for notice.",
    "Coming 24 months: what falls in them if nobody ever acts. Not renewing saves what of it falls after the next possible end.",
    "Steps of month, quarter or year are counted from the contract's first day; a step begun counts by its days, rounded \
     half to even to the minor unit.",
    "Amounts due once stand apart: nothing says when they are paid. Nor does a header say who pays: income counts like cost; \
     choose with a query.",
];

/// The amounts of one contract.
struct Amounts {
    bound: Option<Decimal>,
    renewing: Option<Decimal>,
    coming: Option<Decimal>,
    saves: Option<Decimal>,
}

impl Amounts {
    fn of(value: &Value, held: &Commitment, today: NaiveDate, until: NaiveDate) -> Self {
        let cost = |from: NaiveDate, to: NaiveDate| between(value, held.start, from, to);
        let coming = cost(today, held.last.map_or(until, |last| last.min(until)));
        let ended = cost(today, held.bound_until.min(until));
        let renewing = match (held.renewed_until, next(held.bound_until)) {
            (Some(to), Some(from)) => cost(from, to),
            _ => Some(Decimal::ZERO),
        };
        let saves = coming.zip(ended).and_then(|(coming, ended)| coming.checked_sub(ended));
        Self { bound: cost(today, held.bound_until), renewing, coming, saves }
    }
}

#[derive(Default)]
struct Row {
    bound: Sum,
    renewing: Sum,
    coming: Sum,
    once: Sum,
    ids: Vec<String>,
}

/// What one assumption saves by currency, and all contracts it is about.
type Saved = (BTreeMap<String, (Sum, Vec<String>)>, Vec<String>);

pub(super) fn commitments(
    session: &Session,
    chosen: &[Chosen],
    assumed: &[(String, Query)],
    me: Option<&str>,
    until: NaiveDate,
) -> Commitments {
    let (mut items, mut unclear) = (Vec::new(), Vec::new());
    let mut totals: BTreeMap<String, Row> = BTreeMap::new();
    let mut saved: Vec<Saved> = assumed.iter().map(|_| Default::default()).collect();
    for one in chosen.iter().filter(|one| one.in_force() && !one.amends()) {
        let Some(header) = one.entry.terms() else { continue };
        let (id, own) = (one.item.id.clone(), &session.organisation.name);
        let facts = one.entry.facts(header, &session.organisation);
        let held = match commitment(&facts, own, &one.standing, session.today) {
            Ok(Some(held)) => held,
            Ok(None) => continue,
            Err(why) => {
                unclear.push(UnclearItem { id, why, repository: None });
                continue;
            }
        };
        let Some(value) = &header.value else { continue };
        let currency = value.currency.to_string();
        let row = totals.entry(currency.clone()).or_default();
        row.ids.push(id.clone());
        let amounts = (value.per != Per::Once).then(|| Amounts::of(value, &held, session.today, until));
        match &amounts {
            None => row.once.add(Some(value.amount)),
            Some(amounts) => {
                row.bound.add(amounts.bound);
                row.renewing.add(amounts.renewing);
                row.coming.add(amounts.coming);
            }
        }
        for ((_, query), (by_currency, ids)) in assumed.iter().zip(&mut saved) {
            if filter::passes(query, &one.entry, &one.item, session.today, me) && filter::names_it(query, &one.item) {
                ids.push(id.clone());
                if let Some(amounts) = &amounts {
                    let (sum, ids) = by_currency.entry(currency.clone()).or_default();
                    sum.add(amounts.saves);
                    ids.push(id.clone());
                }
            }
        }
        items.push(item(one, value, held, amounts));
    }
    let assumed = assumed.iter().zip(saved).map(|((query, _), (by_currency, ids))| Assumed {
        what: "not-renewing".to_owned(),
        query: query.clone(),
        saves: by_currency.into_iter().map(saving).collect(),
        ids,
    });
    Commitments {
        rules: RULES.iter().map(|rule| (*rule).to_owned()).collect(),
        totals: totals.into_iter().map(total).collect(),
        assumed: assumed.collect(),
        items,
        unclear,
    }
}

/// What several repositories are bound to, added up by currency.
pub(super) fn joined(all: Vec<Commitments>) -> Commitments {
    let mut one = Commitments {
        rules: RULES.iter().map(|rule| (*rule).to_owned()).collect(),
        totals: Vec::new(),
        assumed: Vec::new(),
        items: Vec::new(),
        unclear: Vec::new(),
    };
    let mut totals: BTreeMap<String, Row> = BTreeMap::new();
    let mut assumed: Vec<Vec<Assumed>> = Vec::new();
    for other in all {
        for row in other.totals {
            let sum = totals.entry(row.currency).or_default();
            sum.bound.add_text(row.bound.as_deref());
            sum.renewing.add_text(row.renewing.as_deref());
            sum.coming.add_text(row.coming.as_deref());
            sum.once.add_text(row.once.as_deref());
            sum.ids.extend(row.ids);
        }
        // Each repository was asked the same questions in the same order.
        assumed.resize_with(assumed.len().max(other.assumed.len()), Vec::new);
        assumed.iter_mut().zip(other.assumed).for_each(|(alike, one)| alike.push(one));
        one.items.extend(other.items);
        one.unclear.extend(other.unclear);
    }
    one.items.sort_by(|a, b| (&a.id, &a.repository).cmp(&(&b.id, &b.repository)));
    one.totals = totals.into_iter().map(total).collect();
    one.assumed = assumed.into_iter().map(saved).collect();
    one
}

/// One assumption, as several repositories answer it.
fn saved(all: Vec<Assumed>) -> Assumed {
    let query = everywhere::distinct(all.iter().map(|one| one.query.as_str()), " / ");
    let what = all.first().map(|one| one.what.clone()).unwrap_or_default();
    let (mut saves, mut ids): Saved = Default::default();
    for one in all {
        ids.extend(one.ids);
        for row in one.saves {
            let (sum, ids) = saves.entry(row.currency).or_default();
            sum.add_text(row.amount.as_deref());
            ids.extend(row.ids);
        }
    }
    Assumed { what, query, saves: saves.into_iter().map(saving).collect(), ids }
}

fn saving((currency, (sum, ids)): (String, (Sum, Vec<String>))) -> SavedRow {
    SavedRow { currency, amount: sum.text(), ids }
}

fn total((currency, row): (String, Row)) -> MoneyRow {
    MoneyRow {
        currency,
        bound: row.bound.text(),
        renewing: row.renewing.text(),
        coming: row.coming.text(),
        once: row.once.text(),
        ids: row.ids,
    }
}

fn item(one: &Chosen, value: &Value, held: Commitment, amounts: Option<Amounts>) -> CommitmentItem {
    let text = |amount: fn(&Amounts) -> Option<Decimal>| amounts.as_ref().and_then(amount).map(|sum| sum.to_string());
    CommitmentItem {
        id: one.item.id.clone(),
        title: one.item.title.clone(),
        currency: value.currency.to_string(),
        amount: value.amount.to_string(),
        per: value.per.word().to_owned(),
        bound_until: held.bound_until,
        bound: text(|amounts| amounts.bound),
        act_by: held.act_by,
        renewed_until: held.renewed_until,
        renewing: text(|amounts| amounts.renewing),
        coming: text(|amounts| amounts.coming),
        saves: text(|amounts| amounts.saves),
        why: held.why,
        repository: None,
    }
}
