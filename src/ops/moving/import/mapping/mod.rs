//! The mapping file: what the headings and values of another system's export mean here.
//!
//! ```toml
//! date = "dd.mm.yyyy"
//! decimal = ","
//! ignore = ["Id", "Sist endret"]
//! [columns]
//! "Avtalenavn" = "title"
//! "Gjelder til" = "end"
//! [compose]
//! parties = "Northwind AS; {Motpart}"
//! notice = "{Oppsigelse (mnd)} months"
//! [constants]
//! kind = "supply"
//! [values."Fornyes automatisk"]
//! "Ja" = "12 months"
//! "Nei" = ""
//! ```
//!
//! Strict: a heading that nothing speaks of, a value that a list lacks and a key that means nothing are refused, with
//! the nearest name.

mod compose;
mod day;
mod read;

use std::collections::BTreeMap;

use super::column::Column;
use super::task::Given;
use crate::contract::problem::{nearest, quoted};

use compose::Composed;
use day::DayFormat;

/// What a column of the CSV is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// It says this.
    Column(Column),
    /// It is left out, or only used to compose others.
    Ignored,
}

/// A mapping file, read.
#[derive(Debug, Default)]
pub(super) struct Mapping {
    /// The file as shown in messages.
    pub file: String,
    columns: BTreeMap<String, Column>,
    ignore: Vec<String>,
    ignore_others: bool,
    composed: Vec<Composed>,
    /// What holds where neither a row nor a flag says anything.
    pub constants: Vec<Given>,
    values: BTreeMap<String, BTreeMap<String, String>>,
    day: Option<DayFormat>,
    decimal: Option<char>,
}

impl Mapping {
    /// What the column called `heading` is for.
    ///
    /// # Errors
    /// A sentence, with the nearest name.
    pub fn meaning(&self, heading: &str) -> Result<Meaning, String> {
        if let Some(column) = self.columns.get(heading) {
            return Ok(Meaning::Column(column.clone()));
        }
        let used = self.composed.iter().any(|composed| composed.uses(heading));
        if used || self.ignore.iter().any(|ignored| ignored == heading) {
            return Ok(Meaning::Ignored);
        }
        match Column::of(heading) {
            Ok(column) => Ok(Meaning::Column(column)),
            Err(_) if self.ignore_others => Ok(Meaning::Ignored),
            Err(why) if self.file.is_empty() => Err(format!("{why}; a --map file says what foreign headings mean")),
            Err(why) => match nearest(heading, self.headings()) {
                Some(near) => Err(format!("{} speaks of no column {}, but of `{near}`", self.file, quoted(heading))),
                None => Err(format!("{why}; say in {} what it means, or name it in `ignore`", self.file)),
            },
        }
    }

    /// Every heading the file speaks of.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        let named = self.columns.keys().chain(&self.ignore).chain(self.values.keys()).map(String::as_str);
        named.chain(self.composed.iter().flat_map(Composed::headings))
    }

    /// Headings it speaks of that the CSV has not, each with the nearest it has. What is only ignored need not be there.
    pub fn absent(&self, headings: &[&str]) -> Vec<String> {
        let needed = self.columns.keys().chain(self.values.keys()).map(String::as_str);
        let mut needed: Vec<&str> = needed.chain(self.composed.iter().flat_map(Composed::headings)).collect();
        needed.sort_unstable();
        needed.dedup();
        let absent = needed.into_iter().filter(|heading| !headings.contains(heading));
        absent
            .map(|heading| match nearest(heading, headings.iter().copied()) {
                Some(near) => format!("the CSV has no column {}; did you mean `{near}`?", quoted(heading)),
                None => format!("the CSV has no column {}", quoted(heading)),
            })
            .collect()
    }

    /// Whether a column of that meaning is composed of others.
    pub fn composes(&self, column: &Column) -> bool {
        self.composed.iter().any(|composed| composed.column == *column)
    }

    /// The value of a cell, in our words.
    ///
    /// # Errors
    /// What it is not.
    pub fn value(&self, heading: &str, column: &Column, cell: &str) -> Result<String, String> {
        let listed = self.listed(heading, cell)?;
        self.converted(column, listed)
    }

    fn listed<'v>(&'v self, heading: &str, cell: &'v str) -> Result<&'v str, String> {
        let Some(list) = self.values.get(heading).filter(|_| !cell.is_empty()) else { return Ok(cell) };
        list.get(cell).map(String::as_str).ok_or_else(|| {
            let near = nearest(cell, list.keys().map(String::as_str));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            format!("{} is not in the list [values] of {}{near}", quoted(cell), self.file)
        })
    }

    fn converted(&self, column: &Column, text: &str) -> Result<String, String> {
        if text.is_empty() {
            return Ok(String::new());
        }
        match (&self.day, self.decimal) {
            (Some(format), _) if column.is_day() => format.read(text),
            (_, Some(decimal)) if column.is_amount() => amount(text, decimal),
            _ => Ok(text.to_owned()),
        }
    }

    /// What is composed of the cells of a row.
    ///
    /// # Errors
    /// The column and what is wrong with its value.
    pub fn compose(&self, cells: &BTreeMap<&str, &str>) -> Vec<Result<Given, (String, String)>> {
        let mut given = Vec::new();
        for composed in &self.composed {
            let name = composed.name.clone();
            let value = composed
                .fill(&mut |heading| {
                    let cell = cells.get(heading).copied().unwrap_or_default().trim();
                    self.listed(heading, cell).map(ToOwned::to_owned)
                })
                .and_then(|text| self.converted(&composed.column, text.trim()));
            match value {
                Ok(text) if text.is_empty() => {}
                Ok(text) => given.push(Ok(Given { column: composed.column.clone(), name, text })),
                Err(why) => given.push(Err((name, why))),
            }
        }
        given
    }
}

/// An amount with `decimal` between whole and part; spaces, apostrophes and the other mark group thousands.
fn amount(text: &str, decimal: char) -> Result<String, String> {
    let wrong = || format!("{} is no amount with `{decimal}` before its decimals", quoted(text));
    let other = if decimal == ',' { '.' } else { ',' };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, part) = digits.split_once(decimal).unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split([' ', '\u{a0}', '\u{202f}', '\'', other]).collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let in_groups = match groups.as_slice() {
        [only] => digits(only),
        [first, rest @ ..] => digits(first) && first.len() <= 3 && rest.iter().all(|g| digits(g) && g.len() == 3),
        [] => false,
    };
    match (in_groups, digits_of(text, decimal), digits(part)) {
        (true, false, _) => Ok(format!("{sign}{}", groups.concat())),
        (true, true, true) => Ok(format!("{sign}{}.{part}", groups.concat())),
        _ => Err(wrong()),
    }
}

fn digits_of(text: &str, decimal: char) -> bool {
    text.contains(decimal)
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn amounts_are_read_with_their_own_decimal_mark() {
        for (text, decimal, read) in [
            ("120000,50", ',', "120000.50"),
            ("1.234.567,00", ',', "1234567.00"),
            ("12 000", ',', "12000"),
            ("12\u{a0}000,5", ',', "12000.5"),
            ("1,234.50", '.', "1234.50"),
            ("-5,00", ',', "-5.00"),
        ] {
            assert_eq!(amount(text, decimal).as_deref(), Ok(read), "{text}");
        }
        for (text, decimal) in [
            ("1.23,00", ','),
            ("12.5", ','),
            ("1,2,3", ','),
            ("kr 100", ','),
            ("", ','),
            (",5", ','),
            ("5,", ','),
            ("1.0000", ','),
        ] {
            assert!(amount(text, decimal).is_err(), "{text}");
        }
    }
}
