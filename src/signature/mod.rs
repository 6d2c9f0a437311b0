//! Who said what about which exact bytes, and how that is proved.
//!
//! **Owns** public keys, SSHSIG signatures, statements, the allowed-signers format, and the step from *parsed* to
//! *checked*. **Refuses to know** disks, git, the clock, secret keys, and where members come from: a signer is looked up
//! through [`verdict::Members`]. **Invariants**: a signature has exactly one accepted spelling; a statement is kept as
//! the bytes that were signed and never re-serialised to verify; only [`verdict::check`] makes a
//! [`verdict::Verified`]; whatever cannot be checked is never "valid".

pub mod allowed_signers;
mod armour;
pub mod bundle;
pub mod defect;
pub mod key;
pub mod namespace;
pub mod principal;
pub mod sshsig;
pub mod statement;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod text;
pub mod verdict;
pub(crate) mod wire;
