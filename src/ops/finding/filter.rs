//! The one filter language of `list`, `search` and `due`, put to a catalogue entry.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::config::{self, Settings};
use crate::contract::lifecycle::Flag;
use crate::contract::problem::nearest;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::Entry;
use crate::query::{Fault, Key, Pattern, Query, QueryError, Subject, Test, saved};
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

/// Whether a text is a query that could be saved.
///
/// # Errors
/// As [`parse`], and when it names a saved query itself.
pub fn check(text: &str) -> Result<()> {
    if saved::mentions(text) {
        return Err(Error::new(Kind::InvalidContent, "query", "a saved query may not name another one")
            .hint("write the other one's filters out; `clm config list` shows them"));
    }
    parse(text).map(drop)
}

/// The query with every `@name` replaced by what is saved under it.
///
/// # Errors
/// When there is none of that name; the nearest one is named.
pub fn expanded(settings: &Settings, typed: &str) -> Result<String> {
    let saved = |name: &str| settings.text(&format!("query.{name}")).map(ToOwned::to_owned);
    saved::expand(typed, |name| if config::key(&format!("query.{name}")).is_some() { saved(name) } else { None })
        .map_err(|fault| match &fault.fault {
            Fault::UnknownSaved(name) => unknown_saved(settings, name, &fault),
            Fault::UnfitSaved { name, .. } => {
                let hint = format!("`clm config get query.{name} --origin` says where it comes from");
                faulty(typed, fault.clone()).hint(hint)
            }
            _ => faulty(typed, fault),
        })
}

fn unknown_saved(settings: &Settings, name: &str, fault: &QueryError) -> Error {
    let known: Vec<&str> = settings.below("query").into_iter().map(|(own, _)| own).collect();
    let text = "in quotation marks it is searched for as text";
    let hint = match (nearest(name, known.iter().copied()), known.as_slice()) {
        (Some(near), _) => format!("did you mean @{near}? {text}"),
        (None, []) => format!("`clm config set query.NAME QUERY` saves one; {text}"),
        (None, known) => {
            let names: Vec<String> = known.iter().map(|name| format!("@{name}")).collect();
            format!("saved queries are {}; {text}", names.join(", "))
        }
    };
    Error::new(Kind::NotFound, "no-such-query", fault.to_string()).hint(hint).about(format!("@{name}"))
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

/// Whether a query asks for archived contracts by `flag:archived`; else they are left out of lists.
#[must_use]
pub fn asks_for_archived(query: &Query) -> bool {
    let names = |pattern: &Pattern| pattern.fits(Flag::Archived.word(), None);
    let asks = |test: &Test| matches!(test, Test::Text(patterns) if patterns.iter().any(names));
    query.filters().iter().any(|filter| filter.key == Key::Flag && !filter.excluded && asks(&filter.test))
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
