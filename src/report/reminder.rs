//! Reminders set by hand and rules for reminders.

use chrono::NaiveDate;
use serde::Serialize;

/// `clm.reminders/1`.
#[derive(Serialize, Clone, Debug, Default)]
pub struct RemindersReport {
    /// The repository's rules first, then contract by contract.
    pub items: Vec<ReminderItem>,
}

/// A reminder, or a rule.
#[derive(Serialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct ReminderItem {
    /// The contract whose own it is; null for a rule of the repository.
    pub id: Option<String>,
    /// What `remove` calls it.
    pub name: String,
    /// The day; null for a rule.
    pub date: Option<NaiveDate>,
    /// How long before, such as `60 days`; null for a day.
    pub before: Option<String>,
    /// Before which kinds of date; empty for a day.
    pub of: Vec<String>,
    /// Of what, in words; null for a rule.
    pub what: Option<String>,
    /// Only contracts of this kind.
    pub kind: Option<String>,
    /// Only contracts of this workspace.
    pub workspace: Option<String>,
    /// Only contracts with this tag.
    pub tag: Option<String>,
    /// Whether it was dealt with; null for a rule.
    pub done: Option<bool>,
}
