//! `remind`: who has to be written to about what.
//!
//! **Owns** the letters and what each person was told. **Refuses to know** bytes and delivery. **Invariants**: a person is
//! told of a date once a day; told is only what was handed over before [`Pending::sent`] is called; dates that came and
//! went since a person's last letter are in the next one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{Days, NaiveDate};

use crate::contract::digest::Digest;
use crate::error::Result;
use crate::ops::finding::due::{self, DueRequest, told::Cursor};
use crate::ops::session::Session;
use crate::report::due::DueItem;
use crate::report::letter::Letter;

/// What a person was told is remembered day by day for so many days.
const DAYS_KEPT: u64 = 31;

/// Who writes, and to whom where nobody owns a contract.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// Whom letters come from.
    pub from: &'a str,
    /// Where dates of contracts without owner go.
    pub fallback: Option<&'a str>,
}

/// Where it is remembered who was told what, and how it counts.
#[derive(Debug, Clone, Copy)]
pub struct Memory<'a> {
    /// The folder; nothing is remembered without one.
    pub folder: Option<&'a Path>,
    /// Whether nothing may be written there.
    pub only_look: bool,
    /// Tell only what a person was never told, instead of what they were not told today.
    pub only_new: bool,
}

/// Letters to be sent.
#[derive(Debug)]
pub struct Mailing {
    /// By recipient.
    pub letters: Vec<Pending>,
    /// Contracts about which nobody can be written to.
    pub unowned: BTreeSet<String>,
    /// The last day looked at.
    pub until: NaiveDate,
    /// Keeps other jobs waiting until everything is handed over.
    _all: Option<Cursor>,
}

/// A letter that is not sent yet.
#[derive(Debug)]
pub struct Pending {
    /// What it says.
    pub letter: Letter,
    today: NaiveDate,
    cursors: Vec<Cursor>,
}

impl Pending {
    /// Remembers, durably, that it was handed over.
    ///
    /// # Errors
    /// When that cannot be written; then it goes out again with the next run.
    pub fn sent(self) -> Result<Letter> {
        for cursor in self.cursors {
            cursor.keep(&self.letter.items, self.today)?;
        }
        Ok(self.letter)
    }
}

/// The letters of today.
///
/// # Errors
/// When the query or the repository cannot be read, or what was told cannot.
pub fn mailing(session: &Session, request: &DueRequest<'_>, sender: Sender<'_>, memory: Memory<'_>) -> Result<Mailing> {
    let all = all(session, memory)?;
    let report = due::due(session, request)?;
    let until = report.until;
    let mut unowned = BTreeSet::new();
    let mut by_person: BTreeMap<(String, bool), Vec<DueItem>> = BTreeMap::new();
    for item in report.items {
        match (&item.owner, sender.fallback) {
            (Some(owner), _) => by_person.entry((owner.clone(), true)).or_default().push(item),
            (None, Some(fallback)) => by_person.entry((fallback.to_owned(), false)).or_default().push(item),
            (None, None) => drop(unowned.insert(item.id)),
        }
    }
    for item in due::approvals(session, request)? {
        by_person.entry((item.owner.clone().unwrap_or_default(), true)).or_default().push(item);
    }
    people_with_a_past(session, request, sender, all.as_ref(), &mut by_person)?;
    let mut letters = Vec::new();
    for ((to, is_owner), mut items) in by_person {
        let cursors = cursors(session, all.as_ref(), &to, is_owner)?;
        if let Some(known) = if memory.only_new { cursors.first() } else { cursors.last() } {
            items.retain(|item| !known.knows(item));
        }
        if items.is_empty() {
            // There was nothing to tell: that is known up to today.
            cursors.into_iter().next().map_or(Ok(()), |ever| ever.keep(&[], session.today))?;
            continue;
        }
        due::sort(&mut items);
        let (from, organisation) = (sender.from.to_owned(), session.organisation.name.clone());
        let id = id_of(session, &to, &items);
        let letter = Letter { to, is_owner, from, organisation, at: session.now, until, id, items };
        letters.push(Pending { letter, today: session.today, cursors });
    }
    Ok(Mailing { letters, unowned, until, _all: all })
}

