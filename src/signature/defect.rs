//! What can be wrong with a signature: one name for each defect, so that nobody has to guess.

use super::key::KeyError;

/// The first defect found in a signature; with any of these it proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// No armour in the file.
    #[error("no SSH signature found: the file does not begin with its BEGIN line")]
    NoArmour,
    /// Longer than any signature clm accepts.
    #[error("the file is too large for a signature ({0} bytes)")]
    TooLarge(usize),
    /// Something stands before or after the armour.
    #[error("there is text before or after the signature")]
    TextAround,
    /// Two signatures in one file.
    #[error("there is more than one signature in the file")]
    SeveralArmours,
    /// Lines end in CR LF.
    #[error("the signature's lines end in CR LF instead of LF")]
    CarriageReturn,
    /// The base64 is not in lines of 70.
    #[error("the signature's lines are wrapped differently from what ssh-keygen writes")]
    Rewrapped,
    /// The last line has no line end.
    #[error("the signature's last line has no line end")]
    NoFinalNewline,
    /// The END line is missing or the contents stop early.
    #[error("the signature is cut short")]
    Truncated,
    /// Not base64, or base64 with another spelling.
    #[error("the signature's base64 is damaged")]
    Base64,
    /// Bytes after the last field.
    #[error("the signature has extra bytes at its end")]
    TrailingBytes,
    /// The contents do not begin with `SSHSIG`.
    #[error("the contents are no SSH signature")]
    Magic,
    /// A version other than 1.
    #[error("the signature has version {0}; only 1 is known")]
    Version(u32),
    /// The reserved field holds something.
    #[error("the signature's reserved field is not empty")]
    Reserved,
    /// sha256: known to OpenSSH, not accepted here.
    #[error("the signature uses the hash sha256; only sha512 is accepted")]
    HashSha256,
    /// A hash nobody knows.
    #[error("the signature uses the unknown hash `{0}`")]
    HashUnknown(String),
    /// Made by another kind of key.
    #[error("the signature was made by a key of type `{0}`; only `ssh-ed25519` is accepted")]
    KeyType(String),
    /// The key inside is damaged, weak or not canonical.
    #[error("the signing key is refused: {0}")]
    Key(KeyError),
    /// The signature names another algorithm than the key.
    #[error("the signature names the algorithm `{0}`, the key is `ssh-ed25519`")]
    Algorithm(String),
    /// An ed25519 signature is 64 bytes.
    #[error("an ed25519 signature has 64 bytes, this one {0}")]
    SignatureLength(usize),
    /// Made for another purpose.
    #[error("the signature was made for `{found}`, not for `{expected}`")]
    Namespace {
        /// In the signature.
        found: String,
        /// Asked for.
        expected: String,
    },
    /// A namespace that is no text.
    #[error("the signature's namespace is not UTF-8")]
    NamespaceNotText,
    /// S is not below the group order: a second signature made from the first without the key.
    #[error("the signature was altered into a second form of itself (S is not below the group order)")]
    Malleable,
    /// The signature does not belong to these bytes and this key.
    #[error("the signature does not fit the signed bytes: they were changed, or another key signed")]
    Incorrect,
}

impl From<KeyError> for Defect {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Type(name) | KeyError::TypeMismatch(name) => Self::KeyType(name),
            other => Self::Key(other),
        }
    }
}
