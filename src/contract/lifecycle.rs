//! States, all derived: what the recorded facts of one contract mean on a given day.
//!
//! **Owns** the facts, the states, and [`standing`], which goes from one to the other: first who signed
//! (`lifecycle/signing.rs`), then the dates (`lifecycle/course.rs`, `lifecycle/dates.rs`). **Refuses to know** today,
//! git, keys and the policy: a day, checked statements and what approvals are asked are arguments. **Invariants**: the
//! answer does not depend on the order of acts and statements; nothing panics, however the terms contradict each other.

mod approval;
mod as_of;
mod course;
mod dates;
mod ending;
mod force;
mod instead;
mod option;
mod order;
mod quorum;
mod revision;
mod seats;
mod signatures;
mod signing;
mod terms;
mod waits;
mod weigh;
mod words;

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::act::Act;
use super::business_day::Calendars;
use super::digest::Digest;
use super::header::Header;
use super::id::ContractId;
use super::span::{Span, Unit};
use super::term::Term;

pub use approval::{Approvals, Lacking, Panel, Progress, Required};
pub use as_of::{acts_by, statements_by};
pub(crate) use course::{Cause, Course, Ending};
pub(crate) use dates::{faults, goes_on, ours_of};
pub(crate) use ending::judge_notice;
pub use force::{InForce, in_force_on};
pub use instead::{Elsewhere, Instead};
pub use option::OPTION;
pub(crate) use option::{Options, option_day};
pub use revision::DAYS_TO_SIGN;
pub use seats::{Seat, seats, uncounted};
pub use waits::{Sent, Wait, would_wait};
pub use weigh::{Weighed, weigh};

/// Everything recorded about one contract that its state follows from. Signatures in here have been checked already;
/// acts in here are readable and entered history under their author's key.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The agreement's header as it stands.
    pub header: &'a Header,
    /// The present revision of the agreement.
    pub revision: Digest,
    /// All acts that count, in any order.
    pub acts: &'a [Act],
    /// All statements on this contract, in any order.
    pub statements: &'a [StatementFact],
    /// Turns moments into days.
    pub zone: chrono_tz::Tz,
    /// Names of append-only files that history had and the present tree lacks or changed.
    pub lost: &'a [String],
    /// Amendments of this contract that are fully signed.
    pub amendments: &'a [Amendment],
    /// A fully signed contract that supersedes this one, and the day it starts.
    pub superseded: Option<(ContractId, NaiveDate)>,
    /// Calendars of business days, for terms that name one and for the usual one.
    pub calendars: &'a Calendars,
}

/// What a checked statement says, as far as the state depends on it.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct StatementFact {
    /// Digest of the statement's bytes.
    pub digest: Digest,
    /// Signed, refused or witnessed.
    pub act: StatementAct,
    /// The revision its subjects add up to.
    pub revision: Digest,
    /// For which party.
    pub party: String,
    /// The signer's name.
    pub name: String,
    /// The signer's address, lower case.
    pub email: String,
    /// SHA256 fingerprint of the key; one key never signs for two parties.
    pub key: String,
    /// The time the signer claims.
    pub claimed: DateTime<Utc>,
    /// The day it arrived (from the `receive` act); for a member the day of the claimed time, and for what a member
    /// witnessed the day it was signed.
    pub arrived: NaiveDate,
    /// Digests of statements the signer had seen.
    pub after: Vec<Digest>,
    /// Whether the signature is valid and the signer known on some ground.
    pub trusted: bool,
    /// Whose place it fills, where that is not its signer's own.
    pub instead: Option<Instead>,
}

/// What a statement does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub enum StatementAct {
    /// Agrees.
    Sign,
    /// Refuses.
    Decline,
    /// Says that another signed on paper or elsewhere.
    Witness,
}

/// A fully signed amendment, as far as the amended contract's dates depend on it.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Amendment {
    /// Which contract amends.
    pub id: ContractId,
    /// From which day its `[term]` replaces the table; the day it was signed when the header says nothing.
    pub effective: NaiveDate,
    /// Its `[term]`, when it has one.
    pub term: Option<Term>,
}

/// The signing state, tested in the order broken, signed, void, declined, lapsed, pending, approved, review, draft.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signing {
    /// Text may change; nothing asked.
    Draft,
    /// Approval asked.
    Review,
    /// All required approvals name the present revision.
    Approved,
    /// Sent for signature or partly signed: text frozen.
    Pending,
    /// The sign-by date passed.
    Lapsed,
    /// Every party's rule is met by valid signatures on the present revision, or executed elsewhere.
    Signed,
    /// A signatory refused.
    Declined,
    /// Withdrawn by us.
    Void,
    /// Tampering or a careless edit.
    Broken,
}

/// Where a signed contract is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lifecycle {
    /// Starts in the future.
    Awaiting,
    /// Runs.
    Active,
    /// Past its end.
    Ended,
    /// A needed term is missing or contradicts another.
    Unknown,
}

/// Something that qualifies the state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// Notice was given: the contract runs out.
    NotRenewing,
    /// The two ways of counting disagree about a notice.
    Disputed,
    /// A `terminate` act ended it.
    Terminated,
    /// Another contract replaced it.
    Superseded,
    /// Executed on paper or elsewhere, not by signatures in clm.
    Executed,
    /// A signature that counts was made on paper or elsewhere, and a member witnessed it.
    Witnessed,
    /// Taken out of the daily lists.
    Archived,
    /// A signature arrived after the sign-by date or before its turn and does not count.
    Uncounted,
    /// An act that would take something off the lists did not come in a commit of its author and does not count.
    Unproved,
}

