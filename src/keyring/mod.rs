//! Secret keys: where they lie and how they sign.
//!
//! **Owns** private key files, the conversation with ssh-agent, and making a new key pair. **Refuses to know** contracts,
//! git, members, the environment (the agent's socket is an argument) and the terminal (a passphrase is asked for through
//! a callback). **Invariants**: no secret is printed, logged or put into an error; a file others can read is not used;
//! no file is overwritten; every signature is verified by [`crate::signature::sshsig::verify`] before it is returned.

mod agent;
mod create;
mod error;
mod file;
mod open;

use std::path::Path;

use zeroize::Zeroizing;

use crate::signature::key::PublicKey;
use crate::signature::sshsig::{SshSig, verify};

pub use agent::keys as agent_keys;
pub use create::create;
pub use error::KeyringError;
pub use open::{open, public_of};

/// Something that signs with one key.
pub trait Signer {
    /// The key it signs with.
    fn public(&self) -> &PublicKey;

    /// The canonical armour of a signature over `message` for `namespace`, verified.
    ///
    /// # Errors
    /// When the key cannot be used, or what came out does not verify.
    fn sign(&self, namespace: &str, message: &[u8]) -> Result<String, KeyringError>;
}

/// Asks for the passphrase of a key file; `None` when nobody can or will answer. Called again after a wrong answer.
pub type Ask<'a> = dyn FnMut(&Path) -> Option<Zeroizing<String>> + 'a;

/// Wraps a raw signature and proves it.
fn proven(public: &PublicKey, namespace: &str, message: &[u8], signature: [u8; 64]) -> Result<String, KeyringError> {
    let armour = SshSig { public: *public, namespace: namespace.to_owned(), signature }.to_armour();
    verify(namespace, message, armour.as_bytes()).map_err(KeyringError::BadSignature)?;
    Ok(armour)
}

#[cfg(test)]
mod tests;
