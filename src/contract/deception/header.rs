//! The header's values as they are read: a TOML escape can write what the raw text does not show, and two parties can
//! bear names that look the same.

use std::ops::Range;

use toml_edit::{Document, Item, TableLike, Value};

use super::lookalike::skeleton;
use super::{Marks, What, characters, words};

/// Marks hidden characters in decoded strings, and twin party names. A header that is no TOML is left to its own
/// reader.
pub(super) fn inspect(text: &str, marks: &mut Marks) {
    let Ok(document) = Document::parse(text) else { return };
    let mut strings = Vec::new();
    table(document.as_table(), &mut strings, 0);
    for (at, value) in &strings {
        if text.get(at.clone()).is_some_and(|raw| raw.contains('\\')) {
            decoded(at.start, value, marks);
        }
    }
    twins(&document, marks);
}

/// Runs the checks of characters and words over a value and puts what they find at the value's beginning.
fn decoded(at: usize, value: &str, marks: &mut Marks) {
    let mut inner = Marks::default();
    characters::inspect(value, &mut inner);
    words::inspect(value, What::Header, &mut inner);
    for mark in inner.all {
        marks.add(at, mark.character, mark.code, mark.severity, mark.message);
    }
}

fn twins(document: &Document<&str>, marks: &mut Marks) {
    let mut seen: Vec<(String, String)> = Vec::new();
    let parties = document.get("party").and_then(Item::as_array_of_tables);
    for party in parties.into_iter().flatten().take(200) {
        let Some(item) = party.get("name") else { continue };
        let (Some(name), Some(span)) = (item.as_str(), item.span()) else { continue };
        let looks = skeleton(name);
        if let Some((_, other)) = seen.iter().find(|(other, twin)| *other == looks && twin != name) {
            let message = format!("the party names `{other}` and `{name}` look alike but differ.");
            marks.refuse(span.start, "confusable-name", message);
        }
        seen.push((looks, name.to_owned()));
    }
}

/// So deep are tables followed; the header's own reader refuses anything near it.
const DEEPEST: usize = 32;

fn table(table: &dyn TableLike, strings: &mut Vec<(Range<usize>, String)>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    for (_, item) in table.iter() {
        match item {
            Item::Value(inner) => value(inner, strings, depth + 1),
            Item::Table(inner) => self::table(inner, strings, depth + 1),
            Item::ArrayOfTables(inner) => inner.iter().for_each(|inner| self::table(inner, strings, depth + 1)),
            Item::None => {}
        }
    }
}

fn value(value: &Value, strings: &mut Vec<(Range<usize>, String)>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::String(string) => {
            if let Some(span) = value.span() {
                strings.push((span, string.value().clone()));
            }
        }
        Value::Array(array) => array.iter().for_each(|inner| self::value(inner, strings, depth + 1)),
        Value::InlineTable(inner) => table(inner, strings, depth + 1),
        _ => {}
    }
}
