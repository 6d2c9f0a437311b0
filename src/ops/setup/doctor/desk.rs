//! Names that cannot be used, and what lies on the desk.

use super::unreadable;
use crate::error::Result;
use crate::ops::catalogue::Catalogue;
use crate::ops::session::{Session, edit_word};
use crate::report::doctor::DoctorItem;

/// At most so many are named.
const MOST_NAMED: usize = 3;

/// Files in contracts that clm will not touch: links, names other systems cannot hold.
pub(super) fn names(session: &Session) -> DoctorItem {
    const CHECK: &str = "names";
    match unsafe_names(session) {
        Err(fault) => unreadable(CHECK, &fault),
        Ok(found) if found.is_empty() => {
            DoctorItem::ok(CHECK, "every file of a contract is a plain file with a safe name")
        }
        Ok(found) => DoctorItem::fail(CHECK, some(&found), "git mv OLD NEW && git commit -m \"safe names\""),
    }
}

fn unsafe_names(session: &Session) -> Result<Vec<String>> {
    let mut snapshot = session.snapshot()?;
    let mut found = Vec::new();
    for folder in snapshot.contracts()? {
        let contents = snapshot.contents(&folder)?;
        found.extend(contents.findings.into_iter().map(|finding| format!("{}: {}", finding.path, finding.what)));
    }
    Ok(found)
}

/// Acts that would take something off the lists, and that came in no commit of their author.
pub(super) fn acts(session: &Session) -> DoctorItem {
    const CHECK: &str = "acts";
    let entries = match Catalogue::open(session).and_then(|catalogue| catalogue.all()) {
        Ok(entries) => entries,
        Err(fault) => return unreadable(CHECK, &fault),
    };
    let found: Vec<String> =
        entries.iter().filter(|entry| !entry.unproved.is_empty()).map(|entry| entry.id.to_string()).collect();
    match found.first() {
        None => DoctorItem::ok(CHECK, "every act that takes something off the lists came from its author"),
        Some(first) => DoctorItem::fail(
            CHECK,
            format!("acts that nobody vouches for, which count for nothing: {}", some(&found)),
            format!("clm verify {first}"),
        ),
    }
}

/// What another tool changed and nobody recorded.
pub(super) fn unsaved(session: &Session) -> DoctorItem {
    const CHECK: &str = "unsaved";
    match session.store.edited_all() {
        Err(fault) => unreadable(CHECK, &fault.into()),
        Ok(edited) if edited.is_empty() => DoctorItem::ok(CHECK, "the folder is as recorded"),
        Ok(edited) => {
            let named: Vec<String> =
                edited.into_iter().map(|file| format!("{} ({})", file.path, edit_word(file.kind))).collect();
            let repair = "clm save  # or give the change up: clm restore CONTRACT";
            DoctorItem::warn(CHECK, format!("not recorded: {}", some(&named)), repair)
        }
    }
}

fn some(found: &[String]) -> String {
    let shown: Vec<&str> = found.iter().take(MOST_NAMED).map(String::as_str).collect();
    let more = found.len().saturating_sub(shown.len());
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}
