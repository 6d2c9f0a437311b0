//! People of the other side, as acts of ours tell of them: the page each was sent, the words that came back.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Basis;
use crate::contract::digest::Digest;
use crate::contract::language::Language;

/// A page written for one signatory of the other side.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Page {
    /// Legal name of the party.
    pub party: String,
    /// The signatory's name; absent where the party names nobody.
    pub name: Option<String>,
    /// The address the signatory is known by; absent where the contract gives none.
    pub email: Option<String>,
    /// The language of the page's own words.
    pub language: Language,
    /// Digest of the agreement as the page shows it.
    pub shown: Digest,
    /// Whether the reply must prove a spoken code.
    pub code: bool,
}

/// Who told us something, and how we know that it was them.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Told {
    /// The person's name.
    pub name: String,
    /// The day they told us.
    pub on: NaiveDate,
    /// Why the words are taken for theirs.
    pub basis: Basis,
    /// Paths below the contract's folder and digests, such as the mail; may be empty.
    pub evidence: BTreeMap<String, Digest>,
}

/// Whose words somebody else recorded, and how they came.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Reported {
    /// Legal name of the party.
    pub party: String,
    /// The person's name.
    pub name: String,
    /// The person's address, if known.
    pub email: Option<String>,
    /// Why the words are taken for theirs.
    pub basis: Basis,
    /// The day they arrived.
    pub on: NaiveDate,
    /// Digest of the send they answer.
    pub send: Option<Digest>,
    /// The text they propose instead: one of the paths in `evidence`.
    pub proposes: Option<String>,
    /// Paths below the contract's folder and digests: the reply itself, the mail it came in, the proposed text.
    pub evidence: BTreeMap<String, Digest>,
}
