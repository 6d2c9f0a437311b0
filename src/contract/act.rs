//! Acts: what people did in a contract's life, one immutable TOML file each, named by its digest.
//!
//! [`Act::parse`] is strict; [`write()`] gives the same act the same bytes on every machine; [`Act::compose`] writes only
//! what [`Act::parse`] takes.

mod outside;
mod read;
mod way;
mod words;
mod write;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::digest::Digest;
use super::id::ContractId;
use super::problem::Problem;

pub use outside::{Page, Reported, Told};
pub use way::Way;
pub use write::{file_name, write};

/// One act file, read.
#[derive(Clone, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
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
#[derive(Clone, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
pub enum Deed {
    /// Approval of a revision was asked.
    Submit {
        /// Of which revision of the agreement.
        revision: Digest,
    },
    /// A revision was approved.
    Approve {
        /// Of which revision of the agreement.
        revision: Digest,
        /// Words beside it.
        note: Option<String>,
    },
    /// A revision was turned down.
    Reject {
        /// Of which revision of the agreement.
        revision: Digest,
        /// Why.
        reason: String,
    },
    /// The text was frozen and sent for signature.
    Send {
        /// Of which revision of the agreement.
        revision: Digest,
        /// Last day to sign; the default applies when absent.
        until: Option<NaiveDate>,
        /// The pages written for signatories of the other side; sends of earlier versions have none.
        pages: Vec<Page>,
    },
    /// A new sign-by date.
    Extend {
        /// The new last day to sign.
        until: NaiveDate,
    },
    /// A frozen text became a draft again; cancels exactly what `after` names.
    Reopen {
        /// Of which revision of the agreement.
        revision: Digest,
        /// Why.
        reason: Option<String>,
    },
    /// We withdrew the contract.
    Void {
        /// Why.
        reason: String,
    },
    /// A refusal that was reported to us (a signed one is a statement).
    Decline {
        /// Which party.
        party: String,
        /// Why.
        reason: String,
        /// Who told us and how; acts of earlier versions do not say.
        told: Option<Box<Told>>,
    },
    /// A statement signed elsewhere came in.
    Receive {
        /// Digest of the statement.
        statement: Digest,
        /// The OpenSSH public key it was signed with.
        key: String,
        /// Why the key is taken for theirs.
        basis: Basis,
        /// The day it happened.
        on: NaiveDate,
        /// Words beside it.
        note: Option<String>,
        /// Paths below the contract's folder and digests: the mail it came in, a mandate; may be empty.
        evidence: BTreeMap<String, Digest>,
    },
    /// Signed on paper or on another platform.
    Executed {
        /// Of which revision of the agreement.
        revision: Digest,
        /// The day it happened.
        on: NaiveDate,
        /// On paper or elsewhere.
        how: Execution,
        /// The signing service, where it was elsewhere and is known.
        platform: Option<String>,
        /// Paths below the contract's folder and digests; at least one.
        evidence: BTreeMap<String, Digest>,
    },
    /// Our transcription of something executed elsewhere was put right.
    Correct {
        /// The revision that was wrong.
        from: Digest,
        /// The revision that is right.
        to: Digest,
        /// Why.
        reason: Option<String>,
    },
    /// A party gave notice.
    Notice {
        /// Which party.
        party: String,
        /// The day it was sent, if known.
        sent: Option<NaiveDate>,
        /// The day it was received: this one counts.
        received: NaiveDate,
        /// Why.
        reason: Option<String>,
        /// Paths below the contract's folder and digests, such as the letter; may be empty.
        evidence: BTreeMap<String, Digest>,
    },
    /// The contract was ended on a day.
    Terminate {
        /// The last day of the contract.
        on: NaiveDate,
        /// For breach or at will; acts of earlier versions do not say.
        ground: Option<Ground>,
        /// The party that ended it, if known.
        party: Option<String>,
        /// Why.
        reason: String,
        /// Paths below the contract's folder and digests; may be empty.
        evidence: BTreeMap<String, Digest>,
    },
    /// An obligation or reminder was dealt with.
    Done {
        /// The id of the obligation or reminder.
        what: String,
        /// Which of its dates, where it recurs.
        due: Option<NaiveDate>,
        /// The day it happened.
        on: NaiveDate,
        /// Words beside it.
        note: Option<String>,
        /// Paths below the contract's folder and digests; may be empty.
        evidence: BTreeMap<String, Digest>,
    },
    /// Words about the contract or one of its clauses.
    Comment {
        /// The words.
        text: String,
        /// Where, such as `§3.2`.
        clause: Option<String>,
        /// Who said it, when it was not the author of the act.
        from: Option<Box<Reported>>,
    },
    /// Out of the daily lists.
    Archive,
    /// Back into them.
    Unarchive,
    /// Takes back another act.
    Undo {
        /// Digest of the act taken back.
        act: Digest,
    },
}

/// On which ground a counterparty's key is taken for theirs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
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

/// On what ground a contract was ended before its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub enum Ground {
    /// The other party broke it, or the law gives the right.
    Cause,
    /// A party may end it at will, or both agreed to.
    Convenience,
}

/// How a contract was executed outside clm.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub enum Execution {
    /// Ink on paper; the scan is the evidence.
    Paper,
    /// Another signing service; its file is the evidence.
    External,
}

impl Act {
    /// Reads an act file, to be called `file` in problems. The digest is that of `bytes`.
    ///
    /// # Errors
    /// Every fault found: not TOML, unknown, missing or mistyped keys, values that cannot be.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        read::parse(file, bytes)
    }

    /// A new act and its bytes.
    ///
    /// # Errors
    /// When the act would not be read back as it is: an empty reason, a control character in a note, no evidence.
    pub fn compose(
        contract: &ContractId,
        by: &str,
        at: DateTime<FixedOffset>,
        after: &[Digest],
        deed: &Deed,
    ) -> Result<(Self, Vec<u8>), Vec<Problem>> {
        let bytes = write(contract, by, at, after, deed);
        let act = Self::parse("act", &bytes)?;
        Ok((act, bytes))
    }
}

#[cfg(test)]
#[path = "act_tests.rs"]
mod tests;
