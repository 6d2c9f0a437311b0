//! The whole history judged, and what was found.

use serde::Serialize;

/// `clm.audit/1`.
#[derive(Serialize, Clone, Debug)]
pub struct AuditReport {
    /// The commit whose history was judged.
    pub commit: String,
    /// The first commit.
    pub root: String,
    /// Fingerprints of the keys that founded the repository: compare them with what you know from elsewhere.
    pub founders: Vec<String>,
    /// How many commits there are.
    pub commits: usize,
    /// How many of them this user had verified before.
    pub remembered: usize,
    /// Of the others, how many were signed by a member.
    pub signed: usize,
    /// Of the others, how many were unsigned.
    pub plain: usize,
    /// What is wrong, or was.
    pub items: Vec<AuditItem>,
}

/// One finding.
#[derive(Serialize, Clone, Debug)]
pub struct AuditItem {
    /// The commit it is about; absent for what concerns the history as a whole.
    pub commit: Option<String>,
    /// When it was made, as it claims.
    pub at: Option<String>,
    /// Whom it names as committer.
    pub by: Option<String>,
    /// The path it is about.
    pub path: Option<String>,
    /// `invalid`, `broken`, `untrusted`; `healed` for what was mended since.
    pub verdict: String,
    /// The sentence.
    pub finding: String,
}

impl AuditItem {
    /// The first ten digits of its commit, by which people are told of it.
    #[must_use]
    pub fn commit_in_short(&self) -> Option<&str> {
        self.commit.as_deref().and_then(|commit| commit.get(..10))
    }
}
