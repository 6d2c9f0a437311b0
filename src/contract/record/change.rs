//! Changes single facts of a `record.toml`.

use toml_edit::{Array, Datetime, Value};

use super::{FileOrigin, Record, Reminder, TemplateOrigin, is_tag};
use crate::contract::email::is_email;
use crate::contract::key_path::{KeyPath, KeyPathError};
use crate::contract::problem::{Problem, quoted};
use crate::contract::reminder_rule::Rule;
use crate::contract::toml_change::{self, EditError};
use crate::contract::toml_schema::{Schema, Shape, value_for};

const RECORD: Schema = &[
    ("owner", Shape::Text),
    ("tags", Shape::Texts),
    (
        "template",
        Shape::Table(&[
            ("name", Shape::Text),
            ("version", Shape::Integer),
            ("digest", Shape::Text),
            ("fallbacks", Shape::Texts),
        ]),
    ),
    ("origin", Shape::Table(&[("file", Shape::Text), ("digest", Shape::Text)])),
    ("personal_data", Shape::Table(&[("accepted", Shape::Text)])),
    ("custom", Shape::Free),
    ("reminders", Shape::List(&[("before", Shape::Text), ("what", Shape::Texts)], &["before"])),
    ("reminder", Shape::List(&[("id", Shape::Text), ("date", Shape::Date), ("what", Shape::Text)], &["id"])),
];

/// One change of a record.
#[derive(Clone, Debug)]
pub enum Change {
    /// Who answers for the contract; `None` for nobody.
    Owner(Option<String>),
    /// A tag more; no change if it is there.
    AddTag(String),
    /// A tag less; no change if it is not there.
    RemoveTag(String),
    /// A key below `[custom]`, set or removed; the path starts below `custom`.
    Custom(KeyPath, Option<Value>),
    /// A new reminder, or another date or text for the one with this id.
    Remind(Reminder),
    /// The reminder with this id goes.
    Forget(String),
    /// A rule more.
    Rule(Rule),
    /// The rule at this place, from 0, goes.
    ForgetRule(usize),
    /// Where the text came from.
    Template(TemplateOrigin),
    /// Which file it was taken over from.
    Origin(FileOrigin),
    /// Why numbers that identify a person may stand here; `None` when they may not any more.
    PersonalData(Option<String>),
}

/// Why a record could not be changed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RecordError {
    /// Not a tag.
    #[error("{} is not a tag: 1 to 60 visible characters without a comma", quoted(.0))]
    Tag(String),
    /// Not an address.
    #[error("{} is not one lower-case e-mail address", quoted(.0))]
    Owner(String),
    /// The path cannot be.
    #[error(transparent)]
    Path(#[from] KeyPathError),
    /// The text could not be changed.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The record is not good, before or after the change.
    #[error("the record is invalid: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Problem>),
}

/// The record `source`, which may be empty, with every change made and everything else as it was.
///
/// # Errors
/// When a change cannot be made, or when the record is invalid before or after.
pub fn edit(source: &str, changes: &[Change]) -> Result<String, RecordError> {
    let mut text = source.to_owned();
    for change in changes {
        let record = Record::parse("record.toml", text.as_bytes()).map_err(RecordError::Invalid)?;
        text = toml_change::edit(RECORD, &text, &keys(change, &record)?)?;
    }
    Record::parse("record.toml", text.as_bytes()).map_err(RecordError::Invalid)?;
    Ok(text)
}

/// The value that `text` means for a key below `[custom]`: a day, a whole number, true or false where it is spelt like
/// one, else text; `None`, to remove the key, when it is empty.
///
/// # Errors
/// When the text holds an invisible character.
pub fn custom_value(path: &KeyPath, text: &str) -> Result<Option<Value>, EditError> {
    value_for(&[("custom", Shape::Free)], &below_custom(path), text)
}

