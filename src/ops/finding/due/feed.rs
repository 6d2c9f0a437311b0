//! `due --ics`: what is due, for a calendar program.

use chrono::Utc;

use crate::error::Result;
use crate::ops::finding::everywhere;
use crate::ops::session::Session;
use crate::report::due::DueReport;
use crate::report::feed::Feed;

/// The dated items of an answer as a feed. What has no date cannot stand in a calendar and stands apart.
///
/// # Errors
/// When HEAD's commit cannot be read.
pub fn feed(session: &Session, due: DueReport, alarms: &[u32]) -> Result<Feed> {
    let recorded = session.store.logged(session.head)?.time.with_timezone(&Utc);
    let (items, undated) = due.items.into_iter().partition(|item| item.date.is_some());
    Ok(Feed { organisation: session.organisation.name.clone(), recorded, alarms: alarms.to_vec(), items, undated })
}

/// The feeds of several repositories as one: of the same commits the same bytes again.
#[must_use]
pub fn joined(all: Vec<Feed>) -> Feed {
    let organisation = everywhere::distinct(all.iter().map(|feed| feed.organisation.as_str()), ", ");
    let recorded = all.iter().map(|feed| feed.recorded).max().unwrap_or_default();
    let alarms = all.iter().map(|feed| &feed.alarms).next().cloned().unwrap_or_default();
    let mut one = Feed { organisation, recorded, alarms, items: Vec::new(), undated: Vec::new() };
    for feed in all {
        one.items.extend(feed.items);
        one.undated.extend(feed.undated);
    }
    super::sort(&mut one.items);
    one
}
