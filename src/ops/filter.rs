//! The one filter language of `list`, `search` and `due`, put to a catalogue entry.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::catalogue::Entry;
use crate::error::{Error, Kind, Result};
use crate::query::{Query, QueryError, Subject};
use crate::report::contract::ContractItem;

/// A query that cannot be understood, with the place in it.
fn faulty(typed: &str, fault: QueryError) -> Error {
    let message = format!("the query cannot be understood: {fault}");
    let usual = "words, \"phrases\", prefix*, -exclusions and filters such as status:active or \"notice:<60d\"";
    Error::new(Kind::Usage, "query", message)
        .at(typed, fault.character)
        .hint(fault.hint.unwrap_or_else(|| usual.to_owned()))
}

/// Understands a query.
///
/// # Errors
/// Naming the character, exit 2.
pub fn parse(text: &str) -> Result<Query> {
    Query::parse(text).map_err(|fault| faulty(text, fault))
}

/// Whether a contract passes the filters of a query on a day. Free words are not looked at.
#[must_use]
pub fn passes(query: &Query, entry: &Entry, item: &ContractItem, today: NaiveDate, me: Option<&str>) -> bool {
    if query.filters().is_empty() {
        return true;
    }
    let custom = custom(entry);
    query.passes(&subject(entry, item, &custom), today, me)
}

/// Whether the free words of a query stand in the names of a contract: what a list without an index can say.
#[must_use]
pub fn names_it(query: &Query, item: &ContractItem) -> bool {
    let parties = item.parties.join("\n");
    let tags = item.tags.join("\n");
    query.named_in(&[&item.id, &item.title, &item.kind, &item.workspace, &parties, &tags, &item.status])
}

fn subject<'a>(entry: &'a Entry, item: &'a ContractItem, custom: &'a [(String, String)]) -> Subject<'a> {
    let amount =
        item.value.as_ref().and_then(|value| Some((value.amount.parse::<Decimal>().ok()?, value.currency.as_str())));
    Subject {
        id: &item.id,
        title: &item.title,
        kind: &item.kind,
        workspace: &item.workspace,
        status: &item.status,
        signing: &item.signing,
        lifecycle: item.lifecycle.as_deref(),
        flags: item.flags.iter().map(String::as_str).collect(),
        parties: item.parties.iter().map(String::as_str).collect(),
        owner: item.owner.as_deref(),
        tags: item.tags.iter().map(String::as_str).collect(),
        language: entry.language(),
        start: item.start,
        end: item.end,
        notice_by: item.notice_by,
        value: amount,
        custom: custom.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect(),
    }
}

/// The organisation's own fields, tables flattened with dots.
#[must_use]
pub fn custom(entry: &Entry) -> Vec<(String, String)> {
    let mut flat = Vec::new();
    for (key, value) in &entry.record.custom {
        flatten(key, value, &mut flat);
    }
    flat
}

fn flatten(key: &str, value: &toml::Value, flat: &mut Vec<(String, String)>) {
    match value {
        toml::Value::Table(table) => {
            table.iter().for_each(|(name, inner)| flatten(&format!("{key}.{name}"), inner, flat))
        }
        toml::Value::Array(items) => items.iter().for_each(|inner| flatten(key, inner, flat)),
        toml::Value::String(text) => flat.push((key.to_owned(), text.clone())),
        other => flat.push((key.to_owned(), other.to_string())),
    }
}