fn below_custom(path: &KeyPath) -> KeyPath {
    let keys: Vec<&str> = path.segments().iter().map(|segment| segment.text.as_str()).collect();
    KeyPath::of("custom", &keys)
}

type KeyChange = (KeyPath, Option<Value>);

fn keys(change: &Change, record: &Record) -> Result<Vec<KeyChange>, RecordError> {
    Ok(match change {
        Change::Owner(Some(owner)) if !is_email(owner) => return Err(RecordError::Owner(owner.clone())),
        Change::Owner(owner) => vec![(KeyPath::of("owner", &[]), owner.as_ref().map(Value::from))],
        Change::AddTag(tag) if !is_tag(tag) => return Err(RecordError::Tag(tag.clone())),
        Change::AddTag(tag) if record.tags.contains(tag) => Vec::new(),
        Change::AddTag(tag) => tags(record.tags.iter().chain([tag])),
        Change::RemoveTag(tag) if !record.tags.contains(tag) => Vec::new(),
        Change::RemoveTag(tag) => tags(record.tags.iter().filter(|other| *other != tag)),
        Change::Custom(path, value) => vec![(below_custom(path), value.clone())],
        Change::Remind(reminder) => remind(reminder, record)?,
        Change::Rule(rule) => {
            let path = |key: &str| format!("reminders.{}.{key}", record.rules.len()).parse::<KeyPath>();
            let what: Array = rule.what.iter().map(|what| what.word()).collect();
            vec![
                (path("before")?, Some(Value::from(rule.before.to_string()))),
                (path("what")?, Some(Value::Array(what))),
            ]
        }
        Change::ForgetRule(place) => vec![(format!("reminders.{place}").parse::<KeyPath>()?, None)],
        Change::Forget(id) => vec![(KeyPath::of("reminder", &[id]), None)],
        Change::Origin(origin) => vec![
            (KeyPath::of("origin", &["file"]), Some(Value::from(&origin.file))),
            (KeyPath::of("origin", &["digest"]), Some(Value::from(origin.digest.to_string()))),
        ],
        Change::PersonalData(Some(reason)) => {
            vec![(KeyPath::of("personal_data", &["accepted"]), Some(Value::from(reason)))]
        }
        Change::PersonalData(None) if record.personal_data.is_none() => Vec::new(),
        Change::PersonalData(None) => vec![(KeyPath::of("personal_data", &[]), None)],
        Change::Template(origin) => vec![
            (KeyPath::of("template", &["name"]), Some(Value::from(&origin.name))),
            (KeyPath::of("template", &["version"]), origin.version.map(|version| Value::from(i64::from(version)))),
            (KeyPath::of("template", &["digest"]), Some(Value::from(origin.digest.to_string()))),
            (KeyPath::of("template", &["fallbacks"]), texts(origin.fallbacks.iter())),
        ],
    })
}

fn tags<'t>(tags: impl Iterator<Item = &'t String>) -> Vec<KeyChange> {
    let mut tags: Vec<&String> = tags.collect();
    tags.sort_unstable();
    vec![(KeyPath::of("tags", &[]), texts(tags.into_iter()))]
}

/// A list of strings; no key where there are none.
fn texts<'t>(texts: impl Iterator<Item = &'t String>) -> Option<Value> {
    let array: Array = texts.collect();
    (!array.is_empty()).then_some(Value::Array(array))
}

fn remind(reminder: &Reminder, record: &Record) -> Result<Vec<KeyChange>, RecordError> {
    let place = record.reminders.iter().position(|other| other.id == reminder.id);
    let place = place.unwrap_or(record.reminders.len());
    let path = |key: &str| format!("reminder.{place}.{key}").parse::<KeyPath>();
    let date: Option<Datetime> = reminder.date.format("%Y-%m-%d").to_string().parse().ok();
    Ok(vec![
        (path("id")?, Some(Value::from(&reminder.id))),
        (path("date")?, date.map(Value::from)),
        (path("what")?, Some(Value::from(&reminder.what))),
    ])
}
