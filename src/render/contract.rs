//! The list of contracts.

use chrono::NaiveDate;

use super::json::Schema;
use super::style::{Label, of_status};
use super::table::{self, Field};
use super::{Draw, Link, Look, count, everywhere};
use crate::report::contract::{ContractItem, ListReport, OutdatedItem, ValueItem, WaitItem};

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
        // What is out for signature has no end yet: where all is, those columns say whom it waits for.
        let out = self.items.iter().all(|item| !item.waits.is_empty());
        let (fifth, sixth) = if out { ("WAITS FOR", "SINCE") } else { ("END", "NOTICE BY") };
        let mut heads = vec!["ID", "STATUS", "TITLE", "WITH", fifth, sixth];
        let mut rows: Vec<Vec<Field>> = self.items.iter().map(|item| row(item, self.ours(item), out)).collect();
        if self.items.iter().any(|item| !item.approvers.is_empty()) {
            heads.extend(["SINCE", "WAITS FOR"]);
            for (row, item) in rows.iter_mut().zip(&self.items) {
                row.extend([table::text(day(item.approval_since)), table::text(item.approvers.join(", "))]);
            }
        }
        if let Some(templates) = &self.templates {
            heads.push("TEMPLATE");
            rows.iter_mut().zip(templates).for_each(|(row, one)| row.push(table::text(outdated(one))));
        }
        everywhere::column(&mut heads, &mut rows, self.items.iter().map(|item| &item.repository));
        table::draw(look, &heads, rows)
    }

    fn plain(&self) -> Vec<Vec<String>> {
        if let Some(counts) = &self.counts {
            return count::records(counts);
        }
        let mut records: Vec<Vec<String>> = self.items.iter().map(record).collect();
        for (record, one) in records.iter_mut().zip(self.templates.iter().flatten()) {
            record.push(outdated(one));
        }
        records.into_iter().zip(&self.items).map(|(record, item)| everywhere::field(record, &item.repository)).collect()
    }

    fn links(&self) -> Vec<Link> {
        let link = |item: &ContractItem| Link::new(&item.id, format!("{}/contract.md", item.path));
        self.items.iter().map(|item| link(item).of(&item.repository)).collect()
    }

    fn empty(&self) -> Option<String> {
        if self.items.is_empty() && self.templates.is_some() {
            return Some("no draft or living contract was drawn from a template that changed since".to_owned());
        }
        match (self.items.is_empty(), self.any) {
            (false, _) => None,
            (true, true) => Some(match &self.meant {
                Some(meant) => {
                    format!("no contract matches; did you mean {meant}? `clm list --all` shows all, archived ones too")
                }
                None => "no contract matches; `clm list --all` shows all, archived ones too".to_owned(),
            }),
            (true, false) => Some("no contracts yet; `clm new --template nda --party NAME` makes one".to_owned()),
        }
    }
}

impl ListReport {
    /// Our own name in the repository a contract lies in.
    fn ours(&self, item: &ContractItem) -> &str {
        self.ours.get(&item.repository).map(String::as_str).unwrap_or_default()
    }
}

/// The parties but ourselves; all of them where we are none or the only one.
fn with(item: &ContractItem, ours: &str) -> String {
    let others: Vec<&str> = item.parties.iter().map(String::as_str).filter(|party| *party != ours).collect();
    if others.is_empty() { item.parties.join(", ") } else { others.join(", ") }
}

fn row(item: &ContractItem, ours: &str, out: bool) -> Vec<Field> {
    let flags = if item.flags.is_empty() { String::new() } else { format!(" ({})", item.flags.join(", ")) };
    vec![
        table::labelled(Label::Name, item.id.as_str()),
        table::labelled(of_status(&item.status), format!("{}{flags}", item.status)),
        table::text(item.title.as_str()),
        table::text(with(item, ours)),
        table::text(if out { turns(item) } else { day(item.end) }),
        table::text(day(if out { item.waits.iter().filter_map(|wait| wait.since).min() } else { item.notice_by })),
    ]
}

/// `Kari Nordmann, then Ola Nordmann`: those whose turn has come, then the others.
fn turns(item: &ContractItem) -> String {
    let name = |wait: &WaitItem| wait.name.clone().unwrap_or_else(|| wait.party.clone());
    let of = |turn: bool| item.waits.iter().filter(|wait| wait.turn == turn).map(name).collect::<Vec<_>>().join(", ");
    let (now, later) = (of(true), of(false));
    if later.is_empty() { now } else { format!("{now}, then {later}") }
}

/// `Kari Nordmann <kari@acme.example> for Acme AS, since 2026-11-24`.
pub(super) fn waited(wait: &WaitItem) -> String {
    let person = match (&wait.name, &wait.email) {
        (Some(name), Some(email)) => format!("{name} <{email}> for {}", wait.party),
        (Some(name), None) => format!("{name} for {}", wait.party),
        (None, _) => format!("{}, one signature in its name", wait.party),
    };
    match wait.since {
        Some(since) => format!("{person}, since {since}"),
        None => format!("then {person}"),
    }
}

/// `legal/nda 1 → 2`, `legal/nda retired`.
fn outdated(one: &OutdatedItem) -> String {
    let version = |number: Option<u32>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
    match one.now {
        Some(_) if one.now == one.recorded => format!("{} {} (changed since)", one.template, version(one.recorded)),
        Some(now) => format!("{} {} → {now}", one.template, version(one.recorded)),
        None => format!("{} {}", one.template, one.state),
    }
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
