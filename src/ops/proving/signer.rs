//! Which member signed a commit, by a policy.

use chrono::{DateTime, Utc};

use crate::policy::{Member, Policy};
use crate::signature::key::PublicKey;
use crate::store::{Logged, Store};

/// The member whose key it is, good when the commit was made, who also says that it was they.
///
/// # Errors
/// In a sentence: nobody's key, a key outside its window, or another's name on the commit.
pub fn member<'p>(
    policy: &'p Policy,
    key: &PublicKey,
    commit: &Logged,
    after: Option<DateTime<Utc>>,
) -> Result<&'p Member, String> {
    let member = holder(policy, key, commit, after)?;
    if commit.committer.email != member.email.as_str() {
        let named = &commit.committer.email;
        return Err(format!("it says it was committed by {named}, but {} signed it", member.email));
    }
    Ok(member)
}

/// The member whose key it is, good when the commit was made: not before its parents, whatever it claims.
///
/// # Errors
/// In a sentence: nobody's key, or a key outside its window.
pub fn holder<'p>(
    policy: &'p Policy,
    key: &PublicKey,
    commit: &Logged,
    after: Option<DateTime<Utc>>,
) -> Result<&'p Member, String> {
    let Some((member, held)) = policy.holder(key) else {
        return Err(format!("it is signed with {}, which is no member's key there", key.fingerprint()));
    };
    let claimed = commit.time.to_utc();
    let made = after.map_or(claimed, |after| after.max(claimed));
    // What rests on a commit that was made when the key ended is later than that, in whichever second.
    let ended = held.until.is_some_and(|until| after.is_some_and(|after| until <= after));
    if ended || !held.is_good(claimed) || !held.is_good(made) {
        let window = held.until.map_or_else(|| format!("from {}", held.from), |until| format!("until {until}"));
        return Err(format!("it is signed with a key of {} that was good only {window}", member.email));
    }
    Ok(member)
}

/// The moment before which a commit cannot have been made: that of its newest parent, as that claims.
#[must_use]
pub fn after(store: &Store, commit: &Logged) -> Option<DateTime<Utc>> {
    let parents = commit.parents.iter().filter_map(|parent| store.logged(*parent).ok());
    parents.map(|parent| parent.time.to_utc()).max()
}
