//! `terminate`: a contract was ended on a day, for cause or at will; what that day is, is said, not counted.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::state::{Living, date};
use super::{compose, evidence, record};
use crate::contract::act::{Deed, Ground};
use crate::contract::lifecycle::{Flag, Lifecycle};
use crate::error::{Error, Kind, Result};
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::{ActReport, Outcome};

/// A termination.
#[derive(Debug, Clone, Copy)]
pub struct TerminateRequest<'a> {
    /// The last day of the contract.
    pub on: NaiveDate,
    /// For cause or at will.
    pub ground: Ground,
    /// The party that ended it, if known.
    pub by: Option<&'a str>,
    /// Files that show it.
    pub evidence: &'a [PathBuf],
}

/// Records a termination. Its reason is the person's own words.
///
/// # Errors
/// When the state or the policy does not allow it, the day cannot be, or there is no reason.
pub fn terminate(
    session: &Session,
    actor: &Actor,
    place: &Place,
    request: &TerminateRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let living = Living::open(session, actor, place, Right::Manage)?;
    living.must_be("terminated", &[Lifecycle::Awaiting, Lifecycle::Active, Lifecycle::Unknown])?;
    if let Some(act) = living.standing_act(session, |deed| matches!(deed, Deed::Terminate { .. })) {
        let why = format!("it was terminated already, with {} as its last day", date(living.standing.end));
        return Err(living.refused("terminated", &why, &[Living::undo(act), living.command("show")]));
    }
    let reason = manner.words.map(str::trim).filter(|words| !words.is_empty()).ok_or_else(|| {
        Error::new(Kind::Usage, "missing-answer", "a termination needs its reason").hint("give it with -m \"…\"")
    })?;
    day_must_fit(&living, request.on)?;
    let party = request.by.map(|typed| living.party(typed).map(str::to_owned)).transpose()?;
    let mut change = session.change()?;
    let kept = evidence::keep(&living.dossier, request.evidence, &mut change)?;
    let deed = Deed::Terminate {
        on: request.on,
        ground: Some(request.ground),
        party: party.clone(),
        reason: reason.to_owned(),
        evidence: kept,
    };
    let composed = compose(session, actor, &living, &deed)?;
    let outcome = outcome(session, &living, request, party.as_deref());
    record(session, actor, &living, change, composed, outcome, manner)
}

fn day_must_fit(living: &Living, on: NaiveDate) -> Result<()> {
    let standing = &living.standing;
    if let Some(signed) = standing.signed_on.filter(|signed| on < *signed) {
        let message = format!("--on {on} is before {signed}, the day the contract was signed");
        return Err(Error::new(Kind::Usage, "contradiction", message).hint("--on is the contract's last day"));
    }
    // Where it goes on by itself the end shown is that of the present period, which a later termination may well pass.
    let fixed = standing.flags.contains(&Flag::NotRenewing) || standing.notice_by.is_none();
    if let Some(end) = standing.end.filter(|end| fixed && on >= *end && standing.lifecycle == Some(Lifecycle::Active)) {
        let why = format!("it ends on {end} anyway, which is not after --on {on}");
        return Err(living.refused("terminated", &why, &[living.command("show"), "clm due --explain".to_owned()]));
    }
    Ok(())
}

fn outcome(session: &Session, living: &Living, request: &TerminateRequest<'_>, party: Option<&str>) -> Outcome {
    let on = request.on;
    let tense = if on < session.today { "ended" } else { "ends" };
    let who = party.map(|party| format!(" by {party}")).unwrap_or_default();
    let mut why = vec![format!("Terminated{who} for {}, with {on} as its last day.", request.ground.word())];
    let notice = living.standing.notice_by.filter(|_| request.ground == Ground::Convenience);
    why.extend(notice.map(|by| {
        format!(
            "By its terms it is ended by notice ({by} is our last day); that it may end at will is for the text to say."
        )
    }));
    why.extend(living.entry.runs_under());
    Outcome { says: format!("terminated: it {tense} on {on}"), end: Some(on), why, ..Outcome::default() }
}
