//! Proposed policies, where a change takes several owners: `.clm/proposals/<sha256>/policy.toml` and a signature file an
//! owner beside it, over exactly these bytes. What was applied stays there: it is what `verify` counts the owners from.

use chrono::{DateTime, Utc};

use crate::contract::digest::Digest;
use crate::error::Result;
use crate::policy::succession::{self, Passage, Unlawful};
use crate::policy::{self, Member, Policy};
use crate::signature::key::PublicKey;
use crate::signature::{namespace, sshsig};
use crate::store::{Kind, Snapshot};

/// Where they lie.
pub const FOLDER: &str = ".clm/proposals";
/// An armoured signature is far below this.
const LARGEST_SIGNATURE: usize = 8 * 1024;
/// So many signature files are looked at; there are not so many owners.
const MOST_SIGNATURES: usize = 200;

/// One proposal.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Of the proposed bytes; its folder's name.
    pub digest: Digest,
    /// The proposed bytes.
    pub text: String,
    /// What they say.
    pub policy: Policy,
    /// Keys with a good signature over them.
    pub keys: Vec<PublicKey>,
}

/// Where a proposal stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It rules.
    Applied,
    /// Enough owners signed it.
    Ready,
    /// Owners are missing; why.
    Open(String),
    /// The policy has changed since; why it cannot be applied any more.
    Stale(String),
}

impl State {
    /// One word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Ready => "ready",
            Self::Open(_) => "open",
            Self::Stale(_) => "stale",
        }
    }
}

/// The folder of a proposal of these bytes.
#[must_use]
pub fn folder(digest: Digest) -> String {
    format!("{FOLDER}/{}", digest.hex())
}

/// The file for one key's signature; the key is told by the signature, the name only keeps two apart.
#[must_use]
pub fn file(digest: Digest, key: &PublicKey) -> String {
    format!("{}/{}.sig", folder(digest), Digest::of(key.raw()).short(16))
}

/// All proposals that can be read, and whose folder's name is the digest of what lies in it, by name.
///
/// # Errors
/// When the objects cannot be read.
pub fn all(snapshot: &mut Snapshot<'_>) -> Result<Vec<Proposal>> {
    let mut found = Vec::new();
    for listed in snapshot.list(FOLDER)? {
        let Ok(digest) = Digest::from_hex(&listed.name) else { continue };
        let Some(bytes) = snapshot.read(&format!("{FOLDER}/{}/policy.toml", listed.name))? else { continue };
        let text = String::from_utf8(bytes).ok().filter(|text| Digest::of(text.as_bytes()) == digest);
        let Some(text) = text else { continue };
        let Ok(policy) = Policy::parse(&text) else { continue };
        let keys = endorsements(snapshot, text.as_bytes())?;
        found.push(Proposal { digest, text, policy, keys });
    }
    Ok(found)
}

/// The keys that signed these bytes as a policy, as the proposal beside them shows.
///
/// # Errors
/// When the objects cannot be read.
pub fn endorsements(snapshot: &mut Snapshot<'_>, bytes: &[u8]) -> Result<Vec<PublicKey>> {
    let folder = folder(Digest::of(bytes));
    let mut keys: Vec<PublicKey> = Vec::new();
    let listed = snapshot.list(&folder)?;
    let files = listed.iter().filter(|one| one.entry.kind == Kind::File && one.name.ends_with(".sig"));
    for one in files.take(MOST_SIGNATURES) {
        let Some(armour) = snapshot.read(&format!("{folder}/{}", one.name))? else { continue };
        if armour.len() > LARGEST_SIGNATURE {
            continue;
        }
        if let Ok(key) = sshsig::verify(namespace::POLICY, bytes, &armour)
            && !keys.contains(&key)
        {
            keys.push(key);
        }
    }
    Ok(keys)
}

/// Where a proposal stands before the policy that rules, were an owner to apply it now.
#[must_use]
pub fn state(proposal: &Proposal, (ruling, digest): (&Policy, Digest), at: DateTime<Utc>) -> State {
    if proposal.digest == digest {
        return State::Applied;
    }
    let Some(owner) = ruling.members().iter().find(|member| member.is_owner()) else {
        return State::Stale("no owner is left to apply it".to_owned());
    };
    match judged(proposal, (ruling, digest), owner, at) {
        Ok(_) => State::Ready,
        Err(fault @ Unlawful::TooFew { .. }) => State::Open(fault.to_string()),
        Err(fault) => State::Stale(fault.to_string()),
    }
}

/// Whether it may be applied by a member.
///
/// # Errors
/// Why not.
pub fn judged(
    proposal: &Proposal,
    (old, old_digest): (&Policy, Digest),
    signer: &Member,
    at: DateTime<Utc>,
) -> std::result::Result<succession::Need, Unlawful> {
    let new = &proposal.policy;
    succession::judge(&Passage { old, old_digest, new, signer, at, endorsed: &proposal.keys })
}

/// The owners who signed it: of the policy that rules, and of the one it brings.
#[must_use]
pub fn signed_by(proposal: &Proposal, ruling: &Policy, at: DateTime<Utc>) -> Vec<String> {
    let mut by = succession::agreeing(ruling, &proposal.keys, at);
    by.extend(succession::agreeing(&proposal.policy, &proposal.keys, at));
    by.into_iter().collect()
}

/// The digest of the policy at HEAD.
///
/// # Errors
/// When it cannot be read.
pub fn present(snapshot: &mut Snapshot<'_>) -> Result<Digest> {
    Ok(Digest::of(&snapshot.read(policy::FILE)?.unwrap_or_default()))
}
