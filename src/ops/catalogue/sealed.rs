//! The header that was signed, where the one that lies there now is not it.
//!
//! A broken contract keeps in lists and deadlines the dates of its signed revision: a notice must not be missed because
//! somebody edited the file.

use crate::contract::digest::Digest;
use crate::contract::document::Document;
use crate::contract::header::Header;
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::session::Session;
use crate::store::About;

/// Commits of a contract that are searched for its signed text.
const MOST_COMMITS: usize = 500;

/// The header of the signed `contract.md`, when the present one differs from it and history still has it.
pub fn header(session: &Session, dossier: &Dossier) -> Result<Option<Header>> {
    let present = dossier.subjects.iter().find(|subject| subject.name == "contract.md").map(|subject| subject.digest);
    let Some(signed) = signed(dossier).filter(|signed| Some(*signed) != present) else { return Ok(None) };
    let path = format!("{}/contract.md", dossier.folder);
    for logged in session.store.log(Some(session.head), About::Contract(dossier.id.suffix()), MOST_COMMITS)? {
        // A damaged object is for `verify` to tell; a list goes on without it.
        let read = session.store.snapshot_at(Some(logged.commit)).and_then(|mut snapshot| snapshot.read(&path));
        let bytes = read.unwrap_or_default();
        if let Some(bytes) = bytes.filter(|bytes| Digest::of(bytes) == signed) {
            return Ok(Document::parse(&path, &bytes).ok().map(|document| document.header().clone()));
        }
    }
    Ok(None)
}

/// The digest of `contract.md` in the newest statement.
fn signed(dossier: &Dossier) -> Option<Digest> {
    let statements = dossier.statements.iter().filter_map(|file| file.envelope.as_ref().ok());
    let newest = statements.max_by_key(|envelope| envelope.statement().claimed)?;
    newest.statement().subjects.iter().find(|subject| subject.name == "contract.md").map(|subject| subject.digest)
}
