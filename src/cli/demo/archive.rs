//! The paper the demonstration's organisation signed long ago: nine contracts, with dates that follow from today.
//!
//! **Invariant**: the dates in a text, in the CSV and in the import line are computed from the same row, so that what
//! `due` says can be read in the text.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{Days, Months, NaiveDate};

use crate::contract::language::Language;
use crate::error::{Error, Kind, Result};

/// Where the papers lie, below the folder of the demonstration.
const FOLDER: &str = "paper";

/// The names [`prepare`] makes known to the story.
#[cfg(test)]
pub const NAMES: &[&str] = &["lease_on", "lease_start", "consulting_on", "consulting_start"];

/// One contract on paper.
struct Paper {
    file: &'static str,
    text: &'static str,
    workspace: &'static str,
    kind: &'static str,
    title: &'static str,
    counterparty: &'static str,
    /// The first day: so many days from today, then so many months back.
    start: (i64, u32),
    /// Executed so many days before the first day.
    signed_before: u64,
    terms: Terms,
    language: &'static str,
    law: &'static str,
    tags: &'static str,
    /// Amount, currency, how often.
    value: (&'static str, &'static str, &'static str),
}

/// How long it runs, in months, and how it ends.
#[derive(Clone, Copy)]
struct Terms {
    months: u32,
    renews: &'static str,
    notice: &'static str,
    evergreen: bool,
}

const fn fixed(months: u32) -> Terms {
    Terms { months, renews: "", notice: "", evergreen: false }
}

const fn renewing(months: u32, renews: &'static str, notice: &'static str) -> Terms {
    Terms { months, renews, notice, evergreen: false }
}

/// Imported by a line of its own; the others by the CSV.
const LEASE: Paper = Paper {
    file: "office-lease.md",
    text: include_str!("paper/office-lease.md"),
    workspace: "legal",
    kind: "lease",
    title: "Office lease, Skippergata 14",
    counterparty: "Fjord Eiendom AS",
    start: (18, 0),
    signed_before: 58,
    terms: fixed(60),
    language: "en",
    law: "Norway",
    tags: "premises",
    value: ("74500.00", "NOK", "month"),
};

const ARCHIVE: &[Paper] = &[
    Paper {
        file: "software-subscription.md",
        text: include_str!("paper/software-subscription.md"),
        workspace: "legal",
        kind: "subscription",
        title: "Software subscription, Kestrel Desk",
        counterparty: "Kestrel Software Ltd",
        // The next period begins three months after the last day for notice, which is twelve days away.
        start: (13, 21),
        signed_before: 9,
        terms: renewing(12, "12 months", "3 months"),
        language: "en",
        law: "England and Wales",
        tags: "software",
        value: ("189000.00", "NOK", "year"),
    },
    Paper {
        file: "supplier-framework.md",
        text: include_str!("paper/supplier-framework.md"),
        workspace: "legal",
        kind: "framework",
        title: "Framework agreement for electronic components",
        counterparty: "Halden Komponent AS",
        start: (5, 14),
        signed_before: 12,
        terms: renewing(36, "12 months", "6 months"),
        language: "en",
        law: "Norway",
        tags: "production",
        value: ("", "", ""),
    },
    Paper {
        file: "lift-maintenance.md",
        text: include_str!("paper/lift-maintenance.md"),
        workspace: "legal",
        kind: "maintenance",
        title: "Maintenance of lifts and goods hoist",
        counterparty: "Nordheis Service AS",
        start: (20, 36),
        signed_before: 15,
        terms: renewing(12, "12 months", "2 weeks"),
        language: "en",
        law: "Norway",
        tags: "premises",
        value: ("46800.00", "NOK", "year"),
    },
    Paper {
        file: "distribution-denmark.md",
        text: include_str!("paper/distribution-denmark.md"),
        workspace: "legal",
        kind: "distribution",
        title: "Distribution agreement, Denmark",
        counterparty: "Sørensen Handel ApS",
        start: (-60, 24),
        signed_before: 20,
        terms: fixed(24),
        language: "en",
        law: "Denmark",
        tags: "sales",
        value: ("", "", ""),
    },
    Paper {
        file: "renholdsavtale.md",
        text: include_str!("paper/renholdsavtale.md"),
        workspace: "legal",
        kind: "cleaning",
        title: "Renholdsavtale",
        counterparty: "Blank & Ren AS",
        // As the subscription above, but the last day for notice was nine days ago.
        start: (-8, 21),
        signed_before: 11,
        terms: renewing(12, "12 months", "3 months"),
        language: "nb",
        law: "Norge",
        tags: "premises",
        value: ("16900.00", "NOK", "month"),
    },
    Paper {
        file: "arbeidsavtale.md",
        text: include_str!("paper/arbeidsavtale.md"),
        workspace: "hr",
        kind: "employment",
        title: "Arbeidsavtale, Sara Lunde",
        counterparty: "Sara Lunde",
        start: (0, 22),
        signed_before: 45,
        terms: Terms { months: 0, renews: "", notice: "3 months", evergreen: true },
        language: "nb",
        law: "Norge",
        tags: "people",
        value: ("735000.00", "NOK", "year"),
    },
    Paper {
        file: "vikariat.md",
        text: include_str!("paper/vikariat.md"),
        workspace: "hr",
        kind: "employment",
        title: "Midlertidig arbeidsavtale, Emil Haugen",
        counterparty: "Emil Haugen",
        start: (26, 11),
        signed_before: 14,
        terms: fixed(11),
        language: "nb",
        law: "Norge",
        tags: "people",
        value: ("41600.00", "NOK", "month"),
    },
    Paper {
        file: "bedriftshelsetjeneste.md",
        text: include_str!("paper/bedriftshelsetjeneste.md"),
        workspace: "hr",
        kind: "health",
        title: "Avtale om bedriftshelsetjeneste",
        counterparty: "Frisk Arbeid AS",
        start: (170, 24),
        signed_before: 21,
        terms: renewing(12, "12 months", "3 months"),
        language: "nb",
        law: "Norge",
        tags: "people",
        value: ("", "", ""),
    },
];

/// The scan that stands for a page signed in ink.
const SCAN: &[u8] = include_bytes!("paper/scan.pdf");

/// Writes the papers, their CSV and the scan below `backstage`, and answers the dates the story's lines need.
///
/// # Errors
/// When a file cannot be written, or `today` is at the edge of the calendar.
pub fn prepare(backstage: &Path, today: NaiveDate) -> Result<BTreeMap<String, String>> {
    let folder = backstage.join(FOLDER);
    let write = |name: &str, bytes: &[u8]| {
        fs::write(folder.join(name), bytes)
            .map_err(|e| Error::new(Kind::Failed, "demo", format!("cannot write {name}: {e}")).about(name))
    };
    fs::create_dir_all(&folder)
        .map_err(|e| Error::new(Kind::Failed, "demo", format!("cannot make {}: {e}", folder.display())))?;
    let mut csv = String::from(HEAD);
    csv.push('\n');
    for paper in ARCHIVE {
        let dates = paper.dates(today)?;
        write(paper.file, paper.filled(dates).as_bytes())?;
        csv.push_str(&paper.row(dates));
    }
    write("archive.csv", csv.as_bytes())?;
    write("scan.pdf", SCAN)?;
    let lease = LEASE.dates(today)?;
    write(LEASE.file, LEASE.filled(lease).as_bytes())?;
    let day = |days: i64| shift(today, days, 0).map(|day| day.to_string());
    Ok(BTreeMap::from([
        ("lease_on".to_owned(), lease.on.to_string()),
        ("lease_start".to_owned(), lease.start.to_string()),
        ("consulting_on".to_owned(), day(-3)?),
        ("consulting_start".to_owned(), day(-2)?),
    ]))
}

/// When a paper was signed, begins, and ends for the first time.
#[derive(Clone, Copy)]
struct Dates {
    on: NaiveDate,
    start: NaiveDate,
    end: NaiveDate,
}

const HEAD: &str = "file,workspace,kind,title,party 1,party 2,on,start,term,renews,notice,language,governing_law,tags,\
                    term.evergreen,term.notice_ends,value,currency,per";

impl Paper {
    fn dates(&self, today: NaiveDate) -> Result<Dates> {
        let start = shift(today, self.start.0, self.start.1)?;
        let on = start.checked_sub_days(Days::new(self.signed_before)).ok_or_else(edge)?;
        let next = start.checked_add_months(Months::new(self.terms.months)).ok_or_else(edge)?;
        let end = if self.terms.months == 0 { start } else { next.pred_opt().ok_or_else(edge)? };
        Ok(Dates { on, start, end })
    }

