//! What a row says of a contract that is here already, where the contract says otherwise: told, never changed silently.

use super::facts::Facts;
use crate::contract::act::{Deed, Way};
use crate::contract::header::{self, Header};
use crate::contract::key_path::KeyPath;
use crate::contract::problem::quoted;
use crate::contract::record::{self, Change, Record};
use crate::ops::agreeing::correct;
use crate::ops::catalogue::Entry;
use toml_edit::Value;

/// The differences, and the command that would take over those that a command can.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Differences {
    /// A sentence each.
    pub told: Vec<String>,
    /// `clm set …`.
    pub command: Option<String>,
}

/// Holds a row against the contract. Owner, tags and folder are ours to change and no difference.
pub(super) fn between(entry: &Entry, facts: &Facts) -> Differences {
    let mut found = Differences::default();
    let mut words: Vec<(String, String)> = Vec::new();
    let recorded = entry.header.as_ref().map(correct::flat).unwrap_or_default();
    if let Some(present) = &entry.header {
        let front = header::write(present);
        let with = |changes: &[(KeyPath, Option<Value>)]| {
            let changed = header::edit(&front, changes).ok()?;
            header::parse("", &changed, 1).ok()
        };
        let all: Vec<_> = facts.sets.iter().map(|set| (set.path.clone(), Some(set.value.clone()))).collect();
        let differs = |changed: Option<Header>| changed.as_ref() != Some(present);
        if !all.is_empty() && differs(with(&all)) {
            for set in facts.sets.iter().filter(|set| differs(with(&[(set.path.clone(), Some(set.value.clone()))]))) {
                let (key, value) = (set.path.to_string(), plain(&set.value));
                found.told.push(told(&set.name, &value, recorded.get(&key).map(String::as_str)));
                words.push((key, value));
            }
        }
    }
    for (path, value) in facts.custom.iter().filter(|(path, value)| !says(&entry.record, path, value)) {
        let key = format!("custom.{path}");
        found.told.push(told(&key, &plain(value), None));
        words.push((key, plain(value)));
    }
    found.command = (!words.is_empty()).then(|| {
        let pairs: Vec<String> = words.iter().map(|(key, value)| shell(&format!("{key}={value}"))).collect();
        format!("clm set {} {}", entry.id, pairs.join(" "))
    });
    executed(entry, facts, &mut found);
    found
}

fn told(name: &str, value: &str, recorded: Option<&str>) -> String {
    let recorded = recorded.map_or_else(|| "otherwise".to_owned(), quoted);
    format!("{} is {} in the row and {recorded} in the contract", quoted(name), quoted(value))
}

/// The day and way of execution stand in an act, which no command changes.
fn executed(entry: &Entry, facts: &Facts, found: &mut Differences) {
    let recorded = entry.acts.iter().find_map(|act| match &act.deed {
        Deed::Executed { on, how, platform, .. } => Some((*on, Way { how: *how, platform: platform.clone() })),
        _ => None,
    });
    let Some((on, way)) = recorded else { return };
    if let Some(day) = facts.on.filter(|day| *day != on) {
        found.told.push(format!("executed on {day} in the row, on {on} in the recorded act"));
    }
    if let Some(by) = facts.by.as_ref().filter(|by| **by != way) {
        found.told.push(format!("executed by {by} in the row, by {way} in the recorded act"));
    }
}

/// Whether our own fields say that already.
fn says(present: &Record, path: &KeyPath, value: &Value) -> bool {
    let mut custom = toml::Table::new();
    custom.insert("custom".to_owned(), toml::Value::Table(present.custom.clone()));
    let changed = record::edit(&custom.to_string(), &[Change::Custom(path.clone(), Some(value.clone()))]);
    let changed = changed.ok().and_then(|text| Record::parse("", text.as_bytes()).ok());
    changed.is_some_and(|changed| changed.custom == present.custom)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string().trim().to_owned(), ToOwned::to_owned)
}

fn shell(word: &str) -> String {
    shlex::try_quote(word).map_or_else(|_| word.to_owned(), std::borrow::Cow::into_owned)
}
