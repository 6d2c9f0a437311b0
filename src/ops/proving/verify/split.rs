//! Who took a history out of another repository: an owner, or what they took proves nothing.
//!
//! That each commit is its author's is proved by the original's signature. That none in between was left out, nothing here can
//! prove; so it has to be the word of one who might administer the whole house, in a commit of their own at its end.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::ops::dossier::disowned;
use crate::ops::session::{Session, signature};
use crate::policy::Right;
use crate::store::{CommitId, Logged};

/// What is wrong with it; none where the history was taken out of no other.
pub fn fault(session: &Session, commits: &[Logged]) -> Result<Option<String>> {
    let claims: Vec<_> = commits.iter().filter(|logged| logged.claims_original()).map(|logged| logged.commit).collect();
    let repeated: BTreeMap<CommitId, String> =
        claims.into_iter().filter_map(|commit| Some((commit, signature::repeater(&session.store, commit)?))).collect();
    let by: BTreeSet<&String> = repeated.values().collect();
    let mut ends = false;
    for logged in commits.iter().filter(|logged| !repeated.contains_key(&logged.commit)) {
        let Some(print) = logged.parents.iter().find_map(|parent| repeated.get(parent)) else { continue };
        let Some((key, policy)) =
            signature::of(&session.store, logged.commit).key().zip(disowned::ruling(session, logged.commit))
        else {
            continue;
        };
        let owner = policy.member_by_key(&key, logged.time.to_utc());
        let owner = owner.filter(|member| policy.may(member, Right::Administer, None).is_permit());
        ends |= owner.is_some() && key.fingerprint() == *print;
    }
    let Some(first) = by.first().filter(|_| !ends || by.len() > 1) else { return Ok(None) };
    Ok(Some(format!(
        "this history was taken out of another repository with the key {first}, and no commit of an owner with that key ends it: \
         that nothing was left out on the way is nobody's word"
    )))
}
