//! `notice`: a party gave notice. What counts is the day it was received; the answer says whether that was in time, when
//! the contract then ends, and why.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::state::{Living, must_have_come};
use super::{compose, evidence, letter, record};
use crate::contract::act::{Act, Deed};
use crate::contract::lifecycle::{Flag, Lifecycle, Weighed, weigh};
use crate::error::{Error, Kind, Result};
use crate::ops::recording::answer::item;
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::{ActReport, Outcome};

/// Who gave notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By<'a> {
    /// Our own organisation.
    Us,
    /// The only other party.
    Them,
    /// A party by name.
    Party(&'a str),
}

/// A notice.
#[derive(Debug, Clone, Copy)]
pub struct NoticeRequest<'a> {
    /// Who gave it.
    pub by: By<'a>,
    /// The day it was sent, if known.
    pub sent: Option<NaiveDate>,
    /// The day it was received; none while only the letter is wanted.
    pub received: Option<NaiveDate>,
    /// Files that show it, such as the letter received.
    pub evidence: &'a [PathBuf],
    /// Whether our letter is to be drafted.
    pub letter: bool,
}

/// Records a notice, or drafts the letter that gives it.
///
/// # Errors
/// When the state or the policy does not allow it, the party is none of the contract's, or a day cannot be.
pub fn notice(
    session: &Session,
    actor: &Actor,
    place: &Place,
    request: &NoticeRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let living = Living::open(session, actor, place, Right::Manage)?;
    let what = "ended by notice";
    living.must_stand_alone(what, "notice")?;
    living.must_be(what, &[Lifecycle::Awaiting, Lifecycle::Active, Lifecycle::Unknown])?;
    let party = party(session, &living, request.by)?;
    must_not_be_ended_already(session, &living, &party)?;
    if request.letter && party != session.organisation.name {
        return Err(Error::new(
            Kind::Usage,
            "not-our-letter",
            format!("--letter writes our own notice, not that of {party}"),
        )
        .hint("keep the letter they sent with --evidence FILE"));
    }
    let Some(received) = request.received else { return letter_only(session, actor, &living, &party, request, manner) };
    days_must_fit(session, &living, request.sent, received)?;
    let mut change = session.change()?;
    let mut kept = evidence::keep(&living.dossier, request.evidence, &mut change)?;
    let weighed = weighed(session, &living, &party, received)?;
    let mut files = Vec::new();
    if request.letter {
        let drafted = letter::draft(session, &living, &party, request.sent, received, weighed.as_ref().ok())?;
        let name = letter::file_name(drafted.dated);
        files.push(evidence::put(&living.dossier, &name, drafted.text.into_bytes(), &mut change, &mut kept)?);
    }
    let reason = manner.words.map(str::to_owned).filter(|words| !words.trim().is_empty());
    let deed = Deed::Notice { party: party.clone(), sent: request.sent, received, reason, evidence: kept };
    let composed = compose(session, actor, &living, &deed)?;
    let outcome = outcome(session, &living, &composed.0, weighed, files);
    record(session, actor, &living, change, composed, outcome, manner)
}

/// The party meant; our own organisation must be one.
fn party(session: &Session, living: &Living, by: By<'_>) -> Result<String> {
    let own = session.organisation.name.as_str();
    let names: Vec<&str> = living.header()?.parties.iter().map(|party| party.name.as_str()).collect();
    let all = names.join(", ");
    match by {
        By::Party(name) => living.party(name).map(str::to_owned),
        By::Us if names.contains(&own) => Ok(own.to_owned()),
        By::Us => Err(Error::new(Kind::Usage, "not-a-party", format!("{own} is no party of {}", living.dossier.id))
            .hint(format!("say who gave notice with --by: {all}"))),
        By::Them => {
            let others: Vec<&str> = names.into_iter().filter(|name| *name != own).collect();
            match others.as_slice() {
                [only] => Ok((*only).to_owned()),
                _ => Err(Error::new(Kind::Usage, "several-parties", "--theirs could be more than one party")
                    .hint(format!("say who gave notice with --by: {}", others.join(", ")))),
            }
        }
    }
}

/// A second notice of the same party, or one after a termination, changes nothing: the first must be taken back.
fn must_not_be_ended_already(session: &Session, living: &Living, party: &str) -> Result<()> {
    let terminated = living.standing_act(session, |deed| matches!(deed, Deed::Terminate { .. }));
    let same = |deed: &Deed| match deed {
        Deed::Notice { party: other, received, .. } => {
            other == party && weighed(session, living, party, *received).is_ok_and(|w| w.is_ok_and(|w| w.stops))
        }
        _ => false,
    };
    let (act, why) = if let Some(act) = terminated {
        (act, format!("it was terminated with {} as its last day", super::state::date(living.standing.end)))
    } else if let Some(act) = living.standing_act(session, same) {
        (act, format!("{party} gave notice already, and it ends on {}", super::state::date(living.standing.end)))
    } else {
        return Ok(());
    };
    let file = living.dossier.acts.iter().find(|file| file.act.digest == act.digest).map(|file| file.file.as_str());
    let instead = [Living::undo(act), living.command("show")];
    let error = living.refused("ended by notice again", &why, &instead);
    Err(error.details(file.map(|file| format!("the act is {}/{file}", living.dossier.folder))))
}

