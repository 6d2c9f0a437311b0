//! Reminders that rules ask for: so long before another date.
//!
//! **Owns** the day a reminder by a rule falls on and what it is called. **Invariants**: a reminder stands while the date
//! it is about is listed and has not come; it goes when that date goes, or when `done` names it; its day is counted from
//! the date it is about, never from today.

use chrono::NaiveDate;

use super::{Item, What, why};
use crate::contract::calendar::{minus, plus};
use crate::contract::reminder_rule::Rule;

/// The reminders of `rules` before `items`, those of `today`, unless `is_done` says that one of that name was dealt with.
pub(super) fn reminders(
    rules: &[&Rule],
    items: &[Item],
    today: NaiveDate,
    is_done: impl Fn(&str, NaiveDate) -> bool,
) -> Vec<Item> {
    let mut found = Vec::new();
    for rule in rules {
        for item in items.iter().filter(|item| rule.what.contains(&item.what)) {
            let Some(of) = item.date.filter(|date| *date >= today) else { continue };
            let Some(date) = minus(of, rule.before) else { continue };
            let name = rule.name(item.what, item.subject.as_deref(), of);
            if !is_done(&name, date) {
                let why = why::by_rule(rule, item, of, date);
                found.push(Item { what: What::Reminder, date: Some(date), subject: Some(name), why });
            }
        }
    }
    found
}

/// The furthest day a date may lie ahead whose reminder falls on `until`.
pub(super) fn reach(rules: &[&Rule], until: NaiveDate) -> NaiveDate {
    // Back from a month's last day a month may be a few days longer than forward.
    let further = |rule: &&Rule| {
        let day = plus(until, rule.before, 1).and_then(|day| day.checked_add_days(chrono::Days::new(4)));
        day.unwrap_or(NaiveDate::MAX)
    };
    rules.iter().map(further).fold(until, NaiveDate::max)
}

/// No reminder about a date from `earliest` on falls on an earlier day than this.
pub(super) fn earliest(rules: &[&Rule], earliest: NaiveDate) -> Option<NaiveDate> {
    rules.iter().map(|rule| minus(earliest, rule.before).unwrap_or(NaiveDate::MIN)).min()
}
