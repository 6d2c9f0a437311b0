//! Single values: text, words, numbers, days and moments.

use std::fmt::Display;
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};
use toml::de::{DeInteger, DeValue};
use toml::value::{Datetime, Offset};

use super::{Fields, nearest_of};
use crate::contract::problem::quoted;
use crate::contract::{email, visible};

/// Years a contract may speak of.
const YEARS: RangeInclusive<i32> = 1900..=9999;

impl Fields<'_, '_> {
    /// One line of visible text without spaces at its ends, `most` characters at most.
    #[must_use]
    pub fn text(&self, key: &str, most: usize) -> Option<String> {
        self.checked_text(key, most, visible::hidden_in)
    }

    /// [`Self::text`] that may have several lines.
    #[must_use]
    pub fn prose(&self, key: &str, most: usize) -> Option<String> {
        self.checked_text(key, most, visible::hidden_in_prose)
    }

    fn checked_text(&self, key: &str, most: usize, hidden: fn(&str) -> Option<char>) -> Option<String> {
        let text = self.string(key)?;
        match text_fault(text, most, hidden) {
            None => Some(text.to_owned()),
            Some((code, fault)) => {
                self.problem(key, code, format!("`{}` {fault}", self.path_of(key)));
                None
            }
        }
    }

    fn string(&self, key: &str) -> Option<&str> {
        match self.value(key)? {
            DeValue::String(text) => Some(text),
            other => {
                self.mistyped(key, "a string", other);
                None
            }
        }
    }

