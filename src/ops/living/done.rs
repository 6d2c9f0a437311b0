//! `done`: a duty or a reminder was dealt with, one of its days at a time.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::state::{Living, must_have_come};
use super::{compose, evidence, record};
use crate::contract::act::Deed;
use crate::contract::deadline::{Item, What};
use crate::contract::lifecycle::OPTION;
use crate::contract::problem::nearest;
use crate::error::{Error, Kind, Result};
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::{ActReport, Outcome};

/// What was dealt with.
#[derive(Debug, Clone, Copy)]
pub struct DoneRequest<'a> {
    /// The id of the obligation or reminder.
    pub what: &'a str,
    /// Which of its days, where it recurs; the earliest open one when absent.
    pub due: Option<NaiveDate>,
    /// The day it was done; today when absent.
    pub on: Option<NaiveDate>,
    /// Files that show it.
    pub evidence: &'a [PathBuf],
}

/// Records that a duty or reminder was dealt with.
///
/// # Errors
/// When there is none of that name, it was dealt with before, the state or the policy does not allow it.
pub fn done(
    session: &Session,
    actor: &Actor,
    place: &Place,
    request: &DoneRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let living = Living::open(session, actor, place, Right::Manage)?;
    let is_reminder = must_be_known(session, &living, request)?;
    if !is_reminder && living.standing.lifecycle.is_none() {
        // A duty binds nobody before the contract is signed.
        living.must_be("fulfilled", &[])?;
    }
    let on = request.on.unwrap_or_else(|| session.now.date_naive());
    must_have_come(session, "--on", on, "a duty is done when it is done; leave --on out for today")?;
    let (due, more) = occurrence(session, &living, request)?;
    let mut change = session.change()?;
    let kept = evidence::keep(&living.dossier, request.evidence, &mut change)?;
    let note = manner.words.map(str::to_owned).filter(|words| !words.trim().is_empty());
    let deed = Deed::Done { what: request.what.to_owned(), due: Some(due), on, note, evidence: kept };
    let composed = compose(session, actor, &living, &deed)?;
    let late = if on > due { format!(", {} days late", (on - due).num_days()) } else { String::new() };
    let mut why = Vec::new();
    if more > 0 {
        why.push(format!("{more} more of its days up to today are still open; `clm due` lists them."));
    }
    let says = format!("done: `{}` due {due}, on {on}{late}", request.what);
    let outcome = Outcome { says, why, ..Outcome::default() };
    record(session, actor, &living, change, composed, outcome, manner)
}

/// Whether it is a reminder; refuses what is neither reminder nor obligation.
fn must_be_known(session: &Session, living: &Living, request: &DoneRequest<'_>) -> Result<bool> {
    let (id, what) = (&living.dossier.id, request.what);
    if living.entry.record.reminders.iter().any(|reminder| reminder.id == what) {
        return Ok(true);
    }
    let obligations: Vec<&str> =
        living.entry.terms().into_iter().flat_map(|header| &header.obligations).map(|one| one.id.as_str()).collect();
    if obligations.contains(&what) {
        return Ok(false);
    }
    if is_by_rule(session, living, request) {
        return Ok(true);
    }
    if what == OPTION {
        return Err(living.refused(
            "renewed this way",
            "an option is used by renewing",
            &[format!("clm renew {id} --option")],
        ));
    }
    let reminders = living.entry.record.reminders.iter().map(|reminder| reminder.id.as_str());
    let known: Vec<&str> = obligations.into_iter().chain(reminders).collect();
    let message = format!("{id} has no obligation or reminder called `{what}`");
    let hint = match (nearest(what, known.iter().copied()), known.is_empty()) {
        (Some(near), _) => format!("did you mean `clm done {id} {near}`?"),
        (None, false) => format!("it has {}", known.join(", ")),
        (None, true) => format!("`clm show {id} --text` shows the agreement; it names no obligation"),
    };
    Err(Error::new(Kind::NotFound, "no-such-obligation", message).hint(hint).about(id.to_string()))
}

/// Whether a rule reminds, or reminded, under that name.
fn is_by_rule(session: &Session, living: &Living, request: &DoneRequest<'_>) -> bool {
    let reach = request.due.map(|due| due.max(session.today));
    let items = living.entry.due(&session.organisation, session.today, reach);
    let stands = |item: &Item| item.what == What::Reminder && item.subject.as_deref() == Some(request.what);
    let before = |deed: &Deed| matches!(deed, Deed::Done { what, .. } if what == request.what);
    items.iter().any(stands) || living.standing_act(session, before).is_some()
}

/// The day dealt with, and how many others up to today stay open.
fn occurrence(session: &Session, living: &Living, request: &DoneRequest<'_>) -> Result<(NaiveDate, usize)> {
    let reach = request.due.map(|due| due.max(session.today));
    let items = living.entry.due(&session.organisation, session.today, reach);
    let is_it = |item: &&Item| {
        matches!(item.what, What::Obligation | What::Reminder) && item.subject.as_deref() == Some(request.what)
    };
    let open: Vec<NaiveDate> = items.iter().filter(is_it).filter_map(|item| item.date).collect();
    let found = match request.due {
        Some(due) => open.iter().copied().find(|day| *day == due),
        None => open.first().copied(),
    };
    if let Some(found) = found {
        let more = open.iter().filter(|day| **day != found && **day <= session.today).count();
        return Ok((found, more));
    }
    let before = living.standing_act(session, |deed| match deed {
        Deed::Done { what, due, .. } => what == request.what && (request.due.is_none() || *due == request.due),
        _ => false,
    });
    let id = &living.dossier.id;
    let error = match (before, request.due) {
        (Some(act), _) => {
            let when = if let Deed::Done { on, .. } = &act.deed { on.to_string() } else { String::new() };
            let why = format!("`{}` was done on {when}", request.what);
            living.refused("done again", &why, &[Living::undo(act), living.command("show")])
        }
        (None, Some(due)) => {
            let days: Vec<String> = open.iter().take(5).map(ToString::to_string).collect();
            let message = format!("`{}` of {id} does not fall on {due}", request.what);
            let error = Error::new(Kind::NotFound, "no-such-day", message).about(id.to_string());
            if days.is_empty() { error } else { error.hint(format!("it is open on {}", days.join(", "))) }
        }
        (None, None) => {
            living.refused("done", &format!("`{}` falls due no more", request.what), &[living.command("show")])
        }
    };
    Err(error)
}
