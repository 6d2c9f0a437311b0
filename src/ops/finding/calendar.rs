//! `calendar`: months, with what falls on their days.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use chrono::{Datelike as _, Months, NaiveDate};

use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::finding::ahead;
use crate::ops::finding::everywhere;
use crate::ops::finding::filter;
use crate::ops::session::Session;
use crate::report::calendar::{CalendarReport, HolidayItem, MonthDays};

/// Which months.
#[derive(Debug, Clone, Copy)]
pub struct CalendarRequest<'a> {
    /// Words and filters that choose contracts.
    pub query: &'a str,
    /// The reader's address, for `owner:me`.
    pub me: Option<&'a str>,
    /// A day of the first month; today when absent.
    pub from: Option<NaiveDate>,
    /// How many.
    pub months: u32,
}

/// The months asked for.
///
/// # Errors
/// When the query cannot be understood, a month lies past the year 9999, or the repository cannot be read.
pub fn calendar(session: &Session, request: &CalendarRequest<'_>) -> Result<CalendarReport> {
    let query = filter::parse(request.query)?;
    let past = || {
        Error::new(Kind::Usage, "past-the-calendar", "these months run past the year 9999").hint("ask for fewer months")
    };
    let first = request.from.unwrap_or(session.today).with_day(1).ok_or_else(past)?;
    let mut months = Vec::new();
    for number in 0..request.months {
        let first = first.checked_add_months(Months::new(number)).filter(|day| day.year() <= 9999).ok_or_else(past)?;
        let last = first.checked_add_months(Months::new(1)).and_then(|day| day.pred_opt()).ok_or_else(past)?;
        let holidays = holidays(session, first, last);
        months.push(MonthDays { month: first.format("%Y-%m").to_string(), first, last, items: Vec::new(), holidays });
    }
    let until = months.last().map_or(first, |month| month.last);
    for entry in Catalogue::open(session)?.all()? {
        let standing = entry.standing(&session.organisation, session.today);
        let item = entry.item(&standing);
        let wanted = filter::passes(&query, &entry, &item, session.today, request.me)
            && filter::names_it(&query, &item)
            && !Entry::is_archived(&standing);
        if !wanted {
            continue;
        }
        for dated in ahead::of_entry(session, &entry, first, until) {
            if let Some(month) = months.iter_mut().find(|month| (month.first..=month.last).contains(&dated.date)) {
                month.items.push(dated);
            }
        }
    }
    months.iter_mut().for_each(|month| month.items.sort());
    let calendar = session.organisation.calendars.usual.clone();
    Ok(CalendarReport { today: session.today, from: first, until, calendar, months })
}

/// The months of several repositories as one. A day off that all have stands once, for all; others say whose they are.
#[must_use]
pub fn joined(all: Vec<CalendarReport>) -> CalendarReport {
    let asked = all.len();
    let today = everywhere::latest(all.iter().map(|report| report.today));
    let calendar = everywhere::alike(all.iter().map(|report| report.calendar.clone()));
    let mut months: BTreeMap<String, MonthDays> = BTreeMap::new();
    for month in all.into_iter().flat_map(|report| report.months) {
        match months.entry(month.month.clone()) {
            Slot::Vacant(slot) => drop(slot.insert(month)),
            Slot::Occupied(mut slot) => {
                slot.get_mut().items.extend(month.items);
                slot.get_mut().holidays.extend(month.holidays);
            }
        }
    }
    let mut months: Vec<MonthDays> = months.into_values().collect();
    for month in &mut months {
        month.items.sort();
        month.holidays = shared(std::mem::take(&mut month.holidays), asked);
    }
    let from = months.first().map_or(today, |month| month.first);
    CalendarReport { today, from, until: months.last().map_or(from, |month| month.last), calendar, months }
}

fn shared(days: Vec<HolidayItem>, asked: usize) -> Vec<HolidayItem> {
    let mut by_day: BTreeMap<(NaiveDate, String), Vec<HolidayItem>> = BTreeMap::new();
    for day in days {
        by_day.entry((day.date, day.name.clone())).or_default().push(day);
    }
    let of_all = |(date, name), of: Vec<HolidayItem>| {
        if of.len() == asked { vec![HolidayItem { date, name, repository: None }] } else { of }
    };
    by_day.into_iter().flat_map(|(day, of)| of_all(day, of)).collect()
}

fn holidays(session: &Session, first: NaiveDate, last: NaiveDate) -> Vec<HolidayItem> {
    let calendars = &session.organisation.calendars;
    let Some(Ok(calendar)) = calendars.usual.as_ref().map(|name| calendars.get(name)) else { return Vec::new() };
    let days = first.iter_days().take_while(|day| *day <= last);
    days.filter(|day| day.weekday().number_from_monday() < 6)
        .filter_map(|date| Some(HolidayItem { date, name: calendar.why_closed(date)?.to_owned(), repository: None }))
        .collect()
}
