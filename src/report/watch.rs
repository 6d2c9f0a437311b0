//! `due --monitor`: one line for a monitoring system.

use serde::Serialize;

use super::due::DueItem;

/// How bad it is, numbered as monitoring plugins exit.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing within either threshold.
    Ok,
    /// A date within the warning threshold, or a contract whose dates cannot be worked out.
    Warning,
    /// A date within the critical threshold, or past it.
    Critical,
    /// It could not be told.
    Unknown,
}

impl Level {
    /// What the process exits with.
    #[must_use]
    pub fn exit(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Critical => 2,
            Self::Unknown => 3,
        }
    }
}

/// `clm.monitor/1`.
#[derive(Serialize, Clone, Debug)]
pub struct WatchReport {
    /// The verdict.
    pub level: Level,
    /// Days from today within which a date is a warning.
    pub warn: u32,
    /// Days from today within which a date is critical.
    pub crit: u32,
    /// Dates that are past and not dealt with.
    pub overdue: usize,
    /// Dates from today on, within the critical threshold.
    pub critical: usize,
    /// Dates beyond it, within the warning threshold.
    pub warning: usize,
    /// Contracts whose dates cannot be worked out.
    pub unknown: usize,
    /// The first date to act by.
    pub first: Option<DueItem>,
    /// Why it could not be told.
    pub fault: Option<String>,
}
