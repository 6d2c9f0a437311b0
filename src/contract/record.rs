//! `record.toml`: what we note about a contract. Ours alone, edited in place, never signed, never sent.
//!
//! [`Record::parse`] is strict except below `[custom]`, which is the organisation's own; [`edit()`] changes single facts
//! and leaves every other byte; [`edit()`] of an empty text makes a new record.

mod change;
mod read;

use chrono::NaiveDate;

use super::digest::Digest;
use super::problem::Problem;
use super::reminder_rule::Rule;

pub(in crate::contract) use read::accepted;

pub use change::{Change, RecordError, custom_value, edit};

/// What `record.toml` says; all of it may be absent.
#[derive(Clone, PartialEq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Record {
    /// E-mail of the member who answers for the contract.
    pub owner: Option<String>,
    /// Sorted, unique, each without control characters.
    pub tags: Vec<String>,
    /// Dates somebody wants to be told of.
    pub reminders: Vec<Reminder>,
    /// Rules for this contract alone; `[[reminders]]`.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// The template it was drawn from.
    pub template: Option<TemplateOrigin>,
    /// The file it was taken over from.
    pub origin: Option<FileOrigin>,
    /// Why numbers that identify a person may stand in this contract; `[personal_data] accepted`.
    #[serde(default)]
    pub personal_data: Option<String>,
    /// The organisation's own fields, as written.
    pub custom: toml::Table,
}

/// One `[[reminder]]`.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Reminder {
    /// Unique in the record; `done` names it.
    pub id: String,
    /// When.
    pub date: NaiveDate,
    /// Of what, in one sentence.
    pub what: String,
}

/// `[template]`: where the text came from.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct TemplateOrigin {
    /// Workspace and name, `legal/nda`.
    pub name: String,
    /// Its version, where it was noted.
    pub version: Option<u32>,
    /// Digest of the template file with all it included.
    pub digest: Digest,
    /// Fallbacks drawn instead of their clauses, as their files are called: `liability--uncapped`. Sorted.
    pub fallbacks: Vec<String>,
}

/// `[origin]`: the other side's file that became our draft, as it came.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct FileOrigin {
    /// Its name in `files/`.
    pub file: String,
    /// Digest of its bytes.
    pub digest: Digest,
}

impl Record {
    /// Reads a `record.toml`, to be called `file` in problems; an empty file says nothing and is good.
    ///
    /// # Errors
    /// Every fault found.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        read::parse(file, bytes)
    }
}

/// Whether this may be a tag: 1 to 60 visible characters, no comma, no space at the ends.
#[must_use]
pub fn is_tag(text: &str) -> bool {
    (1..=60).contains(&text.chars().count())
        && text.trim() == text
        && !text.contains(',')
        && super::visible::hidden_in(text).is_none()
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
