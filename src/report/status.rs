//! What waits for whom.

use chrono::NaiveDate;
use serde::Serialize;

use super::contract::WaitItem;
use super::due::DueItem;

/// `clm.status/1`.
#[derive(Serialize, Clone, Debug)]
pub struct StatusReport {
    /// Whose repository it is.
    pub organisation: String,
    /// The day it was asked for.
    pub today: NaiveDate,
    /// The reader's address, where their key tells it.
    pub me: Option<String>,
    /// Contracts by status, in the order of life.
    pub counts: Vec<(String, usize)>,
    /// Contracts that wait for somebody: what is broken first, then what waits for the reader.
    pub items: Vec<WaitingItem>,
    /// What is due in the coming 30 days.
    pub due: Vec<DueItem>,
    /// Contract files that differ from what is recorded, with what to do about them.
    pub unsaved: Vec<UnsavedItem>,
    /// What each person has on their desk.
    pub people: Vec<PersonItem>,
    /// Only what waits for the reader was asked for.
    #[serde(skip)]
    pub mine: bool,
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
    /// Who answers for it.
    pub owner: Option<String>,
    /// Since when it waits for this: sent, first signed, submitted.
    pub since: Option<NaiveDate>,
    /// Whose signature it waits for, in the order of their turns; empty unless it is out for signature.
    pub waits: Vec<WaitItem>,
    /// Whether it waits for the reader.
    pub mine: bool,
    /// Whether the reader's approval is asked, and it is their turn.
    pub approves: bool,
    /// The command that leads on.
    pub next: Option<String>,
    /// Which repository it lies in, where several were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
}

/// What one person has on their desk.
#[derive(Serialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonItem {
    /// A member's address.
    pub who: String,
    /// Drafts they answer for.
    pub drafts: usize,
    /// Contracts out for signature or approval they answer for.
    pub out: usize,
    /// Dates of the coming 30 days, of contracts they answer for.
    pub due: usize,
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
    /// Which repository it lies in, where several were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
}
