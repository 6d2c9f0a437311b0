//! `due --ics`: what is due, for a calendar program.

use chrono::Utc;

use crate::error::Result;
use crate::ops::session::Session;
use crate::report::due::DueReport;
use crate::report::feed::Feed;

/// The dated items of an answer as a feed. What has no date cannot stand in a calendar and is left out.
///
/// # Errors
/// When HEAD's commit cannot be read.
pub fn feed(session: &Session, due: DueReport, alarms: &[u32]) -> Result<Feed> {
    let recorded = session.store.logged(session.head)?.time.with_timezone(&Utc);
    let items = due.items.into_iter().filter(|item| item.date.is_some()).collect();
    Ok(Feed { organisation: session.organisation.name.clone(), recorded, alarms: alarms.to_vec(), items })
}
