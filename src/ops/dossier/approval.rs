//! What approvals a contract needs by the policy, and whose own contract it is.
//!
//! **Owns** that question alone; who has approved is for `lifecycle` to count. **Invariants**: who wrote any part of the
//! text is told from the commits that changed it, by the key that signed each, and only where it was not signed by what
//! it says of its author. Lists do without that walk through history and know the owner and who asked; whatever decides
//! (`approve`, `sign`, `send`, `verify`) takes it.

use std::collections::BTreeSet;

use crate::contract::lifecycle::Approvals;
use crate::error::Result;
use crate::ops::dossier::{Dossier, disowned};
use crate::ops::session::{Session, signature};
use crate::policy::Policy;
use crate::store::path::folder_suffix;
use crate::store::{About, CommitId, Logged, ObjectId, Snapshot};

/// What a policy asks for a contract where it lies; its owner may not approve it.
#[must_use]
pub fn asked(policy: &Policy, dossier: &Dossier) -> Approvals {
    let Some(header) = dossier.header() else { return Approvals::default() };
    let mut approvals = policy.approvals(header, dossier.workspace());
    approvals.own.extend(dossier.record.owner.iter().cloned());
    approvals
}

/// As [`asked`], with everybody who wrote any part of the text.
///
/// # Errors
/// When history cannot be read.
pub fn asked_of_others(session: &Session, dossier: &Dossier) -> Result<Approvals> {
    let mut approvals = asked(&session.policy, dossier);
    approvals.own.extend(authors(session, session.head, dossier)?);
    Ok(approvals)
}

/// Everybody who recorded a change of the text among the ancestors of a commit, by address.
///
/// # Errors
/// When history cannot be read.
pub fn authors(session: &Session, from: CommitId, dossier: &Dossier) -> Result<BTreeSet<String>> {
    let mut text = Text { session, suffix: dossier.id.suffix().to_owned(), folder: dossier.folder.clone() };
    let mut authors = BTreeSet::new();
    for logged in session.store.log(Some(from), About::Contract(dossier.id.suffix()), usize::MAX)? {
        let here = text.at(logged.commit)?;
        let mut changed = here.is_some();
        for parent in &logged.parents {
            // Where history is missing its last author here is taken for the author of all.
            changed &= !text.at(*parent).is_ok_and(|there| there == here);
        }
        if changed {
            authors.insert(author(session, &logged));
        }
    }
    Ok(authors)
}

/// Who made a commit, by address: the holder of the key that signed it, else whom it names.
#[must_use]
pub fn author(session: &Session, logged: &Logged) -> String {
    let key = signature::of(&session.store, logged.commit).key();
    let holder =
        |policy: &Policy| key.as_ref().and_then(|key| policy.holder(key)).map(|(member, _)| member.email.to_string());
    let then = || disowned::ruling(session, logged.commit).and_then(|policy| holder(&policy));
    holder(&session.policy).or_else(then).unwrap_or_else(|| logged.author.email.to_lowercase())
}

/// The text of one contract in any commit, wherever it lay.
struct Text<'s> {
    session: &'s Session,
    suffix: String,
    folder: String,
}

impl Text<'_> {
    /// Git's names for `contract.md` and `annexes/`; none where the contract is not there.
    fn at(&mut self, commit: CommitId) -> Result<Option<(ObjectId, Option<ObjectId>)>> {
        let mut snapshot = self.session.store.snapshot_at(Some(commit))?;
        let found = read(&mut snapshot, &self.folder)?;
        if found.is_some() {
            return Ok(found);
        }
        let lies = |path: &str| folder_suffix(path) == Some(self.suffix.as_str());
        let Some(folder) = snapshot.contracts()?.into_iter().find(|folder| lies(&folder.path)) else { return Ok(None) };
        self.folder = folder.path;
        read(&mut snapshot, &self.folder)
    }
}

fn read(snapshot: &mut Snapshot<'_>, folder: &str) -> Result<Option<(ObjectId, Option<ObjectId>)>> {
    let Some(text) = snapshot.find(&format!("{folder}/contract.md"))? else { return Ok(None) };
    let annexes = snapshot.find(&format!("{folder}/annexes"))?.map(|entry| entry.id);
    Ok(Some((text.id, annexes)))
}
