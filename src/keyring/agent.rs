//! The conversation with ssh-agent: list the keys, sign with one (draft-ietf-sshm-ssh-agent, sections 3.5 and 3.6).
//!
//! Written by hand because the one kept client crate brings ssh-key's `crypto` feature, with RSA and the NIST curves.

use std::io::{self, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{KeyringError, Signer, proven};
use crate::signature::key::PublicKey;
use crate::signature::sshsig::{inner_signature, signed_data};
use crate::signature::wire::{Reader, put_string};

const REQUEST_IDENTITIES: u8 = 11;
const IDENTITIES_ANSWER: u8 = 12;
const SIGN_REQUEST: u8 = 13;
const SIGN_RESPONSE: u8 = 14;

/// The largest answer read; OpenSSH's own limit.
const LARGEST: u32 = 256 * 1024;
/// Listing keys needs nobody.
const LIST_TIME: Duration = Duration::from_secs(5);
/// An agent may ask its owner to confirm.
const SIGN_TIME: Duration = Duration::from_secs(60);

/// A key whose secret stays with the agent.
pub(super) struct AgentSigner {
    socket: PathBuf,
    public: PublicKey,
}

impl AgentSigner {
    /// The signer for a key that the agent at `socket` holds.
    pub(super) fn find(socket: &Path, public: &PublicKey) -> Result<Self, KeyringError> {
        if blobs(socket)?.contains(&public.blob()) {
            return Ok(Self { socket: socket.to_owned(), public: *public });
        }
        Err(KeyringError::NotInAgent(public.fingerprint()))
    }
}

/// The ed25519 keys an agent holds, in its order; keys of other kinds are passed over.
///
/// # Errors
/// When there is no agent, or its answer is none.
pub fn keys(socket: &Path) -> Result<Vec<PublicKey>, KeyringError> {
    Ok(blobs(socket)?.iter().filter_map(|blob| PublicKey::from_blob(blob).ok()).collect())
}

fn blobs(socket: &Path) -> Result<Vec<Vec<u8>>, KeyringError> {
    let answer = exchange(socket, &[REQUEST_IDENTITIES], LIST_TIME)?;
    let mut reader = Reader::new(&answer);
    if reader.byte() != Some(IDENTITIES_ANSWER) {
        return Err(KeyringError::AgentAnswer);
    }
    let count = reader.number().ok_or(KeyringError::AgentAnswer)?;
    let mut blobs = Vec::new();
    for _ in 0..count {
        blobs.push(reader.string().ok_or(KeyringError::AgentAnswer)?.to_vec());
        let _comment = reader.string().ok_or(KeyringError::AgentAnswer)?;
    }
    Ok(blobs)
}

impl Signer for AgentSigner {
    fn public(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, namespace: &str, message: &[u8]) -> Result<String, KeyringError> {
        let mut request = vec![SIGN_REQUEST];
        put_string(&mut request, &self.public.blob());
        put_string(&mut request, &signed_data(namespace, message));
        request.extend_from_slice(&0_u32.to_be_bytes());
        let answer = exchange(&self.socket, &request, SIGN_TIME)?;
        let mut reader = Reader::new(&answer);
        match reader.byte() {
            Some(SIGN_RESPONSE) => {}
            Some(_) => return Err(KeyringError::AgentRefused),
            None => return Err(KeyringError::AgentAnswer),
        }
        let blob = reader.string().filter(|_| reader.is_done()).ok_or(KeyringError::AgentAnswer)?;
        let signature = inner_signature(blob).map_err(|_| KeyringError::AgentAnswer)?;
        proven(&self.public, namespace, message, signature)
    }
}

/// One request and its answer, over a connection of their own.
fn exchange(socket: &Path, request: &[u8], patience: Duration) -> Result<Vec<u8>, KeyringError> {
    let mut framed = Vec::new();
    put_string(&mut framed, request);
    let talk = || -> io::Result<Option<Vec<u8>>> {
        let mut stream = UnixStream::connect(socket)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        stream.write_all(&framed)?;
        let mut length = [0; 4];
        stream.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length);
        if length > LARGEST {
            return Ok(None);
        }
        let mut answer = vec![0; usize::try_from(length).unwrap_or(0)];
        stream.read_exact(&mut answer)?;
        Ok(Some(answer))
    };
    talk().map_err(KeyringError::Agent)?.ok_or(KeyringError::AgentAnswer)
}
