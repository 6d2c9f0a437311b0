//! Which keys a TOML file of ours may have and what each holds: the one list that reading and editing both go by.

use chrono::NaiveDate;
use toml_edit::{Array, Value};

use super::key_path::{KeyPath, Segment};
use super::problem::{nearest, quoted};
use super::toml_change::EditError;
use super::visible;

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A string.
    Text,
    /// A day.
    Date,
    /// A whole number.
    Integer,
    /// True or false.
    Flag,
    /// A list of strings.
    Texts,
    /// A string, or a table of strings by party.
    TextByParty,
    /// A table with these keys.
    Table(Schema),
    /// A list of tables; an entry is named by its number or by the value of one of the keys named here.
    List(Schema, &'static [&'static str]),
    /// Whatever its owner writes: any value, or a table of such.
    Free,
}

/// Keys with their shapes, in the order in which they are written.
pub type Schema = &'static [(&'static str, Shape)];

/// The names of a schema's keys.
#[must_use]
pub fn names(schema: Schema) -> Vec<&'static str> {
    schema.iter().map(|(name, _)| *name).collect()
}

impl Shape {
    /// The shape one step further in; `at` is the whole path, for the error.
    pub(super) fn inside(self, segment: &Segment, at: &KeyPath) -> Result<Self, EditError> {
        match self {
            Self::Table(schema) => {
                schema.iter().find(|(name, _)| *name == segment.text).map(|(_, shape)| *shape).ok_or_else(|| {
                    EditError::UnknownKey { key: at.to_string(), nearest: nearest(&segment.text, names(schema)) }
                })
            }
            Self::List(schema, _) => Ok(Self::Table(schema)),
            Self::TextByParty => Ok(Self::Text),
            Self::Free => Ok(Self::Free),
            Self::Text | Self::Date | Self::Integer | Self::Flag | Self::Texts => {
                Err(EditError::UnknownKey { key: at.to_string(), nearest: None })
            }
        }
    }
}

/// The value that `text` means for the key at `path`; `None`, to remove the key, when it is empty.
///
/// # Errors
/// When the key is unknown, holds a table, or cannot hold this text.
pub fn value_for(schema: Schema, path: &KeyPath, text: &str) -> Result<Option<Value>, EditError> {
    let mut shape = Shape::Table(schema);
    for segment in path.segments() {
        shape = shape.inside(segment, path)?;
    }
    if text.is_empty() {
        return Ok(None);
    }
    let bad = |expected| EditError::BadValue { key: path.to_string(), value: text.to_owned(), expected };
    match shape {
        Shape::Text | Shape::TextByParty => Ok(Some(text.into())),
        Shape::Date => date(text).map(Some).ok_or_else(|| bad("a day such as 2026-12-01")),
        Shape::Integer => integer(text).map(Some).ok_or_else(|| bad("a whole number")),
        Shape::Flag => text.parse::<bool>().map(|flag| Some(flag.into())).map_err(|_| bad("`true` or `false`")),
        Shape::Texts => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Ok(Some(Value::Array(items.collect::<Array>())))
        }
        Shape::Free => match visible::hidden_in_prose(text) {
            None => Ok(Some(guess(text))),
            Some(character) => Err(bad_character(path, character)),
        },
        Shape::Table(schema) | Shape::List(schema, _) => {
            Err(EditError::NotAValue { key: path.to_string(), keys: names(schema).join(", ") })
        }
    }
}

fn bad_character(path: &KeyPath, character: char) -> EditError {
    let value = quoted(&character.to_string());
    EditError::BadValue { key: path.to_string(), value, expected: "text without invisible characters" }
}

fn date(text: &str) -> Option<Value> {
    let is_shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| is_shaped)?;
    text.parse().ok().map(|datetime: toml_edit::Datetime| datetime.into())
}

/// A whole number in its one plain spelling: what comes back from it is what was typed.
fn integer(text: &str) -> Option<Value> {
    text.parse::<i64>().ok().filter(|number| number.to_string() == text).map(Value::from)
}

/// Free fields are typed by what they look like, but only where nothing is lost: `007` and `1.10` stay text.
fn guess(text: &str) -> Value {
    match text {
        "true" => true.into(),
        "false" => false.into(),
        _ => date(text).or_else(|| integer(text)).unwrap_or_else(|| text.into()),
    }
}
