//! Keys and signatures for tests, the same on every run.

use ed25519_dalek::{Signer as _, SigningKey};

use super::key::PublicKey;
use super::sshsig::{SshSig, signed_data};

/// A secret key made from one number.
pub(crate) struct Hand(SigningKey);

impl Hand {
    pub(crate) fn new(seed: u8) -> Self {
        Self(SigningKey::from_bytes(&[seed; 32]))
    }

    pub(crate) fn public(&self) -> PublicKey {
        PublicKey::from_raw(self.0.verifying_key().as_bytes()).unwrap()
    }

    pub(crate) fn raw(&self, data: &[u8]) -> [u8; 64] {
        self.0.sign(data).to_bytes()
    }

    pub(crate) fn sign(&self, namespace: &str, message: &[u8]) -> String {
        let signature = self.raw(&signed_data(namespace, message));
        SshSig { public: self.public(), namespace: namespace.to_owned(), signature }.to_armour()
    }
}
