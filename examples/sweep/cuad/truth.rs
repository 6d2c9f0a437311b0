//! What the lawyers wrote down, and a row of it for `clm import --csv`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chrono::{Days, Months, NaiveDate};
use serde::Deserialize;

use crate::Stopped;

/// The columns of [`Truth::row`].
pub const COLUMNS: [&str; 10] =
    ["file", "title", "kind", "parties", "on", "start", "end", "renews", "notice", "governing_law"];

/// The labels of one contract.
#[derive(Deserialize)]
pub struct Truth {
    pub file: String,
    document_name: String,
    pub parties: Vec<Party>,
    agreement_date: Option<NaiveDate>,
    effective_date: Option<NaiveDate>,
    expiration_date: Option<NaiveDate>,
    filing_year: Option<i32>,
    renewal_term: Option<Length>,
    notice_period: Option<Length>,
    governing_law: Option<Vec<String>>,
}

/// A party's name, and whether it stands in the text in this spelling.
#[derive(Deserialize)]
pub struct Party {
    pub name: String,
    pub in_text: bool,
}

/// A length of time, where the label is one.
#[derive(Deserialize)]
struct Length {
    /// Half a year happens.
    n: Option<f64>,
    unit: Option<String>,
}

/// Reads one contract a line.
pub fn read(file: &Path) -> Result<Vec<Truth>, Stopped> {
    fs::read_to_string(file)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

impl Truth {
    /// The row for the text below `texts`.
    pub fn row(&self, texts: &Path) -> [String; 10] {
        // The labels name some parties twice, in two spellings of the same letters.
        let mut names: Vec<String> = self.parties.iter().map(|party| one_line(&party.name)).collect();
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(name.to_lowercase()));
        let date = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
        [
            texts.join(&self.file).display().to_string(),
            one_line(&self.document_name),
            "sample".to_owned(),
            if names.is_empty() { "Northwind AS".to_owned() } else { names.join(";") },
            date(self.on()),
            date(self.start()),
            date(self.end()),
            self.renews().map(|(n, unit)| format!("{n} {unit}s")).unwrap_or_default(),
            self.notice().map(|(n, unit)| format!("{n} {unit}s")).unwrap_or_default(),
            one_line(&self.governing_law.clone().unwrap_or_default().join(", ")),
        ]
    }

    /// The day it was made, as nearly as the labels know.
    fn on(&self) -> Option<NaiveDate> {
        self.agreement_date
            .or(self.effective_date)
            .or_else(|| NaiveDate::from_ymd_opt(self.filing_year.unwrap_or(2000), 1, 1))
    }

    /// The first day; one label of the collection lies behind the end and is left out.
    fn start(&self) -> Option<NaiveDate> {
        self.effective_date.filter(|start| self.expiration_date.is_none_or(|end| *start <= end))
    }

    /// The last day, where it does not come before the first.
    pub fn end(&self) -> Option<NaiveDate> {
        let start = self.start().or(self.on());
        self.expiration_date.filter(|end| start.is_none_or(|start| start < *end))
    }

    /// Count and unit of a renewal: only a term that ends can renew.
    pub fn renews(&self) -> Option<(u32, &str)> {
        self.end()?;
        self.renewal_term.as_ref()?.known()
    }

    /// Count and unit of the notice that stops a renewal.
    fn notice(&self) -> Option<(u32, &str)> {
        self.renews()?;
        self.notice_period.as_ref()?.known()
    }

    /// The end less the notice period.
    pub fn notice_by(&self) -> Option<NaiveDate> {
        match (self.end()?, self.notice()?) {
            (end, (n, "day")) => end.checked_sub_days(Days::new(n.into())),
            (end, (n, "month")) => end.checked_sub_months(Months::new(n)),
            (end, (n, "year")) => end.checked_sub_months(Months::new(n.checked_mul(12)?)),
            _ => None,
        }
    }
}

impl Length {
    fn known(&self) -> Option<(u32, &str)> {
        let whole = self.n.filter(|n| n.fract() == 0.0 && (1.0..1e4).contains(n))?;
        Some((whole as u32, self.unit.as_deref()?))
    }
}

/// In a CSV list `;` parts names, and a title has no line break.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(';', ",")
}
