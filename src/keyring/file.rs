//! Private key files in OpenSSH's format, plain or protected by a passphrase.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey};
use ssh_key::PrivateKey;
use zeroize::Zeroizing;

use super::{Ask, KeyringError, Signer, proven};
use crate::signature::key::{KEY_TYPE, PublicKey};
use crate::signature::sshsig::signed_data;
use crate::signature::wire::Reader;

/// No key file comes near it.
const LARGEST: u64 = 64 * 1024;
/// What the contents begin with.
const MAGIC: &[u8] = b"openssh-key-v1\0";
/// How often a passphrase is asked for, as ssh-keygen does.
const TRIES: usize = 3;

/// A key whose secret was read from a file. It has no `Debug`, and dalek wipes the secret when it is dropped.
struct FileSigner {
    public: PublicKey,
    secret: SigningKey,
}

impl Signer for FileSigner {
    fn public(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, namespace: &str, message: &[u8]) -> Result<String, KeyringError> {
        let signature = self.secret.sign(&signed_data(namespace, message)).to_bytes();
        proven(&self.public, namespace, message, signature)
    }
}

/// A private key file, read but perhaps still encrypted. The public half is never encrypted.
pub(super) struct KeyFile {
    path: PathBuf,
    key: PrivateKey,
    pub(super) public: PublicKey,
}

/// The text of a small file and its permission bits.
pub(super) fn read(path: &Path) -> Result<(Zeroizing<String>, u32), KeyringError> {
    let fault = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => KeyringError::NotFound(path.to_owned()),
        _ => KeyringError::Read { path: path.to_owned(), source },
    };
    let file = File::open(path).map_err(fault)?;
    let about = file.metadata().map_err(fault)?;
    let not_a_key = |detail: &str| KeyringError::NotAKey { path: path.to_owned(), detail: detail.to_owned() };
    if !about.is_file() {
        return Err(not_a_key("it is no regular file"));
    }
    if about.len() > LARGEST {
        return Err(not_a_key("the file is too large"));
    }
    let mut text = Zeroizing::new(String::new());
    match file.take(LARGEST).read_to_string(&mut text) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(not_a_key("it is no text")),
        Err(error) => Err(fault(error)),
        Ok(_) => Ok((text, about.permissions().mode() & 0o7777)),
    }
}

/// Whether the text is a private key of any kind.
pub(super) fn is_private(text: &str) -> bool {
    text.trim_start().starts_with("-----BEGIN ") || text.starts_with("PuTTY-User-Key-File")
}

/// The type of the public key, which stands unencrypted at the beginning of the file. ssh-key is built without the
/// other types here and could only say that it cannot read them.
fn key_type(text: &str) -> Option<String> {
    let body: String = text.lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
    let bytes = Zeroizing::new(STANDARD.decode(Zeroizing::new(body).as_bytes()).ok()?);
    let mut reader = Reader::new(&bytes);
    reader.take(MAGIC.len()).filter(|magic| *magic == MAGIC)?;
    let (_cipher, _kdf, _options, _count) = (reader.string()?, reader.string()?, reader.string()?, reader.number()?);
    let kind = Reader::new(reader.string()?).string()?;
    let plain = kind.len() <= 60 && kind.iter().all(u8::is_ascii_graphic);
    plain.then(|| String::from_utf8_lossy(kind).into_owned())
}

impl KeyFile {
    /// Reads the format. The permission bits are those of the file the text came from.
    pub(super) fn parse(path: &Path, text: &str, mode: u32) -> Result<Self, KeyringError> {
        if mode & 0o077 != 0 {
            return Err(KeyringError::OpenToOthers { path: path.to_owned(), mode });
        }
        let not_a_key = |detail: &str| KeyringError::NotAKey { path: path.to_owned(), detail: detail.to_owned() };
        if !text.trim_start().starts_with("-----BEGIN OPENSSH PRIVATE KEY-----") {
            return Err(not_a_key("it is a private key in another format; `ssh-keygen -p -f FILE` rewrites it"));
        }
        if let Some(kind) = key_type(text).filter(|kind| kind != KEY_TYPE) {
            return Err(KeyringError::of_type(&kind));
        }
        let key = PrivateKey::from_openssh(text).map_err(|_| not_a_key("the private key is damaged"))?;
        let public = match key.public_key().key_data() {
            ssh_key::public::KeyData::Ed25519(public) => PublicKey::from_raw(&public.0)?,
            other => return Err(KeyringError::of_type(other.algorithm().as_str())),
        };
        Ok(Self { path: path.to_owned(), key, public })
    }

    /// Whether a passphrase is needed.
    pub(super) fn is_encrypted(&self) -> bool {
        self.key.is_encrypted()
    }

    /// The signer, after asking for the passphrase where one is needed.
    pub(super) fn unlock(self, ask: &mut Ask<'_>) -> Result<Box<dyn Signer>, KeyringError> {
        let opened = if self.is_encrypted() { self.decrypt(ask)? } else { self.key };
        let damaged =
            || KeyringError::NotAKey { path: self.path.clone(), detail: "the private key is damaged".to_owned() };
        let pair = opened.key_data().ed25519().ok_or_else(damaged)?;
        let secret = SigningKey::from_bytes(&Zeroizing::new(pair.private.to_bytes()));
        // A file whose halves differ would leak the secret through the signatures it makes.
        if secret.verifying_key().as_bytes() != self.public.raw() {
            return Err(damaged());
        }
        Ok(Box::new(FileSigner { public: self.public, secret }))
    }

    fn decrypt(&self, ask: &mut Ask<'_>) -> Result<PrivateKey, KeyringError> {
        for _ in 0..TRIES {
            let passphrase = ask(&self.path).ok_or_else(|| KeyringError::PassphraseNeeded(self.path.clone()))?;
            match self.key.decrypt(passphrase.as_bytes()) {
                Ok(key) => return Ok(key),
                Err(ssh_key::Error::Crypto) => {}
                Err(error) => {
                    return Err(KeyringError::NotAKey { path: self.path.clone(), detail: error.to_string() });
                }
            }
        }
        Err(KeyringError::WrongPassphrase(self.path.clone()))
    }
}
