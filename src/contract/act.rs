//! Acts: what people did in a contract's life, one immutable TOML file each, named by its digest.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::digest::Digest;
use super::id::ContractId;

/// One act file, read.
#[derive(Clone, PartialEq, Debug)]
pub struct Act {
    /// Digest of the file's bytes.
    pub digest: Digest,
    /// Which contract it belongs to, wherever the file lies.
    pub contract: ContractId,
    /// E-mail of the member who did it; equals the signer of the commit that brought it.
    pub by: String,
    /// When it was written, with offset.
    pub at: DateTime<FixedOffset>,
    /// Digests of the acts and statements its author had seen.
    pub after: Vec<Digest>,
    /// What was done.
    pub deed: Deed,
}

/// What an act does, with what it needs to say.
#[derive(Clone, PartialEq, Debug)]
pub enum Deed {
    /// Approval of a revision was asked.
    Submit { revision: Digest },
    /// A revision was approved.
    Approve { revision: Digest, note: Option<String> },
    /// A revision was turned down.
    Reject { revision: Digest, reason: String },
    /// The text was frozen and sent for signature.
    Send { revision: Digest, until: Option<NaiveDate> },
    /// A new sign-by date.
    Extend { until: NaiveDate },
    /// A frozen text became a draft again; cancels exactly what `after` names.
    Reopen { revision: Digest, reason: Option<String> },
    /// We withdrew the contract.
    Void { reason: String },
    /// A refusal that was reported to us (a signed one is a statement).
    Decline { party: String, reason: String },
    /// A statement signed elsewhere came in.
    Receive { statement: Digest, key: String, basis: Basis, on: NaiveDate, note: Option<String> },
    /// Signed on paper or on another platform.
    Executed { revision: Digest, on: NaiveDate, how: Execution, evidence: BTreeMap<String, Digest> },
    /// Our transcription of something executed elsewhere was put right.
    Correct { from: Digest, to: Digest, reason: Option<String> },
    /// A party gave notice.
    Notice { party: String, sent: Option<NaiveDate>, received: NaiveDate, reason: Option<String> },
    /// The contract was ended on a day.
    Terminate { on: NaiveDate, reason: String },
    /// An obligation or reminder was dealt with.
    Done { what: String, due: Option<NaiveDate>, on: NaiveDate, note: Option<String> },
    /// Words about the contract or one of its clauses.
    Comment { text: String, clause: Option<String> },
    /// Out of the daily lists.
    Archive,
    /// Back into them.
    Unarchive,
    /// Takes back another act.
    Undo { act: Digest },
}

/// On which ground a counterparty's key is taken for theirs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// Met in person or on video.
    InPerson,
    /// The key was known from before.
    KnownKey,
    /// Fingerprint read over a known telephone number.
    Phone,
    /// Came from the known mailbox.
    Mail,
    /// A spoken code proves who got the page.
    Code,
}

/// How a contract was executed outside clm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Execution {
    /// Ink on paper; the scan is the evidence.
    Paper,
    /// Another signing service; its file is the evidence.
    External,
}
