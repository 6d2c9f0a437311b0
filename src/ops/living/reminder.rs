//! `reminder`: days and rules by which a contract reminds its owner.

use chrono::NaiveDate;

use crate::contract::act::Deed;
use crate::contract::deadline::What;
use crate::contract::name::{is_safe_name, slug};
use crate::contract::problem::nearest;
use crate::contract::record::{self, Change, Reminder};
use crate::contract::reminder_rule::Rule;
use crate::contract::span::Span;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::dossier::Dossier;
use crate::ops::drafting::draft;
use crate::ops::recording::recorder::{self, Account, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::{ActItem, ActReport};
use crate::report::reminder::{ReminderItem, RemindersReport};

/// What to be reminded of.
#[derive(Debug, Clone)]
pub enum Wanted<'a> {
    /// On a day, of something in words.
    Day {
        /// When.
        on: NaiveDate,
        /// Of what.
        what: &'a str,
        /// What `done` and `remove` call it; made from the words when absent.
        name: Option<&'a str>,
    },
    /// So long before dates of these kinds.
    Before {
        /// How long.
        before: Span,
        /// Which kinds.
        of: &'a [What],
    },
}

/// Longest name of a reminder.
const LONGEST: usize = 60;

/// Sets a reminder or a rule for one contract.
///
/// # Errors
/// When the policy does not allow it, the day has passed, or the name is taken.
pub fn add(
    session: &Session,
    actor: &Actor,
    place: &Place,
    wanted: &Wanted<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let dossier = session.dossier(place)?;
    let (change, line) = match wanted {
        Wanted::Day { on, what, name } => {
            let reminder = day(session, &dossier, *on, what, *name)?;
            let line = format!("{}: {} on {}", reminder.id, reminder.what, reminder.date);
            (Change::Remind(reminder), line)
        }
        Wanted::Before { before, of } => {
            let mut what = of.to_vec();
            what.sort_unstable();
            what.dedup();
            let rule = Rule { before: *before, what, kind: None, workspace: None, tag: None, file: String::new() };
            if dossier.record.rules.iter().any(|known| known.called() == rule.called()) {
                return Ok(draft::nothing(&format!("nothing to change: {} has this rule", dossier.id)));
            }
            let line = format!("{before} before {}", rule.kinds());
            (Change::Rule(rule), line)
        }
    };
    changed(session, actor, &dossier, &change, line, manner)
}

/// Takes a reminder or a rule away.
///
/// # Errors
/// When the policy does not allow it, or there is none of that name.
pub fn remove(session: &Session, actor: &Actor, place: &Place, name: &str, manner: &Manner<'_>) -> Result<ActReport> {
    let dossier = session.dossier(place)?;
    let record = &dossier.record;
    let change = if record.reminders.iter().any(|reminder| reminder.id == name) {
        Change::Forget(name.to_owned())
    } else if let Some(at) = record.rules.iter().position(|rule| rule.called() == name) {
        Change::ForgetRule(at)
    } else {
        return Err(unknown(session, &dossier, name));
    };
    changed(session, actor, &dossier, &change, format!("removed {name}"), manner)
}

/// Reminders and rules: of one contract with the repository's rules about it, or all there are.
///
/// # Errors
/// When the repository cannot be read.
pub fn list(session: &Session, place: Option<&Place>) -> Result<RemindersReport> {
    let catalogue = Catalogue::open(session)?;
    let entries = match place {
        Some(place) => catalogue.in_folder(&place.folder)?.into_iter().collect(),
        None => catalogue.all()?,
    };
    let about = |rule: &&Rule| {
        let is_about =
            |entry: &Entry| entry.terms().is_some_and(|h| rule.is_about(h, entry.workspace(), &entry.record));
        place.is_none() || entries.iter().any(is_about)
    };
    let mut items: Vec<ReminderItem> =
        session.organisation.reminders.iter().filter(about).map(|rule| of_rule(rule, None)).collect();
    for entry in &entries {
        items.extend(entry.record.reminders.iter().map(|reminder| of_day(session, entry, reminder)));
        items.extend(entry.record.rules.iter().map(|rule| of_rule(rule, Some(entry.id.to_string()))));
    }
    Ok(RemindersReport { items })
}

fn of_rule(rule: &Rule, id: Option<String>) -> ReminderItem {
    ReminderItem {
        id,
        name: rule.called(),
        before: Some(rule.before.to_string()),
        of: rule.what.iter().map(|what| what.word().to_owned()).collect(),
        kind: rule.kind.clone(),
        workspace: rule.workspace.clone(),
        tag: rule.tag.clone(),
        ..ReminderItem::default()
    }
}

