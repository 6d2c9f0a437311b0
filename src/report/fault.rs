//! What failed, why, and what to do next, as data: alone on stderr, or among what was left out of an answer.

use std::num::NonZeroU32;

use serde::Serialize;

/// An error as scripts meet it, in the fields of `clm.error/1`.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct FaultItem {
    /// A stable word.
    pub code: String,
    /// What the command exits with because of it.
    pub exit: u8,
    /// What failed, and why.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// The character of the subject it points at, from 1, where the subject is a line that was typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<NonZeroU32>,
    /// Places or candidates.
    pub details: Vec<String>,
}
