//! Acts that history had, HEAD lacks, and nobody ever did: forged, or mere junk, in a commit that is not their author's, and
//! taken out again. Their going is no loss; whoever could push would otherwise break a contract for ever with one file.
//!
//! **Invariant**: what counted once is never disowned. An act stays lost when any commit that brought it may be its
//! author's, by the policy of then or of now, and when that cannot be told.

use std::collections::BTreeSet;

use crate::contract::act::Act;
use crate::error::Result;
use crate::ops::dossier::heritage::Heritage;
use crate::ops::session::Session;
use crate::ops::session::signature::{self, Signature};
use crate::policy::{self, Policy};
use crate::signature::statement::Statement;
use crate::store::{CommitId, Item};

/// Takes such acts out of what history had.
///
/// # Errors
/// When HEAD cannot be read.
pub(super) fn forget(session: &Session, heritage: &mut Heritage) -> Result<()> {
    if heritage.history().shallow {
        return Ok(());
    }
    let snapshot = session.snapshot()?;
    let mut disowned: BTreeSet<Item> = BTreeSet::new();
    for (item, passage) in heritage.history().lost() {
        let Ok(bytes) = snapshot.blob(item.blob) else { continue };
        let act = Act::parse(&item.name, &bytes).ok();
        // A signature speaks for itself, whoever brought it; what is neither act nor statement says nothing.
        let speaks = item.name.ends_with(".sig") || (act.is_none() && Statement::parse(&bytes).is_ok());
        let by = act.as_ref().map(|act| act.by.as_str());
        let forged = |(commit, _): &(CommitId, String)| !may_be_by(session, *commit, by);
        if !speaks && !passage.entered.is_empty() && passage.entered.iter().all(forged) {
            disowned.insert(item.clone());
        }
    }
    heritage.forget(&disowned);
    Ok(())
}

/// The policy a commit is judged by, as it lies there.
#[must_use]
pub fn ruling(session: &Session, commit: CommitId) -> Option<Policy> {
    let parent = session.store.logged(commit).ok()?.parents.first().copied().unwrap_or(commit);
    let bytes = session.store.snapshot_at(Some(parent)).ok()?.read(policy::FILE).ok()??;
    Policy::parse(std::str::from_utf8(&bytes).ok()?).ok()
}

/// Whether a commit may be a member's: the one called so, or any where nobody is named.
fn may_be_by(session: &Session, commit: CommitId, by: Option<&str>) -> bool {
    let key = match signature::of(&session.store, commit) {
        Signature::By(key) => key,
        Signature::None | Signature::Defective(_) => return false,
        Signature::Malformed(_) => return true,
    };
    let holds = |policy: &Policy| {
        policy.holder(&key).is_some_and(|(member, _)| by.is_none_or(|by| member.email.as_str() == by))
    };
    holds(&session.policy) || ruling(session, commit).is_none_or(|policy| holds(&policy))
}
