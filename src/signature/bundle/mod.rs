//! Bundles: one signed contract as a folder of files that proves itself to a stranger.
//!
//! **Owns** the manifest, which names every other file by size and digest and says what only its maker knows (on which
//! basis each signer is known, when each signature was received), and the judgement of such a folder. **Refuses to know**
//! archives, disks, repositories and the clock. **Invariants**: nothing is believed that the signed manifest does not name,
//! or that its statements do not sign; what the manifest says of people is its maker's word, so that a verdict is `valid`
//! only for who names the maker's key, or every signer's.

mod content;
mod judge;
mod manifest;
mod people;
mod place;
mod standing;

pub use judge::{Judged, Said, judge};
pub use manifest::{Agreement, Executed, Known, Listed, Made, Manifest, ManifestError};
pub use place::is_place;

use std::collections::BTreeMap;

/// What every other file of a bundle is named in.
pub const MANIFEST: &str = "manifest.json";

/// The signature over it.
pub const MANIFEST_SIGNATURE: &str = "manifest.json.sig";

/// Whose key is good for what and when, as `ssh-keygen` reads it.
pub const ALLOWED_SIGNERS: &str = "allowed_signers";

/// The agreement itself.
pub const CONTRACT: &str = "contract.md";

/// Where annexes lie.
pub const ANNEXES: &str = "annexes/";

/// Where statements and their signatures lie.
pub const SIGNATURES: &str = "signatures/";

/// Scans and mandates the signed agreement rests on.
pub const EVIDENCE: &str = "evidence/";

/// What is internal, where it was asked for.
pub const HISTORY: &str = "history/";

/// Most files of a bundle.
pub const MOST_FILES: usize = 20_000;

/// Most bytes of all files of a bundle together: 256 MiB.
pub const MOST_BYTES: u64 = 256 << 20;

/// The files of a bundle by their paths.
pub type Files = BTreeMap<String, Vec<u8>>;

#[cfg(test)]
mod tests;
