//! From what a person or git calls a key to something that signs.

use std::path::Path;

use super::agent::AgentSigner;
use super::file::{KeyFile, is_private, read};
use super::{Ask, KeyringError, Signer};
use crate::signature::key::PublicKey;

/// Opens a key for signing. `named` is what git's `user.signingkey` may hold: the path of a private key, the path of a
/// `.pub` file (its private key lies beside it or in the agent), or a literal `key::ssh-ed25519 AAAA…`, also without
/// `key::` (its private key is in the agent). `~` is not expanded here. `agent` is the agent's socket. A key that the
/// agent holds is used there, so that nobody is asked for a passphrase without need.
///
/// # Errors
/// When the key is not there, not a pair, not ed25519, open to others, damaged, or its passphrase is not given.
pub fn open(named: &str, agent: Option<&Path>, ask: &mut Ask<'_>) -> Result<Box<dyn Signer>, KeyringError> {
    if let Some(line) = named.strip_prefix("key::") {
        return in_agent(agent, &PublicKey::from_line(line)?);
    }
    if is_key_line(named) {
        return in_agent(agent, &PublicKey::from_line(named)?);
    }
    let path = Path::new(named);
    let (text, mode) = read(path)?;
    if is_private(&text) {
        return from_file(KeyFile::parse(path, &text, mode)?, agent, ask);
    }
    let public = public_line(path, &text)?;
    match private_beside(path)? {
        Some(file) if file.public != public => Err(KeyringError::NotAPair(path.with_extension(""))),
        Some(file) => from_file(file, agent, ask),
        None => in_agent(agent, &public),
    }
}

/// The public key of what `named` names, without unlocking anything.
///
/// # Errors
/// As [`open`], but for the passphrase.
pub fn public_of(named: &str) -> Result<PublicKey, KeyringError> {
    if let Some(line) = named.strip_prefix("key::") {
        return Ok(PublicKey::from_line(line)?);
    }
    if is_key_line(named) {
        return Ok(PublicKey::from_line(named)?);
    }
    let path = Path::new(named);
    let (text, mode) = read(path)?;
    if is_private(&text) { Ok(KeyFile::parse(path, &text, mode)?.public) } else { public_line(path, &text) }
}

/// Git takes a signing key that begins with a key type for a literal; a path does not look like that.
fn is_key_line(named: &str) -> bool {
    ["ssh-", "ecdsa-", "sk-"].iter().any(|start| named.starts_with(start)) && named.contains(" AAAA")
}

fn public_line(path: &Path, text: &str) -> Result<PublicKey, KeyringError> {
    PublicKey::from_line(text).map_err(|error| match error {
        crate::signature::key::KeyError::Shape => KeyringError::NotAKey {
            path: path.to_owned(),
            detail: "neither a private key nor one public key line".to_owned(),
        },
        other => other.into(),
    })
}

/// The private key beside `NAME.pub`, when there is one.
fn private_beside(public: &Path) -> Result<Option<KeyFile>, KeyringError> {
    if public.extension().is_none_or(|extension| extension != "pub") {
        return Ok(None);
    }
    let path = public.with_extension("");
    match read(&path) {
        Ok((text, mode)) => KeyFile::parse(&path, &text, mode).map(Some),
        Err(KeyringError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An encrypted key that the agent holds is used there. An agent that fails is no reason not to ask.
fn from_file(file: KeyFile, agent: Option<&Path>, ask: &mut Ask<'_>) -> Result<Box<dyn Signer>, KeyringError> {
    if file.is_encrypted()
        && let Some(socket) = agent
        && let Ok(signer) = AgentSigner::find(socket, &file.public)
    {
        return Ok(Box::new(signer));
    }
    file.unlock(ask)
}

fn in_agent(agent: Option<&Path>, public: &PublicKey) -> Result<Box<dyn Signer>, KeyringError> {
    let socket = agent.ok_or_else(|| KeyringError::NoAgent(public.fingerprint()))?;
    Ok(Box::new(AgentSigner::find(socket, public)?))
}