    /// The text with its dates in words.
    fn filled(&self, dates: Dates) -> String {
        let word = |day| Language::of(self.language).date(day);
        let text = self.text.replace("{on}", &word(dates.on)).replace("{start}", &word(dates.start));
        text.replace("{end}", &word(dates.end))
    }

    fn row(&self, dates: Dates) -> String {
        let term = if self.terms.months == 0 { String::new() } else { format!("{} months", self.terms.months) };
        // Notice of an employee runs from the first day of the month after it.
        let (evergreen, ends) = if self.terms.evergreen { ("true", "end of month") } else { ("", "") };
        let (amount, currency, per) = self.value;
        let (on, start) = (dates.on.to_string(), dates.start.to_string());
        let about = [self.file, self.workspace, self.kind, self.title, self.counterparty, "Northwind AS", &on, &start];
        let terms = [&term, self.terms.renews, self.terms.notice, self.language, self.law, self.tags];
        let fields = about.into_iter().chain(terms).chain([evergreen, ends, amount, currency, per]);
        let quoted: Vec<String> = fields.map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
        quoted.join(",") + "\n"
    }
}

fn shift(today: NaiveDate, days: i64, months_back: u32) -> Result<NaiveDate> {
    let far = Days::new(days.unsigned_abs());
    let moved = if days < 0 { today.checked_sub_days(far) } else { today.checked_add_days(far) };
    moved.and_then(|day| day.checked_sub_months(Months::new(months_back))).ok_or_else(edge)
}

fn edge() -> Error {
    Error::new(Kind::Usage, "day-out-of-range", "the demonstration needs years on both sides of today")
        .hint("give --today a day within the usual calendar, such as 2026-12-01")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn no_placeholder_is_left_in_any_text_on_any_day() {
        for today in ["2026-11-24", "2028-02-29", "2027-08-31", "2026-01-01"] {
            for paper in ARCHIVE.iter().chain([&LEASE]) {
                let text = paper.filled(paper.dates(day(today)).unwrap());
                assert!(!text.contains(['{', '}']), "{} on {today}", paper.file);
                assert!((1000..3000).contains(&text.len()), "{}: {} bytes", paper.file, text.len());
            }
        }
    }

    #[test]
    fn the_text_names_the_counterparty_and_the_first_day() {
        let today = day("2026-11-24");
        for paper in ARCHIVE.iter().chain([&LEASE]) {
            let dates = paper.dates(today).unwrap();
            let text = paper.filled(dates);
            assert!(text.contains(&format!("**{}**", paper.counterparty)), "{}", paper.file);
            assert!(text.contains(&Language::of(paper.language).date(dates.start)), "{}", paper.file);
        }
    }

    #[test]
    fn every_row_has_as_many_fields_as_the_head() {
        for paper in ARCHIVE {
            let row = paper.row(paper.dates(day("2026-11-24")).unwrap());
            assert_eq!(row.matches("\",\"").count(), HEAD.matches(',').count(), "{row}");
        }
    }

    #[test]
    fn the_names_known_to_the_story_are_those_prepared() {
        let folder = tempfile::tempdir().unwrap();
        let names = prepare(folder.path(), day("2026-11-24")).unwrap();
        assert_eq!(
            names.keys().map(String::as_str).collect::<std::collections::BTreeSet<_>>(),
            NAMES.iter().copied().collect()
        );
        assert!(folder.path().join("paper/archive.csv").is_file());
        assert!(prepare(folder.path(), NaiveDate::MIN).is_err());
    }
}
