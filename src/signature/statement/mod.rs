//! Statements: what a signer says about exact bytes, as an in-toto Statement v1 of our own predicate type.
//!
//! The bytes that were signed are the statement. There is one spelling for each: sorted keys, two-space indent, LF, a
//! final newline. [`Statement::to_bytes`] writes only what [`Statement::parse`] reads, and the reader refuses every other
//! spelling, so nothing is ever re-serialised to verify.

mod error;
mod fields;
mod instead;
mod json;
mod read;
mod write;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};

use super::principal::Principal;
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::contract::lifecycle::StatementAct;
use crate::contract::revision::{Subject, revision};

pub use error::StatementError;
pub use instead::{Instead, Mandate, Witnessed, is_same_person};

/// `_type` of every statement.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
/// `predicateType` of every statement.
pub const PREDICATE_TYPE: &str = "urn:clm:statement:v1";
/// The largest statement, in bytes.
pub const LARGEST: usize = 64 * 1024;

/// One statement: who does what about which exact files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    /// contract.md and every annex, each path once.
    pub subjects: Vec<Subject>,
    /// Signs, declines or witnesses.
    pub act: StatementAct,
    /// The contract.
    pub contract: ContractId,
    /// The contract's title.
    pub title: String,
    /// Who speaks.
    pub signer: Signer,
    /// The sentence the signer was shown and agreed to.
    pub consent: String,
    /// When, as the signer claims: whole seconds, years 0 to 9999.
    pub claimed: DateTime<Utc>,
    /// Digests of the statements the signer had seen.
    pub after: Vec<Digest>,
    /// The newest commit the signer knew: 40 or 64 lower-case hexadecimal digits.
    pub commit: Option<String>,
    /// Makes two identical acts two statements.
    pub nonce: Nonce,
    /// Digest of the act that asked for the signature.
    pub send: Option<Digest>,
    /// Digest of the rendering that was shown.
    pub shown: Option<Digest>,
    /// HMAC-SHA256 that proves the signer knew a spoken code.
    pub code_hmac: Option<CodeHmac>,
    /// Why; only where the act is `decline`.
    pub reason: Option<String>,
    /// Whose place it fills, where that is not its signer's own.
    pub instead: Option<Instead>,
}

/// The person a statement speaks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signer {
    /// Full name.
    pub name: String,
    /// The address the signer is known by.
    pub email: Principal,
    /// Legal name of the party.
    pub party: String,
    /// In which capacity, such as `CEO` or `by proxy`.
    pub capacity: Option<String>,
    /// Fingerprint of the signing key.
    pub key: String,
}

/// 128 random bits, written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Nonce(pub [u8; 16]);

/// An HMAC-SHA256, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CodeHmac(pub [u8; 32]);

impl Statement {
    /// The exact bytes to sign.
    ///
    /// # Errors
    /// When the statement could not be read back: a name with control characters, a missing contract.md, too many
    /// bytes and whatever else [`Self::parse`] refuses.
    pub fn to_bytes(&self) -> Result<Vec<u8>, StatementError> {
        let bytes = write::bytes(self)?;
        Self::parse(&bytes)?;
        Ok(bytes)
    }

    /// Reads the exact bytes that were signed.
    ///
    /// # Errors
    /// When they are not the one spelling of a statement.
    pub fn parse(bytes: &[u8]) -> Result<Self, StatementError> {
        let statement = read::statement(&json::parse(bytes)?)?;
        instead::consistent(&statement)?;
        let canonical = write::bytes(&statement)?;
        if canonical == bytes {
            return Ok(statement);
        }
        let same = canonical.iter().zip(bytes).take_while(|(a, b)| a == b).count();
        let lines = canonical.iter().take(same).filter(|byte| **byte == b'\n').count();
        Err(StatementError::NotCanonical { line: lines.saturating_add(1) })
    }

    /// The revision the subjects add up to.
    #[must_use]
    pub fn revision(&self) -> Digest {
        revision(&self.subjects)
    }
}

/// The file name `<who>-<12 hex>.json` of a statement with these bytes; its signature adds `.sig`. `who` is a slug of
/// the signer's name (lower-case ASCII letters, digits and dashes); anything else in it becomes a dash.
#[must_use]
pub fn file_name(who: &str, statement: Digest) -> String {
    let mut slug = String::new();
    for character in who.chars().take(60) {
        if character.is_ascii_lowercase() || character.is_ascii_digit() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    format!("{}-{}.json", if slug.is_empty() { "signer" } else { slug }, statement.short(12))
}

/// Reads `N` bytes written as lower-case hexadecimal digits.
fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N.checked_mul(2)? || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

fn put_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        put_hex(&self.0, f)
    }
}

impl fmt::Display for CodeHmac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        put_hex(&self.0, f)
    }
}

/// The text is not the expected number of lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {0} lower-case hexadecimal digits")]
pub struct HexError(usize);

impl FromStr for Nonce {
    type Err = HexError;

    fn from_str(text: &str) -> Result<Self, HexError> {
        from_hex(text).map(Self).ok_or(HexError(32))
    }
}

impl FromStr for CodeHmac {
    type Err = HexError;

    fn from_str(text: &str) -> Result<Self, HexError> {
        from_hex(text).map(Self).ok_or(HexError(64))
    }
}

#[cfg(test)]
mod tests;
