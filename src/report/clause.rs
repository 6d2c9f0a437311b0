//! Clauses with their fallbacks.

use serde::Serialize;

/// `clm.clauses/1`.
#[derive(Serialize, Clone, Debug, Default)]
pub struct ClausesReport {
    /// By workspace and name.
    pub items: Vec<ClauseItem>,
    /// Clause files that cannot be read, as sentences with file and line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
    /// Whether one was asked for, with its text.
    #[serde(skip)]
    pub detail: bool,
}

/// One clause, or one fallback.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct ClauseItem {
    /// For `include` and `--clause`.
    pub name: String,
    /// The fallback's own name; null for the clause itself.
    pub fallback: Option<String>,
    /// 1 for the first retreat; null for the clause itself.
    pub rank: Option<u32>,
    /// Workspace it belongs to.
    pub workspace: String,
    /// One line; empty where the file says none.
    pub title: String,
    /// Primary language; empty where the file says none.
    pub language: String,
    /// What it says.
    pub description: String,
    /// When to take it.
    #[serde(rename = "use")]
    pub when: String,
    /// Its file.
    pub path: String,
    /// What we retreat to, first retreat first.
    pub fallbacks: Vec<ClauseItem>,
    /// The wording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
