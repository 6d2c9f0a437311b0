//! Counts, a value a line.

use super::Look;
use super::style::Label;
use super::table::{self, Field};
use crate::report::count::{CountItem, Counts};

/// A table of values and counts.
pub(super) fn table(look: &Look, counts: &Counts) -> String {
    if counts.values.is_empty() {
        return String::new();
    }
    let head = counts.by.to_uppercase();
    let row = |item: &CountItem| -> Vec<Field> {
        let value = item.value.clone().unwrap_or_else(|| "(none)".to_owned());
        vec![table::labelled(Label::Name, value), table::text(item.count.to_string())]
    };
    table::draw(look, &[&head, "CONTRACTS"], counts.values.iter().map(row).collect())
}

/// Value and count; nothing before the tab for contracts without a value.
pub(super) fn records(counts: &Counts) -> Vec<Vec<String>> {
    let record = |item: &CountItem| vec![item.value.clone().unwrap_or_default(), item.count.to_string()];
    counts.values.iter().map(record).collect()
}