/// The state of one contract on one day, with its reasons.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Signing state.
    pub signing: Signing,
    /// Lifecycle, once signed (a broken contract keeps that of its signed revision).
    pub lifecycle: Option<Lifecycle>,
    /// Sorted, unique.
    pub flags: Vec<Flag>,
    /// Who still has to sign, party by party, in words (`Acme AS: Kari Nordmann <kari@acme.example>`).
    pub missing: Vec<String>,
    /// Whom it waits for while pending or lapsed, in the order of their turns.
    pub waits: Vec<Wait>,
    /// The sign-by date while pending or lapsed.
    pub sign_by: Option<NaiveDate>,
    /// The day the last required signature arrived or the contract was executed.
    pub signed_on: Option<NaiveDate>,
    /// First day of the contract.
    pub start: Option<NaiveDate>,
    /// Last day, inside, as far as it is known today.
    pub end: Option<NaiveDate>,
    /// Number of the present period, from 1.
    pub period: Option<u32>,
    /// Our own last day for notice of the present period.
    pub notice_by: Option<NaiveDate>,
    /// How far its approval has come, until it is signed.
    pub approval: Progress,
    /// Sentences: why unknown, why broken, which act lost against which.
    pub findings: Vec<String>,
}

impl Standing {
    /// The one plain word for people: the lifecycle where there is one, else the signing state.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match (self.signing, self.lifecycle) {
            (Signing::Broken, _) => "broken",
            (_, Some(lifecycle)) => lifecycle.word(),
            (signing, None) => signing.word(),
        }
    }
}

impl Standing {
    /// Whether nothing is going on, so that the contract may lie in the archive: a draft, one that lapsed, was declined or
    /// withdrawn, or one that ended. Whatever runs, waits for somebody or is broken must be seen.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        match (self.signing, self.lifecycle) {
            (Signing::Broken | Signing::Review | Signing::Approved | Signing::Pending, _) => false,
            (_, Some(lifecycle)) => lifecycle == Lifecycle::Ended,
            (Signing::Draft | Signing::Lapsed | Signing::Declined | Signing::Void, None) => true,
            (Signing::Signed, None) => false,
        }
    }
}

impl Standing {
    /// Whose approval it waits for now, and since when; nobody's unless it was asked for.
    pub fn approvers(&self) -> impl Iterator<Item = (&str, NaiveDate)> {
        let open = matches!(self.signing, Signing::Review | Signing::Pending);
        let turns = self.approval.missing.iter().filter(move |_| open).filter_map(|one| Some((one, one.since?)));
        turns.flat_map(|(one, since)| one.from.iter().map(move |email| (email.as_str(), since)))
    }
}

impl Signing {
    /// The state as written in JSON and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Approved => "approved",
            Self::Pending => "pending",
            Self::Lapsed => "lapsed",
            Self::Signed => "signed",
            Self::Declined => "declined",
            Self::Void => "void",
            Self::Broken => "broken",
        }
    }
}

impl Lifecycle {
    /// The state as written in JSON and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Awaiting => "awaiting",
            Self::Active => "active",
            Self::Ended => "ended",
            Self::Unknown => "unknown",
        }
    }
}

/// What `facts` mean on `today` for the organisation called `own` in its contracts.
#[must_use]
pub fn standing(facts: &Facts<'_>, own: &str, approvals: &Approvals, today: NaiveDate) -> Standing {
    let outcome = signing::signing(facts, approvals, today);
    let mut standing = Standing {
        signing: outcome.signing,
        lifecycle: None,
        flags: outcome.flags,
        missing: outcome.missing,
        waits: outcome.waits,
        sign_by: outcome.sign_by,
        signed_on: outcome.signed_on,
        start: None,
        end: None,
        period: None,
        notice_by: None,
        approval: outcome.approval,
        findings: outcome.findings,
    };
    if let Some(signed_on) = standing.signed_on {
        let course = Course::new(facts, own, signed_on, &outcome.live);
        match &facts.header.amends {
            Some(link) => dates::amendment(&mut standing, link.effective.unwrap_or(signed_on), &course, today),
            None => dates::fill(&mut standing, &course, own, today),
        }
    }
    // An archive hides nothing that is alive, however it got there: what is due on it would be missed.
    if standing.flags.contains(&Flag::Archived) && !standing.is_at_rest() {
        standing.flags.retain(|flag| *flag != Flag::Archived);
        standing
            .findings
            .push(format!("It was archived, but it is {}: it is listed like any other.", standing.status()));
    }
    standing.flags.sort_unstable_by_key(|flag| *flag as u8);
    standing.flags.dedup();
    standing
}

/// The course of the contract that `standing` was derived from; `None` when it was never fully signed, and for an
/// amendment, which has no periods of its own.
pub(crate) fn course<'a>(facts: &Facts<'a>, own: &str, standing: &Standing) -> Option<Course<'a>> {
    let signed_on = standing.signed_on?;
    let live = live(facts);
    facts.header.amends.is_none().then(|| Course::new(facts, own, signed_on, &live))
}

/// The acts that count: neither undone nor cancelled by a reopening.
pub(crate) fn live(facts: &Facts<'_>) -> BTreeSet<Digest> {
    signing::live(facts)
}

/// The last day to sign the present revision, once it was sent or signed by somebody; also after it was signed.
pub(crate) fn sign_by(facts: &Facts<'_>) -> Option<NaiveDate> {
    signing::sign_by(facts)
}

/// The pages of the present revision that were sent and count: for each signatory the latest, none that a reopening or a
/// later send replaced.
#[must_use]
pub fn pages_sent(facts: &Facts<'_>) -> Vec<Sent> {
    signing::pages_sent(facts)
}

/// A span in words.
pub(crate) fn words(span: Span) -> String {
    let unit = match span.unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    };
    if span.count == 1 { format!("1 {unit}") } else { format!("{} {unit}s", span.count) }
}
