//! The TOML front matter of `contract.md`: the terms that are signed.
//!
//! Strict: an unknown or mistyped key is refused by line and name with the nearest known key. [`parse`] reports every
//! fault at once; [`write()`] makes new front matter; [`edit()`] changes keys of existing front matter and nothing else.

mod edit;
mod keys;
mod read;
mod read_party;
mod read_term;
mod words;
mod write;

use chrono::NaiveDate;

pub use edit::{edit, value_for};
pub use read::parse;
pub use write::write;

use super::digest::Digest;
use super::id::ContractId;
use super::money::Value;
use super::obligation::Obligation;
use super::party::Party;
use super::term::Term;

/// Everything the front matter of one agreement says.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Header {
    /// The contract's identity.
    pub id: ContractId,
    /// One line for people.
    pub title: String,
    /// `[a-z]+`, equal to the id's kind unless the contract was re-filed under another.
    pub kind: String,
    /// BCP 47 primary language such as `en` or `nb`; `en` when absent.
    pub language: Option<String>,
    /// Free words, such as `Norway`.
    pub governing_law: Option<String>,
    /// What the law asks of the signature.
    pub form: Form,
    /// The parties, at least one.
    pub parties: Vec<Party>,
    /// The term; empty when the header has none.
    pub term: Term,
    /// Whether a `[term]` table was written at all.
    pub has_term: bool,
    /// What it is worth.
    pub value: Option<Value>,
    /// Dated duties.
    pub obligations: Vec<Obligation>,
    /// `[amends]`: this contract changes that one from a day.
    pub amends: Option<Link>,
    /// `[renews]`: this contract was drawn from that one and continues it.
    pub renews: Option<Link>,
    /// `[supersedes]`: this contract replaces that one when it starts.
    pub supersedes: Option<Link>,
    /// `[under]`: this is a call-off or data agreement under that framework.
    pub under: Option<Link>,
}

/// The paths of keys that `set` takes, such as `term.notice`; for completion.
#[must_use]
pub fn key_names() -> Vec<String> {
    keys::names()
}

/// What form the law asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub enum Form {
    /// Any signature will do (the default).
    #[default]
    Any,
    /// In writing on paper.
    Written,
    /// A qualified electronic signature (eIDAS article 3(12)).
    Qualified,
}

/// A reference to another contract.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Link {
    /// Which contract.
    pub id: ContractId,
    /// Which revision of it.
    pub revision: Option<Digest>,
    /// From which day, for an amendment.
    pub effective: Option<NaiveDate>,
}

#[cfg(test)]
#[path = "header_tests.rs"]
mod tests;
