//! Dates that came and went while nobody asked.
//!
//! An `end`, a `start` or a `renewal` leaves `due` the day after. A job that was off for three years would never tell of
//! them; so a cursor that was last moved on an earlier day looks at every day in between once more.

use chrono::NaiveDate;

use super::due_item;
use crate::ops::catalogue::Entry;
use crate::ops::session::Session;
use crate::report::due::DueItem;

/// More steps than this are not gone for one contract: a daily duty over many years says enough by then.
const MOST: usize = 1_000;

/// What one contract had due from `from` to the day before today and has no longer, oldest first.
pub(super) fn of_entry(session: &Session, entry: &Entry, from: NaiveDate) -> Vec<DueItem> {
    let (mut day, mut found) = (from, Vec::new());
    let Some(yesterday) = session.today.pred_opt() else { return found };
    for _ in 0..MOST {
        if day > yesterday {
            break;
        }
        let items = entry.due(&session.organisation, day, Some(yesterday));
        let gone: Vec<_> = items.into_iter().filter(|item| item.date.is_some_and(|date| date >= day)).collect();
        let Some(first) = gone.iter().filter_map(|item| item.date).min() else { break };
        found.extend(gone.into_iter().filter(|item| item.date == Some(first)).map(|mut item| {
            item.why.push(format!("This day passed while nobody asked: the last report was on {from}."));
            due_item(entry, item, session.today)
        }));
        let Some(next) = first.succ_opt() else { break };
        day = next;
    }
    found
}
