//! The reports of several repositories as one: summed by what they are counted by, money never across currencies.

use std::collections::BTreeMap;

use super::{cycle, money, sorted, worth};
use crate::ops::finding::everywhere;
use crate::report::overview::{CountRow, CountTable, GapItem, MonthItem, OverviewReport};

/// One report of several.
#[must_use]
pub fn joined(all: Vec<OverviewReport>) -> OverviewReport {
    let mut one = OverviewReport {
        organisation: everywhere::distinct(all.iter().map(|report| report.organisation.as_str()), ", "),
        commit: None,
        today: everywhere::latest(all.iter().map(|report| report.today)),
        until: everywhere::latest(all.iter().map(|report| report.until)),
        query: everywhere::distinct(all.iter().map(|report| report.query.as_str()), " / "),
        contracts: all.iter().map(|report| report.contracts).sum(),
        counts: Vec::new(),
        values: Vec::new(),
        months: Vec::new(),
        commitments: None,
        cycle: None,
        gaps: Vec::new(),
        found_in: BTreeMap::new(),
        explain: all.iter().any(|report| report.explain),
    };
    let mut months: BTreeMap<String, MonthItem> = BTreeMap::new();
    let (mut counts, mut values, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    let (mut commitments, mut cycles) = (Vec::new(), Vec::new());
    for report in all {
        for (id, of) in report.found_in {
            one.found_in.entry(id).or_default().extend(of);
        }
        for month in report.months {
            let name = month.month.clone();
            months
                .entry(name)
                .or_insert_with(|| MonthItem { items: Vec::new(), ..month.clone() })
                .items
                .extend(month.items);
        }
        aligned(&mut counts, report.counts);
        aligned(&mut values, report.values);
        aligned(&mut gaps, report.gaps);
        commitments.extend(report.commitments);
        cycles.extend(report.cycle);
    }
    one.counts = counts.into_iter().filter_map(counted).collect();
    one.values = values.into_iter().filter_map(worth::joined).collect();
    one.gaps = gaps.into_iter().filter_map(lacking).collect();
    one.months = months.into_values().collect();
    one.months.iter_mut().for_each(|month| month.items.sort());
    one.commitments = (!commitments.is_empty()).then(|| money::joined(commitments));
    one.cycle = (!cycles.is_empty()).then(|| cycle::joined(cycles));
    one
}

/// Puts what each repository answered to one question side by side; all were asked the same, in the same order.
fn aligned<T>(all: &mut Vec<Vec<T>>, of_one: Vec<T>) {
    all.resize_with(all.len().max(of_one.len()), Vec::new);
    all.iter_mut().zip(of_one).for_each(|(alike, one)| alike.push(one));
}

fn counted(all: Vec<CountTable>) -> Option<CountTable> {
    let by = all.first()?.by.clone();
    let mut groups: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
    for row in all.into_iter().flat_map(|table| table.values) {
        groups.entry(row.value).or_default().extend(row.ids);
    }
    let rows = groups.into_iter().map(|(value, ids)| CountRow { value, count: ids.len(), ids });
    Some(CountTable { by, values: sorted(rows.collect()) })
}

fn lacking(all: Vec<GapItem>) -> Option<GapItem> {
    let lacks = all.first()?.lacks.clone();
    Some(GapItem { lacks, ids: all.into_iter().flat_map(|gap| gap.ids).collect() })
}
