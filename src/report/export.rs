//! A contract as a file for people.

use serde::Serialize;

/// `clm.export/1`.
#[derive(Serialize, Clone, Debug)]
pub struct ExportReport {
    /// Contract id.
    pub id: String,
    /// Contract title.
    pub title: String,
    /// `md`, `html`, `pdf`, `docx`.
    pub format: String,
    /// The file; null on stdout.
    pub path: Option<String>,
    /// Its size.
    pub bytes: u64,
    /// Its digest, in hexadecimal.
    pub sha256: String,
    /// The program that made it, where one did.
    pub engine: Option<String>,
    /// The revision it shows.
    pub revision: String,
    /// The verdict of `verify` on that day.
    pub verdict: String,
    /// Its status.
    pub status: String,
    /// The commit it was read from.
    pub commit: String,
    /// True when `--dry-run` kept it from being written.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
}
