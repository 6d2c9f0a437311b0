//! `status`: what waits for whom, what is due, what is not recorded.

use chrono::Days;

use super::catalogue::{Catalogue, Entry};
use super::due;
use super::session::{Session, edit_word};
use crate::contract::lifecycle::{Signing, Standing};
use crate::error::Result;
use crate::report::status::{StatusReport, UnsavedItem, WaitingItem};

/// The order of a contract's life, in which counts are shown.
const ORDER: [&str; 12] = [
    "draft", "review", "approved", "pending", "lapsed", "awaiting", "active", "ended", "unknown", "declined", "void",
    "broken",
];
/// Days ahead that `status` looks.
const AHEAD: u64 = 30;

/// Says what waits for whom.
///
/// # Errors
/// When the repository cannot be read.
pub fn status(session: &Session) -> Result<StatusReport> {
    let catalogue = Catalogue::open(session)?;
    let until = session.today.checked_add_days(Days::new(AHEAD)).unwrap_or(session.today);
    let mut counts = vec![0_usize; ORDER.len()];
    let (mut items, mut due_items) = (Vec::new(), Vec::new());
    let entries = catalogue.all()?;
    for entry in &entries {
        let standing = entry.standing(&session.organisation, session.today);
        if Entry::is_archived(&standing) {
            continue;
        }
        if let Some(place) = ORDER.iter().position(|word| *word == standing.status())
            && let Some(count) = counts.get_mut(place)
        {
            *count += 1;
        }
        items.extend(waiting(entry, &standing));
        due_items.extend(due::of_entry(session, entry, until));
    }
    due::sort(&mut due_items);
    let counts = ORDER.iter().zip(counts).filter(|(_, n)| *n > 0).map(|(word, n)| ((*word).to_owned(), n)).collect();
    Ok(StatusReport {
        organisation: session.organisation.name.clone(),
        today: session.today,
        counts,
        items,
        due: due_items,
        unsaved: unsaved(session, &entries)?,
    })
}

fn waiting(entry: &Entry, standing: &Standing) -> Option<WaitingItem> {
    let waits_for = match standing.signing {
        Signing::Draft => entry.record.owner.iter().map(|owner| format!("{owner} to finish the draft")).collect(),
        Signing::Review => vec!["approval".to_owned()],
        Signing::Approved => vec!["sending".to_owned()],
        Signing::Pending | Signing::Lapsed => standing.missing.clone(),
        Signing::Broken => vec!["somebody to look: `clm verify` says what is broken".to_owned()],
        Signing::Signed | Signing::Declined | Signing::Void => return None,
    };
    Some(WaitingItem {
        id: entry.id.to_string(),
        title: entry.title.clone(),
        status: standing.status().to_owned(),
        waits_for,
        sign_by: standing.sign_by,
    })
}

fn unsaved(session: &Session, entries: &[Entry]) -> Result<Vec<UnsavedItem>> {
    let mut items = Vec::new();
    for edited in session.store.edited_all()? {
        let path = edited.path;
        let Some(entry) = entries.iter().find(|entry| path.starts_with(&format!("{}/", entry.folder))) else {
            continue;
        };
        let standing = entry.standing(&session.organisation, session.today);
        let free = matches!(standing.signing, Signing::Draft | Signing::Review | Signing::Approved);
        let command = if free { "save" } else { "restore" };
        items.push(UnsavedItem {
            next: format!("clm {command} {}", entry.id),
            kind: edit_word(edited.kind).to_owned(),
            id: Some(entry.id.to_string()),
            path,
        });
    }
    Ok(items)
}
