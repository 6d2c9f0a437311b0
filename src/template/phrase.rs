//! Dates, sums, periods and lists as a contract in a given language says them.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::answer::Unit;

/// The languages with words of their own; any other reads as English.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Language {
    English,
    Norwegian,
    Swedish,
    Danish,
    German,
}

/// The words of one language.
struct Words {
    months: [&'static str; 12],
    /// One to twelve, before a noun in the plural; the first is not used.
    numbers: [&'static str; 12],
    /// One and several of each unit, a number word before it where there is just one.
    day: (&'static str, &'static str),
    week: (&'static str, &'static str),
    month: (&'static str, &'static str),
    year: (&'static str, &'static str),
    and: &'static str,
    /// After the day of a date.
    ordinal: &'static str,
    thousands: char,
    point: char,
}

const ENGLISH: Words = Words {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    numbers: ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    day: ("one day", "days"),
    week: ("one week", "weeks"),
    month: ("one month", "months"),
    year: ("one year", "years"),
    and: "and",
    ordinal: "",
    thousands: ',',
    point: '.',
};

const NORWEGIAN: Words = Words {
    months: [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
    numbers: ["en", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"],
    day: ("én dag", "dager"),
    week: ("én uke", "uker"),
    month: ("én måned", "måneder"),
    year: ("ett år", "år"),
    and: "og",
    ordinal: ".",
    thousands: ' ',
    point: ',',
};

const SWEDISH: Words = Words {
    months: [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    numbers: ["en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"],
    day: ("en dag", "dagar"),
    week: ("en vecka", "veckor"),
    month: ("en månad", "månader"),
    year: ("ett år", "år"),
    and: "och",
    ordinal: "",
    thousands: ' ',
    point: ',',
};

const DANISH: Words = Words {
    months: [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ],
    numbers: ["en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"],
    day: ("én dag", "dage"),
    week: ("én uge", "uger"),
    month: ("én måned", "måneder"),
    year: ("ét år", "år"),
    and: "og",
    ordinal: ".",
    thousands: '.',
    point: ',',
};

/// Periods stand in the dative: see [`duration`].
const GERMAN: Words = Words {
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    numbers: ["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"],
    day: ("einem Tag", "Tagen"),
    week: ("einer Woche", "Wochen"),
    month: ("einem Monat", "Monaten"),
    year: ("einem Jahr", "Jahren"),
    and: "und",
    ordinal: ".",
    thousands: '.',
    point: ',',
};

impl Language {
    pub(super) fn of(tag: &str) -> Self {
        match tag.split(['-', '_']).next() {
            Some("nb" | "no" | "nn") => Self::Norwegian,
            Some("sv") => Self::Swedish,
            Some("da") => Self::Danish,
            Some("de") => Self::German,
            _ => Self::English,
        }
    }

    fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::Norwegian => &NORWEGIAN,
            Self::Swedish => &SWEDISH,
            Self::Danish => &DANISH,
            Self::German => &GERMAN,
        }
    }
}

/// `1 December 2026`, `1. desember 2026`.
pub(super) fn date(date: NaiveDate, language: Language) -> String {
    let words = language.words();
    let month = words.months.get(date.month0() as usize).copied().unwrap_or_default();
    format!("{}{} {month} {}", date.day(), words.ordinal, date.year())
}

/// `NOK 120,000.50`, `NOK 120 000,50`; a whole amount without decimals is written without.
pub(super) fn money(amount: Decimal, currency: &str, language: Language) -> String {
    let text = amount.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let words = language.words();
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(words.thousands);
        }
        grouped.push(digit);
    }
    if fraction.bytes().any(|b| b != b'0') {
        grouped.push(words.point);
        grouped.push_str(fraction);
    }
    format!("{currency} {grouped}")
}

/// `three months`, `tre måneder`, `30 days`: words up to twelve, as is usual in running text. In German the dative,
/// which `von`, `nach`, `mit` and `innerhalb von` ask for.
pub(super) fn duration(count: u32, unit: Unit, language: Language) -> String {
    let words = language.words();
    let (one, several) = match unit {
        Unit::Day => words.day,
        Unit::Week => words.week,
        Unit::Month => words.month,
        Unit::Year => words.year,
    };
    if count == 1 {
        return one.to_owned();
    }
    match words.numbers.get((count as usize).wrapping_sub(1)) {
        Some(number) => format!("{number} {several}"),
        None => format!("{count} {several}"),
    }
}

/// The written form every header reads: `12 months`.
pub(super) fn span(count: u32, unit: Unit) -> String {
    let noun = match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    };
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// `A, B and C`, `A, B og C`.
pub(super) fn list(items: &[String], language: Language) -> String {
    let and = language.words().and;
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}
