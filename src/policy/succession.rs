//! From one policy to the next: who may bring about a change, judged by the policy before it.
//!
//! One owner suffices until the policy says `owners = n`. Then as many different owners of the policy before must have
//! signed the bytes of the next, and, where the owners themselves change, as many of the owners to come: who is to rule has
//! to have a key that works. Whoever administers a workspace changes grants inside it, and nothing else, alone.
//! **Invariant**: nothing in the new policy helps its own author.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::grant::Grant;
use super::member::{Member, MemberKey};
use super::right::Right;
use super::thing::Thing;
use super::{Policy, approval, read};
use crate::contract::digest::Digest;
use crate::signature::key::PublicKey;

/// A change of the policy, and who stands behind it.
#[derive(Clone, Copy)]
pub struct Passage<'a> {
    /// The policy before, which judges.
    pub old: &'a Policy,
    /// The digest of its bytes.
    pub old_digest: Digest,
    /// The policy after.
    pub new: &'a Policy,
    /// The member of the policy before who recorded it.
    pub signer: &'a Member,
    /// When they did.
    pub at: DateTime<Utc>,
    /// Keys that signed the bytes of the new policy.
    pub endorsed: &'a [PublicKey],
}

/// What a change takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Need {
    /// One owner.
    Owner,
    /// Whoever administers the workspaces it stays inside.
    Administrator,
    /// The signatures of several owners over the new bytes.
    Owners {
        /// So many of those that rule.
        present: u64,
        /// So many of those to come; 0 where they are the same.
        coming: u64,
    },
}

/// Why a change does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unlawful {
    /// Neither owner nor administrator.
    #[error("`{0}` is no owner of the policy before it")]
    NotAnOwner(String),
    /// An administrator who went further.
    #[error("`{member}` administers {places} only, and the change goes further: {what}")]
    Outside {
        /// Address of the member.
        member: String,
        /// The workspaces.
        places: String,
        /// What is not theirs.
        what: &'static str,
    },
    /// Owners are missing.
    #[error("it takes {needed} owners of the policy {which}, and {have} signed it{}", names(.by))]
    TooFew {
        /// How many it takes.
        needed: u64,
        /// `before it` or `it brings`.
        which: &'static str,
        /// How many there are.
        have: usize,
        /// Who signed.
        by: Vec<String>,
    },
    /// The count of versions went wrong.
    #[error("it is version {found} after version {before}; where several owners decide, versions follow one another")]
    Version {
        /// Of the policy before.
        before: u64,
        /// Of the new one.
        found: u64,
    },
    /// It was signed as a change of another policy.
    #[error("it was made from another policy than the one it is to follow")]
    Predecessor,
}

fn names(by: &[String]) -> String {
    if by.is_empty() { String::new() } else { format!(" ({})", by.join(", ")) }
}

impl Policy {
    /// What it takes to change this policy into another.
    #[must_use]
    pub fn need(&self, new: &Self, signer: &Member) -> Need {
        if inside(self, new, &self.administered(signer)).is_ok() {
            return Need::Administrator;
        }
        let coming = if owners(self) == owners(new) { 0 } else { new.owners };
        if self.owners <= 1 && coming <= 1 { Need::Owner } else { Need::Owners { present: self.owners, coming } }
    }

    /// The workspaces whose grants a member may change alone: those named one by one. Who administers everything is an
    /// owner, and one of several.
    #[must_use]
    pub fn administered(&self, member: &Member) -> BTreeSet<String> {
        let gifts = self.gifts(member);
        let administering = gifts.iter().filter(|gift| gift.covers(Right::Administer, Thing::Policy));
        administering.flat_map(|gift| gift.workspaces()).filter(|name| *name != "*").cloned().collect()
    }
}

