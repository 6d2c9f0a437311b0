//! What lies in the two files of a signature: readable, not checked.

use crate::contract::digest::Digest;
use crate::signature::defect::Defect;
use crate::signature::key::PublicKey;
use crate::signature::namespace::STATEMENT;
use crate::signature::sshsig;
use crate::signature::statement::{Statement, StatementError};

/// A statement that can be read, the bytes it was read from, and the armour beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Envelope {
    statement: Statement,
    bytes: Vec<u8>,
    armour: Vec<u8>,
}

/// Why an envelope proves nothing: verdict `invalid`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The statement cannot be read.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// The signature is defective.
    #[error(transparent)]
    Signature(#[from] Defect),
    /// The statement names another key than the one that signed.
    #[error("the statement names the key {stated}, but {signed} signed it")]
    OtherKey {
        /// In the statement.
        stated: String,
        /// That signed.
        signed: String,
    },
    /// The key belongs to a member with another address.
    #[error("the statement speaks for `{stated}`, but the key belongs to `{holder}`")]
    OtherPrincipal {
        /// In the statement.
        stated: String,
        /// Whose key it is.
        holder: String,
    },
}

impl Envelope {
    /// Reads the statement; the armour is kept as it is.
    ///
    /// # Errors
    /// When the statement cannot be read.
    pub fn open(bytes: Vec<u8>, armour: Vec<u8>) -> Result<Self, StatementError> {
        Ok(Self { statement: Statement::parse(&bytes)?, bytes, armour })
    }

    /// What it says, unchecked.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// Digest of the statement's bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&self.bytes)
    }

    /// The key that signed exactly these bytes, when the statement names the same.
    ///
    /// # Errors
    /// When the signature is not good, or the statement names another key.
    pub fn signing_key(&self) -> Result<PublicKey, Flaw> {
        let key = sshsig::verify(STATEMENT, &self.bytes, &self.armour)?;
        let (stated, signed) = (self.statement.signer.key.clone(), key.fingerprint());
        if stated == signed { Ok(key) } else { Err(Flaw::OtherKey { stated, signed }) }
    }
}
