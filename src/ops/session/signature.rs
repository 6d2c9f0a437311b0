//! Whose key signed a commit: read by the strict grammar, checked, not yet anybody's. What the key's holder might do is for
//! the policy to say.

use crate::signature::key::PublicKey;
use crate::signature::{namespace, sshsig};
use crate::store::{CommitId, Store};

/// What a commit's signature says.
#[derive(Debug)]
pub enum Signature {
    /// There is none, and the commit is otherwise well formed.
    None,
    /// The commit cannot be read, or is outside the grammar.
    Malformed(String),
    /// It does not hold.
    Defective(String),
    /// Made with this key.
    By(PublicKey),
}

impl Signature {
    /// The key, where a good signature names one.
    #[must_use]
    pub fn key(self) -> Option<PublicKey> {
        match self {
            Self::By(key) => Some(key),
            Self::None | Self::Malformed(_) | Self::Defective(_) => None,
        }
    }
}

/// Reads and checks the signature of a commit.
#[must_use]
pub fn of(store: &Store, commit: CommitId) -> Signature {
    match store.signed_parts(commit) {
        Ok(None) => Signature::None,
        Err(fault) => Signature::Malformed(fault.to_string()),
        Ok(Some(parts)) => match sshsig::verify(namespace::COMMIT, &parts.payload, parts.armour.as_bytes()) {
            Ok(key) => Signature::By(key),
            Err(defect) => Signature::Defective(defect.to_string()),
        },
    }
}
