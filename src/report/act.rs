//! What an act did: the commit, each contract it touched, what can be done next.

use chrono::NaiveDate;
use serde::Serialize;

/// `clm.act/1`: the answer of every command that changes something.
#[derive(Serialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct ActReport {
    /// The commit that records it; `null` for a dry run or when nothing was to be done.
    pub commit: Option<String>,
    /// True when `--dry-run` kept it from happening.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// The commit's subject, which is also the sentence for people.
    pub subject: String,
    /// One entry for each contract, template, member or workspace touched.
    pub items: Vec<ActItem>,
    /// Things worth knowing that stopped nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// Pages written for people of the other side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<PageItem>,
    /// What the act means for a living contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// What an act means for a living contract: notice, terminate, renew, amend, done.
#[derive(Serialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// One sentence: `in time: not renewing, it ends on 2026-12-31`.
    pub says: String,
    /// The contract's last day now, where the act is about it.
    pub end: Option<NaiveDate>,
    /// The last day by the other reading, where the two ways of counting disagree.
    pub early_end: Option<NaiveDate>,
    /// Whether a notice or an option came in time; `null` where that is disputed or not asked.
    pub in_time: Option<bool>,
    /// Sentences: how it was judged.
    pub why: Vec<String>,
    /// Files written into the contract's `files/`, relative to the repository.
    pub files: Vec<String>,
}

/// A page written for one signatory of the other side.
#[derive(Serialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct PageItem {
    /// The party.
    pub party: String,
    /// The signatory; null where the party names nobody.
    pub name: Option<String>,
    /// Their address, where the contract names one.
    pub email: Option<String>,
    /// The language of the page's own words.
    pub language: String,
    /// The page.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The script beside it for people with OpenSSH; null until it is their turn.
    pub script: Option<String>,
    /// The last day to sign.
    pub until: NaiveDate,
    /// Whether everybody who signs before them has signed; until then the page takes no signature.
    pub turn: bool,
    /// Whether their reply must prove a spoken code. The code itself is never in here.
    pub code: bool,
}

/// One thing touched by an act.
#[derive(Serialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct ActItem {
    /// Contract id, or the name of what was made.
    pub id: String,
    /// `new`, `sign`, `receive` …
    pub act: String,
    /// The status afterwards; `null` for what has none.
    pub status: Option<String>,
    /// Where it lies, relative to the repository.
    pub path: String,
    /// Commands that make sense now.
    pub next: Vec<String>,
}

/// `clm.prepared/1`: a statement written for somebody who signs elsewhere.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct PreparedReport {
    /// Contract id.
    pub id: String,
    /// The file it was written to.
    pub file: String,
    /// Fingerprint of the key that is expected to sign.
    pub key: String,
    /// The sentence they agree to.
    pub consent: String,
    /// What they run, and what we run then.
    pub next: Vec<String>,
}
