//! Strict reading of TOML: every unknown, missing or mistyped key is reported with its place, all of them in one go.
//!
//! **Owns** the walk over a parsed TOML text and the wording of its faults. **Refuses to know** what any key means: the
//! header, the acts, the record and the organisation say so. **Invariants**: nothing is dropped silently; a value comes
//! out only if nothing was wrong anywhere; nothing panics on any text.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problem, nearest, place, quoted};

mod scalar;
mod table;

pub use table::Fields;

/// More than these are not reported for one file: whoever has a hundred faults starts with the first.
const MOST_PROBLEMS: usize = 100;

/// One TOML text being read, and what was found wrong so far.
#[derive(Debug)]
pub struct Reader<'s> {
    file: &'s str,
    source: &'s str,
    first_line: usize,
    problems: RefCell<Vec<Problem>>,
}

impl<'s> Reader<'s> {
    /// A reader of `source`, whose first line is line `first_line` (from 1) of the file called `file`.
    #[must_use]
    pub fn new(file: &'s str, source: &'s str, first_line: usize) -> Self {
        Self { file, source, first_line, problems: RefCell::new(Vec::new()) }
    }

    /// The text as a TOML table; `None`, and every fault of syntax reported, if it is none.
    #[must_use]
    pub fn document(&self) -> Option<Spanned<DeTable<'s>>> {
        let (table, errors) = DeTable::parse_recoverable(self.source);
        let mut last = 0;
        for error in errors.iter().take(MOST_PROBLEMS) {
            let span = error.span().unwrap_or(0..0);
            // One slip often breaks the rest of its line: only the first fault of a line is news.
            let (line, _) = place(self.source, span.start);
            if line == std::mem::replace(&mut last, line) {
                continue;
            }
            self.report(&span, "syntax", None, format!("not TOML: {}", one_line(error.message())), None);
        }
        errors.is_empty().then_some(table)
    }

    /// Reports a fault at `span` of the text.
    pub fn report(
        &self,
        span: &Range<usize>,
        code: &'static str,
        key: Option<String>,
        message: String,
        nearest: Option<String>,
    ) {
        let mut problems = self.problems.borrow_mut();
        if problems.len() >= MOST_PROBLEMS {
            return;
        }
        let (line, column) = place(self.source, span.start);
        let line = line.saturating_add(self.first_line).saturating_sub(1);
        problems.push(Problem { file: self.file.to_owned(), line, column, key, message, nearest, code });
    }

    /// The value, if nothing at all was reported; otherwise every problem in the order of the text.
    ///
    /// # Errors
    /// When anything was reported, or when there is no value.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Problem>> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems.dedup();
        match value {
            Some(value) if problems.is_empty() => Ok(value),
            None if problems.is_empty() => {
                Err(vec![Problem::at(self.file, (self.first_line, 1), "incomplete", "something needed is missing")])
            }
            _ => Err(problems),
        }
    }
}

/// The bytes of a whole TOML file as text.
///
/// # Errors
/// When there are more than `most` of them, when they are not UTF-8, or when they start with a byte order mark.
pub fn text_of<'b>(file: &str, bytes: &'b [u8], most: usize) -> Result<&'b str, Vec<Problem>> {
    if bytes.len() > most {
        let message = format!("the file is larger than {} KiB", most >> 10);
        return Err(vec![Problem::at(file, (1, 1), "too-large", message)]);
    }
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let before =
            bytes.get(..fault.valid_up_to()).and_then(|good| std::str::from_utf8(good).ok()).unwrap_or_default();
        vec![Problem::at(file, place(before, before.len()), "not-utf-8", "this is not UTF-8 text")]
    })?;
    if text.starts_with('\u{feff}') {
        let message = "the file starts with a byte order mark: save it as UTF-8 without one";
        return Err(vec![Problem::at(file, (1, 1), "byte-order-mark", message)]);
    }
    Ok(text)
}

/// A TOML key as it is written: bare where that is allowed, quoted otherwise.
#[must_use]
pub fn key_text(key: &str) -> String {
    let is_bare =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare && key.len() <= 60 { key.to_owned() } else { quoted(key).replace('`', "\"") }
}

/// What a value is, for people.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with decimals",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A message of the TOML parser, without the line breaks and hidden characters it may quote.
fn one_line(message: &str) -> String {
    message.chars().map(|c| if super::visible::is_hidden(c) { ' ' } else { c }).take(200).collect()
}

/// The nearest of `known` for the words of an error.
fn nearest_of(word: &str, known: &[&'static str]) -> Option<String> {
    nearest(word, known.iter().copied())
}
