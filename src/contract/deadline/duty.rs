//! What stays until somebody deals with it: signing, obligations, reminders.
//!
//! **Owns** which occurrence a `done` act deals with. **Refuses to know** how the contract ends: the last day is given.
//! **Invariants**: an occurrence is counted from `due`, never from the one before; a `done` act that names a day deals
//! with that day only; one that names none deals with everything due by then, or with the first where nothing was.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Item, What, why};
use crate::contract::act::Deed;
use crate::contract::calendar::plus;
use crate::contract::digest::Digest;
use crate::contract::lifecycle::{Facts, Signing, Standing};
use crate::contract::obligation::Obligation;
use crate::contract::record::Reminder;

/// More occurrences than this are not listed at once: a daily duty for three centuries.
const MOST: u32 = 100_000;

/// The duties of one contract.
pub(super) struct Duties<'a> {
    pub facts: &'a Facts<'a>,
    pub live: &'a BTreeSet<Digest>,
    pub today: NaiveDate,
    pub until: Option<NaiveDate>,
}

impl Duties<'_> {
    /// All of them; recurring obligations end on `last`, the contract's last day.
    pub fn items(&self, standing: &Standing, reminders: &[Reminder], last: Option<NaiveDate>) -> Vec<Item> {
        let mut items = Vec::new();
        if let (Signing::Pending | Signing::Lapsed, Some(date)) = (standing.signing, standing.sign_by) {
            let why = why::sign_by(date, self.today, standing);
            items.push(Item { what: What::SignBy, date: Some(date), subject: None, why });
        }
        if standing.lifecycle.is_some() {
            for obligation in &self.facts.header.obligations {
                items.extend(self.obligation(obligation, last));
            }
        }
        items.extend(reminders.iter().filter_map(|reminder| self.reminder(reminder)));
        items
    }

    fn reminder(&self, reminder: &Reminder) -> Option<Item> {
        (!self.is_done(&reminder.id, reminder.date)).then(|| Item {
            what: What::Reminder,
            date: Some(reminder.date),
            subject: Some(reminder.id.clone()),
            why: vec![format!("A reminder was set for {}: {}", reminder.date, reminder.what)],
        })
    }

    /// Whether the reminder of that name and day was dealt with.
    pub fn is_done(&self, name: &str, date: NaiveDate) -> bool {
        self.done(name).any(|(due, _)| due.is_none_or(|due| due == date))
    }

    fn obligation(&self, obligation: &Obligation, last: Option<NaiveDate>) -> Vec<Item> {
        let done: Vec<(Option<NaiveDate>, NaiveDate)> = self.done(&obligation.id).collect();
        let named: BTreeSet<NaiveDate> = done.iter().filter_map(|(due, _)| *due).collect();
        let through = done.iter().filter(|(due, _)| due.is_none()).map(|(_, on)| *on).max();
        let first_done = through.is_some();
        let mut items = Vec::new();
        for number in 0..MOST {
            let Some(date) = occurrence(obligation, number) else { break };
            if number > 0 && last.is_some_and(|last| date > last) {
                break;
            }
            let past_reach = self.until.is_some_and(|until| date > until);
            if past_reach {
                break;
            }
            let dealt = named.contains(&date) || through.is_some_and(|on| date <= on) || (number == 0 && first_done);
            if !dealt {
                let why = why::obligation(obligation, date, number, last);
                items.push(Item {
                    what: What::Obligation,
                    date: Some(date),
                    subject: Some(obligation.id.clone()),
                    why,
                });
                if self.until.is_none() && date >= self.today {
                    break;
                }
            }
        }
        items
    }

    fn done<'b>(&'b self, id: &'b str) -> impl Iterator<Item = (Option<NaiveDate>, NaiveDate)> + 'b {
        self.facts.acts.iter().filter(|act| self.live.contains(&act.digest)).filter_map(move |act| match &act.deed {
            Deed::Done { what, due, on, .. } if what == id => Some((*due, *on)),
            _ => None,
        })
    }
}

/// The day of occurrence `number`, from 0.
fn occurrence(obligation: &Obligation, number: u32) -> Option<NaiveDate> {
    match (number, obligation.every) {
        (0, _) => Some(obligation.due),
        (_, Some(every)) if every.count > 0 => plus(obligation.due, every, number),
        _ => None,
    }
}
