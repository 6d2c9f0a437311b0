//! Periods as a contract in a given language says them; dates, sums and lists are the contract room's.

use super::answer::Unit;
use crate::contract::language::Language;

/// The words of one language.
struct Words {
    /// One to twelve, before a noun in the plural; the first is not used.
    numbers: [&'static str; 12],
    /// One and several of each unit, a number word before it where there is just one.
    day: (&'static str, &'static str),
    week: (&'static str, &'static str),
    month: (&'static str, &'static str),
    year: (&'static str, &'static str),
}

const ENGLISH: Words = Words {
    numbers: ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    day: ("one day", "days"),
    week: ("one week", "weeks"),
    month: ("one month", "months"),
    year: ("one year", "years"),
};

const NORWEGIAN: Words = Words {
    numbers: ["en", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"],
    day: ("én dag", "dager"),
    week: ("én uke", "uker"),
    month: ("én måned", "måneder"),
    year: ("ett år", "år"),
};

const SWEDISH: Words = Words {
    numbers: ["en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"],
    day: ("en dag", "dagar"),
    week: ("en vecka", "veckor"),
    month: ("en månad", "månader"),
    year: ("ett år", "år"),
};

const DANISH: Words = Words {
    numbers: ["en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"],
    day: ("én dag", "dage"),
    week: ("én uge", "uger"),
    month: ("én måned", "måneder"),
    year: ("ét år", "år"),
};

/// Periods stand in the dative: see [`duration`].
const GERMAN: Words = Words {
    numbers: ["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"],
    day: ("einem Tag", "Tagen"),
    week: ("einer Woche", "Wochen"),
    month: ("einem Monat", "Monaten"),
    year: ("einem Jahr", "Jahren"),
};

fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Norwegian => &NORWEGIAN,
        Language::Swedish => &SWEDISH,
        Language::Danish => &DANISH,
        Language::German => &GERMAN,
    }
}

/// `three months`, `tre måneder`, `30 days`: words up to twelve, as is usual in running text. In German the dative,
/// which `von`, `nach`, `mit` and `innerhalb von` ask for.
pub(super) fn duration(count: u32, unit: Unit, language: Language) -> String {
    let words = words(language);
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
