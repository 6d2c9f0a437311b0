//! Days as another system writes them.

use chrono::NaiveDate;

/// How days are written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::ops::moving::import) enum DayFormat {
    /// Day, month and year with something between, such as `dd.mm.yyyy`.
    Written(String, Vec<Part>),
    /// A count of days, as Excel keeps them.
    Serial,
}

/// A part of a written day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::ops::moving::import) enum Part {
    Day,
    Month,
    Year,
    Between(char),
}

/// What Excel counts from, so that its days from March 1900 on come out right.
const EXCEL: Option<NaiveDate> = NaiveDate::from_ymd_opt(1899, 12, 30);
/// Days of Excel from 1950 to 2100.
const SERIALS: std::ops::RangeInclusive<u64> = 18_264..=73_415;

impl std::str::FromStr for DayFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "excel" {
            return Ok(Self::Serial);
        }
        let wrong =
            || format!("`{}` is no way to write days: say `dd.mm.yyyy`, `m/d/yyyy` or `excel`", text.replace('`', "'"));
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some(next) = rest.chars().next() {
            let run: String = rest.chars().take_while(|c| *c == next).collect();
            rest = rest.get(run.len()..).unwrap_or_default();
            match run.as_str() {
                "d" | "dd" => parts.push(Part::Day),
                "m" | "mm" => parts.push(Part::Month),
                "yyyy" => parts.push(Part::Year),
                "yy" => return Err("`yy` leaves the century open: export the years with four digits".to_owned()),
                _ if next.is_ascii_alphanumeric() || next.is_control() => return Err(wrong()),
                _ => parts.extend(run.chars().map(Part::Between)),
            }
        }
        let count = |wanted: Part| parts.iter().filter(|part| **part == wanted).count();
        let complete = [Part::Day, Part::Month, Part::Year].into_iter().all(|part| count(part) == 1);
        let apart = parts.windows(2).all(|two| two.iter().any(|part| matches!(part, Part::Between(_))));
        if complete && apart { Ok(Self::Written(text.to_owned(), parts)) } else { Err(wrong()) }
    }
}

impl DayFormat {
    /// The day `text` says, as `2026-01-31`. A day written so already is taken as it is; a midnight behind a day is none
    /// of its business.
    ///
    /// # Errors
    /// What it is not.
    pub fn read(&self, text: &str) -> Result<String, String> {
        let shown = crate::contract::problem::quoted(text);
        let day = without_midnight(text);
        if let Some(iso) = iso(day) {
            return Ok(iso.to_string());
        }
        let (found, wanted) = match self {
            Self::Serial => (serial(day), "a count of days as Excel keeps them"),
            Self::Written(format, parts) => (written(day, parts), format.as_str()),
        };
        found.map(|day| day.to_string()).ok_or_else(|| format!("{shown} is no day written {wanted}"))
    }
}

fn iso(text: &str) -> Option<NaiveDate> {
    let day = text.parse::<NaiveDate>().ok()?;
    (day.to_string() == text).then_some(day)
}

fn serial(text: &str) -> Option<NaiveDate> {
    let days: u64 = text.strip_suffix(".0").unwrap_or(text).parse().ok()?;
    EXCEL.filter(|_| SERIALS.contains(&days))?.checked_add_days(chrono::Days::new(days))
}

fn written(text: &str, parts: &[Part]) -> Option<NaiveDate> {
    let (mut day, mut month, mut year) = (None, None, None);
    let mut rest = text;
    for part in parts {
        if let Part::Between(between) = part {
            rest = rest.strip_prefix(*between)?;
            continue;
        }
        let most = if *part == Part::Year { 4 } else { 2 };
        let digits: String = rest.chars().take_while(char::is_ascii_digit).take(most).collect();
        rest = rest.get(digits.len()..)?;
        match part {
            Part::Day => day = digits.parse().ok(),
            Part::Month => month = digits.parse().ok(),
            _ if digits.len() == 4 => year = digits.parse().ok(),
            _ => return None,
        }
    }
    if rest.is_empty() { NaiveDate::from_ymd_opt(year?, month?, day?) } else { None }
}

fn without_midnight(text: &str) -> &str {
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    let midnight = time.trim_end_matches('Z').chars().all(|c| matches!(c, '0' | ':' | '.'));
    if midnight && time.contains(':') { day } else { text }
}

#[cfg(test)]
mod tests {
    use super::DayFormat;

    fn read(format: &str, text: &str) -> Result<String, String> {
        format.parse::<DayFormat>().unwrap().read(text)
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for (format, text, day) in [
            ("dd.mm.yyyy", "31.12.2026", "2026-12-31"),
            ("dd.mm.yyyy", "1.2.2026", "2026-02-01"),
            ("d. m. yyyy", "1. 2. 2026", "2026-02-01"),
            ("m/d/yyyy", "12/31/2026", "2026-12-31"),
            ("yyyy/mm/dd", "2026/02/28 00:00:00", "2026-02-28"),
            ("dd.mm.yyyy", "2026-02-28T00:00:00.000Z", "2026-02-28"),
            ("excel", "45322", "2024-01-31"),
            ("excel", "45322.0", "2024-01-31"),
        ] {
            assert_eq!(read(format, text).as_deref(), Ok(day), "{format} {text}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        for (format, text) in [
            ("dd.mm.yyyy", "31/12/2026"),
            ("dd.mm.yyyy", "12.31.2026"),
            ("dd.mm.yyyy", "30.02.2026"),
            ("dd.mm.yyyy", "1.2.26"),
            ("dd.mm.yyyy", "1.2.20266"),
            ("dd.mm.yyyy", "45322"),
            ("dd.mm.yyyy", "31.12.2026 14:00"),
            ("m/d/yyyy", "+1/2/2026"),
            ("excel", "31.12.2026"),
            ("excel", "12"),
            ("excel", "45322.5"),
            ("excel", "999999999999999999999"),
        ] {
            assert!(read(format, text).unwrap_err().contains("is no day written"), "{format} {text}");
        }
        for wrong in ["", "dd.mm", "ddmmyyyy", "dd.mm.yyyy.dd", "DD.MM.YYYY", "dd.mm.yy", "iso", "ddd.mm.yyyy"] {
            assert!(wrong.parse::<DayFormat>().is_err(), "{wrong}");
        }
    }
}
