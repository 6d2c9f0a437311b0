//! Business days: calendars of weekends and holidays as data, and the one rule they are used by.
//!
//! **Owns** what a calendar says of a day, the calendars clm knows by name, and the two movements. **Refuses to know**
//! terms, notices and today; calendars of a repository are handed in. **Invariants**: a day counted backwards is only
//! ever moved earlier, one counted forwards only ever later; where a calendar leaves no business day within reach
//! nothing is moved.

mod easter;
mod read;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};

use super::calendar::{days_after, next, previous};
use super::problem::Problem;

pub use easter::easter;

/// Days looked through for a business day; a longer holiday than this is a mistake in the calendar.
const REACH: u32 = 31;

/// The calendars clm knows without a file: name and text. A repository's `calendars/<name>.toml` takes their place.
const BUILT_IN: [(&str, &str); 4] = [
    ("de", include_str!("business_day/calendars/de.toml")),
    ("dk", include_str!("business_day/calendars/dk.toml")),
    ("no", include_str!("business_day/calendars/no.toml")),
    ("se", include_str!("business_day/calendars/se.toml")),
];

/// A calendar of business days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    /// What it is called for people, such as `Norway`.
    pub title: String,
    weekend: Vec<Weekday>,
    holidays: Vec<Holiday>,
}

/// One day off, in one year or in many.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Holiday {
    name: String,
    when: When,
    /// The first and last year it holds for.
    years: (i32, i32),
}

/// On which day of a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum When {
    /// Once.
    On(NaiveDate),
    /// The same month and day every year.
    Each(u32, u32),
    /// The first such weekday from a month and day on.
    Weekday(u32, u32, Weekday),
    /// So many days after Easter Sunday.
    Easter(i32),
}

impl Holiday {
    fn falls_on(&self, day: NaiveDate) -> bool {
        if day.year() < self.years.0 || self.years.1 < day.year() {
            return false;
        }
        match self.when {
            When::On(date) => date == day,
            When::Each(month, of_month) => (day.month(), day.day()) == (month, of_month),
            When::Weekday(month, of_month, weekday) => {
                let first = NaiveDate::from_ymd_opt(day.year(), month, of_month);
                day.weekday() == weekday && first.is_some_and(|first| (0..7).contains(&(day - first).num_days()))
            }
            When::Easter(offset) => {
                easter(day.year()).is_some_and(|sunday| (day - sunday).num_days() == i64::from(offset))
            }
        }
    }
}

impl Calendar {
    /// Reads a calendar file, to be called `file` in problems.
    ///
    /// # Errors
    /// Every fault found: not TOML, unknown keys, days that cannot be, a week without a working day.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        read::parse(file, bytes)
    }

    /// Why nobody works on `day`: the holiday's name, or the weekday. `None` on a business day.
    #[must_use]
    pub fn why_closed(&self, day: NaiveDate) -> Option<&str> {
        let holiday = self.holidays.iter().find(|holiday| holiday.falls_on(day)).map(|holiday| holiday.name.as_str());
        holiday.or_else(|| self.weekend.contains(&day.weekday()).then(|| weekday_name(day.weekday())))
    }

    /// The last business day up to `day`: for what is counted backwards.
    #[must_use]
    pub fn earlier(&self, day: NaiveDate) -> NaiveDate {
        self.moved(day, previous)
    }

    /// The first business day from `day` on: for what is counted forwards.
    #[must_use]
    pub fn later(&self, day: NaiveDate) -> NaiveDate {
        self.moved(day, next)
    }

    fn moved(&self, day: NaiveDate, step: fn(NaiveDate) -> Option<NaiveDate>) -> NaiveDate {
        let mut here = day;
        for _ in 0..REACH {
            if self.why_closed(here).is_none() {
                return here;
            }
            let Some(after) = step(here) else { return day };
            here = after;
        }
        day
    }

    /// Each day from `from` to `to`, both inside, on which nobody works, with the reason; in order.
    #[must_use]
    pub fn closed_between(&self, from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, &str)> {
        let days = (0..=REACH).filter_map(|days| days_after(from, days)).take_while(|day| *day <= to);
        days.filter_map(|day| self.why_closed(day).map(|why| (day, why))).collect()
    }
}

fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// The calendars a repository goes by: its own files, then the built-in ones, and the one its `clm.toml` names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Calendars {
    /// The name `clm.toml` gives, for agreements that name none.
    pub usual: Option<String>,
    own: BTreeMap<String, Result<Calendar, String>>,
}

/// Why there is no calendar of a name.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CalendarFault {
    /// Neither a file nor built in.
    #[error("there is no calendar `{0}`: neither `calendars/{0}.toml` nor one of {1}")]
    Unknown(String, String),
    /// The repository's file cannot be read.
    #[error("calendars/{0}.toml cannot be read: {1}")]
    Unreadable(String, String),
}

impl Calendars {
    /// The built-in calendars, with the one to use where an agreement names none.
    #[must_use]
    pub fn with_usual(usual: Option<String>) -> Self {
        Self { usual, own: BTreeMap::new() }
    }

    /// Adds the repository's file `calendars/<name>.toml`.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        let file = format!("calendars/{name}.toml");
        let read = Calendar::parse(&file, bytes).map_err(|problems| {
            problems.first().map_or_else(|| "it is no calendar".to_owned(), |problem| problem.to_string())
        });
        self.own.insert(name.to_owned(), read);
    }

    /// The calendar called `name`.
    ///
    /// # Errors
    /// When there is none, or the repository's own cannot be read.
    pub fn get(&self, name: &str) -> Result<&Calendar, CalendarFault> {
        match self.own.get(name) {
            Some(Ok(calendar)) => return Ok(calendar),
            Some(Err(why)) => return Err(CalendarFault::Unreadable(name.to_owned(), why.clone())),
            None => {}
        }
        built_in(name).ok_or_else(|| {
            let known: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
            CalendarFault::Unknown(name.to_owned(), known.join(", "))
        })
    }
}

fn built_in(name: &str) -> Option<&'static Calendar> {
    static READ: LazyLock<Vec<(&'static str, Calendar)>> = LazyLock::new(|| {
        let read = |(name, text): &(&'static str, &str)| Some((*name, Calendar::parse(name, text.as_bytes()).ok()?));
        BUILT_IN.iter().filter_map(read).collect()
    });
    READ.iter().find(|(known, _)| *known == name).map(|(_, calendar)| calendar)
}

/// The calendar that governs one term, and whether both parties agreed to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Governing<'a> {
    /// The calendar.
    pub calendar: &'a Calendar,
    /// True where the agreement's `[term]` names it; false where only our `clm.toml` does.
    pub agreed: bool,
}

/// Why a day was moved, in a sentence: from, to and what is closed between.
#[must_use]
pub fn why_moved(governing: Governing<'_>, from: NaiveDate, to: NaiveDate) -> Option<String> {
    if from == to {
        return None;
    }
    let (first, last) = if from < to { (from, previous(to)?) } else { (next(to)?, from) };
    let mut closed = governing.calendar.closed_between(first, last);
    if to < from {
        closed.reverse();
    }
    let reasons: Vec<String> = closed.iter().map(|(day, why)| format!("{day} is {why}")).collect();
    let direction = if to < from { "earlier" } else { "later" };
    let whose = if governing.agreed { "`calendar` in `[term]`" } else { "`calendar` in clm.toml" };
    let title = &governing.calendar.title;
    Some(format!("{from} moves {direction} to the business day {to} ({title}, by {whose}): {}.", reasons.join(", ")))
}

#[cfg(test)]
#[path = "business_day_tests.rs"]
mod tests;
