//! What a look over contracts or templates found.

use serde::Serialize;

/// `clm.check/1`.
#[derive(Serialize, Clone, Debug, Default)]
pub struct CheckReport {
    /// How many contracts were looked at.
    pub checked: usize,
    /// How many of the findings refuse.
    pub errors: usize,
    /// Sorted by file and place.
    pub items: Vec<CheckItem>,
}

/// `clm.template-check/1`.
#[derive(Serialize, Clone, Debug, Default)]
pub struct TemplateCheckReport {
    /// How many templates were looked at.
    pub templates: usize,
    /// How many clauses and fallbacks.
    pub clauses: usize,
    /// How many of the findings refuse.
    pub errors: usize,
    /// Sorted by file and place.
    pub items: Vec<CheckItem>,
}

/// One finding.
#[derive(Serialize, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CheckItem {
    /// The file, relative to the repository.
    pub file: String,
    /// From 1; 0 when it is about the whole file.
    pub line: usize,
    /// From 1, in characters; 0 when it is about the whole line.
    pub column: usize,
    /// `error` or `warning`.
    pub severity: String,
    /// A stable word such as `unknown-key`.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// The contract, when it is about one.
    pub id: Option<String>,
    /// Whether the text may be recorded as it is, and only not be frozen or signed.
    #[serde(skip)]
    pub recordable: bool,
}