/// Adds what came and went since each person's last letter.
fn people_with_a_past(
    session: &Session,
    request: &DueRequest<'_>,
    sender: Sender<'_>,
    all: Option<&Cursor>,
    by_person: &mut BTreeMap<(String, bool), Vec<DueItem>>,
) -> Result<()> {
    let Some(all) = all else { return Ok(()) };
    let whose = |item: &DueItem| match (&item.owner, sender.fallback) {
        (Some(owner), _) => Some((owner.clone(), true)),
        (None, Some(fallback)) => Some((fallback.to_owned(), false)),
        (None, None) => None,
    };
    // Every owner may have something behind them, also one who has nothing ahead.
    let people: BTreeSet<(String, bool)> = due::owners(session)?
        .into_iter()
        .map(|owner| (owner, true))
        .chain(sender.fallback.map(|fallback| (fallback.to_owned(), false)))
        .collect();
    let mut missed: BTreeMap<NaiveDate, Vec<DueItem>> = BTreeMap::new();
    for person in people {
        let cursor = all.beside(&name(session, &person.0, person.1))?;
        let Some(from) = due::slept_since(session, cursor.last()) else { continue };
        if let std::collections::btree_map::Entry::Vacant(place) = missed.entry(from) {
            place.insert(due::missed_since(session, request, from)?);
        }
        let passed = missed.get(&from).into_iter().flatten().filter(|item| whose(item).as_ref() == Some(&person));
        let items = by_person.entry(person.clone()).or_default();
        for item in passed.filter(|item| !cursor.knows(item)) {
            let same = |known: &DueItem| {
                (&known.id, &known.what, known.date, &known.subject) == (&item.id, &item.what, item.date, &item.subject)
            };
            if !items.iter().any(same) {
                items.push(item.clone());
            }
        }
    }
    Ok(())
}

/// The cursor that stands for all letters of this organisation.
fn all(session: &Session, memory: Memory<'_>) -> Result<Option<Cursor>> {
    let Some(folder) = memory.folder else { return Ok(None) };
    let name = format!("remind-{}", Digest::of(session.organisation.name.as_bytes()).short(32));
    if memory.only_look {
        return Cursor::look(folder, &name).map(Some);
    }
    let all = Cursor::open(folder, &name)?;
    forget_old_days(folder, session.today);
    Ok(Some(all))
}

/// What the person was ever told, and what they were told today.
fn cursors(session: &Session, all: Option<&Cursor>, to: &str, is_owner: bool) -> Result<Vec<Cursor>> {
    let Some(all) = all else { return Ok(Vec::new()) };
    let ever = name(session, to, is_owner);
    let names = [ever.clone(), format!("{ever}-{}", session.today)];
    names.iter().map(|name| all.beside(name)).collect()
}

/// Clones of one repository share it, and so do jobs of one user.
fn name(session: &Session, to: &str, is_owner: bool) -> String {
    let role = if is_owner { "owner" } else { "fallback" };
    let whole = [session.organisation.name.as_str(), to, role].join("\0");
    format!("remind-{}", Digest::of(whole.as_bytes()).short(32))
}

/// What was told on days long ago is not asked for again; that it cannot be removed is no fault.
fn forget_old_days(folder: &Path, today: NaiveDate) {
    let Some(oldest) = today.checked_sub_days(Days::new(DAYS_KEPT)) else { return };
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        // `remind-`, 32 characters of a digest, `-`, the day.
        let day = name.to_str().filter(|name| name.starts_with("remind-")).and_then(|name| name.get(40..));
        let day = day.and_then(|day| day.parse::<NaiveDate>().ok());
        if day.is_some_and(|day| day < oldest) {
            drop(std::fs::remove_file(entry.path()));
        }
    }
}

fn id_of(session: &Session, to: &str, items: &[DueItem]) -> String {
    let mut text = format!("{}\0{to}\0{}", session.organisation.name, session.today);
    for item in items {
        let date = item.date.map(|date| date.to_string()).unwrap_or_default();
        let parts = [item.id.as_str(), &item.what, item.subject.as_deref().unwrap_or_default(), &date];
        text.push('\0');
        text.push_str(&parts.join("\0"));
    }
    Digest::of(text.as_bytes()).short(32)
}
