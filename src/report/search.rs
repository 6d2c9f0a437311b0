//! Contracts found by their words.

use serde::Serialize;

/// `clm.search/1`.
#[derive(Serialize, Clone, Debug)]
pub struct SearchReport {
    /// The query as asked.
    pub query: String,
    /// How many contracts match in all.
    pub total: usize,
    /// The best of them.
    pub items: Vec<SearchItem>,
}

/// One contract found.
#[derive(Serialize, Clone, Debug)]
pub struct SearchItem {
    /// Contract id.
    pub id: String,
    /// Contract title.
    pub title: String,
    /// Higher is better; comparable within one answer only.
    pub score: f32,
    /// Its folder.
    pub path: String,
    /// Where the words stand.
    pub snippets: Vec<SnippetItem>,
}

/// A piece of text around a match.
#[derive(Serialize, Clone, Debug)]
pub struct SnippetItem {
    /// `§3.2 Confidentiality`, where the text has clauses.
    pub clause: Option<String>,
    /// One line.
    pub text: String,
    /// Byte ranges of the matches in `text`.
    pub matches: Vec<(usize, usize)>,
}