    /// Text that `read` understands; its error is the message.
    #[must_use]
    pub fn read<T, E: Display>(
        &self,
        key: &str,
        code: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match read(self.string(key)?) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.problem(key, code, format!("`{}`: {fault}", self.path_of(key)));
                None
            }
        }
    }

    /// One lower-case ASCII e-mail address.
    #[must_use]
    pub fn email(&self, key: &str) -> Option<String> {
        self.read(key, "bad-email", |text| {
            if email::is_email(text) {
                return Ok(text.to_owned());
            }
            Err(format!("{} is not one lower-case e-mail address such as `kari@acme.example`", quoted(text)))
        })
    }

    /// One of a few fixed words.
    #[must_use]
    pub fn word<T: Copy>(&self, key: &str, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.string(key)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let known: Vec<&'static str> = words.iter().map(|(word, _)| *word).collect();
        let listed = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let message = format!("`{}` is {}, expected one of {listed}", self.path_of(key), quoted(text));
        self.problem_near(key, "unknown-word", message, nearest_of(text, &known));
        None
    }

    /// True or false.
    #[must_use]
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.value(key)? {
            DeValue::Boolean(flag) => Some(*flag),
            other => {
                self.mistyped(key, "`true` or `false`", other);
                None
            }
        }
    }

    /// A whole number within `range`.
    #[must_use]
    pub fn integer(&self, key: &str, range: RangeInclusive<u32>) -> Option<u32> {
        let integer = match self.value(key)? {
            DeValue::Integer(integer) => integer,
            other => {
                self.mistyped(key, "a whole number", other);
                return None;
            }
        };
        let value = whole(integer).filter(|value| range.contains(value));
        if value.is_none() {
            let (low, high) = (range.start(), range.end());
            let message = format!("`{}` must be a whole number from {low} to {high}", self.path_of(key));
            self.problem(key, "out-of-range", message);
        }
        value
    }

    /// A whole number within `range`, which may be below zero.
    #[must_use]
    pub fn signed(&self, key: &str, range: RangeInclusive<i32>) -> Option<i32> {
        let integer = match self.value(key)? {
            DeValue::Integer(integer) => integer,
            other => {
                self.mistyped(key, "a whole number", other);
                return None;
            }
        };
        let value = i32::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|value| range.contains(value));
        if value.is_none() {
            let (low, high) = (range.start(), range.end());
            let message = format!("`{}` must be a whole number from {low} to {high}", self.path_of(key));
            self.problem(key, "out-of-range", message);
        }
        value
    }

    /// A day without a time, such as `2026-12-01`.
    #[must_use]
    pub fn date(&self, key: &str) -> Option<NaiveDate> {
        let day = match self.value(key)? {
            DeValue::Datetime(Datetime { date: Some(date), time: None, offset: None }) => {
                NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
            }
            other => {
                self.mistyped(key, "a date without quotes, such as 2026-12-01", other);
                return None;
            }
        };
        let day = day.filter(|day| YEARS.contains(&day.year()));
        if day.is_none() {
            let message = format!("`{}` must be a day of the years 1900 to 9999", self.path_of(key));
            self.problem(key, "out-of-range", message);
        }
        day
    }

    /// A moment with its offset, such as `2026-12-01T10:00:00+01:00`.
    #[must_use]
    pub fn moment(&self, key: &str) -> Option<DateTime<FixedOffset>> {
        let moment = match self.value(key)? {
            DeValue::Datetime(datetime @ Datetime { date: Some(_), time: Some(_), offset: Some(_) }) => {
                moment(datetime)
            }
            other => {
                self.mistyped(key, "a moment with its offset, such as 2026-12-01T10:00:00+01:00", other);
                return None;
            }
        };
        let moment = moment.filter(|moment| YEARS.contains(&moment.year()));
        if moment.is_none() {
            self.problem(
                key,
                "out-of-range",
                format!("`{}` is not a moment of the years 1900 to 9999", self.path_of(key)),
            );
        }
        moment
    }

    /// A list of texts, each read by `read`; `most` at most.
    #[must_use]
    pub fn list<T, E: Display>(
        &self,
        key: &str,
        code: &'static str,
        most: usize,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Option<Vec<T>> {
        let values = match self.value(key)? {
            DeValue::Array(values) => values,
            other => {
                self.mistyped(key, "a list of strings", other);
                return None;
            }
        };
        if values.len() > most {
            self.problem(key, "too-many", format!("`{}` has more than {most} entries", self.path_of(key)));
            return None;
        }
        let mut items = Vec::new();
        for value in values {
            let item = match value.get_ref() {
                DeValue::String(text) => {
                    read(text).map_err(|fault| (code, format!("`{}`: {fault}", self.path_of(key))))
                }
                _ => Err(("wrong-type", format!("`{}` must be a list of strings", self.path_of(key)))),
            };
            match item {
                Ok(item) => items.push(item),
                Err((code, message)) => {
                    self.reader.report(&value.span(), code, Some(self.path_of(key)), message, None);
                }
            }
        }
        (items.len() == values.len()).then_some(items)
    }
}

/// What is wrong with a text as a title, name or sentence: a code, and words that follow the key's name.
pub(super) fn text_fault(text: &str, most: usize, hidden: fn(&str) -> Option<char>) -> Option<(&'static str, String)> {
    if let Some(character) = hidden(text) {
        let fault = format!("holds the invisible or control character {}", quoted(&character.to_string()));
        return Some(("hidden-character", fault));
    }
    if text.trim().is_empty() {
        return Some(("empty", "is empty".to_owned()));
    }
    if text.trim() != text {
        return Some(("untrimmed", "has a space at its start or end".to_owned()));
    }
    (text.chars().count() > most).then(|| ("too-long", format!("is longer than {most} characters")))
}

fn whole(integer: &DeInteger<'_>) -> Option<u32> {
    u32::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn moment(datetime: &Datetime) -> Option<DateTime<FixedOffset>> {
    let (date, time) = (datetime.date?, datetime.time?);
    let minutes = match datetime.offset? {
        Offset::Z => 0,
        Offset::Custom { minutes } => i32::from(minutes),
    };
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?
        .and_hms_nano_opt(
            time.hour.into(),
            time.minute.into(),
            time.second.unwrap_or(0).into(),
            time.nanosecond.unwrap_or(0),
        )?
        .and_local_timezone(FixedOffset::east_opt(minutes.checked_mul(60)?)?)
        .single()
}
