//! What falls due when, and why: a pure function of (terms, acts, day).
//!
//! **Owns** the items of `due`, what makes them drop off, and the day before which a contract needs no look. **Refuses to
//! know** today, files and the policy. **Invariants**: every item carries its reasons; `end`, `start` and `renewal` drop
//! off the day after, `notice` when its period is over, everything else when it was dealt with; [`earliest`] is never
//! later than any item on any later day.

mod duty;
mod rule;
mod term;
mod why;

use chrono::NaiveDate;

use super::lifecycle::{Facts, Flag, Signing, Standing, course, live};
use super::reminder_rule::Reminders;

/// The kinds of dated item `due` lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Last day to give notice.
    Notice,
    /// The contract ends.
    End,
    /// The next period begins.
    Renewal,
    /// Last day to use an option to renew.
    Option,
    /// The contract starts.
    Start,
    /// Last day to sign.
    SignBy,
    /// A duty falls due.
    Obligation,
    /// Somebody asked to be told.
    Reminder,
    /// A needed fact is missing; has no date.
    Unknown,
}

impl What {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Notice,
        Self::End,
        Self::Renewal,
        Self::Option,
        Self::Start,
        Self::SignBy,
        Self::Obligation,
        Self::Reminder,
        Self::Unknown,
    ];

    /// The kind as written in JSON and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::End => "end",
            Self::Renewal => "renewal",
            Self::Option => "option",
            Self::Start => "start",
            Self::SignBy => "sign-by",
            Self::Obligation => "obligation",
            Self::Reminder => "reminder",
            Self::Unknown => "unknown",
        }
    }
}

/// One dated item of one contract.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// What kind.
    pub what: What,
    /// When; `None` for [`What::Unknown`] only.
    pub date: Option<NaiveDate>,
    /// Which obligation or reminder.
    pub subject: Option<String>,
    /// Sentences: the anchor, the period, the rule, each step.
    pub why: Vec<String>,
}

/// What is due for one contract: every item dated up to `until` (inclusive; all when `None`), the past ones that are not
/// dealt with, and what is unknown. `standing` is that of `facts` for `own` on `today`. Sorted by date, the unknown last.
///
/// Of recurring items without an `until`, the open past ones and the next one are listed.
#[must_use]
pub fn due(
    facts: &Facts<'_>,
    own: &str,
    standing: &Standing,
    reminders: Reminders<'_>,
    today: NaiveDate,
    until: Option<NaiveDate>,
) -> Vec<Item> {
    if standing.flags.contains(&Flag::Archived) {
        return Vec::new();
    }
    let course = course(facts, own, standing);
    let mut items = Vec::new();
    if let Some(course) = &course {
        items.extend(term::items(course, facts, own, today));
    }
    let last = course.as_ref().and_then(|course| course.ending(course.chapter(today)).day);
    let reach = until.map(|until| rule::reach(reminders.rules, until));
    let duties = duty::Duties { facts, live: &live(facts), today, until: reach };
    items.extend(duties.items(standing, reminders.set, last));
    items.extend(rule::reminders(reminders.rules, &items, today, |name, day| duties.is_done(name, day)));
    items.retain(|item| item.date.is_none_or(|date| until.is_none_or(|until| date <= until)));
    if standing.signing == Signing::Broken {
        for item in &mut items {
            item.why.push(
                "The contract is broken: these are the dates of its signed text as far as it can be read.".to_owned(),
            );
        }
    }
    items.sort_by(|a, b| {
        (a.date.is_none(), a.date, a.what, &a.subject).cmp(&(b.date.is_none(), b.date, b.what, &b.subject))
    });
    items.dedup_by(|a, b| (a.date, a.what, &a.subject) == (b.date, b.what, &b.subject) && a.what != What::Unknown);
    items
}

/// Why the contract ends, or ended, on the day it does; empty when no end is known. `standing` is that of `facts`.
#[must_use]
pub fn why_it_ends(facts: &Facts<'_>, own: &str, standing: &Standing, today: NaiveDate) -> Vec<String> {
    let Some(course) = course(facts, own, standing) else { return Vec::new() };
    let index = course.chapter(today);
    let ending = course.ending(index);
    ending.day.map(|end| why::end(&course, index, ending, end)).unwrap_or_default()
}

/// The earliest date of any item that is due on `today` or will be on a later day, if nothing more is recorded: until
/// that day comes within reach the contract needs no look. `today` itself where something is unknown. `None` when
/// nothing will ever be due. Never earlier for a later `today`.
#[must_use]
pub fn earliest(
    facts: &Facts<'_>,
    own: &str,
    standing: &Standing,
    reminders: Reminders<'_>,
    today: NaiveDate,
) -> Option<NaiveDate> {
    if standing.flags.contains(&Flag::Archived) {
        return None;
    }
    let course = course(facts, own, standing);
    let by_terms = course.as_ref().and_then(|course| term::earliest(course, facts, own, today));
    let last = course.as_ref().and_then(|course| {
        let from = course.chapter(today);
        let ends: Vec<Option<NaiveDate>> =
            (from..course.chapters.len()).map(|index| course.ending(index).day).collect();
        if ends.contains(&None) { None } else { ends.into_iter().flatten().max() }
    });
    let duties = duty::Duties { facts, live: &live(facts), today, until: None };
    let by_duties = duties.items(standing, reminders.set, last).into_iter().filter_map(|item| item.date).min();
    let earliest = [by_terms, by_duties].into_iter().flatten().min();
    let by_rules = earliest.and_then(|earliest| rule::earliest(reminders.rules, earliest));
    [earliest, by_rules].into_iter().flatten().min()
}
