//! The letter that gives our notice: plain wording in the agreement's language, with the days the terms come to.
//!
//! **Owns** the wording, a file a language, and dates in words. **Refuses to know** how the end is counted: it is given.
//! **Invariant**: what stands in a contract is text in the letter and nothing else; it can fill no other place.

use chrono::{Datelike, NaiveDate};

use super::state::Living;
use crate::contract::lifecycle::Weighed;
use crate::error::Result;
use crate::ops::session::Session;

/// A drafted letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The day it is dated.
    pub dated: NaiveDate,
    /// Markdown.
    pub text: String,
}

/// What differs from language to language beside the letter's text.
struct Tongue {
    letter: &'static str,
    months: [&'static str; 12],
    /// What follows the day's number.
    dot: &'static str,
    /// `{end}` is the last day.
    ends: &'static str,
    /// Where no end can be counted.
    open: &'static str,
    and: &'static str,
}

const ENGLISH: Tongue = Tongue {
    letter: include_str!("letters/en.md"),
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
    dot: "",
    ends: "By its terms it ends on {end}, which is its last day, and it is not renewed after that.",
    open: "It ends on the earliest day that its terms allow, and it is not renewed after that.",
    and: "and",
};

const NORWEGIAN: Tongue = Tongue {
    letter: include_str!("letters/nb.md"),
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
    dot: ".",
    ends: "Etter avtalens vilkår opphører den {end}, som er siste dag, og den fornyes ikke etter dette.",
    open: "Den opphører på det tidligste tidspunktet vilkårene åpner for, og fornyes ikke etter dette.",
    and: "og",
};

const SWEDISH: Tongue = Tongue {
    letter: include_str!("letters/sv.md"),
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
    dot: "",
    ends: "Enligt avtalets villkor upphör det den {end}, som är sista dagen, och det förnyas inte därefter.",
    open: "Det upphör den tidigaste dag som villkoren medger och förnyas inte därefter.",
    and: "och",
};

const DANISH: Tongue = Tongue {
    letter: include_str!("letters/da.md"),
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
    dot: ".",
    ends: "Efter aftalens vilkår ophører den {end}, som er sidste dag, og den fornyes ikke derefter.",
    open: "Den ophører på det tidligste tidspunkt, som vilkårene tillader, og fornyes ikke derefter.",
    and: "og",
};

const GERMAN: Tongue = Tongue {
    letter: include_str!("letters/de.md"),
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
    dot: ".",
    ends: "Nach seinen Bestimmungen endet er mit Ablauf des {end} und verlängert sich darüber hinaus nicht.",
    open: "Er endet zum frühesten Zeitpunkt, den seine Bestimmungen zulassen, und verlängert sich darüber hinaus nicht.",
    and: "und",
};

impl Tongue {
    /// That of a language tag; English where there is no letter in it.
    fn of(tag: &str) -> &'static Self {
        match tag.split(['-', '_']).next().unwrap_or_default() {
            "nb" | "nn" | "no" => &NORWEGIAN,
            "sv" => &SWEDISH,
            "da" => &DANISH,
            "de" => &GERMAN,
            _ => &ENGLISH,
        }
    }

    fn date(&self, day: NaiveDate) -> String {
        let month = self.months.get(day.month0() as usize).copied().unwrap_or_default();
        format!("{}{} {month} {}", day.day(), self.dot, day.year())
    }

    fn list(&self, names: &[&str]) -> String {
        match names {
            [rest @ .., last] if !rest.is_empty() => format!("{} {} {last}", rest.join(", "), self.and),
            _ => names.join(", "),
        }
    }
}

/// The name of a letter's file.
#[must_use]
pub fn file_name(dated: NaiveDate) -> String {
    format!("notice-{dated}.md")
}

/// Drafts the letter of `party`, dated the day it is sent, that is expected to arrive, or arrived, on `received`.
///
/// # Errors
/// When the terms cannot be read.
pub fn draft(
    session: &Session,
    living: &Living,
    party: &str,
    sent: Option<NaiveDate>,
    received: NaiveDate,
    weighed: Option<&Weighed>,
) -> Result<Letter> {
    let header = living.header()?;
    let tongue = Tongue::of(living.entry.language());
    let dated = sent.unwrap_or_else(|| session.today.min(received));
    let names: Vec<&str> = header.parties.iter().map(|party| party.name.as_str()).collect();
    let others: Vec<&str> = names.iter().copied().filter(|name| *name != party).collect();
    let end = weighed.and_then(|weighed| weighed.end).or(living.standing.end.filter(|_| weighed.is_some()));
    let effect = end.map_or_else(|| tongue.open.to_owned(), |end| fill(tongue.ends, &[("end", &tongue.date(end))]));
    let signatory = session.organisation.signatory.as_ref();
    let signatory = signatory.map_or_else(String::new, |person| {
        person.title.as_ref().map_or_else(|| person.name.clone(), |title| format!("{}, {title}", person.name))
    });
    let signed = living.standing.signed_on.map(|day| tongue.date(day)).unwrap_or_default();
    let text = fill(
        tongue.letter,
        &[
            ("sender", party),
            ("recipient", &tongue.list(&others)),
            ("dated", &tongue.date(dated)),
            ("title", &header.title),
            ("parties", &tongue.list(&names)),
            ("id", living.dossier.id.as_str()),
            ("signed", &signed),
            ("effect", &effect),
            ("signatory", &signatory),
        ],
    );
    Ok(Letter { dated, text })
}

/// Names in a row, as a language joins them.
#[must_use]
pub fn names(language: &str, names: &[&str]) -> String {
    Tongue::of(language).list(names)
}

/// Puts values in place of `{name}`, once: a value is never looked at for further places.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after
            .split_once('}')
            .and_then(|(name, tail)| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, tail)));
        match value {
            Some((value, tail)) => {
                filled.push_str(value);
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::{Tongue, fill};

    #[test]
    fn a_value_fills_no_other_place() {
        assert_eq!(fill("{a} and {b}{", &[("a", "{b}"), ("b", "x")]), "{b} and x{");
    }

    #[test]
    fn every_language_fills_every_place() {
        const PLACES: [&str; 9] =
            ["sender", "recipient", "dated", "title", "parties", "id", "signed", "effect", "signatory"];
        for tag in ["en", "nb-NO", "sv", "da", "de"] {
            let tongue = Tongue::of(tag);
            let values: Vec<(&str, &str)> = PLACES.iter().map(|place| (*place, "•")).collect();
            let filled = fill(tongue.letter, &values);
            assert!(!filled.contains(['{', '}']), "{tag}: {filled}");
            for place in PLACES {
                assert!(tongue.letter.contains(&format!("{{{place}}}")), "{tag}: {place}");
            }
            assert!(tongue.ends.contains("{end}"), "{tag}");
        }
    }

    #[test]
    fn dates_are_written_as_each_language_does() {
        let day = "2027-03-01".parse().unwrap();
        let written: Vec<String> = ["en", "nb", "sv", "da", "de", "xx"].map(|tag| Tongue::of(tag).date(day)).to_vec();
        assert_eq!(
            written,
            ["1 March 2027", "1. mars 2027", "1 mars 2027", "1. marts 2027", "1. März 2027", "1 March 2027"]
        );
    }
}
