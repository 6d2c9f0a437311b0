//! What happened, told from the commits.

use serde::Serialize;

/// `clm.log/1`.
#[derive(Serialize, Clone, Debug)]
pub struct LogReport {
    /// Newest first.
    pub items: Vec<LogItem>,
}

/// One commit.
#[derive(Serialize, Clone, Debug)]
pub struct LogItem {
    /// Full commit id.
    pub commit: String,
    /// When, with offset, RFC 3339.
    pub at: String,
    /// Author's e-mail.
    pub by: String,
    /// Author's name.
    pub name: String,
    /// The act, or `plain` for an unsigned commit by another tool.
    pub act: String,
    /// The commit's subject.
    pub subject: String,
    /// The rest of the message without trailers.
    pub message: Option<String>,
    /// `good` (a member's key), `unknown` (another key), `bad`, `none`.
    pub signature: String,
    /// Contracts it is about.
    pub contracts: Vec<String>,
    /// The commit that took it back; null while it counts.
    pub undone_by: Option<String>,
}