fn of_day(session: &Session, entry: &Entry, reminder: &Reminder) -> ReminderItem {
    let deals = |deed: &Deed| match deed {
        Deed::Done { what, due, .. } => *what == reminder.id && due.is_none_or(|due| due == reminder.date),
        _ => false,
    };
    ReminderItem {
        id: Some(entry.id.to_string()),
        name: reminder.id.clone(),
        date: Some(reminder.date),
        what: Some(reminder.what.clone()),
        done: Some(entry.live_acts(&session.organisation).iter().any(|act| deals(&act.deed))),
        ..ReminderItem::default()
    }
}

fn day(session: &Session, dossier: &Dossier, on: NaiveDate, what: &str, name: Option<&str>) -> Result<Reminder> {
    if on < session.today {
        let message = format!("{on} has passed; nobody would be reminded in time");
        return Err(Error::new(Kind::Usage, "past-day", message).hint("name today or a later day with --on"));
    }
    let obligations = dossier.header().into_iter().flat_map(|header| &header.obligations).map(|one| one.id.as_str());
    let taken: Vec<&str> = dossier.record.reminders.iter().map(|one| one.id.as_str()).chain(obligations).collect();
    let id = match name {
        Some(name) if !is_safe_name(name) || name.len() > LONGEST => {
            let message = format!("`{name}` cannot name a reminder");
            return Err(
                Error::new(Kind::Usage, "bad-name", message).hint("lower-case letters, digits and `-`, 60 at most")
            );
        }
        Some(name) if taken.contains(&name) => {
            let message = format!("{} has an obligation or a reminder called `{name}`", dossier.id);
            return Err(Error::new(Kind::Refused, "name-taken", message)
                .hint(format!("choose another with --name, or `clm reminder remove {} {name}`", dossier.id))
                .about(dossier.id.to_string()));
        }
        Some(name) => name.to_owned(),
        None => free_name(&slug(what), &taken),
    };
    Ok(Reminder { id, date: on, what: what.to_owned() })
}

fn free_name(base: &str, taken: &[&str]) -> String {
    let base: String = base.chars().take(LONGEST - 5).collect();
    let base = if base.is_empty() { "reminder" } else { base.trim_end_matches('-') };
    let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
    let mut names = std::iter::once(base.to_owned()).chain(numbered);
    names.find(|name| !taken.contains(&name.as_str())).unwrap_or_else(|| base.to_owned())
}

fn unknown(session: &Session, dossier: &Dossier, name: &str) -> Error {
    let id = &dossier.id;
    let rules = dossier.record.rules.iter().map(Rule::called);
    let known: Vec<String> = dossier.record.reminders.iter().map(|one| one.id.clone()).chain(rules).collect();
    let message = format!("{id} has no reminder called `{name}`");
    let of_repository = session.organisation.reminders.iter().any(|rule| rule.called() == name);
    let hint = match nearest(name, known.iter().map(String::as_str)) {
        _ if of_repository => "it is a rule of the repository: edit [[reminders]] in clm.toml".to_owned(),
        Some(near) => format!("did you mean `clm reminder remove {id} {near}`?"),
        None => format!("`clm reminder list {id}` lists them"),
    };
    Error::new(Kind::NotFound, "no-such-reminder", message).hint(hint).about(id.to_string())
}

fn changed(
    session: &Session,
    actor: &Actor,
    dossier: &Dossier,
    edit: &Change,
    line: String,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    actor.must_have_on(session, Right::Edit, dossier)?;
    let text = record::edit(&dossier.record_text, std::slice::from_ref(edit))
        .map_err(|fault| Error::from(fault).about(dossier.id.as_str()))?;
    let mut change = session.change()?;
    change.put(&format!("{}/record.toml", dossier.folder), text)?;
    let item = ActItem {
        id: dossier.id.to_string(),
        act: "reminder".to_owned(),
        path: dossier.folder.clone(),
        ..ActItem::default()
    };
    let subject = recorder::naming(&dossier.title(), &dossier.id);
    let entry = recorder::Entry { act: "reminder", subject, contracts: vec![dossier.id.clone()] };
    let account = Account { lines: vec![line], ..Account::default() };
    draft::settle(session, recorder::record_telling(session, actor, change, &entry, vec![item], manner, &account)?)
}
