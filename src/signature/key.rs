//! Public keys: ed25519 only, one spelling, never weak.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use ed25519_dalek::VerifyingKey;
use sha2::{Digest as _, Sha256};

use super::wire::{Reader, put_string};

/// The one accepted key type, as OpenSSH spells it.
pub const KEY_TYPE: &str = "ssh-ed25519";

/// The longest key line read, comment included.
const LONGEST_LINE: usize = 4096;

/// An ed25519 public key that a signature may be checked against: canonically encoded, on the curve, of large order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// Why a text or some bytes are no acceptable public key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Neither a key line nor anything like it.
    #[error("not an OpenSSH public key line: expected `ssh-ed25519 AAAA…`")]
    Shape,
    /// Another kind of key.
    #[error("the key is of type `{0}`; only `ssh-ed25519` is accepted")]
    Type(String),
    /// The word in front and the key inside name different types.
    #[error("the line says `ssh-ed25519` but the key inside is of type `{0}`")]
    TypeMismatch(String),
    /// The base64 part is damaged, padded wrongly, or has bytes after the key.
    #[error("the key is damaged, cut short or has something after it")]
    Encoding,
    /// An ed25519 key is 32 bytes.
    #[error("an ed25519 key has 32 bytes, this one {0}")]
    Length(usize),
    /// The bytes are no point of the curve.
    #[error("the key is no point of the curve")]
    NotOnCurve,
    /// A small-order point: one made-up signature would verify for many messages.
    #[error("the key is weak (a small-order point): anybody can make signatures that verify with it")]
    Weak,
    /// The same point has another, canonical spelling.
    #[error("the key is not canonically encoded")]
    NonCanonical,
}

impl PublicKey {
    /// The key with these 32 raw bytes.
    ///
    /// # Errors
    /// When the bytes are no point of the curve, a small-order point, or not the point's canonical encoding.
    pub fn from_raw(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| KeyError::NotOnCurve)?;
        if key.is_weak() {
            return Err(KeyError::Weak);
        }
        if key.to_edwards().compress().as_bytes() != bytes {
            return Err(KeyError::NonCanonical);
        }
        Ok(Self(key))
    }

    /// The key in an SSH wire blob: the type and the 32 bytes, each with its length, and nothing after them.
    ///
    /// # Errors
    /// When the blob is cut short, of another type, or the key in it is refused by [`Self::from_raw`].
    pub fn from_blob(blob: &[u8]) -> Result<Self, KeyError> {
        let mut reader = Reader::new(blob);
        let kind = reader.string().ok_or(KeyError::Encoding)?;
        if kind != KEY_TYPE.as_bytes() {
            return Err(KeyError::Type(shown(kind)));
        }
        let raw = reader.string().ok_or(KeyError::Encoding)?;
        if !reader.is_done() {
            return Err(KeyError::Encoding);
        }
        Self::from_raw(raw.try_into().map_err(|_| KeyError::Length(raw.len()))?)
    }

    /// The key of a line `ssh-ed25519 AAAA… [comment]`; one line end after it is allowed, options before it are not.
    ///
    /// # Errors
    /// When the line is anything else, or the key is refused by [`Self::from_blob`].
    pub fn from_line(line: &str) -> Result<Self, KeyError> {
        let line = line.strip_suffix('\n').map_or(line, |text| text.strip_suffix('\r').unwrap_or(text));
        if line.len() > LONGEST_LINE || line.chars().any(char::is_control) {
            return Err(KeyError::Shape);
        }
        let mut words = line.splitn(3, ' ');
        let (Some(kind), Some(encoded)) = (words.next(), words.next()) else { return Err(KeyError::Shape) };
        if kind != KEY_TYPE {
            return Err(if is_key_type(kind) { KeyError::Type(shown(kind.as_bytes())) } else { KeyError::Shape });
        }
        let blob = STANDARD.decode(encoded).map_err(|_| KeyError::Encoding)?;
        Self::from_blob(&blob).map_err(|error| match error {
            KeyError::Type(inside) => KeyError::TypeMismatch(inside),
            other => other,
        })
    }

    /// The SSH wire blob, 51 bytes.
    #[must_use]
    pub fn blob(&self) -> Vec<u8> {
        let mut blob = Vec::with_capacity(51);
        put_string(&mut blob, KEY_TYPE.as_bytes());
        put_string(&mut blob, self.0.as_bytes());
        blob
    }

    /// The 32 raw bytes.
    #[must_use]
    pub fn raw(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// `SHA256:` and the unpadded base64 of the blob's SHA-256, as `ssh-keygen -l` prints it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(self.blob())))
    }

    /// The checking key for the one place that verifies.
    pub(super) const fn verifying(&self) -> &VerifyingKey {
        &self.0
    }
}

/// Whether the word is the name of a key type of some SSH implementation.
fn is_key_type(word: &str) -> bool {
    ["ssh-", "ecdsa-", "sk-", "rsa-", "webauthn-"].iter().any(|start| word.starts_with(start))
        && word.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A short printable form of a name found in a blob.
pub(super) fn shown(bytes: &[u8]) -> String {
    bytes.iter().take(60).map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { '.' }).collect()
}

/// Whether the text has the shape of a fingerprint: `SHA256:` and the unpadded base64 of 32 bytes.
#[must_use]
pub fn is_fingerprint(text: &str) -> bool {
    text.strip_prefix("SHA256:").is_some_and(|rest| STANDARD_NO_PAD.decode(rest).is_ok_and(|bytes| bytes.len() == 32))
}

impl FromStr for PublicKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        Self::from_line(text)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{KEY_TYPE} {}", STANDARD.encode(self.blob()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fingerprint())
    }
}

#[cfg(test)]
#[path = "key_tests.rs"]
mod tests;
