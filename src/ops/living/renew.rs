//! `renew`: a new contract drawn from the old one, with its text and parties; the old one is superseded when the new one
//! starts. Or the option to renew is used, and the same contract goes on.

use chrono::NaiveDate;
use toml_edit::{DocumentMut, Value};

use super::heir::{self, Heir, other, set, unset};
use super::state::{Living, must_have_come};
use super::{compose, record};
use crate::contract::act::Deed;
use crate::contract::calendar::{next, plus};
use crate::contract::deadline::What;
use crate::contract::document::Document;
use crate::contract::header::{self, Header};
use crate::contract::key_path::KeyPath;
use crate::contract::lifecycle::{Flag, Lifecycle, OPTION, Signing, in_force_on};
use crate::contract::span::Span;
use crate::contract::term::{RenewsBy, Term};
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::How;
use crate::ops::drafting::draft;
use crate::ops::paper::new::Ids;
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::{ActReport, Outcome};

/// The new contract's term, where it is not the old one's.
#[derive(Debug, Clone, Copy, Default)]
pub struct RenewRequest<'a> {
    /// Its first day; the day after the old one's end when absent.
    pub start: Option<NaiveDate>,
    /// The length of its first period, such as `24 months`.
    pub length: Option<&'a str>,
}

type HeaderChange = (KeyPath, Option<Value>);

/// Draws the renewal of a contract.
///
/// # Errors
/// When the state or the policy does not allow it, a day is missing, or there is a renewal already.
pub fn renew(
    session: &Session,
    actor: &Actor,
    place: &Place,
    request: &RenewRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let living = Living::open(session, actor, place, Right::Draft)?;
    living.must_stand_alone("renewed", "renew")?;
    living.must_be("renewed", &[Lifecycle::Active, Lifecycle::Ended, Lifecycle::Unknown])?;
    must_have_no_heir(session, &living)?;
    let header = living.header()?;
    let start = start(&living, request.start)?;
    let facts = living.entry.facts(header, &session.organisation);
    let own = &session.organisation.name;
    let in_force = in_force_on(&facts, own, &living.standing, living.standing.end.unwrap_or(session.today));
    let amended = in_force.as_ref().and_then(|terms| terms.source);
    let term = in_force.as_ref().and_then(|terms| terms.term).unwrap_or(&header.term);
    let mut why = vec![format!("Drawn from {} at revision {}.", living.dossier.id, living.dossier.revision)];
    let id = Ids::of(session)?.fresh(&header.kind)?;
    let mut changes = links(&living, &id);
    changes.extend(terms(term, start, request.length)?);
    changes.extend(duties(header, start, &mut why));
    let document = draft::readable(&living.dossier)?;
    let source = match amended {
        Some(amendment) => {
            why.push(format!(
                "Its [term] is that of the amendment {amendment}; other changes that amendments made to the text are for you to take over."
            ));
            with_term_of(session, document, amendment)?
        }
        None => document.front_matter().to_owned(),
    };
    let text = header::edit(&source, &changes)?;
    let heir = Heir { id, bytes: Document::compose(&text, document.body()), annexes: true };
    why.push(format!("{} is superseded on {start}, once everybody has signed.", living.dossier.id));
    let says = format!("drafted as {}; it starts on {start}", heir.id);
    heir::file(session, actor, &living, ("renew", &heir), Outcome { says, why, ..Outcome::default() }, manner)
}

/// Refuses where the contract is renewed or replaced already.
fn must_have_no_heir(session: &Session, living: &Living) -> Result<()> {
    if let Some((successor, start)) = &living.entry.superseded {
        let why = format!("{successor} supersedes it from {start}");
        return Err(living.refused(
            "renewed",
            &why,
            &[format!("clm show {successor}"), format!("clm renew {successor}")],
        ));
    }
    for linked in living.entry.linked.iter().filter(|linked| linked.how == How::Renews) {
        let Some(heir) = other(session, &linked.id)? else { continue };
        let standing = heir.standing(&session.organisation, session.today);
        if !matches!(standing.signing, Signing::Declined | Signing::Void | Signing::Lapsed) {
            let why = format!("{} was drawn from it already and is {}", linked.id, standing.status());
            let instead = [format!("clm show {}", linked.id), format!("clm edit {}", linked.id)];
            return Err(living.refused("renewed", &why, &instead));
        }
    }
    Ok(())
}

