//! Who the signers are, by the manifest's word and the bundle's own allowed signers.

use chrono::{DateTime, Utc};

use super::manifest::Known;
use crate::contract::act::Basis;
use crate::signature::allowed_signers::Entry;
use crate::signature::key::PublicKey;
use crate::signature::namespace::STATEMENT;
use crate::signature::principal::Principal;
use crate::signature::sshsig::SshSig;
use crate::signature::statement::Statement;
use crate::signature::verdict::{Introduction, Keyholder, Members};

/// The basis of a member's signature.
pub const MEMBER: &str = "member";

/// The one signer of one statement, where the manifest calls them a member.
pub struct People<'a> {
    entries: &'a [Entry],
    member: Option<&'a Statement>,
}

impl<'a> People<'a> {
    /// For one statement.
    pub fn of(known: &Known, statement: &'a Statement, entries: &'a [Entry]) -> Self {
        Self { entries, member: (known.basis == MEMBER).then_some(statement) }
    }
}

impl Members for People<'_> {
    fn keyholder(&self, key: &PublicKey) -> Option<Keyholder> {
        let statement = self.member?;
        let entry = self.entries.iter().find(|entry| entry.key == *key && is_for_statements(entry))?;
        Some(Keyholder {
            email: entry.principal.clone(),
            from: entry.from.unwrap_or(DateTime::<Utc>::MIN_UTC),
            until: entry.until,
            // Whether the member might is what the maker of the bundle says by calling it a member's.
            signs_for: vec![statement.signer.party.clone()],
        })
    }

    fn is_member(&self, email: &Principal) -> bool {
        self.member.is_some_and(|statement| statement.signer.email == *email)
    }

    fn may_record(&self, email: &Principal, _workspace: &str) -> bool {
        self.is_member(email)
    }
}

/// How the manifest says somebody else is known; none for a member, and for a basis nobody knows.
pub fn introduction(known: &Known, armour: &[u8]) -> Option<Introduction> {
    let basis = Basis::from_word(&known.basis)?;
    let key = SshSig::parse(armour).ok()?.public;
    Some(Introduction { key, basis: Some(basis), on: known.received })
}

/// Why the bundle's own list of signers does not let a key speak for an address; `ssh-keygen` must come to the same.
pub fn unlisted(
    entries: &[Entry],
    key: &PublicKey,
    email: &Principal,
    purpose: &str,
    at: DateTime<Utc>,
) -> Option<String> {
    let listed = entries.iter().any(|entry| entry.key == *key && entry.permits(email, purpose, at));
    (!listed).then(|| {
        let at = at.format("%Y-%m-%dT%H:%M:%SZ");
        format!("allowed_signers does not let {} sign as {email} for {purpose} at {at}", key.fingerprint())
    })
}

fn is_for_statements(entry: &Entry) -> bool {
    entry.namespaces.iter().any(|name| name == STATEMENT)
}
