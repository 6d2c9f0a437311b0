//! `doctor`: whether a repository and those who work in it are in order, and what mends what is not.
//!
//! What a machine has installed is the command line's to look at; here is what lies in the repository.

mod desk;
mod duplicates;
mod merged;
mod rules;
mod storage;

pub use duplicates::mend as mend_duplicates;
pub use merged::mend as mend_merged;
pub use rules::mend_signers;

use crate::ops::session::Session;
use crate::ops::session::actor::KeyChoice;
use crate::report::doctor::DoctorItem;

/// Everything about the repository.
#[must_use]
pub fn look(session: &Session, key: &KeyChoice<'_>) -> Vec<DoctorItem> {
    let mut items = vec![rules::repository(session), rules::time_zone(session)];
    items.extend(rules::git_settings(session));
    items.extend([rules::identity(session, key), rules::signers(session), rules::attributes(session)]);
    items.extend(rules::proposals(session));
    items.push(rules::saved_queries(session));
    items.extend([merged::orphans(session), merged::lost(session), merged::marks(session)]);
    items.extend([duplicates::look(session), desk::acts(session), desk::names(session), desk::unsaved(session)]);
    items.extend([storage::leftovers(session), storage::caches(session), storage::loose_objects(session)]);
    items
}

/// A check that could not be made, which is a failure of its own.
fn unreadable(check: &str, fault: &crate::error::Error) -> DoctorItem {
    let repair = fault.hint.clone().unwrap_or_else(|| "git fsck --full".to_owned());
    DoctorItem::fail(check, fault.message.clone(), repair)
}
