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
    let row = |((party, currency), row): ((Option<String>, String), Row)| ValueRow {
        party,
        currency,
        per_year: row.per_year.text(),
        once: row.once.text(),
        ids: row.ids,
    };
    ValueTable {
        by: if by_party { "party" } else { "currency" }.to_owned(),
        rule: format!("{RULE}{}", if by_party { BY_PARTY } else { "" }),
        rows: rows.into_iter().map(row).collect(),
        without,
    }
}
