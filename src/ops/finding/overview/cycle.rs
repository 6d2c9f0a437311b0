//! How long contracts took from their first commit to their signature.

use std::collections::BTreeMap;

use chrono::DateTime;

use super::Chosen;
use crate::contract::lifecycle::Signing;
use crate::error::Result;
use crate::ops::session::Session;
use crate::report::overview::{Cycle, CycleRow};

const RULE: &str = "Days from the contract's first commit to the day it was fully signed, in the organisation's time zone. \
                    Nearest rank: no value between two contracts is made up.";

/// What the rows are by, in their order.
const WORDS: [&str; 3] = ["all", "kind", "template"];

/// All, by kind or by template; and which one.
type Group = (u8, Option<String>);
/// A contract and its days.
type Took = (i64, String);

pub(super) fn cycle(session: &Session, chosen: &[Chosen]) -> Result<Cycle> {
    let first = session.store.first_seen(session.head)?;
    let zone = session.organisation.time_zone;
    let mut groups: BTreeMap<Group, Vec<Took>> = BTreeMap::new();
    let mut before = Vec::new();
    for one in chosen.iter().filter(|one| one.standing.signing == Signing::Signed) {
        let seen = first.get(one.entry.id.suffix()).or_else(|| first.get(&one.entry.folder));
        let drafted = seen.and_then(|time| DateTime::from_timestamp(*time, 0));
        let (Some(signed), Some(drafted)) = (one.standing.signed_on, drafted) else { continue };
        let days = (signed - drafted.with_timezone(&zone).date_naive()).num_days();
        if days < 0 {
            before.push(one.item.id.clone());
            continue;
        }
        let template = one.entry.record.template.as_ref().map(|origin| origin.name.clone());
        let mut keys = vec![(0, None), (1, Some(one.item.kind.clone()))];
        keys.extend(template.map(|name| (2, Some(name))));
        for key in keys {
            groups.entry(key).or_default().push((days, one.item.id.clone()));
        }
    }
    Ok(Cycle { rule: RULE.to_owned(), rows: groups.into_iter().map(row).collect(), before })
}

/// What several repositories took, as if they were one: a median is none of medians.
pub(super) fn joined(all: Vec<Cycle>) -> Cycle {
    let mut one = Cycle { rule: RULE.to_owned(), rows: Vec::new(), before: Vec::new() };
    let mut groups: BTreeMap<Group, Vec<Took>> = BTreeMap::new();
    for cycle in all {
        one.before.extend(cycle.before);
        for row in cycle.rows {
            let group = WORDS.iter().position(|word| *word == row.by).and_then(|place| u8::try_from(place).ok());
            let took = row.days.into_iter().zip(row.ids);
            groups.entry((group.unwrap_or(0), row.value)).or_default().extend(took);
        }
    }
    one.rows = groups.into_iter().map(row).collect();
    one
}

fn row(((group, value), mut days): (Group, Vec<Took>)) -> CycleRow {
    days.sort();
    let rank = |percent: usize| {
        let place = (days.len() * percent).div_ceil(100).saturating_sub(1);
        days.get(place).map_or(0, |(days, _)| *days)
    };
    CycleRow {
        by: WORDS.get(usize::from(group)).copied().unwrap_or_default().to_owned(),
        value,
        contracts: days.len(),
        median_days: rank(50),
        p90_days: rank(90),
        ids: days.iter().map(|(_, id)| id.clone()).collect(),
        days: days.into_iter().map(|(days, _)| days).collect(),
    }
}
