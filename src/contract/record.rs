//! `record.toml`: what we note about a contract. Ours alone, edited in place, never signed, never sent.

use chrono::NaiveDate;

use super::digest::Digest;

/// What `record.toml` says; all of it may be absent.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Record {
    /// E-mail of the member who answers for the contract.
    pub owner: Option<String>,
    /// Sorted, unique, each without control characters.
    pub tags: Vec<String>,
    /// Dates somebody wants to be told of.
    pub reminders: Vec<Reminder>,
    /// The template it was drawn from.
    pub template: Option<TemplateOrigin>,
    /// The organisation's own fields, as written.
    pub custom: toml::Table,
}

/// One `[[reminder]]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reminder {
    /// Unique in the record; `done` names it.
    pub id: String,
    /// When.
    pub date: NaiveDate,
    /// Of what, in one sentence.
    pub what: String,
}

/// `[template]`: where the text came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateOrigin {
    /// Workspace and name, `legal/nda`.
    pub name: String,
    /// Digest of the template file with all it included.
    pub digest: Digest,
}
