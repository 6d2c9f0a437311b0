//! Every date of a stretch of days, not only the next one of its kind: what `report` and `calendar` show.
//!
//! Day by day the question of `due` is put again as if nothing more were recorded, going on from date to date.

use chrono::NaiveDate;

use crate::ops::catalogue::Entry;
use crate::ops::session::Session;
use crate::report::overview::DatedItem;

/// More steps than this are not gone for one contract: a daily duty over years says enough by then.
const MOST: usize = 1_500;

/// What one contract has on the days from `from` to `until`, both inside.
#[must_use]
pub fn of_entry(session: &Session, entry: &Entry, from: NaiveDate, until: NaiveDate) -> Vec<DatedItem> {
    let mut found = std::collections::BTreeSet::new();
    let mut day = from;
    for _ in 0..MOST {
        let items = entry.due(&session.organisation, day, Some(until));
        let ahead = items.into_iter().filter_map(|item| Some((item.date.filter(|date| *date >= day)?, item)));
        let dated: Vec<DatedItem> = ahead
            .map(|(date, item)| DatedItem {
                date,
                what: item.what.word().to_owned(),
                id: entry.id.to_string(),
                title: entry.title.clone(),
                subject: item.subject,
                repository: None,
            })
            .collect();
        let first = dated.iter().map(|item| item.date).min();
        found.extend(dated);
        let Some(next) = first.and_then(|first| first.succ_opt()).filter(|next| *next <= until) else { break };
        day = next;
    }
    found.into_iter().collect()
}
