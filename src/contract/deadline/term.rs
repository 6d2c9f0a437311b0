//! What follows from the term: start, end, renewal, notice, option, and what is unknown about them.
//!
//! **Owns** which period's items are shown on a day. **Refuses to know** duties and the reach of the question.
//! **Invariants**: of each kind the item of the present period and the next one ahead; within one chapter of terms the
//! items of a later day are never earlier, which [`earliest`] rests on.

use chrono::NaiveDate;

use super::{Item, What, why};
use crate::contract::contradiction::Fault;
use crate::contract::lifecycle::{Cause, Course, Facts, Options, faults, goes_on, option_day, ours_of};
use crate::contract::notice::notice_of;
use crate::contract::period::Period;
use crate::contract::plan::{Plan, Runs};

/// Periods looked through for the next last day for notice; a delivery of years could need more.
const PERIODS_AHEAD: u32 = 400;

/// Everything on `today`, following amendments that come into force later.
pub(super) fn items(course: &Course<'_>, facts: &Facts<'_>, own: &str, today: NaiveDate) -> Vec<Item> {
    let present = course.chapter(today);
    let mut items = Vec::new();
    for (index, chapter) in course.chapters.iter().enumerate().skip(present) {
        let later = index > present;
        let day = chapter.from.map_or(today, |from| from.max(today));
        let view = View { course, facts, own, index, day };
        items.extend(view.items().into_iter().filter(|item| match item.date {
            None => !later,
            Some(date) => chapter.to.is_none_or(|to| date <= to) && (!later || date >= day),
        }));
        if course.ending(index).day.is_some_and(|end| chapter.to.is_some_and(|to| end <= to)) {
            break;
        }
    }
    items
}

/// The earliest date of [`items`] on `today` or any later day.
pub(super) fn earliest(course: &Course<'_>, facts: &Facts<'_>, own: &str, today: NaiveDate) -> Option<NaiveDate> {
    let present = course.chapter(today);
    let chapters = course.chapters.iter().enumerate().skip(present);
    chapters
        .flat_map(|(index, chapter)| {
            let day = chapter.from.map_or(today, |from| from.max(today));
            let items = View { course, facts, own, index, day }.items();
            items.into_iter().map(move |item| item.date.unwrap_or(day)).collect::<Vec<_>>()
        })
        .min()
}

/// One chapter of terms on one day.
struct View<'a> {
    course: &'a Course<'a>,
    facts: &'a Facts<'a>,
    own: &'a str,
    index: usize,
    day: NaiveDate,
}

impl View<'_> {
    fn items(&self) -> Vec<Item> {
        let ending = self.course.ending(self.index);
        if ending.day.is_some_and(|end| end < self.day) {
            return self.options_left(); // An option stays until it is dealt with.
        }
        let mut items = Vec::new();
        let faults = faults(self.course, self.index, self.day);
        let unreadable = !faults.is_empty();
        items.extend(faults.into_iter().map(unknown));
        if let Some(end) = ending.day.filter(|_| !unreadable || ending.cause != Cause::Terms) {
            items.push(dated(What::End, end, why::end(self.course, self.index, ending, end)));
        }
        if unreadable {
            return items;
        }
        let ahead = |start: &NaiveDate| *start >= self.day && ending.day.is_none_or(|end| *start <= end);
        if let Some(start) = self.course.first_day(self.index).filter(ahead) {
            items.push(dated(What::Start, start, why::start(self.facts, start)));
        }
        let Some(plan) = self.plan() else { return items };
        if let Ok(Some(period)) = self.course.period(self.index, self.day) {
            items.extend(self.renewals(plan, period));
            items.extend(self.notices(plan, period));
        } else if plan.runs == Runs::UntilNotice {
            items.extend(self.notice_missing(plan).map(unknown));
        }
        items.extend(self.options_left());
        items
    }

    fn plan(&self) -> Option<&Plan<'_>> {
        self.course.chapters.get(self.index).and_then(|chapter| chapter.plan.as_ref().ok())
    }

    fn renewals(&self, plan: &Plan<'_>, period: Period) -> Vec<Item> {
        let Some(periods) = plan.periods.filter(|_| plan.runs != Runs::UntilNotice) else { return Vec::new() };
        let mut items = Vec::new();
        if period.number > 1 && period.start == self.day {
            items.push(dated(What::Renewal, period.start, why::renewal(plan, period)));
        }
        let next = period.number.checked_add(1).and_then(|number| periods.period(number));
        if let Some(next) = next.filter(|_| goes_on(self.course, plan, self.index, period)) {
            items.push(dated(What::Renewal, next.start, why::renewal(plan, next)));
        }
        items
    }

    fn notices(&self, plan: &Plan<'_>, period: Period) -> Vec<Item> {
        let mut items = Vec::new();
        let mut number = period.number;
        while let Some(found) = plan.periods.and_then(|periods| periods.period(number)) {
            match ours_of(self.course, self.index, self.own, Some(found), self.day) {
                Err(fault) => {
                    items.push(unknown(fault));
                    break;
                }
                Ok(None) => break,
                Ok(Some(last)) => {
                    let here = number == period.number;
                    if here || last.ours >= self.day {
                        items.push(dated(What::Notice, last.ours, why::notice(plan, found, &last, self.own, self.day)));
                    }
                    if last.ours >= self.day || number - period.number > PERIODS_AHEAD || number == u32::MAX {
                        break;
                    }
                }
            }
            number += 1;
        }
        items
    }

    /// A contract that runs until notice, with no notice period for us.
    fn notice_missing(&self, plan: &Plan<'_>) -> Option<Fault> {
        let stopped = self.course.stopped();
        notice_of(plan.term, 1, self.own).err().filter(|_| !stopped)
    }

    fn options_left(&self) -> Vec<Item> {
        let Some(plan) = self.plan().filter(|plan| plan.runs == Runs::ByOption) else { return Vec::new() };
        let options = self.course.options.get(self.index).copied().unwrap_or_default();
        let Options { used, let_go, .. } = options;
        let number = used.saturating_add(1);
        if let_go || self.course.stopped() || !plan.may_follow(number) {
            return Vec::new();
        }
        let Some(period) = plan.periods.and_then(|periods| periods.period(number)) else { return Vec::new() };
        match option_day(plan, period, self.own) {
            Ok(last) => {
                let date = last.as_ref().map_or(period.end, |last| last.ours);
                vec![dated(What::Option, date, why::option(plan, period, last.as_ref(), self.own))]
            }
            Err(fault) => vec![unknown(fault)],
        }
    }
}

fn dated(what: What, date: NaiveDate, why: Vec<String>) -> Item {
    Item { what, date: Some(date), subject: None, why }
}

fn unknown(fault: Fault) -> Item {
    Item {
        what: What::Unknown,
        date: None,
        subject: fault.keys.first().map(|key| (*key).to_owned()),
        why: vec![fault.why],
    }
}
