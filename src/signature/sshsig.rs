//! SSHSIG, read and written by clm itself, because `ssh-keygen -Y verify` accepts more than is safe.
//!
//! Accepted by `ssh-keygen` and refused here: text around the armour, other line lengths, a reserved field that is not
//! empty, `S + L` (a second signature made without the key), small-order keys, sha256. Format: OpenSSH's
//! `PROTOCOL.sshsig`, version 1.

use sha2::{Digest as _, Sha512};

use super::armour;
use super::defect::Defect;
use super::key::{KEY_TYPE, PublicKey, shown};
use super::wire::{Reader, put_string};

const MAGIC: &[u8; 6] = b"SSHSIG";
const VERSION: u32 = 1;
const HASH: &str = "sha512";

/// The order of the group, `2^252 + 27742317777372353535851937790883648493`, little-endian (RFC 8032, section 5.1).
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// The parsed contents of a signature: well-formed, not checked against anything.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SshSig {
    /// The key that is said to have signed.
    pub public: PublicKey,
    /// The purpose it was made for.
    pub namespace: String,
    /// R and S.
    pub signature: [u8; 64],
}

impl SshSig {
    /// Reads a canonical armour.
    ///
    /// # Errors
    /// The first [`Defect`] found.
    pub fn parse(armour: &[u8]) -> Result<Self, Defect> {
        Self::from_blob(&armour::read(armour)?)
    }

    /// Reads the contents of an armour. Since every field is read exactly and nothing may follow, one signature has one
    /// blob.
    fn from_blob(blob: &[u8]) -> Result<Self, Defect> {
        let mut reader = Reader::new(blob);
        if reader.take(MAGIC.len()).ok_or(Defect::Truncated)? != MAGIC {
            return Err(Defect::Magic);
        }
        let version = reader.number().ok_or(Defect::Truncated)?;
        if version != VERSION {
            return Err(Defect::Version(version));
        }
        let mut next = || reader.string().ok_or(Defect::Truncated);
        let (key, namespace, reserved, hash, signature) = (next()?, next()?, next()?, next()?, next()?);
        if !reader.is_done() {
            return Err(Defect::TrailingBytes);
        }
        let public = PublicKey::from_blob(key)?;
        if !reserved.is_empty() {
            return Err(Defect::Reserved);
        }
        require_hash(hash)?;
        let namespace = std::str::from_utf8(namespace).map_err(|_| Defect::NamespaceNotText)?.to_owned();
        Ok(Self { public, namespace, signature: inner_signature(signature)? })
    }

    /// The canonical armour.
    #[must_use]
    pub fn to_armour(&self) -> String {
        let mut inner = Vec::with_capacity(83);
        put_string(&mut inner, KEY_TYPE.as_bytes());
        put_string(&mut inner, &self.signature);
        let mut blob = MAGIC.to_vec();
        blob.extend_from_slice(&VERSION.to_be_bytes());
        put_string(&mut blob, &self.public.blob());
        put_string(&mut blob, self.namespace.as_bytes());
        put_string(&mut blob, b"");
        put_string(&mut blob, HASH.as_bytes());
        put_string(&mut blob, &inner);
        armour::write(&blob)
    }
}

fn require_hash(hash: &[u8]) -> Result<(), Defect> {
    match hash {
        b"sha512" => Ok(()),
        b"sha256" => Err(Defect::HashSha256),
        other => Err(Defect::HashUnknown(shown(other))),
    }
}

/// The 64 bytes of the inner `string(algorithm) string(signature)`; OpenSSH reads an agent's answer the same way.
pub(crate) fn inner_signature(blob: &[u8]) -> Result<[u8; 64], Defect> {
    let mut reader = Reader::new(blob);
    let algorithm = reader.string().ok_or(Defect::Truncated)?;
    if algorithm != KEY_TYPE.as_bytes() {
        return Err(Defect::Algorithm(shown(algorithm)));
    }
    let signature = reader.string().ok_or(Defect::Truncated)?;
    if !reader.is_done() {
        return Err(Defect::TrailingBytes);
    }
    signature.try_into().map_err(|_| Defect::SignatureLength(signature.len()))
}

/// The bytes an SSHSIG signer signs for a message: magic, namespace, empty reserved field, hash name, SHA-512.
#[must_use]
pub fn signed_data(namespace: &str, message: &[u8]) -> Vec<u8> {
    let mut data = MAGIC.to_vec();
    put_string(&mut data, namespace.as_bytes());
    put_string(&mut data, b"");
    put_string(&mut data, HASH.as_bytes());
    put_string(&mut data, &Sha512::digest(message));
    data
}

/// Checks that `armour` is one canonical, strictly valid signature over `message` for `namespace`, and returns the key
/// that made it. Who the key belongs to is not asked here.
///
/// # Errors
/// The first [`Defect`] found.
pub fn verify(namespace: &str, message: &[u8], armour: &[u8]) -> Result<PublicKey, Defect> {
    let signature = SshSig::parse(armour)?;
    if signature.namespace != namespace {
        return Err(Defect::Namespace { found: shown(signature.namespace.as_bytes()), expected: namespace.to_owned() });
    }
    check(&signature.public, &signed_data(namespace, message), &signature.signature)?;
    Ok(signature.public)
}

/// The same strict check over raw bytes, without SSHSIG around them.
///
/// # Errors
/// When the key is refused, `signature` is malleable, or it does not fit.
pub fn verify_raw(public: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> Result<(), Defect> {
    check(&PublicKey::from_raw(public)?, message, signature)
}

/// The only place where a signature is accepted.
fn check(public: &PublicKey, data: &[u8], signature: &[u8; 64]) -> Result<(), Defect> {
    if !is_below_order(signature) {
        return Err(Defect::Malleable);
    }
    let signature = ed25519_dalek::Signature::from_bytes(signature);
    public.verifying().verify_strict(data, &signature).map_err(|_| Defect::Incorrect)
}

/// Whether S, the second half, is below the group order.
fn is_below_order(signature: &[u8; 64]) -> bool {
    signature.iter().skip(32).rev().cmp(ORDER.iter().rev()) == std::cmp::Ordering::Less
}

/// Re-encodes an intact armour that travelled (CR LF, another wrap, blank lines around it, no final newline) into the
/// canonical one, for `receive`. Nothing is verified; text around the armour stays a defect.
///
/// # Errors
/// The first [`Defect`] that re-encoding cannot mend.
pub fn canonical(armour: &[u8]) -> Result<String, Defect> {
    Ok(SshSig::from_blob(&armour::read_travelled(armour)?)?.to_armour())
}

#[cfg(test)]
#[path = "sshsig_tests.rs"]
mod tests;
