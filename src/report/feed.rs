//! The calendar feed: what `due --ics` turns into events.

use chrono::{DateTime, Utc};

use super::due::DueItem;

/// Dated items for a calendar program. Equal for the same commit and day, so that the feed is too.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Whose contracts they are.
    pub organisation: String,
    /// When HEAD was committed: the only time written into the feed.
    pub recorded: DateTime<Utc>,
    /// An alarm this many days before each event; none when nobody asked.
    pub alarms: Vec<u32>,
    /// Dated items only.
    pub items: Vec<DueItem>,
    /// What has no date and cannot stand in a calendar.
    pub undated: Vec<DueItem>,
}
