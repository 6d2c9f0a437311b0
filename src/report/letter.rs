//! `remind`: letters to the owners of contracts, and what became of them.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use super::due::DueItem;

/// One message for one person. Its content, not yet its bytes.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Whom it goes to.
    pub to: String,
    /// Whether that person owns the contracts; else it is the address for contracts without owner.
    pub is_owner: bool,
    /// Whom it comes from, as set: `clm <clm@northwind.example>` or a bare address.
    pub from: String,
    /// Whose contracts they are.
    pub organisation: String,
    /// When it was written.
    pub at: DateTime<FixedOffset>,
    /// The last day looked at.
    pub until: NaiveDate,
    /// Equal for the same dates on the same day, whoever writes it.
    pub id: String,
    /// What needs the person; never empty.
    pub items: Vec<DueItem>,
}

/// `clm.remind/1`.
#[derive(Serialize, Clone, Debug)]
pub struct RemindReport {
    /// The day it was asked for.
    pub today: NaiveDate,
    /// The last day of the window, inside.
    pub until: NaiveDate,
    /// `stdout`, `sendmail`, `maildir:DIR`.
    pub to: String,
    /// True when `--dry-run` kept everything from going.
    pub dry_run: bool,
    /// One entry a recipient.
    pub items: Vec<Mailed>,
    /// Contracts with something due that nobody was written about: no owner, no address for those.
    pub unowned: Vec<String>,
}

/// One message and what became of it.
#[derive(Serialize, Clone, Debug)]
pub struct Mailed {
    /// Whom it is for.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Whether it was handed over.
    pub sent: bool,
    /// Why not, where it was tried.
    pub fault: Option<String>,
    /// The message itself, when asked for on stdout as JSON.
    pub message: Option<String>,
    /// What it tells of.
    pub dates: Vec<DueItem>,
}
