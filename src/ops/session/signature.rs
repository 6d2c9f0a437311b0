//! Whose key signed a commit: read by the strict grammar, checked, not yet anybody's. What the key's holder might do is for
//! the policy to say.
//!
//! A commit that `workspace split` repeated is its original author's, by the signature on the original, which is kept as
//! evidence. **Invariants**: it counts so only in an unbroken line of repeated commits from the beginning, all signed with
//! one key; whether that key's holder might split is asked by `verify`. After it, or beside it, nobody repeats anything.

use crate::signature::key::PublicKey;
use crate::signature::{namespace, sshsig};
use crate::store::{CommitId, Signed, Store};

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

/// Reads and checks the signature of a commit; that of the original where the commit repeats one.
#[must_use]
pub fn of(store: &Store, commit: CommitId) -> Signature {
    let own = own(store, commit);
    if !matches!(own, Signature::By(_)) || repeater(store, commit).is_none() {
        return own;
    }
    match store.original(commit) {
        Ok(Some(original)) => read(original.signed.map_err(ToOwned::to_owned)),
        Ok(None) | Err(_) => own,
    }
}

/// Fingerprint of the key with which a commit of another repository was repeated as this one; none where it was not.
#[must_use]
pub fn repeater(store: &Store, commit: CommitId) -> Option<String> {
    let mut waiting = vec![commit];
    while let Some(commit) = waiting.last().copied() {
        if store.known_repeater(commit).is_some() {
            waiting.pop();
            continue;
        }
        let parents = match store.original(commit) {
            Ok(Some(_)) => store.logged(commit).map(|logged| logged.parents).ok(),
            Ok(None) | Err(_) => None,
        };
        let Some(parents) = parents else {
            store.keep_repeater(commit, None);
            continue;
        };
        let unknown: Vec<CommitId> =
            parents.iter().copied().filter(|parent| store.known_repeater(*parent).is_none()).collect();
        if !unknown.is_empty() {
            waiting.extend(unknown);
            continue;
        }
        let by = own(store, commit).key().map(|key| key.fingerprint());
        let unbroken = parents.iter().all(|parent| store.known_repeater(*parent).flatten() == by);
        store.keep_repeater(commit, by.filter(|_| unbroken));
    }
    store.known_repeater(commit).flatten()
}

/// The signature on the commit itself, whatever it repeats.
fn own(store: &Store, commit: CommitId) -> Signature {
    read(store.signed_parts(commit).map_err(|fault| fault.to_string()))
}

fn read(parts: Result<Option<Signed>, String>) -> Signature {
    match parts {
        Ok(None) => Signature::None,
        Err(fault) => Signature::Malformed(fault),
        Ok(Some(parts)) => match sshsig::verify(namespace::COMMIT, &parts.payload, parts.armour.as_bytes()) {
            Ok(key) => Signature::By(key),
            Err(defect) => Signature::Defective(defect.to_string()),
        },
    }
}
