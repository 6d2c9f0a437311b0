//! Which policies count: those an owner set. The first is its founder's; each later one must be signed by those who
//! might change the last one that counted, as `policy::succession` says, so that nobody lets himself in by an unsigned commit or by his own new key.

use std::collections::{HashMap, HashSet};

use crate::contract::digest::Digest;
use crate::error::Result;
use crate::ops::recording::proposals;
use crate::ops::session::{Session, signature};
use crate::policy::succession::{self, Passage};
use crate::policy::{self, Policy, Right};
use crate::store::{About, CommitId, Logged};

/// The policies of a history that count.
pub struct Authority {
    blobs: HashSet<String>,
    fault: Option<String>,
    /// Why each commit that changed the policy and might not does not count.
    faults: HashMap<CommitId, String>,
    /// The beginning is not here to be judged; a verdict on a shallow clone is never a good one anyway.
    unknown: bool,
}

/// A policy as it lies in a commit.
struct Found {
    blob: String,
    digest: Digest,
    policy: Policy,
}

impl Authority {
    /// Looks at every commit that changed the policy, the oldest first.
    pub fn read(session: &Session, shallow: bool) -> Result<Self> {
        let mut authority = Self { blobs: HashSet::new(), fault: None, faults: HashMap::new(), unknown: shallow };
        if shallow {
            return Ok(authority);
        }
        let mut last: Option<Found> = None;
        let commits = session.store.log(Some(session.head), About::Path(policy::FILE), usize::MAX)?;
        for commit in commits.iter().rev() {
            let Some(found) = read(session, commit.commit)? else {
                authority.blame(commit, "it cannot be read there");
                continue;
            };
            match flaw(session, commit, last.as_ref(), &found)? {
                None => {
                    authority.blobs.insert(found.blob.clone());
                    last = Some(found);
                }
                Some(why) => authority.blame(commit, &why),
            }
        }
        // What was never taken for the policy, and is gone again, is no fault of what rules now; nor is the policy of
        // another line that no merge took over. One from before the last that counted was brought back by nobody who may.
        let present = read(session, session.head)?;
        let rules = |found: &Found| {
            authority.counts(&found.blob)
                && last.as_ref().is_none_or(|last| found.policy.version() >= last.policy.version())
        };
        if present.as_ref().is_some_and(rules) {
            authority.fault = None;
        }
        Ok(authority)
    }

    /// Whether the policy with these bytes, by git's name for them, counts.
    pub fn counts(&self, blob: &str) -> bool {
        self.unknown || self.blobs.contains(blob)
    }

    fn blame(&mut self, commit: &Logged, why: &str) {
        self.fault = Some(sentence(commit, why));
        self.faults.insert(commit.commit, why.to_owned());
    }

    /// Why a commit could not change the policy as it did.
    pub fn fault_in(&self, commit: CommitId) -> Option<&str> {
        self.faults.get(&commit).map(String::as_str)
    }

    /// What is wrong with the policy that rules now.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }
}

fn sentence(commit: &Logged, why: &str) -> String {
    let short = commit.commit.short();
    format!(
        "{} was changed in the commit {short} by somebody who might not, and what it says does not count: {why}",
        policy::FILE
    )
}

/// The policy of a commit; none when it is missing or cannot be read.
fn read(session: &Session, commit: CommitId) -> Result<Option<Found>> {
    let mut snapshot = session.store.snapshot_at(Some(commit))?;
    let Some(entry) = snapshot.find(policy::FILE)? else { return Ok(None) };
    let bytes = snapshot.read(policy::FILE)?.unwrap_or_default();
    let policy = std::str::from_utf8(&bytes).ok().and_then(|text| Policy::parse(text).ok());
    let digest = Digest::of(&bytes);
    Ok(policy.map(|policy| Found { blob: entry.id.to_string(), digest, policy }))
}

/// Why a commit's policy does not count, judged by the last that did; the first is its founder's own.
fn flaw(session: &Session, commit: &Logged, last: Option<&Found>, found: &Found) -> Result<Option<String>> {
    let (old, at) = (&last.unwrap_or(found).policy, commit.time.to_utc());
    let Some(key) = signature::of(&session.store, commit.commit).key() else {
        return Ok(Some("no good signature is on that commit".to_owned()));
    };
    let Some(signer) = old.member_by_key(&key, at) else {
        return Ok(Some("it is not signed by an owner of the policy before".to_owned()));
    };
    let Some(last) = last else {
        let founds = old.may(signer, Right::Administer, None).is_permit();
        return Ok((!founds).then(|| "it is not signed by an owner it names".to_owned()));
    };
    let mut snapshot = session.store.snapshot_at(Some(commit.commit))?;
    let bytes = snapshot.read(policy::FILE)?.unwrap_or_default();
    let endorsed = proposals::endorsements(&mut snapshot, &bytes)?;
    let passage = Passage { old, old_digest: last.digest, new: &found.policy, signer, at, endorsed: &endorsed };
    Ok(succession::judge(&passage).err().map(|unlawful| unlawful.to_string()))
}