/// Whether the change counts.
///
/// # Errors
/// Why not.
pub fn judge(passage: &Passage<'_>) -> Result<Need, Unlawful> {
    let Passage { old, new, signer, .. } = *passage;
    let need = old.need(new, signer);
    if need == Need::Administrator {
        return Ok(need);
    }
    if !old.may(signer, Right::Administer, None).is_permit() {
        let email = signer.email.to_string();
        let administered = old.administered(signer);
        let names: Vec<String> = administered.iter().cloned().collect();
        return Err(match inside(old, new, &administered) {
            Err(what) if !names.is_empty() => {
                Unlawful::Outside { member: email, places: super::grant::places(&names), what }
            }
            _ => Unlawful::NotAnOwner(email),
        });
    }
    let Need::Owners { present, coming } = need else { return Ok(need) };
    if old.version().checked_add(1) != Some(new.version()) {
        return Err(Unlawful::Version { before: old.version(), found: new.version() });
    }
    if new.previous() != Some(passage.old_digest) {
        return Err(Unlawful::Predecessor);
    }
    enough(old, present, "before it", passage)?;
    enough(new, coming, "it brings", passage)?;
    Ok(need)
}

fn enough(policy: &Policy, needed: u64, which: &'static str, passage: &Passage<'_>) -> Result<(), Unlawful> {
    let by = agreeing(policy, passage.endorsed, passage.at);
    if u64::try_from(by.len()).unwrap_or(u64::MAX) >= needed {
        return Ok(());
    }
    Err(Unlawful::TooFew { needed, which, have: by.len(), by: by.into_iter().collect() })
}

/// The owners among the holders of some keys, each counted once however many keys they have.
#[must_use]
pub fn agreeing(policy: &Policy, keys: &[PublicKey], at: DateTime<Utc>) -> BTreeSet<String> {
    let holders = keys.iter().filter_map(|key| policy.member_by_key(key, at));
    holders.filter(|member| member.is_owner()).map(|member| member.email.to_string()).collect()
}

/// Whether a change touches nothing but grants inside these workspaces.
fn inside(old: &Policy, new: &Policy, administered: &BTreeSet<String>) -> Result<(), &'static str> {
    if rest(old) != rest(new) {
        return Err("it changes more than grants");
    }
    let mut touched =
        differing(&old.grants, &new.grants).into_iter().chain(differing(&new.grants, &old.grants)).peekable();
    if touched.peek().is_none() || administered.is_empty() {
        return Err("it gives and takes nothing");
    }
    for grant in touched {
        if !grant.workspaces.iter().all(|name| administered.contains(name)) {
            return Err("it gives or takes something elsewhere");
        }
        if grant.administers() || grant.kinds.contains(&Thing::Policy) {
            return Err("who administers a workspace is for owners to say");
        }
    }
    Ok(())
}

/// The policy without grants and without what every change changes.
fn rest(policy: &Policy) -> Policy {
    let approvals = approval::anywhere(&policy.approvals);
    Policy {
        version: 1,
        previous: None,
        grants: Vec::new(),
        approvals,
        lines: read::Lines::default(),
        ..policy.clone()
    }
}

/// What `some` has and `others` lack, each as often as it stands there more.
fn differing<'g>(some: &'g [Grant], others: &[Grant]) -> Vec<&'g Grant> {
    let mut left: Vec<&Grant> = others.iter().collect();
    let taken = |grant: &&Grant, left: &mut Vec<&Grant>| match left.iter().position(|other| other == grant) {
        Some(place) => {
            left.swap_remove(place);
            false
        }
        None => true,
    };
    some.iter().filter(|grant| taken(grant, &mut left)).collect()
}

/// The owners and their keys, and how many must agree.
fn owners(policy: &Policy) -> (u64, Vec<(&str, &[MemberKey])>) {
    let owners = policy.members().iter().filter(|member| member.is_owner());
    let mut owners: Vec<(&str, &[MemberKey])> =
        owners.map(|member| (member.email.as_str(), member.keys.as_slice())).collect();
    owners.sort_by_key(|(email, _)| *email);
    (policy.owners, owners)
}
