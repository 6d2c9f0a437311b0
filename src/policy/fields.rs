//! One TOML table, read key by key; whatever is left over is an unknown key. Every fault knows its line.

use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};

use chrono::{DateTime, NaiveDateTime, Timelike as _, Utc};
use toml_edit::{ArrayOfTables, Item, Table};

use super::FILE;
use super::problem::{PolicyProblem, nearest};
use crate::signature::text;

/// A table and the keys asked of it so far.
pub(super) struct Fields<'a> {
    source: &'a str,
    table: &'a Table,
    /// Such as `member.`; names the table in faults.
    place: &'static str,
    asked: RefCell<Vec<&'static str>>,
}

/// The line of a byte, counted from 1.
pub(super) fn line_of(source: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start);
    source.bytes().take(start).filter(|byte| *byte == b'\n').count().saturating_add(1)
}

pub(super) fn problem(line: usize, message: String) -> PolicyProblem {
    PolicyProblem { file: FILE.to_owned(), line, message, nearest: None }
}

impl<'a> Fields<'a> {
    pub(super) fn new(source: &'a str, table: &'a Table, place: &'static str) -> Self {
        Self { source, table, place, asked: RefCell::default() }
    }

    /// The line of a key, or of the table's header when the key is absent.
    pub(super) fn line(&self, key: &str) -> usize {
        let span = self.table.get_key_value(key).and_then(|(key, _)| key.span());
        line_of(self.source, span.or_else(|| self.table.span()))
    }

    /// A fault with a key.
    pub(super) fn wrong(&self, key: &str, message: &str) -> PolicyProblem {
        problem(self.line(key), format!("`{}{key}`: {message}", self.place))
    }

    fn get(&self, key: &'static str) -> Option<&'a Item> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    fn need<T>(&self, key: &'static str, value: Option<T>) -> Result<T, PolicyProblem> {
        value.ok_or_else(|| self.wrong(key, "is missing"))
    }

    /// A whole number from 1 up.
    pub(super) fn count(&self, key: &'static str) -> Result<u64, PolicyProblem> {
        let item = self.need(key, self.get(key))?;
        let number = item.as_integer().and_then(|number| u64::try_from(number).ok()).filter(|number| *number > 0);
        number.ok_or_else(|| self.wrong(key, "expected a whole number from 1 up"))
    }

    /// A whole number within bounds that may be absent.
    pub(super) fn optional_number(
        &self,
        key: &'static str,
        within: RangeInclusive<i64>,
    ) -> Result<Option<u32>, PolicyProblem> {
        let Some(item) = self.get(key) else { return Ok(None) };
        let number = item.as_integer().filter(|number| within.contains(number));
        let number = number.and_then(|number| u32::try_from(number).ok());
        let wrong = || self.wrong(key, &format!("expected a whole number from {} to {}", within.start(), within.end()));
        number.map(Some).ok_or_else(wrong)
    }

    /// One line of text that may be absent.
    pub(super) fn optional_text(&self, key: &'static str) -> Result<Option<String>, PolicyProblem> {
        let Some(item) = self.get(key) else { return Ok(None) };
        let value = item.as_str().ok_or_else(|| self.wrong(key, "expected a text"))?;
        text::check(value, 500).map_err(|error| self.wrong(key, &error.to_string()))?;
        Ok(Some(value.to_owned()))
    }

    /// One line of text.
    pub(super) fn text(&self, key: &'static str) -> Result<String, PolicyProblem> {
        let value = self.optional_text(key)?;
        self.need(key, value)
    }

    /// A list of texts, each once.
    pub(super) fn texts(&self, key: &'static str) -> Result<Vec<String>, PolicyProblem> {
        let item = self.need(key, self.get(key))?;
        self.list(key, item)
    }

    /// A list of texts, empty when absent.
    pub(super) fn optional_texts(&self, key: &'static str) -> Result<Vec<String>, PolicyProblem> {
        self.get(key).map_or_else(|| Ok(Vec::new()), |item| self.list(key, item))
    }

    fn list(&self, key: &str, item: &Item) -> Result<Vec<String>, PolicyProblem> {
        let kind = || self.wrong(key, "expected a list of texts");
        let mut texts: Vec<String> = Vec::new();
        for value in item.as_array().ok_or_else(kind)? {
            let value = value.as_str().ok_or_else(kind)?;
            text::check(value, 500).map_err(|error| self.wrong(key, &error.to_string()))?;
            if texts.iter().any(|known| known == value) {
                return Err(self.wrong(key, &format!("names `{value}` twice")));
            }
            texts.push(value.to_owned());
        }
        Ok(texts)
    }

    /// A UTC moment in whole seconds that may be absent.
    pub(super) fn optional_moment(&self, key: &'static str) -> Result<Option<DateTime<Utc>>, PolicyProblem> {
        let Some(item) = self.get(key) else { return Ok(None) };
        let written = item.as_datetime().map(ToString::to_string);
        let moment = written.filter(|written| written.len() == 20).and_then(|written| {
            NaiveDateTime::parse_from_str(&written, "%Y-%m-%dT%H:%M:%SZ").ok().filter(|time| time.nanosecond() == 0)
        });
        let wrong = || self.wrong(key, "expected a UTC time in whole seconds such as 2026-11-24T13:37:00Z");
        moment.map(|moment| Some(moment.and_utc())).ok_or_else(wrong)
    }

    /// A UTC moment in whole seconds.
    pub(super) fn moment(&self, key: &'static str) -> Result<DateTime<Utc>, PolicyProblem> {
        let moment = self.optional_moment(key)?;
        self.need(key, moment)
    }

    /// The tables of `[[key]]`, none when absent.
    pub(super) fn tables(&self, key: &'static str) -> Result<Vec<&'a Table>, PolicyProblem> {
        let Some(item) = self.get(key) else { return Ok(Vec::new()) };
        let tables = item.as_array_of_tables().map(ArrayOfTables::iter);
        let wrong = || self.wrong(key, &format!("expected `[[{}{key}]]` tables", self.place));
        tables.map(Iterator::collect).ok_or_else(wrong)
    }

    /// Refuses what nobody asked for.
    pub(super) fn finish(&self) -> Result<(), PolicyProblem> {
        let asked = self.asked.borrow();
        match self.table.iter().find(|(key, _)| !asked.contains(key)) {
            None => Ok(()),
            Some((key, _)) => {
                let shown: String = key.chars().take(60).flat_map(text::visible).collect();
                let message = format!("unknown key `{}{shown}`", self.place);
                Err(PolicyProblem { nearest: nearest(key, asked.iter().copied()), ..problem(self.line(key), message) })
            }
        }
    }
}
