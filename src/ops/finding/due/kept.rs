//! The last answer, kept for the rest of the day: cron and people ask the same question of the same commit again and
//! again. A cache in `.git/clm/`: another commit, day or longer window makes it void, and deleting it loses nothing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ops::session::Session;
use crate::report::due::DueItem;

/// Its name below `.git/clm/`.
const NAME: &str = "due";
/// Raised whenever its shape or what it holds changes.
const FORMAT: u32 = 4;

#[derive(Serialize, Deserialize)]
struct Kept<I> {
    format: u32,
    version: String,
    commit: String,
    day: NaiveDate,
    until: NaiveDate,
    items: I,
}

/// What is due until `until`, when it was worked out already on this day for this commit. The reasons are two thirds of
/// the file and are only read when somebody wants them.
pub fn find(session: &Session, until: NaiveDate, with_reasons: bool) -> Option<Vec<DueItem>> {
    if session.past || session.as_of {
        return None;
    }
    let bytes = std::fs::read(session.store.cache_dir().join(NAME)).ok()?;
    // A disk that forgets a bit must not move a deadline.
    let (bytes, sum) = bytes.split_last_chunk::<4>()?;
    if crc32fast::hash(bytes) != u32::from_le_bytes(*sum) {
        return None;
    }
    let (items, reasons) = bytes.split_at(memchr::memchr(b'\n', bytes)?);
    let mut kept: Kept<Vec<DueItem>> = serde_json::from_slice(items).ok()?;
    let same = kept.format == FORMAT
        && kept.version == env!("CARGO_PKG_VERSION")
        && kept.commit == session.head.to_string()
        && kept.day == session.today
        && kept.until >= until;
    if !same {
        return None;
    }
    if with_reasons {
        let reasons: Vec<Vec<String>> = serde_json::from_slice(reasons).ok()?;
        kept.items.iter_mut().zip(reasons).for_each(|(item, why)| item.why = why);
    }
    kept.items.retain(|item| item.date.is_none_or(|date| date <= until));
    Some(kept.items)
}

/// Keeps an answer; that it cannot be kept, on a read-only disk, is no fault.
pub fn keep(session: &Session, until: NaiveDate, items: &[DueItem]) {
    if session.past || session.as_of {
        return;
    }
    let bare: Vec<DueItem> = items.iter().map(|item| DueItem { why: Vec::new(), ..item.clone() }).collect();
    let reasons: Vec<&Vec<String>> = items.iter().map(|item| &item.why).collect();
    let kept = Kept {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: session.head.to_string(),
        day: session.today,
        until,
        items: bare,
    };
    if let (Ok(mut bytes), Ok(reasons)) = (serde_json::to_vec(&kept), serde_json::to_vec(&reasons)) {
        bytes.push(b'\n');
        bytes.extend(reasons);
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        drop(session.store.replace_cache(NAME, &bytes));
    }
}
