//! The list of contracts.

use chrono::NaiveDate;

use super::json::Schema;
use super::style::{Label, of_status};
use super::table::{self, Field};
use super::{Draw, Look, count};
use crate::report::contract::{ContractItem, ListReport, ValueItem};

impl Schema for ListReport {
    const SCHEMA: &'static str = "clm.list/1";
}

impl Draw for ListReport {
    fn human(&self, look: &Look) -> String {
        if let Some(counts) = &self.counts {
            return count::table(look, counts);
        }
        if self.items.is_empty() {
            return String::new();
        }
        let heads = ["ID", "STATUS", "TITLE", "PARTIES", "END", "NOTICE BY"];
        table::draw(look, &heads, self.items.iter().map(row).collect())
    }

    fn plain(&self) -> Vec<Vec<String>> {
        match &self.counts {
            Some(counts) => count::records(counts),
            None => self.items.iter().map(record).collect(),
        }
    }

    fn empty(&self) -> Option<String> {
        match (self.items.is_empty(), self.any) {
            (false, _) => None,
            (true, true) => Some("no contract matches; `clm list` shows all".to_owned()),
            (true, false) => Some("no contracts yet; `clm new --template nda --party NAME` makes one".to_owned()),
        }
    }
}

fn row(item: &ContractItem) -> Vec<Field> {
    let flags = if item.flags.is_empty() { String::new() } else { format!(" ({})", item.flags.join(", ")) };
    vec![
        table::labelled(Label::Name, item.id.as_str()),
        table::labelled(of_status(&item.status), format!("{}{flags}", item.status)),
        table::text(item.title.as_str()),
        table::text(item.parties.join(", ")),
        table::text(day(item.end)),
        table::text(day(item.notice_by)),
    ]
}

fn record(item: &ContractItem) -> Vec<String> {
    vec![
        item.id.clone(),
        item.status.clone(),
        item.title.clone(),
        item.kind.clone(),
        item.workspace.clone(),
        item.parties.join("; "),
        day(item.start),
        day(item.end),
        day(item.notice_by),
        item.value.as_ref().map(money).unwrap_or_default(),
        item.path.clone(),
    ]
}

/// A day, or nothing.
pub(super) fn day(date: Option<NaiveDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// `NOK 120000.00 per year`.
pub(super) fn money(value: &ValueItem) -> String {
    let per = if value.per == "once" { String::new() } else { format!(" per {}", value.per) };
    format!("{} {}{per}", value.currency, value.amount)
}
