//! What falls due when, and why: a pure function of (terms, acts, day).

use chrono::NaiveDate;

/// The kinds of dated item `due` lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Last day to give notice.
    Notice,
    /// The contract ends.
    End,
    /// The next period begins.
    Renewal,
    /// Last day to use an option to renew.
    Option,
    /// The contract starts.
    Start,
    /// Last day to sign.
    SignBy,
    /// A duty falls due.
    Obligation,
    /// Somebody asked to be told.
    Reminder,
    /// A needed fact is missing; has no date.
    Unknown,
}

/// One dated item of one contract.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// What kind.
    pub what: What,
    /// When; `None` for [`What::Unknown`] only.
    pub date: Option<NaiveDate>,
    /// Which obligation or reminder.
    pub subject: Option<String>,
    /// Sentences: the anchor, the period, the rule, each step.
    pub why: Vec<String>,
}