fn start(living: &Living, asked: Option<NaiveDate>) -> Result<NaiveDate> {
    let standing = &living.standing;
    let Some(start) = asked.or_else(|| standing.end.and_then(next)) else {
        let message = format!("--start is missing: no end of {} is known to follow on", living.dossier.id);
        return Err(Error::new(Kind::Usage, "missing-answer", message).hint("give the new contract's first day"));
    };
    if let Some(first) = standing.start.filter(|first| start <= *first) {
        let message = format!("--start {start} is not after {first}, the first day of {}", living.dossier.id);
        return Err(Error::new(Kind::Usage, "contradiction", message)
            .hint("give a later day, or leave --start out to follow on"));
    }
    Ok(start)
}

/// The new id and what it renews; the old contract's own links go, but what it stands under stays.
fn links(living: &Living, id: &crate::contract::id::ContractId) -> Vec<HeaderChange> {
    vec![
        set("id", &[], id.as_str()),
        unset("supersedes", &[]),
        unset("renews", &[]),
        set("renews", &["id"], living.dossier.id.as_str()),
        set("renews", &["revision"], &living.dossier.revision.to_string()),
    ]
}

fn terms(term: &Term, start: NaiveDate, length: Option<&str>) -> Result<Vec<HeaderChange>> {
    let day = header::value_for(&KeyPath::of("term", &["start"]), &start.to_string())?;
    let mut changes = vec![(KeyPath::of("term", &["start"]), day)];
    let length = match (length, term.end, term.renews) {
        (Some(text), _, _) => {
            let span: Span = text.parse().map_err(|fault| {
                Error::new(Kind::Usage, "bad-span", format!("--length: {fault}")).hint("write it as `24 months`")
            })?;
            Some(span)
        }
        (None, None, _) => None,
        (None, Some(_), Some(renews)) => Some(renews),
        (None, Some(end), None) => {
            let message = format!("--length is missing: the old contract has no length, only an end on {end}");
            return Err(Error::new(Kind::Usage, "missing-answer", message).hint("such as --length \"12 months\""));
        }
    };
    if let Some(length) = length {
        changes.push(unset("term", &["end"]));
        changes.push(set("term", &["length"], &length.to_string()));
    }
    Ok(changes)
}

/// Recurring duties go on with their next day; those that were due once, before the start, are done with.
fn duties(header: &Header, start: NaiveDate, why: &mut Vec<String>) -> Vec<HeaderChange> {
    let mut changes = Vec::new();
    for duty in header.obligations.iter().filter(|duty| duty.due < start) {
        let again = duty.every.filter(|every| every.count > 0).and_then(|every| {
            let days = (1..).map_while(|times| plus(duty.due, every, times));
            days.take(200_000).find(|day| *day >= start)
        });
        match again {
            Some(day) => {
                let path = KeyPath::of("obligation", &[&duty.id, "due"]);
                if let Ok(value) = header::value_for(&path, &day.to_string()) {
                    changes.push((path, value));
                }
                why.push(format!("`{}` goes on with its next day, {day}.", duty.id));
            }
            None => {
                changes.push(unset("obligation", &[&duty.id]));
                why.push(format!("`{}` was due once, on {}, and is left out.", duty.id, duty.due));
            }
        }
    }
    changes
}

