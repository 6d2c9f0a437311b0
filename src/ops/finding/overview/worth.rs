//! What contracts in force are worth, by party and by currency.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::Chosen;
use crate::contract::accrual;
use crate::contract::money::Per;
use crate::ops::session::Session;
use crate::report::overview::{ValueRow, ValueTable};

/// A sum that says when it became too large.
#[derive(Default)]
pub(super) struct Sum(Option<Option<Decimal>>);

impl Sum {
    pub(super) fn add(&mut self, amount: Option<Decimal>) {
        let before = self.0.unwrap_or(Some(Decimal::ZERO));
        self.0 = Some(before.zip(amount).and_then(|(before, amount)| before.checked_add(amount)));
    }

    /// Adds what another sum came to, as told.
    pub(super) fn add_text(&mut self, told: Option<&str>) {
        self.add(told.and_then(|amount| amount.parse().ok()));
    }

    /// Nothing added is zero; `None` when it is too large to add.
    pub(super) fn text(&self) -> Option<String> {
        self.0.unwrap_or(Some(Decimal::ZERO)).map(|sum| sum.to_string())
    }
}

#[derive(Default)]
struct Row {
    per_year: Sum,
    once: Sum,
    ids: Vec<String>,
}

const RULE: &str = "Contracts signed and not ended. Month and quarter are brought to a year (12, 4 times); amounts due once \
                    stand apart and are not spread. Currencies are never added up. Amendments are left out.";
const BY_PARTY: &str = " A contract counts in full for each party but ourselves, so that rows of several parties may hold one \
                        contract.";

pub(super) fn table(session: &Session, chosen: &[Chosen], by_party: bool) -> ValueTable {
    let mut rows: BTreeMap<(Option<String>, String), Row> = BTreeMap::new();
    let mut without = Vec::new();
    for one in chosen.iter().filter(|one| one.in_force() && !one.amends()) {
        let Some(value) = one.entry.terms().and_then(|header| header.value.as_ref()) else {
            without.push(one.item.id.clone());
            continue;
        };
        let others: BTreeSet<&String> =
            one.item.parties.iter().filter(|party| **party != session.organisation.name).collect();
        let parties = if by_party { others.into_iter().cloned().map(Some).collect() } else { vec![None] };
        for party in parties {
            let row = rows.entry((party, value.currency.to_string())).or_default();
            row.ids.push(one.item.id.clone());
            match value.per {
                Per::Once => row.once.add(Some(value.amount)),
                _ => row.per_year.add(accrual::per_year(value)),
            }
        }
    }
    ValueTable {
        by: if by_party { "party" } else { "currency" }.to_owned(),
        rule: format!("{RULE}{}", if by_party { BY_PARTY } else { "" }),
        rows: rows.into_iter().map(told).collect(),
        without,
    }
}

fn told(((party, currency), row): ((Option<String>, String), Row)) -> ValueRow {
    ValueRow { party, currency, per_year: row.per_year.text(), once: row.once.text(), ids: row.ids }
}

/// One table of several repositories' tables of the same sort, added up by party and currency.
pub(super) fn joined(all: Vec<ValueTable>) -> Option<ValueTable> {
    let mut rows: BTreeMap<(Option<String>, String), Row> = BTreeMap::new();
    let mut all = all.into_iter();
    let mut one = all.next()?;
    let first = std::mem::take(&mut one.rows);
    for row in first.into_iter().chain(all.flat_map(|table| {
        one.without.extend(table.without);
        table.rows
    })) {
        let sum = rows.entry((row.party, row.currency)).or_default();
        sum.per_year.add_text(row.per_year.as_deref());
        sum.once.add_text(row.once.as_deref());
        sum.ids.extend(row.ids);
    }
    one.rows = rows.into_iter().map(told).collect();
    Some(one)
}

#[cfg(test)]
mod tests {
    use super::{ValueRow, ValueTable, joined};

    fn table(rows: &[(&str, Option<&str>)]) -> ValueTable {
        let row = |(currency, amount): &(&str, Option<&str>)| ValueRow {
            party: None,
            currency: (*currency).to_owned(),
            per_year: amount.map(ToOwned::to_owned),
            once: Some("0".to_owned()),
            ids: vec![format!("id-{currency}")],
        };
        ValueTable { by: "currency".into(), rule: String::new(), rows: rows.iter().map(row).collect(), without: vec![] }
    }

    #[test]
    fn currencies_stay_apart_and_what_is_too_large_stays_so() {
        let all = vec![
            table(&[("EUR", Some("1.50")), ("NOK", None)]),
            table(&[("NOK", Some("10"))]),
            table(&[("EUR", Some("2")), ("SEK", Some("79228162514264337593543950335")), ("USD", Some("3"))]),
            table(&[("SEK", Some("1"))]),
        ];
        let one = joined(all).unwrap();
        let told: Vec<(&str, Option<&str>)> =
            one.rows.iter().map(|row| (row.currency.as_str(), row.per_year.as_deref())).collect();
        assert_eq!(told, [("EUR", Some("3.50")), ("NOK", None), ("SEK", None), ("USD", Some("3"))]);
        assert_eq!(one.rows[0].ids, ["id-EUR", "id-EUR"]);
        assert!(joined(Vec::new()).is_none());
    }
}
