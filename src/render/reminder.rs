//! Reminders and rules as a table.

use super::contract::day;
use super::json::Schema;
use super::style::Label;
use super::table;
use super::{Draw, Look};
use crate::report::reminder::{ReminderItem, RemindersReport};

impl Schema for RemindersReport {
    const SCHEMA: &'static str = "clm.reminders/1";
}

impl Draw for RemindersReport {
    fn human(&self, look: &Look) -> String {
        let row = |item: &ReminderItem| {
            vec![
                table::labelled(Label::Name, item.id.as_deref().unwrap_or("clm.toml")),
                table::text(item.name.as_str()),
                table::text(when(item)),
                table::text(about(item)),
            ]
        };
        if self.items.is_empty() {
            return String::new();
        }
        table::draw(look, &["ID", "NAME", "WHEN", "WHAT"], self.items.iter().map(row).collect())
    }

    fn plain(&self) -> Vec<Vec<String>> {
        let record = |item: &ReminderItem| {
            let id = item.id.clone().unwrap_or_default();
            vec![id, item.name.clone(), day(item.date), item.before.clone().unwrap_or_default(), about(item)]
        };
        self.items.iter().map(record).collect()
    }

    fn empty(&self) -> Option<String> {
        let hint = "no reminders; `clm reminder add CONTRACT --before \"60 days\"` sets one";
        self.items.is_empty().then(|| hint.to_owned())
    }
}

fn when(item: &ReminderItem) -> String {
    match (&item.before, item.done) {
        (Some(before), _) => format!("{before} before"),
        (None, Some(true)) => format!("{} (done)", day(item.date)),
        (None, _) => day(item.date),
    }
}

fn about(item: &ReminderItem) -> String {
    let filters = [("kind", &item.kind), ("workspace", &item.workspace), ("tag", &item.tag)];
    let filters: String =
        filters.iter().filter_map(|(key, value)| Some(format!(" {key}:{}", value.as_ref()?))).collect();
    item.what.clone().unwrap_or_else(|| format!("{}{filters}", item.of.join(", ")))
}
