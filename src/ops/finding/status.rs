//! `status`: what waits for whom, what is due, what is not recorded.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::contract::act::Deed;
use crate::contract::lifecycle::{Signing, Standing, Wait};
use crate::error::Result;
use crate::ops::agreeing::proposal;
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::finding::due;
use crate::ops::finding::everywhere;
use crate::ops::finding::show;
use crate::ops::session::{Session, edit_word};
use crate::report::due::DueItem;
use crate::report::status::{PersonItem, StatusReport, UnsavedItem, WaitingItem};

/// The order of a contract's life, in which counts are shown.
const ORDER: [&str; 12] = [
    "draft", "review", "approved", "pending", "lapsed", "awaiting", "active", "ended", "unknown", "declined", "void",
    "broken",
];
/// Days ahead that `status` looks.
const AHEAD: u64 = 30;

/// Says what waits for whom. `me` is the reader's address; with `mine` only what waits for them is told.
///
/// # Errors
/// When the repository cannot be read.
pub fn status(session: &Session, me: Option<&str>, mine: bool) -> Result<StatusReport> {
    let catalogue = Catalogue::open(session)?;
    let until = session.today.checked_add_days(Days::new(AHEAD)).unwrap_or(session.today);
    let mut counts = vec![0_usize; ORDER.len()];
    let (mut items, mut due_items) = (Vec::new(), Vec::new());
    let entries = catalogue.all()?;
    for entry in &entries {
        let standing = entry.standing(&session.organisation, session.today);
        if Entry::is_archived(&standing) {
            continue;
        }
        if let Some(place) = ORDER.iter().position(|word| *word == standing.status())
            && let Some(count) = counts.get_mut(place)
        {
            *count += 1;
        }
        items.extend(waiting(session, entry, &standing, me));
        due_items.extend(due::of_entry(session, entry, until));
    }
    due::sort(&mut due_items);
    let people = people(&items, &due_items);
    if mine {
        items.retain(|item| item.mine);
        due_items.retain(|item| item.owner.is_some() && item.owner.as_deref() == me);
    }
    items.sort_by_key(urgency);
    let counts = ORDER.iter().zip(counts).filter(|(_, n)| *n > 0).map(|(word, n)| ((*word).to_owned(), n)).collect();
    Ok(StatusReport {
        organisation: session.organisation.name.clone(),
        today: session.today,
        me: me.map(ToOwned::to_owned),
        counts,
        items,
        due: due_items,
        unsaved: unsaved(session, &entries)?,
        people,
        mine,
    })
}

/// The answers of several repositories as one.
#[must_use]
pub fn joined(all: Vec<StatusReport>) -> StatusReport {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (status, n) in all.iter().flat_map(|report| &report.counts) {
        if let Some(place) = ORDER.iter().position(|word| word == status) {
            let count = counts.entry(place).or_default();
            *count = count.saturating_add(*n);
        }
    }
    let counts = counts.into_iter().filter_map(|(place, n)| Some(((*ORDER.get(place)?).to_owned(), n))).collect();
    let mut people: BTreeMap<String, PersonItem> = BTreeMap::new();
    for one in all.iter().flat_map(|report| &report.people) {
        let sum = people.entry(one.who.clone()).or_default();
        sum.who.clone_from(&one.who);
        sum.drafts = sum.drafts.saturating_add(one.drafts);
        sum.out = sum.out.saturating_add(one.out);
        sum.due = sum.due.saturating_add(one.due);
    }
    let mut one = StatusReport {
        organisation: everywhere::distinct(all.iter().map(|report| report.organisation.as_str()), ", "),
        today: everywhere::latest(all.iter().map(|report| report.today)),
        me: everywhere::alike(all.iter().map(|report| report.me.clone())),
        mine: all.iter().any(|report| report.mine),
        counts,
        people: fullest_first(people.into_values().collect()),
        items: Vec::new(),
        due: Vec::new(),
        unsaved: Vec::new(),
    };
    for report in all {
        one.items.extend(report.items);
        one.due.extend(report.due);
        one.unsaved.extend(report.unsaved);
    }
    one.items.sort_by_key(urgency);
    due::sort(&mut one.due);
    one
}

/// What is broken first, then what waits for the reader, then by the day to sign by.
fn urgency(item: &WaitingItem) -> (bool, bool, bool, Option<NaiveDate>) {
    (item.status != "broken", !item.mine, item.sign_by.is_none(), item.sign_by)
}

