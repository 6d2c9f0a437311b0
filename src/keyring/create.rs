//! A new key pair, as `ssh-keygen -t ed25519` would leave it.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use ssh_key::rand_core::OsRng;
use ssh_key::{Algorithm, LineEnding, PrivateKey};

use super::KeyringError;
use crate::disk::whole_file;
use crate::signature::key::PublicKey;

/// Makes a key pair: the private key at `path` (mode 0600), encrypted when there is a passphrase, and `path.pub` beside
/// it. Both are on disk when this returns. A missing folder is made with mode 0700.
///
/// # Errors
/// When either file exists, something cannot be written, or the comment is not one line.
pub fn create(path: &Path, comment: &str, passphrase: Option<&str>) -> Result<PublicKey, KeyringError> {
    if comment.chars().any(char::is_control) {
        return Err(KeyringError::Comment);
    }
    let public_path = beside(path);
    if public_path.symlink_metadata().is_ok() {
        return Err(KeyringError::Exists(public_path));
    }
    let (private, public) = pair(comment, passphrase)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|source| KeyringError::Write { path: folder.to_owned(), source })?;
    write_new(path, 0o600, private.as_bytes())?;
    let line = if comment.is_empty() { format!("{public}\n") } else { format!("{public} {comment}\n") };
    if let Err(error) = write_new(&public_path, 0o644, line.as_bytes()) {
        // Half a pair is worse than none; the file is the one just made here.
        let _ = fs::remove_file(path);
        return Err(error);
    }
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|source| KeyringError::Write { path: folder.to_owned(), source })?;
    Ok(public)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".pub");
    PathBuf::from(name)
}

/// The text of a private key and its public key.
fn pair(comment: &str, passphrase: Option<&str>) -> Result<(zeroize::Zeroizing<String>, PublicKey), KeyringError> {
    let failed = |error: ssh_key::Error| KeyringError::Make(error.to_string());
    let mut key = PrivateKey::random(&mut OsRng, Algorithm::Ed25519).map_err(failed)?;
    key.set_comment(comment);
    let raw = key.public_key().key_data().ed25519().map(|public| public.0);
    let public = PublicKey::from_raw(&raw.ok_or_else(|| KeyringError::Make("no ed25519 key".to_owned()))?)?;
    if let Some(passphrase) = passphrase.filter(|passphrase| !passphrase.is_empty()) {
        key = key.encrypt(&mut OsRng, passphrase.as_bytes()).map_err(failed)?;
    }
    Ok((key.to_openssh(LineEnding::LF).map_err(failed)?, public))
}

/// Writes a file that must not exist yet, whole or not at all, and waits until it is on disk.
fn write_new(path: &Path, mode: u32, bytes: &[u8]) -> Result<(), KeyringError> {
    whole_file::create(path, bytes, mode).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => KeyringError::Exists(path.to_owned()),
        _ => KeyringError::Write { path: path.to_owned(), source },
    })
}
