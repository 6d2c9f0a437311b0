//! Dates, sums, periods and lists as a contract in a given language says them.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::answer::Unit;

/// The languages with words of their own; any other reads as English.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Language {
    English,
    Norwegian,
}

impl Language {
    pub(super) fn of(tag: &str) -> Self {
        match tag.split(['-', '_']).next() {
            Some("nb" | "no" | "nn") => Self::Norwegian,
            _ => Self::English,
        }
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("January", "januar"),
    ("February", "februar"),
    ("March", "mars"),
    ("April", "april"),
    ("May", "mai"),
    ("June", "juni"),
    ("July", "juli"),
    ("August", "august"),
    ("September", "september"),
    ("October", "oktober"),
    ("November", "november"),
    ("December", "desember"),
];

/// `1 December 2026`, `1. desember 2026`.
pub(super) fn date(date: NaiveDate, language: Language) -> String {
    let (english, norwegian) = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    match language {
        Language::English => format!("{} {english} {}", date.day(), date.year()),
        Language::Norwegian => format!("{}. {norwegian} {}", date.day(), date.year()),
    }
}

/// `NOK 120,000.50`, `NOK 120 000,50`; a whole amount without decimals is written without.
pub(super) fn money(amount: Decimal, currency: &str, language: Language) -> String {
    let text = amount.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let (thousands, point) = match language {
        Language::English => (',', '.'),
        Language::Norwegian => (' ', ','),
    };
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(thousands);
        }
        grouped.push(digit);
    }
    if fraction.bytes().any(|b| b != b'0') {
        grouped.push(point);
        grouped.push_str(fraction);
    }
    format!("{currency} {grouped}")
}

const NUMBERS: [(&str, &str); 12] = [
    ("one", "én"),
    ("two", "to"),
    ("three", "tre"),
    ("four", "fire"),
    ("five", "fem"),
    ("six", "seks"),
    ("seven", "sju"),
    ("eight", "åtte"),
    ("nine", "ni"),
    ("ten", "ti"),
    ("eleven", "elleve"),
    ("twelve", "tolv"),
];

/// `three months`, `tre måneder`, `30 days`: words up to twelve, as is usual in running text.
pub(super) fn duration(count: u32, unit: Unit, language: Language) -> String {
    let one = count == 1;
    let noun = match (language, unit, one) {
        (Language::English, Unit::Day, true) => "day",
        (Language::English, Unit::Day, false) => "days",
        (Language::English, Unit::Week, true) => "week",
        (Language::English, Unit::Week, false) => "weeks",
        (Language::English, Unit::Month, true) => "month",
        (Language::English, Unit::Month, false) => "months",
        (Language::English, Unit::Year, true) => "year",
        (Language::English, Unit::Year, false) => "years",
        (Language::Norwegian, Unit::Day, true) => "dag",
        (Language::Norwegian, Unit::Day, false) => "dager",
        (Language::Norwegian, Unit::Week, true) => "uke",
        (Language::Norwegian, Unit::Week, false) => "uker",
        (Language::Norwegian, Unit::Month, true) => "måned",
        (Language::Norwegian, Unit::Month, false) => "måneder",
        (Language::Norwegian, Unit::Year, _) => "år",
    };
    let word = NUMBERS.get((count as usize).wrapping_sub(1)).map(|(english, norwegian)| match language {
        Language::Norwegian if one && unit == Unit::Year => "ett",
        Language::Norwegian => norwegian,
        Language::English => english,
    });
    word.map_or_else(|| format!("{count} {noun}"), |word| format!("{word} {noun}"))
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
    let and = if language == Language::Norwegian { "og" } else { "and" };
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}
