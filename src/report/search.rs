//! Contracts found by their words.

use serde::Serialize;

/// `clm.search/1`.
#[derive(Serialize, Clone, Debug)]
pub struct SearchReport {
    /// The query as asked.
    pub query: String,
    /// How many contracts match in all.
    pub total: usize,
    /// Where nothing was found for a word as typed: the word that was looked for instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<Instead>,
    /// All of them counted, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<super::count::Counts>,
    /// The best of them.
    pub items: Vec<SearchItem>,
}

/// Words nobody wrote, and those that were meant.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct Instead {
    /// As typed.
    pub typed: String,
    /// As shown.
    pub shown: String,
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
    /// Which repository it lies in, where several were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
}

/// A piece of text around a match.
#[derive(Serialize, Clone, Debug)]
pub struct SnippetItem {
    /// Where it stands: `text`, `annex NAME`, `comment` or `act`.
    #[serde(rename = "in")]
    pub place: String,
    /// The clause's number, to be given to `show --clause`.
    pub number: Option<String>,
    /// `§3.2 Confidentiality`, where the text has clauses.
    pub clause: Option<String>,
    /// One line.
    pub text: String,
    /// Byte ranges of the matches in `text`.
    pub matches: Vec<(usize, usize)>,
}

/// `clm.search-history/1`.
#[derive(Serialize, Clone, Debug)]
pub struct HistoryReport {
    /// The query as asked.
    pub query: String,
    /// Whether there are older changes than those shown.
    pub more: bool,
    /// Newest first.
    pub items: Vec<HistoryItem>,
}

/// One commit in which the words entered a contract's text or left it.
#[derive(Serialize, Clone, Debug)]
pub struct HistoryItem {
    /// Contract id.
    pub id: String,
    /// Title, as it was.
    pub title: String,
    /// Its folder, as it was.
    pub path: String,
    /// `entered`, `left`, or `deleted` when the contract went with them.
    pub change: String,
    /// Full commit id.
    pub commit: String,
    /// When, with offset, RFC 3339.
    pub at: String,
    /// Author's e-mail.
    pub by: String,
    /// Author's name.
    pub name: String,
    /// The act, or `plain`.
    pub act: String,
    /// The commit's subject.
    pub subject: String,
    /// `good`, `unknown`, `bad`, `none`: whether the commit's signature is its author's.
    pub signature: String,
    /// The words in their clause, in the text that has them.
    pub snippet: Option<SnippetItem>,
    /// Which repository it lies in, where several were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
}
