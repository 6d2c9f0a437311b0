//! Two headers compared by their keys: what was agreed differently, not which line moved.

use std::collections::BTreeMap;

use toml::Value;

/// A key that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TermChange {
    /// Its path, such as `term.notice` or `party "Acme AS".role`.
    pub key: String,
    /// Its value before; none where it is new.
    pub old: Option<String>,
    /// Its value now; none where it is gone.
    pub new: Option<String>,
}

/// The keys in which two headers differ, in the order of their names; none when one of them is no TOML.
#[must_use]
pub fn terms(old: &str, new: &str) -> Option<Vec<TermChange>> {
    let (old, new) = (flat(old)?, flat(new)?);
    let mut changes: Vec<TermChange> = Vec::new();
    let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let (before, now) = (old.get(key), new.get(key));
        if before != now {
            changes.push(TermChange { key: key.clone(), old: before.cloned(), new: now.cloned() });
        }
    }
    Some(changes)
}

/// Whether comments of the headers differ: they are signed too, and no key tells of them.
#[must_use]
pub fn comments_differ(old: &str, new: &str) -> bool {
    comments(old) != comments(new)
}

fn comments(text: &str) -> Vec<&str> {
    text.lines().filter_map(comment).collect()
}

/// What follows the first `#` outside of quotes.
fn comment(line: &str) -> Option<&str> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some('"'), '\\') => escaped = true,
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => return line.get(at..).map(str::trim_end),
            _ => {}
        }
    }
    None
}

fn flat(text: &str) -> Option<BTreeMap<String, String>> {
    let table: toml::Table = toml::from_str(text).ok()?;
    let mut flat = BTreeMap::new();
    for (key, value) in &table {
        spread(key, value, &mut flat);
    }
    Some(flat)
}

fn spread(path: &str, value: &Value, flat: &mut BTreeMap<String, String>) {
    match value {
        Value::Table(table) if !table.is_empty() => {
            for (key, value) in table {
                spread(&format!("{path}.{key}"), value, flat);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_table) => {
            for (place, item) in items.iter().enumerate() {
                let same = |other: &&Value| name(other) == name(item);
                let before = items.iter().take(place).filter(same).count();
                let label = match name(item) {
                    Some(name) if before == 0 => format!("{path} \"{name}\""),
                    Some(name) => format!("{path} \"{name}\" {}", before.saturating_add(1)),
                    None => format!("{path} {}", place.saturating_add(1)),
                };
                flat.insert(label.clone(), String::new());
                spread(&label, item, flat);
            }
        }
        other => {
            flat.insert(path.to_owned(), words(other));
        }
    }
}

/// What an entry of a list is called.
fn name(item: &Value) -> Option<&str> {
    ["id", "name"].iter().find_map(|key| item.get(key)).and_then(Value::as_str)
}

fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Table(_) => String::new(),
        other => other.to_string(),
    }
}
