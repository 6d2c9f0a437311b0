//! `bundle`: what was written.

use serde::Serialize;

/// `clm.bundle/1`.
#[derive(Serialize, Clone, Debug)]
pub struct BundleReport {
    /// Contract id.
    pub id: String,
    /// Contract title.
    pub title: String,
    /// The archive, as it was named.
    pub file: String,
    /// Digest of the archive.
    pub sha256: String,
    /// Size of the archive in bytes.
    pub bytes: u64,
    /// How many files are in it.
    pub files: usize,
    /// `valid`, `paper`, `external`; `incomplete` or `untrusted` only where that was asked for.
    pub verdict: String,
    /// Its signing state.
    pub status: String,
    /// Who is missing.
    pub missing: Vec<String>,
    /// Whether our internal history is in it.
    pub history: bool,
    /// Fingerprint of the key that signed the manifest: what its reader is to know from elsewhere.
    pub key: String,
    /// True when `--dry-run` kept it from being written.
    pub dry_run: bool,
}
