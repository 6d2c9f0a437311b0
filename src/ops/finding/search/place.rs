//! Where words of a contract can stand: its text, its annexes, comments, and what people said with their acts.

use crate::contract::act::{Act, Deed};
use crate::contract::document;
use crate::error::Result;
use crate::store::{Kind, Snapshot};

/// A text of a contract and where it is.
pub(super) struct Said {
    /// `text`, `annex NAME`, `comment` or `act`.
    pub place: String,
    /// The clause it is about, as its author named it.
    pub clause: Option<String>,
    /// The words.
    pub text: String,
}

/// The body of a contract's agreement; of an unreadable one the whole text, because people will look for it most.
pub(super) fn body(snapshot: &mut Snapshot<'_>, folder: &str) -> Result<String> {
    let bytes = snapshot.read(&format!("{folder}/contract.md"))?.unwrap_or_default();
    Ok(match document::split("contract.md", &bytes) {
        Ok(split) => split.body().to_owned(),
        Err(_) => String::from_utf8_lossy(&bytes).into_owned(),
    })
}

/// The annexes that are text.
pub(super) fn annexes(snapshot: &mut Snapshot<'_>, folder: &str) -> Result<Vec<Said>> {
    let mut found = Vec::new();
    below(snapshot, &format!("{folder}/annexes"), "", 0, &mut |name, bytes| {
        if let Some(text) = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')) {
            found.push(Said { place: format!("annex {name}"), clause: None, text });
        }
    })?;
    Ok(found)
}

/// What people said about the contract with their acts; what cannot be read says nothing.
pub(super) fn acts(snapshot: &mut Snapshot<'_>, folder: &str) -> Result<Vec<Said>> {
    let mut found = Vec::new();
    below(snapshot, &format!("{folder}/acts"), "", 0, &mut |name, bytes| {
        found.extend(Act::parse(name, &bytes).ok().iter().flat_map(said));
    })?;
    Ok(found)
}

/// The words of one act.
pub(super) fn said(act: &Act) -> Option<Said> {
    let (place, clause, text) = match &act.deed {
        Deed::Comment { text, clause, .. } => ("comment", clause.clone(), Some(text)),
        Deed::Approve { note, .. } | Deed::Receive { note, .. } | Deed::Done { note, .. } => {
            ("act", None, note.as_ref())
        }
        Deed::Reject { reason, .. }
        | Deed::Void { reason }
        | Deed::Decline { reason, .. }
        | Deed::Terminate { reason, .. } => ("act", None, Some(reason)),
        Deed::Reopen { reason, .. } | Deed::Correct { reason, .. } | Deed::Notice { reason, .. } => {
            ("act", None, reason.as_ref())
        }
        _ => ("act", None, None),
    };
    text.map(|text| Said { place: place.to_owned(), clause, text: text.clone() })
}

/// Deepest folder below `annexes/` that is looked into.
const DEEPEST: usize = 16;

/// The files below a folder, with their paths relative to it. One too large or unreadable is passed over: `doctor` and
/// `verify` tell of it.
fn below(
    snapshot: &mut Snapshot<'_>,
    folder: &str,
    prefix: &str,
    depth: usize,
    each: &mut dyn FnMut(&str, Vec<u8>),
) -> Result<()> {
    for listed in snapshot.list(folder)? {
        let name = if prefix.is_empty() { listed.name.clone() } else { format!("{prefix}/{}", listed.name) };
        match listed.entry.kind {
            Kind::File | Kind::Executable => {
                if let Ok(bytes) = snapshot.blob(listed.entry.id) {
                    each(&name, bytes);
                }
            }
            Kind::Folder if depth < DEEPEST => {
                below(snapshot, &format!("{folder}/{}", listed.name), &name, depth.saturating_add(1), each)?;
            }
            _ => {}
        }
    }
    Ok(())
}
