//! The languages contracts are written in here: how a date, an amount and a row of names are said, and which one a
//! text is in.
//!
//! **Owns** the words of dates, amounts and lists for templates, letters and the demonstration alike. **Refuses to know** what is
//! said with them. **Invariants**: an unknown tag reads as English.

mod guess;

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

pub use guess::guess;

/// The languages with words of their own; any other reads as English.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub enum Language {
    /// `en`.
    English,
    /// `nb`, `nn`, `no`.
    Norwegian,
    /// `sv`.
    Swedish,
    /// `da`.
    Danish,
    /// `de`.
    German,
}

/// The words of one language.
struct Words {
    /// The twelve months, a space between.
    months: &'static str,
    /// What follows the day's number.
    ordinal: &'static str,
    and: &'static str,
    /// Between groups of three digits.
    thousands: char,
    /// Before decimals.
    point: char,
    /// What the language calls itself.
    name: &'static str,
}

const ENGLISH: Words = Words {
    months: "January February March April May June July August September October November December",
    ordinal: "",
    and: "and",
    thousands: ',',
    point: '.',
    name: "English",
};

const NORWEGIAN: Words = Words {
    months: "januar februar mars april mai juni juli august september oktober november desember",
    ordinal: ".",
    and: "og",
    thousands: ' ',
    point: ',',
    name: "norsk",
};

const SWEDISH: Words = Words {
    months: "januari februari mars april maj juni juli augusti september oktober november december",
    ordinal: "",
    and: "och",
    thousands: ' ',
    point: ',',
    name: "svenska",
};

const DANISH: Words = Words {
    months: "januar februar marts april maj juni juli august september oktober november december",
    ordinal: ".",
    and: "og",
    thousands: '.',
    point: ',',
    name: "dansk",
};

const GERMAN: Words = Words {
    months: "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    ordinal: ".",
    and: "und",
    thousands: '.',
    point: ',',
    name: "Deutsch",
};

/// The languages and the one tag each is written as.
pub const LANGUAGES: &[(&str, Language)] = &[
    ("en", Language::English),
    ("nb", Language::Norwegian),
    ("sv", Language::Swedish),
    ("da", Language::Danish),
    ("de", Language::German),
];

impl Language {
    /// The tag it is written as.
    #[must_use]
    pub fn code(self) -> &'static str {
        LANGUAGES.iter().find(|(_, language)| *language == self).map_or("en", |(code, _)| code)
    }

    /// That of a language tag such as `nb` or `de-AT`.
    #[must_use]
    pub fn of(tag: &str) -> Self {
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

    /// `1 December 2026`, `1. desember 2026`.
    #[must_use]
    pub fn date(self, day: NaiveDate) -> String {
        let Words { months, ordinal, .. } = self.words();
        let month = months.split(' ').nth(day.month0() as usize).unwrap_or_default();
        format!("{}{ordinal} {month} {}", day.day(), day.year())
    }

    /// `NOK 120,000.50`, `NOK 120 000,50`; a whole amount without decimals is written without.
    #[must_use]
    pub fn money(self, amount: Decimal, currency: &str) -> String {
        let text = amount.to_string();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let words = self.words();
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

    /// What the language of a tag calls itself, such as `norsk (nb)`; a tag without words here says itself.
    #[must_use]
    pub fn name(tag: &str) -> String {
        let language = Self::of(tag);
        if language == Self::English && tag.split(['-', '_']).next() != Some("en") {
            return tag.to_owned();
        }
        format!("{} ({tag})", language.words().name)
    }

    /// `A, B and C`, `A, B og C`.
    #[must_use]
    pub fn list<S: AsRef<str>>(self, items: &[S]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        match items.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} {} {last}", first.join(", "), self.words().and),
            few => few.concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    const TAGS: [&str; 6] = ["en", "nb-NO", "sv", "da", "de_AT", "xx"];

    #[test]
    fn dates_are_written_as_each_language_does() {
        let written = |day: &str| TAGS.map(|tag| Language::of(tag).date(day.parse().unwrap()));
        assert_eq!(
            written("2027-03-01"),
            ["1 March 2027", "1. mars 2027", "1 mars 2027", "1. marts 2027", "1. März 2027", "1 March 2027"]
        );
        assert_eq!(Language::of("en").date("2024-03-01".parse().unwrap()), "1 March 2024");
        assert_eq!(Language::of("nb").date("2024-03-01".parse().unwrap()), "1. mars 2024");
        assert_eq!(written("2026-12-31").map(|text| text.split(' ').count()), [3; 6], "every month has a name");
    }

    #[test]
    fn amounts_and_languages_are_named_as_readers_do() {
        let written = |amount: &str| TAGS.map(|tag| Language::of(tag).money(amount.parse().unwrap(), "NOK"));
        let spaced = "NOK 120 000,50";
        let expected = ["NOK 120,000.50", spaced, spaced, "NOK 120.000,50", "NOK 120.000,50", "NOK 120,000.50"];
        assert_eq!(written("120000.50"), expected);
        assert_eq!(written("900.00"), ["NOK 900"; 6].map(String::from));
        assert_eq!(
            TAGS.map(Language::name),
            ["English (en)", "norsk (nb-NO)", "svenska (sv)", "dansk (da)", "Deutsch (de_AT)", "xx"]
        );
    }

    #[test]
    fn names_in_a_row() {
        let list = |names: &[&str]| TAGS.map(|tag| Language::of(tag).list(names));
        assert_eq!(list(&[]), [""; 6].map(String::from));
        assert_eq!(list(&["A"]), ["A"; 6].map(String::from));
        assert_eq!(list(&["A", "B"]), ["A and B", "A og B", "A och B", "A og B", "A und B", "A and B"]);
        assert_eq!(Language::German.list(&["A".to_owned(), "B".to_owned(), "C".to_owned()]), "A, B und C");
    }
}
