//! Which policies count: those an owner set. The first is its founder's; each later one must be signed by a member who
//! might change the last one that counted, so that nobody lets himself in by an unsigned commit or by his own new key.

use std::collections::HashSet;

use crate::error::Result;
use crate::ops::session::Session;
use crate::policy::{self, Policy, Right};
use crate::signature::key::PublicKey;
use crate::signature::{namespace, sshsig};
use crate::store::{About, CommitId, Logged};

/// The policies of a history that count.
pub struct Authority {
    blobs: HashSet<String>,
    fault: Option<String>,
    /// The beginning is not here to be judged; a verdict on a shallow clone is never a good one anyway.
    unknown: bool,
}

impl Authority {
    /// Looks at every commit that changed the policy, the oldest first.
    pub fn read(session: &Session, shallow: bool) -> Result<Self> {
        let mut authority = Self { blobs: HashSet::new(), fault: None, unknown: shallow };
        if shallow {
            return Ok(authority);
        }
        let mut last: Option<Policy> = None;
        let commits = session.store.log(Some(session.head), About::Path(policy::FILE), usize::MAX)?;
        for commit in commits.iter().rev() {
            let found = read(session, commit.commit)?;
            match found {
                Some((blob, policy)) if may_set(session, commit, last.as_ref().unwrap_or(&policy)) => {
                    authority.blobs.insert(blob);
                    last = Some(policy);
                }
                _ => authority.fault = Some(sentence(commit)),
            }
        }
        // An earlier policy brought back, or another line's that no merge took over, is no fault of what rules now.
        if read(session, session.head)?.is_some_and(|(blob, _)| authority.counts(&blob)) {
            authority.fault = None;
        }
        Ok(authority)
    }

    /// Whether the policy with these bytes, by git's name for them, counts.
    pub fn counts(&self, blob: &str) -> bool {
        self.unknown || self.blobs.contains(blob)
    }

    /// What is wrong with the policy that rules now.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }
}

fn sentence(commit: &Logged) -> String {
    let short: String = commit.commit.to_string().chars().take(10).collect();
    format!(
        "{} was changed in the commit {short} by somebody who might not: it is not signed by an owner of the policy before, \
         and what it says does not count",
        policy::FILE
    )
}

/// The policy of a commit with git's name for its bytes; none when it is missing or cannot be read.
fn read(session: &Session, commit: CommitId) -> Result<Option<(String, Policy)>> {
    let mut snapshot = session.store.snapshot_at(Some(commit))?;
    let Some(entry) = snapshot.find(policy::FILE)? else { return Ok(None) };
    let bytes = snapshot.read(policy::FILE)?.unwrap_or_default();
    let policy = std::str::from_utf8(&bytes).ok().and_then(|text| Policy::parse(text).ok());
    Ok(policy.map(|policy| (entry.id.to_string(), policy)))
}

fn may_set(session: &Session, commit: &Logged, ruling: &Policy) -> bool {
    let Some(key) = signer(session, commit.commit) else { return false };
    let member = ruling.member_by_key(&key, commit.time.to_utc());
    member.is_some_and(|member| ruling.may(member, Right::Administer, None).is_permit())
}

fn signer(session: &Session, commit: CommitId) -> Option<PublicKey> {
    let parts = session.store.signed_parts(commit).ok()??;
    sshsig::verify(namespace::COMMIT, &parts.payload, parts.armour.as_bytes()).ok()
}
