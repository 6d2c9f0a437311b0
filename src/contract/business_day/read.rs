//! Reads calendar files.

use chrono::{NaiveDate, Weekday};

use super::{Calendar, Holiday, When};
use crate::contract::calendar::LAST_YEAR;
use crate::contract::problem::{Problem, quoted};
use crate::contract::toml_read::{Fields, Reader, text_of};

/// Largest calendar file, in bytes.
const LARGEST: usize = 256 << 10;
/// Days a holiday may lie from Easter.
const NEAR_EASTER: i32 = 120;

const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

pub(super) fn parse(file: &str, bytes: &[u8]) -> Result<Calendar, Vec<Problem>> {
    let text = text_of(file, bytes, LARGEST)?;
    let reader = Reader::new(file, text, 1);
    let calendar = reader.document().and_then(|table| read(&Fields::root(&reader, &table)));
    reader.finish(calendar)
}

fn read(root: &Fields<'_, '_>) -> Option<Calendar> {
    let fields = root.clone().only(&["name", "weekend", "holiday"]).with(&["name"]);
    let title = fields.text("name", 100);
    let weekend = fields.list("weekend", "unknown-word", 7, weekday).unwrap_or_default();
    if WEEKDAYS.iter().all(|(_, day)| weekend.contains(day)) {
        fields.problem("weekend", "contradiction", "`weekend` leaves no day to work on");
    }
    let tables = fields.tables("holiday");
    let holidays: Vec<Holiday> = tables.iter().filter_map(holiday).collect();
    (holidays.len() == tables.len()).then_some(())?;
    Some(Calendar { title: title?, weekend, holidays })
}

fn weekday(text: &str) -> Result<Weekday, String> {
    let found = WEEKDAYS.iter().find(|(name, _)| *name == text).map(|(_, day)| *day);
    found.ok_or_else(|| format!("{} is not a weekday such as `saturday`", quoted(text)))
}

fn holiday(fields: &Fields<'_, '_>) -> Option<Holiday> {
    let fields = fields.clone().only(&["name", "on", "each", "weekday", "easter", "since", "until"]).with(&["name"]);
    let name = fields.text("name", 100);
    let year = |key| fields.integer(key, 1..=9999).and_then(|year| i32::try_from(year).ok());
    let years = (year("since").unwrap_or(1), year("until").unwrap_or(LAST_YEAR));
    if years.1 < years.0 {
        fields.problem("until", "contradiction", format!("`until` {} is before `since` {}", years.1, years.0));
    }
    Some(Holiday { name: name?, when: when(&fields)?, years })
}

fn when(fields: &Fields<'_, '_>) -> Option<When> {
    let given: Vec<&str> = ["on", "each", "easter"].into_iter().filter(|key| fields.has(key)).collect();
    if given.len() != 1 {
        fields.problem_here("contradiction", "a holiday has one of `on`, `each` and `easter`");
        return None;
    }
    let weekday = fields.word("weekday", WEEKDAYS);
    if weekday.is_some() && !fields.has("each") {
        fields.problem("weekday", "contradiction", "`weekday` means nothing without `each`, the day to look from");
        return None;
    }
    if fields.has("on") {
        return fields.date("on").map(When::On);
    }
    if fields.has("easter") {
        let (least, most) = (-NEAR_EASTER, NEAR_EASTER);
        return fields.signed("easter", least..=most).map(When::Easter);
    }
    let (month, day) = fields.read("each", "bad-day", month_and_day)?;
    Some(weekday.map_or(When::Each(month, day), |weekday| When::Weekday(month, day, weekday)))
}

/// `05-17`; 29 February is a day of leap years.
fn month_and_day(text: &str) -> Result<(u32, u32), String> {
    let expected = || format!("{} is not a month and day such as `05-17`", quoted(text));
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let (month, day) = text.split_once('-').filter(|(a, b)| digits(a) && digits(b)).ok_or_else(expected)?;
    let (month, day): (u32, u32) = (month.parse().map_err(|_| expected())?, day.parse().map_err(|_| expected())?);
    NaiveDate::from_ymd_opt(2024, month, day).map(|_| (month, day)).ok_or_else(expected)
}
