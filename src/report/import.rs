//! What an import made: the commit, each contract with the file it came from.

use serde::Serialize;

/// `clm.act/1`, with the file of each item.
#[derive(Serialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// The commit that records it; `null` for a dry run or when nothing was to be done.
    pub commit: Option<String>,
    /// True when `--dry-run` kept it from happening.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// The commit's subject, which is also the sentence for people.
    pub subject: String,
    /// One entry for each file, in the order given.
    pub items: Vec<ImportItem>,
    /// Things worth knowing that stopped nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// One file.
#[derive(Serialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportItem {
    /// Contract id; one that is still to be drawn is `null` in a dry run.
    pub id: Option<String>,
    /// `import`, `present` for a file that is the original of a contract already, or `differs` where its row says
    /// otherwise than that contract.
    pub act: String,
    /// The status afterwards.
    pub status: Option<String>,
    /// Where it lies, relative to the repository.
    pub path: String,
    /// Commands that make sense now.
    pub next: Vec<String>,
    /// The file as named.
    pub file: String,
    /// Where the text is from: `original`, `transcribed` by a program, or `missing`; absent for one that was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What its row says otherwise than the contract, a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<String>,
}
