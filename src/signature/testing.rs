//! Keys, signatures and what is signed, for tests, the same on every run.

use ed25519_dalek::{Signer as _, SigningKey};

use super::key::PublicKey;
use super::sshsig::{SshSig, signed_data};
use super::statement::{Nonce, Signer, Statement};
use crate::contract::digest::Digest;
use crate::contract::lifecycle::StatementAct;
use crate::contract::revision::Subject;

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

/// What somebody says with the key of a seed about an agreement of these bytes.
pub(crate) fn said(seed: u8, email: &str, party: &str, text: &[u8]) -> Statement {
    Statement {
        subjects: vec![Subject { name: "contract.md".to_owned(), digest: Digest::of(text) }],
        act: StatementAct::Sign,
        contract: "nda-7k2m9qxt".parse().unwrap(),
        title: "Mutual NDA".to_owned(),
        signer: Signer {
            name: "A Signer".to_owned(),
            email: email.parse().unwrap(),
            party: party.to_owned(),
            capacity: None,
            key: Hand::new(seed).public().fingerprint(),
        },
        consent: "I agree.".to_owned(),
        claimed: "2026-11-24T10:00:00Z".parse().unwrap(),
        after: Vec::new(),
        commit: None,
        nonce: Nonce([seed; 16]),
        send: None,
        shown: None,
        code_hmac: None,
        reason: None,
        instead: None,
    }
}
