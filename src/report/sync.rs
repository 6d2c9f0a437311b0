//! What a clone or a meeting of two clones brought.

use serde::Serialize;

/// `clm.clone/1`.
#[derive(Serialize, Clone, Debug)]
pub struct CloneReport {
    /// Where it was cloned from, without a password.
    pub remote: String,
    /// The folder.
    pub path: String,
    /// The branch.
    pub branch: String,
    /// Its newest commit.
    pub commit: String,
    /// How many commits were verified.
    pub commits: usize,
    /// The first commit.
    pub root: String,
    /// Fingerprints of the keys that founded it: compare them with what you know from elsewhere.
    pub founders: Vec<String>,
    /// Whether a founder's key was given with `--trust`, or known from before.
    pub trusted: bool,
    /// The member whose key lies here; null where no key of a member was found.
    pub member: Option<String>,
    /// What was wrong once and was mended since.
    pub healed: Vec<String>,
}

/// `clm.sync/1`.
#[derive(Serialize, Clone, Debug, Default)]
pub struct SyncReport {
    /// The other repository, without a password.
    pub remote: String,
    /// The branch.
    pub branch: String,
    /// The newest commit afterwards.
    pub commit: String,
    /// How many commits came.
    pub came: usize,
    /// How many commits went.
    pub went: usize,
    /// How often somebody else was first, so that it was done again.
    pub races: usize,
    /// The commits that joined the two sides.
    pub merged: Vec<String>,
    /// Whether it was only tried.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// What was decided where both sides changed something.
    pub items: Vec<SyncItem>,
    /// What only a person can decide; nothing was joined then.
    pub conflicts: Vec<ConflictItem>,
}

/// Something both sides changed, and what became of it.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct SyncItem {
    /// The file.
    pub path: String,
    /// The sentence.
    pub says: String,
}

/// `clm.conflicts/1`: two wordings of one place.
#[derive(Serialize, Clone, Debug, Default)]
pub struct ConflictReport {
    /// One entry a clause.
    pub items: Vec<ConflictItem>,
}

/// Two wordings of one place.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct ConflictItem {
    /// The contract; null for other files.
    pub id: Option<String>,
    /// The file.
    pub path: String,
    /// `§3.2 Confidentiality`, `key terms`, `whole file`.
    pub place: String,
    /// As it was; null where it is no text.
    pub base: Option<String>,
    /// As we have it.
    pub ours: Option<String>,
    /// As they have it.
    pub theirs: Option<String>,
}