fn waiting(session: &Session, entry: &Entry, standing: &Standing, me: Option<&str>) -> Option<WaitingItem> {
    let waits_for = match standing.signing {
        Signing::Draft => entry.record.owner.iter().map(|owner| format!("{owner} to finish the draft")).collect(),
        // Whom first: a narrow table cuts the end off.
        Signing::Review => (standing.approval.missing.iter().filter(|one| !one.later))
            .map(|one| if one.from.is_empty() { one.in_words() } else { one.from.join(", ") })
            .collect(),
        Signing::Approved => vec!["sending".to_owned()],
        Signing::Pending | Signing::Lapsed => turns(standing),
        Signing::Broken => vec!["somebody to look: `clm verify` says what is broken".to_owned()],
        Signing::Signed | Signing::Declined | Signing::Void if !entry.unproved.is_empty() => {
            vec!["somebody to look: `clm verify` says which act nobody vouches for".to_owned()]
        }
        Signing::Signed | Signing::Declined | Signing::Void => return None,
    };
    let waits_for = answers(entry, standing).chain(waits_for).collect::<Vec<String>>();
    let owner = entry.record.owner.clone();
    let names =
        me.and_then(|me| session.policy.member(me)).map(|member| [member.email.to_string(), member.name.clone()]);
    let named = |who: &String| names.iter().flatten().any(|name| who.contains(name.as_str()));
    let approves = matches!(standing.signing, Signing::Review | Signing::Pending)
        && me.is_some_and(|me| standing.approval.turns_of(me).next().is_some());
    let ours = |wait: &&Wait| wait.turn && wait.name.is_some();
    let mine = match standing.signing {
        Signing::Review => approves,
        Signing::Pending | Signing::Lapsed => standing.waits.iter().filter(ours).any(|wait| named(&wait.words())),
        _ => me.is_some() && owner.as_deref() == me,
    };
    Some(WaitingItem {
        id: entry.id.to_string(),
        title: entry.title.clone(),
        status: standing.status().to_owned(),
        waits_for,
        sign_by: standing.sign_by,
        owner,
        since: since(session, entry, standing),
        waits: entry.item(standing).waits,
        mine,
        approves,
        next: next(entry, standing, mine),
        repository: None,
    })
}

/// Wording the other side asked for waits for our answer.
fn answers<'e>(entry: &'e Entry, standing: &Standing) -> impl Iterator<Item = String> + use<'e> {
    let waiting = proposal::waiting(&entry.acts, entry.revision, standing.signing);
    waiting
        .into_iter()
        .map(|one| format!("our answer: {} for {} asks for other wording", one.from.name, one.from.party))
}

/// Whom it waits for, in words: those whose turn has come, then the others.
fn turns(standing: &Standing) -> Vec<String> {
    if standing.waits.iter().all(|wait| wait.turn) {
        return standing.missing.clone();
    }
    let then = |wait: &Wait| if wait.turn { wait.words() } else { format!("then {}", wait.words()) };
    standing.waits.iter().map(then).collect()
}

/// The day on which it began to wait for what it waits for.
fn since(session: &Session, entry: &Entry, standing: &Standing) -> Option<NaiveDate> {
    let zone = session.organisation.time_zone;
    if let Some(turn) = standing.approval.missing.iter().filter_map(|one| one.since).max()
        && standing.signing == Signing::Review
    {
        return Some(turn);
    }
    let acts = entry.acts.iter().filter(|act| match (&act.deed, standing.signing) {
        (Deed::Submit { revision }, Signing::Review) => *revision == entry.revision,
        (Deed::Approve { revision, .. }, Signing::Approved) => *revision == entry.revision,
        _ => false,
    });
    let done = acts.map(|act| act.at.with_timezone(&zone).date_naive());
    if matches!(standing.signing, Signing::Pending | Signing::Lapsed) {
        return standing.waits.iter().filter_map(|wait| wait.since).min();
    }
    done.min()
}

/// What leads on: for the reader's own turn their own act.
fn next(entry: &Entry, standing: &Standing, mine: bool) -> Option<String> {
    match standing.signing {
        Signing::Review if mine => Some(format!("clm approve {}", entry.id)),
        Signing::Pending if mine => Some(format!("clm sign {}", entry.id)),
        Signing::Broken => Some(format!("clm verify {}", entry.id)),
        _ if !entry.unproved.is_empty() => Some(format!("clm verify {}", entry.id)),
        _ => show::next(entry, standing).into_iter().next(),
    }
}

/// What each owner has on their desk, the fullest first.
fn people(items: &[WaitingItem], due: &[DueItem]) -> Vec<PersonItem> {
    let mut people: BTreeMap<&str, PersonItem> = BTreeMap::new();
    for item in items {
        let Some(who) = item.owner.as_deref() else { continue };
        let person = people.entry(who).or_default();
        let count = if item.status == "draft" { &mut person.drafts } else { &mut person.out };
        *count = count.saturating_add(1);
    }
    for item in due {
        let Some(who) = item.owner.as_deref() else { continue };
        let person = people.entry(who).or_default();
        person.due = person.due.saturating_add(1);
    }
    let named = |(who, person): (&str, PersonItem)| PersonItem { who: who.to_owned(), ..person };
    fullest_first(people.into_iter().map(named).collect())
}

fn fullest_first(mut people: Vec<PersonItem>) -> Vec<PersonItem> {
    people.sort_by_key(|person| std::cmp::Reverse(person.drafts.saturating_add(person.out).saturating_add(person.due)));
    people
}

fn unsaved(session: &Session, entries: &[Entry]) -> Result<Vec<UnsavedItem>> {
    let mut items = Vec::new();
    if session.past {
        return Ok(items);
    }
    for edited in session.store.edited_all()? {
        let path = edited.path;
        let Some(entry) = entries.iter().find(|entry| path.starts_with(&format!("{}/", entry.folder))) else {
            continue;
        };
        let standing = entry.standing(&session.organisation, session.today);
        let free = matches!(standing.signing, Signing::Draft | Signing::Review | Signing::Approved);
        let command = if free { "save" } else { "restore" };
        items.push(UnsavedItem {
            next: format!("clm {command} {}", entry.id),
            kind: edit_word(edited.kind).to_owned(),
            id: Some(entry.id.to_string()),
            path,
            repository: None,
        });
    }
    Ok(items)
}