fn days_must_fit(session: &Session, living: &Living, sent: Option<NaiveDate>, received: NaiveDate) -> Result<()> {
    let hint = "record a notice when it has been received; `--letter` without --received drafts the letter to send";
    must_have_come(session, "--received", received, hint)?;
    if let Some(sent) = sent.filter(|sent| *sent > received) {
        let message = format!("--sent {sent} is after --received {received}");
        return Err(Error::new(Kind::Usage, "contradiction", message).hint("give the day it was sent first"));
    }
    if let Some(signed) = living.standing.signed_on.filter(|signed| received < *signed) {
        let message = format!("--received {received} is before {signed}, the day the contract was signed");
        return Err(Error::new(Kind::Usage, "contradiction", message)
            .hint(format!("`{}` shows the contract's dates", living.command("show"))));
    }
    Ok(())
}

/// What the notice does by the terms in force; inside `Err` why nobody can say.
fn weighed(
    session: &Session,
    living: &Living,
    party: &str,
    received: NaiveDate,
) -> Result<std::result::Result<Weighed, String>> {
    let facts = living.entry.facts(living.header()?, &session.organisation);
    let answer = weigh(&facts, &session.organisation.name, &living.standing, party, received);
    Ok(answer.map_or_else(|| Err("it was never signed.".to_owned()), |judged| judged.map_err(|fault| fault.why)))
}

/// What became of the contract, told from its state with the notice in it.
fn outcome(
    session: &Session,
    living: &Living,
    act: &Act,
    weighed: std::result::Result<Weighed, String>,
    files: Vec<String>,
) -> Outcome {
    let mut entry = living.entry.clone();
    entry.acts.push(act.clone());
    let after = entry.standing(&session.organisation, session.today);
    let files = files.into_iter().map(|name| format!("{}/files/{name}", living.dossier.folder)).collect();
    let weighed = match weighed {
        Ok(weighed) => weighed,
        Err(why) => {
            let says = "the notice is recorded, but nobody can say what it does".to_owned();
            return Outcome { says, why: vec![why], files, ..Outcome::default() };
        }
    };
    let end = after.end.or(weighed.end);
    let mut why = weighed.why;
    if weighed.end.is_some() && weighed.end != end {
        why.extend(entry.why_it_ends(&session.organisation, session.today));
    }
    why.extend(living.entry.runs_under());
    let disputed = after.flags.contains(&Flag::Disputed);
    let early_end = weighed.early.filter(|_| disputed);
    let ends = super::state::date(end);
    let says = match (weighed.in_time, weighed.stops) {
        (None, _) => match early_end {
            Some(early) if weighed.end.is_some() => {
                format!("disputed: it ends on {early} or on {ends}; {ends} is planned with")
            }
            Some(early) => format!("disputed: it ends on {early}, or goes on; that it goes on is planned with"),
            None => format!("it ends on {ends} whichever way the notice is counted"),
        },
        (Some(false), false) => "too late, and without effect: the contract goes on".to_owned(),
        (Some(false), true) => format!("too late for the present period: not renewing, it ends on {ends}"),
        (Some(true), _) if weighed.end.is_none() => format!("recorded: it does not renew, and ends on {ends}"),
        (Some(true), _) => format!("in time: not renewing, it ends on {ends}"),
    };
    Outcome { says, end, early_end, in_time: weighed.in_time, why, files }
}

/// Drafts the letter and records nothing but that: what counts is its receipt, and that is still to come.
fn letter_only(
    session: &Session,
    actor: &Actor,
    living: &Living,
    party: &str,
    request: &NoticeRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    if !request.letter {
        let message = "--received is missing: what counts is the day the notice was received";
        return Err(Error::new(Kind::Usage, "missing-answer", message)
            .hint("`--received DATE` records it; `--letter` alone drafts the letter to send"));
    }
    if !request.evidence.is_empty() {
        return Err(Error::new(Kind::Usage, "missing-answer", "--evidence belongs to a notice that was received")
            .hint("give --received too"));
    }
    let dated = request.sent.unwrap_or(session.today);
    let days = living.entry.terms().map_or(0, |header| header.term.delivery_days);
    let arrives = crate::contract::calendar::days_after(dated, days).unwrap_or(dated);
    let weighed = weighed(session, living, party, arrives)?;
    let drafted = letter::draft(session, living, party, request.sent, arrives, weighed.as_ref().ok())?;
    let mut change = session.change()?;
    let dossier = &living.dossier;
    let text = drafted.text.into_bytes();
    let name = evidence::put(dossier, &letter::file_name(dated), text, &mut change, &mut Default::default())?;
    let entry = Entry {
        act: "letter",
        subject: recorder::naming(&dossier.title(), &dossier.id),
        contracts: vec![dossier.id.clone()],
    };
    let mut report = recorder::record(session, actor, change, &entry, vec![item(dossier, "letter")], manner)?;
    let next = format!("clm notice {} --ours --sent {dated} --received DATE", dossier.id);
    for item in &mut report.items {
        item.status = Some(living.standing.status().to_owned());
        item.next = vec![next.clone()];
    }
    let (end, mut why) = match weighed {
        Ok(weighed) => (weighed.end, weighed.why),
        Err(why) => (None, vec![String::new(), why]),
    };
    // The first sentence says that the notice was given, and it was not.
    if let Some(first) = why.first_mut() {
        *first = format!("Received on {arrives} it would come to this:");
    }
    let says = format!("the letter is drafted; nothing counts before it is received, which `{next}` records");
    let files = vec![format!("{}/files/{name}", dossier.folder)];
    Ok(ActReport { outcome: Some(Outcome { says, end, why, files, ..Outcome::default() }), ..report })
}
