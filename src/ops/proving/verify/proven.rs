//! One contract as `verify` found it, for what is made of it afterwards.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Case, Past};
use crate::contract::act::Act;
use crate::contract::digest::Digest;
use crate::contract::lifecycle::{self, Standing, StatementAct};
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::dossier::judge::{self, Judgement};
use crate::ops::session::Session;
use crate::report::verify::VerifyItem;
use crate::signature::verdict::{Verdict, Verified};

/// What was found.
pub struct Proven {
    /// The verdict, with everything that speaks against a better one.
    pub item: VerifyItem,
    /// The verdict.
    pub verdict: Verdict,
    /// Its state; none where the agreement cannot be read.
    pub standing: Option<Standing>,
    /// The last day to sign, once it was sent or signed by somebody.
    pub sign_by: Option<NaiveDate>,
    /// The signatures that count, and the refusals that were not cancelled.
    pub statements: Vec<Judgement>,
    /// The acts that count and were neither taken back nor cancelled.
    pub acts: Vec<Act>,
}

impl Proven {
    /// The statements on the present text by signers who are known; what else was said is history.
    pub fn counted(&self, dossier: &Dossier) -> impl Iterator<Item = (&Judgement, &Verified)> {
        let revision = dossier.revision;
        let intact = self.statements.iter().filter_map(|one| Some((one, one.result.as_ref().ok()?)));
        intact.filter(move |(_, verified)| verified.is_trusted() && verified.statement().revision() == revision)
    }
}

/// Verifies the contract of a dossier.
///
/// # Errors
/// When the repository cannot be read.
pub fn prove(session: &Session, dossier: &Dossier) -> Result<Proven> {
    let past = Past::read(session)?;
    let (case, standing) = Case::look(session, &past, dossier)?;
    let facts = judge::facts(&case.judged, session.organisation.time_zone);
    let facts = judge::alone(session, dossier, &case.acts, &facts);
    let sign_by = facts.as_ref().and_then(lifecycle::sign_by);
    let seats = facts.as_ref().map(lifecycle::seats).unwrap_or_default();
    let filled: BTreeSet<Digest> = seats.iter().filter_map(|seat| Some(seat.filled?.digest)).collect();
    // A signature before its turn, or late, is kept and counts for nothing.
    let counts = |one: &&Judgement| {
        let agrees = one.result.as_ref().is_ok_and(|verified| verified.statement().act != StatementAct::Decline);
        case.live.contains(&one.digest) && (!agrees || filled.contains(&one.digest))
    };
    let statements = case.judged.iter().filter(counts).cloned().collect();
    let acts = case.acts.iter().filter(|act| case.live.contains(&act.digest)).cloned().collect();
    let item = case.item(&standing, false);
    let verdict = Verdict::of_word(&item.verdict).unwrap_or(Verdict::Broken);
    Ok(Proven { item, verdict, standing, sign_by, statements, acts })
}
