//! Why a key cannot be used.

use std::io;
use std::path::PathBuf;

use crate::signature::defect::Defect;
use crate::signature::key::KeyError;

/// What went wrong with a secret key, its file or its agent.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// No such file.
    #[error("there is no key file {}", .0.display())]
    NotFound(PathBuf),
    /// The file cannot be read.
    #[error("cannot read {}: {source}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write {}: {source}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is a file already.
    #[error("{} exists already; a key is never overwritten", .0.display())]
    Exists(PathBuf),
    /// Group or others may read or write the file.
    #[error("{} is open to others (mode {mode:04o}); a private key must be its owner's alone (0600)", .path.display())]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Neither a private key in OpenSSH's format nor a public key line.
    #[error("{} is no OpenSSH key: {detail}", .path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
        /// What it is instead or what is damaged.
        detail: String,
    },
    /// RSA and other kinds.
    #[error("the key is of type `{0}`; only `ssh-ed25519` signs here")]
    OtherType(String),
    /// A FIDO key.
    #[error("the key is of type `{0}`; keys on security devices are not supported yet")]
    SecurityKey(String),
    /// The public key is refused.
    #[error("the public key is refused: {0}")]
    PublicKey(KeyError),
    /// The `.pub` file and the private key beside it are no pair.
    #[error("{} holds another key than the public key beside it", .0.display())]
    NotAPair(PathBuf),
    /// The key is encrypted and nobody gave the passphrase.
    #[error("{} is protected by a passphrase and none was given", .0.display())]
    PassphraseNeeded(PathBuf),
    /// The passphrase was wrong every time.
    #[error("wrong passphrase for {}", .0.display())]
    WrongPassphrase(PathBuf),
    /// Only the agent could have the secret, and there is none.
    #[error("the private key of {0} is in no file here, and no ssh-agent is running (SSH_AUTH_SOCK)")]
    NoAgent(String),
    /// The agent does not have the key.
    #[error("ssh-agent does not hold the private key of {0}")]
    NotInAgent(String),
    /// The agent cannot be reached or hangs.
    #[error("ssh-agent does not answer: {0}")]
    Agent(io::Error),
    /// The agent said no.
    #[error("ssh-agent refused to sign")]
    AgentRefused,
    /// The agent's answer makes no sense.
    #[error("ssh-agent answered with something that cannot be read")]
    AgentAnswer,
    /// The system gives no random numbers, or the key could not be encrypted or encoded.
    #[error("cannot make a key: {0}")]
    Make(String),
    /// The comment of a new key.
    #[error("the comment of a key is one line without control characters")]
    Comment,
    /// The signature that came out does not verify.
    #[error("the signature that was made does not verify: {0}")]
    BadSignature(Defect),
}

impl From<KeyError> for KeyringError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Type(name) | KeyError::TypeMismatch(name) => Self::of_type(&name),
            other => Self::PublicKey(other),
        }
    }
}

impl KeyringError {
    /// The refusal of a key type other than `ssh-ed25519`.
    pub(super) fn of_type(name: &str) -> Self {
        if name.starts_with("sk-") { Self::SecurityKey(name.to_owned()) } else { Self::OtherType(name.to_owned()) }
    }
}
