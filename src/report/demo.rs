//! What the demonstration built and did.

use serde::Serialize;

use super::contract::ContractItem;

/// `clm.demo/1`.
#[derive(Serialize, Clone, Debug, Default)]
pub struct DemoReport {
    /// The repository, absolute.
    pub path: String,
    /// The folder with the keys that were made for it, absolute.
    pub keys: String,
    /// True when `--dry-run` kept it from happening.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// The contracts it holds now.
    pub items: Vec<ContractItem>,
    /// Every command, in order.
    pub steps: Vec<DemoStep>,
    /// Commands to try now.
    pub next: Vec<String>,
}

/// One command, as a person would type it in the repository.
#[derive(Serialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct DemoStep {
    /// The chapter it belongs to.
    pub chapter: String,
    /// The line, ready for a shell.
    pub command: String,
    /// Whether it only reads, and answers the same when typed again after the story.
    pub repeatable: bool,
    /// Its exit code; null when it was not run.
    pub exit: Option<u8>,
    /// What it printed, stdout and stderr together.
    pub output: String,
    /// Why it was not run, or what was run instead.
    pub note: Option<String>,
}
