//! What waits for whom.

use chrono::NaiveDate;
use serde::Serialize;

use super::due::DueItem;

/// `clm.status/1`.
#[derive(Serialize, Clone, Debug)]
pub struct StatusReport {
    /// Whose repository it is.
    pub organisation: String,
    /// The day it was asked for.
    pub today: NaiveDate,
    /// Contracts by status, in the order of life.
    pub counts: Vec<(String, usize)>,
    /// Contracts that wait for somebody.
    pub items: Vec<WaitingItem>,
    /// What is due in the coming 30 days.
    pub due: Vec<DueItem>,
    /// Contract files that differ from what is recorded, with what to do about them.
    pub unsaved: Vec<UnsavedItem>,
}

/// A contract that waits.
#[derive(Serialize, Clone, Debug)]
pub struct WaitingItem {
    /// Contract id.
    pub id: String,
    /// Contract title.
    pub title: String,
    /// Its status.
    pub status: String,
    /// Whom it waits for, in words.
    pub waits_for: Vec<String>,
    /// Sign-by date, where one runs.
    pub sign_by: Option<NaiveDate>,
}

/// A file that differs from what is recorded.
#[derive(Serialize, Clone, Debug)]
pub struct UnsavedItem {
    /// The file, relative to the repository.
    pub path: String,
    /// `changed`, `new`, `gone`.
    pub kind: String,
    /// The contract it belongs to.
    pub id: Option<String>,
    /// The command that settles it.
    pub next: String,
}
