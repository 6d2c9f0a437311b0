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
    /// The file a checkpoint of it was written to.
    pub checkpoint: Option<String>,
    /// The checkpoints it was held against.
    pub checkpoints: Vec<CheckpointItem>,
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

/// What somebody knew of a history.
#[derive(Serialize, Clone, Debug)]
pub struct CheckpointItem {
    /// The file.
    pub file: String,
    /// The first commit.
    pub root: String,
    /// The newest commit.
    pub head: String,
    /// How many commits there were.
    pub commits: usize,
    /// How many acts, statements and signatures lay there.
    pub evidence: usize,
    /// When it was made, as it says.
    pub at: String,
    /// The member who made it, as it says.
    pub by: String,
    /// The key that signed it.
    pub key: String,
    /// How many days ago.
    pub days: i64,
    /// Whether the history holds all of it.
    pub holds: bool,
}

impl AuditItem {
    /// The first ten digits of its commit, by which people are told of it.
    #[must_use]
    pub fn commit_in_short(&self) -> Option<&str> {
        self.commit.as_deref().and_then(|commit| commit.get(..10))
    }
}
