//! The last answer, kept for the rest of the day: cron and people ask the same question of the same commit again and
//! again. A cache in `.git/clm/`: another commit, day or longer window makes it void, and deleting it loses nothing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ops::session::Session;
use crate::report::due::DueItem;

/// Its name below `.git/clm/`.
const NAME: &str = "due";
/// Raised whenever its shape or what it holds changes.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Kept<I> {
    format: u32,
    version: String,
    commit: String,
    day: NaiveDate,
    until: NaiveDate,
    items: I,
}

/// What is due until `until`, when it was worked out already on this day for this commit.
pub fn find(session: &Session, until: NaiveDate) -> Option<Vec<DueItem>> {
    let bytes = std::fs::read(session.store.cache_dir().join(NAME)).ok()?;
    let kept: Kept<Vec<DueItem>> = serde_json::from_slice(&bytes).ok()?;
    let same = kept.format == FORMAT
        && kept.version == env!("CARGO_PKG_VERSION")
        && kept.commit == session.head.to_string()
        && kept.day == session.today
        && kept.until >= until;
    let within = |item: &DueItem| item.date.is_none_or(|date| date <= until);
    same.then(|| kept.items.into_iter().filter(within).collect())
}

/// Keeps an answer; that it cannot be kept, on a read-only disk, is no fault.
pub fn keep(session: &Session, until: NaiveDate, items: &[DueItem]) {
    let kept = Kept {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: session.head.to_string(),
        day: session.today,
        until,
        items,
    };
    if let Ok(bytes) = serde_json::to_vec(&kept) {
        drop(session.store.replace_cache(NAME, &bytes));
    }
}
