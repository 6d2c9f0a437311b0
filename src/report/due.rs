//! Dates that need somebody.

use chrono::NaiveDate;
use serde::Serialize;

/// `clm.due/1`.
#[derive(Serialize, Clone, Debug)]
pub struct DueReport {
    /// The day it was asked for.
    pub today: NaiveDate,
    /// The last day of the window, inside.
    pub until: NaiveDate,
    /// Sorted by date; unknown ones last.
    pub items: Vec<DueItem>,
    /// Whether people asked for the reasons.
    #[serde(skip)]
    pub explain: bool,
}

/// One dated item.
#[derive(Serialize, serde::Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct DueItem {
    /// Contract id.
    pub id: String,
    /// Contract title.
    pub title: String,
    /// `notice end renewal option start sign-by obligation reminder unknown`.
    pub what: String,
    /// Null for `unknown`.
    pub date: Option<NaiveDate>,
    /// Days from today, negative when past.
    pub days: Option<i64>,
    /// The reasons, in sentences.
    pub why: Vec<String>,
    /// Which obligation or reminder.
    pub subject: Option<String>,
    /// Who answers for the contract.
    pub owner: Option<String>,
    /// Which repository it lies in, where several were asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
}