/// The front matter with the `[term]` of an amendment in place of its own.
fn with_term_of(session: &Session, document: &Document, amendment: &crate::contract::id::ContractId) -> Result<String> {
    let gone = || {
        Error::new(Kind::NotFound, "no-such-contract", format!("the amendment {amendment} cannot be read"))
            .hint(format!("`clm verify {amendment}` says what is wrong with it"))
    };
    let entry = other(session, amendment)?.ok_or_else(gone)?;
    let dossier = session.dossier_in(&entry.folder)?.ok_or_else(gone)?;
    let amending = draft::readable(&dossier)?;
    let parse = |text: &str| text.parse::<DocumentMut>().map_err(|_| gone());
    let (mut text, from) = (parse(document.front_matter())?, parse(amending.front_matter())?);
    if let Some(term) = from.get("term") {
        text.insert("term", term.clone());
    }
    Ok(text.to_string())
}

/// Uses the option to renew: the same contract goes on for another period.
///
/// # Errors
/// When there is no option, it is too late, or the policy does not allow it.
pub fn use_option(
    session: &Session,
    actor: &Actor,
    place: &Place,
    on: Option<NaiveDate>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let living = Living::open(session, actor, place, Right::Manage)?;
    living.must_stand_alone("renewed", "renew")?;
    living.must_be("renewed", &[Lifecycle::Awaiting, Lifecycle::Active, Lifecycle::Ended])?;
    let on = on.unwrap_or_else(|| session.now.date_naive());
    must_have_come(session, "--on", on, "record the use of an option when it was used")?;
    let items = living.entry.due(&session.organisation, session.today, None);
    let due = items.iter().find(|item| item.what == What::Option).and_then(|item| item.date);
    let Some(due) = due else { return Err(no_option(session, &living)?) };
    let note = manner.words.map(str::to_owned).filter(|words| !words.trim().is_empty());
    let evidence = std::collections::BTreeMap::new();
    let deed = Deed::Done { what: OPTION.to_owned(), due: Some(due), on, note, evidence };
    let composed = compose(session, actor, &living, &deed)?;
    let mut entry = living.entry.clone();
    entry.acts.push(composed.0.clone());
    let after = entry.standing(&session.organisation, session.today);
    if after.end == living.standing.end {
        let why = format!("{due} was the last day to use the option, and it was used on {on}");
        return Err(living.refused("renewed by its option", &why, &[living.command("renew"), living.command("show")]));
    }
    let disputed = after.flags.contains(&Flag::Disputed);
    let says = format!("the option is used: it runs to {}", super::state::date(after.end));
    let mut why = vec![format!("The last day to use it was {due}; it was used on {on}.")];
    if disputed {
        why.push("By the stricter way of counting that was too late; the other party could argue.".to_owned());
    }
    why.extend(entry.why_it_ends(&session.organisation, session.today));
    let in_time = (!disputed).then_some(true);
    let outcome = Outcome { says, end: after.end, in_time, why, ..Outcome::default() };
    record(session, actor, &living, session.change()?, composed, outcome, manner)
}

/// Why there is no option to use, and what there is instead.
fn no_option(session: &Session, living: &Living) -> Result<Error> {
    let header = living.header()?;
    let facts = living.entry.facts(header, &session.organisation);
    let in_force = in_force_on(&facts, &session.organisation.name, &living.standing, session.today);
    let term = in_force.as_ref().and_then(|terms| terms.term).unwrap_or(&header.term);
    let what = "renewed by its option";
    Ok(match (term.renews, term.renews_by) {
        (Some(_), RenewsBy::Option) if living.standing.flags.contains(&Flag::NotRenewing) => {
            living.refused(what, "it is not renewing any more", &[living.command("show"), living.command("renew")])
        }
        (Some(_), RenewsBy::Option) => {
            living.refused(what, "no option is left", &[living.command("renew"), living.command("amend")])
        }
        (Some(_), RenewsBy::Silence) => {
            let goes_on = living.standing.end.and_then(next);
            let why = goes_on.filter(|_| living.standing.notice_by.is_some()).map_or_else(
                || "its terms give no option".to_owned(),
                |day| format!("it renews by itself on {day} unless notice is given: nothing is to be done"),
            );
            living.refused(what, &why, &[living.command("show"), living.command("renew")])
        }
        (None, _) => {
            living.refused(what, "its terms give no option", &[living.command("renew"), living.command("amend")])
        }
    })
}
