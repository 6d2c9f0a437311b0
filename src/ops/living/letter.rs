//! The letter that gives our notice: plain wording in the agreement's language, with the days the terms come to.
//!
//! **Owns** the wording, a file a language. **Refuses to know** how the end is counted: it is given.
//! **Invariant**: what stands in a contract is text in the letter and nothing else; it can fill no other place.

use chrono::NaiveDate;

use super::state::Living;
use crate::contract::language::Language;
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
    /// `{end}` is the last day.
    ends: &'static str,
    /// Where no end can be counted.
    open: &'static str,
}

const ENGLISH: Tongue = Tongue {
    letter: include_str!("letters/en.md"),
    ends: "By its terms it ends on {end}, which is its last day, and it is not renewed after that.",
    open: "It ends on the earliest day that its terms allow, and it is not renewed after that.",
};

const NORWEGIAN: Tongue = Tongue {
    letter: include_str!("letters/nb.md"),
    ends: "Etter avtalens vilkår opphører den {end}, som er siste dag, og den fornyes ikke etter dette.",
    open: "Den opphører på det tidligste tidspunktet vilkårene åpner for, og fornyes ikke etter dette.",
};

const SWEDISH: Tongue = Tongue {
    letter: include_str!("letters/sv.md"),
    ends: "Enligt avtalets villkor upphör det den {end}, som är sista dagen, och det förnyas inte därefter.",
    open: "Det upphör den tidigaste dag som villkoren medger och förnyas inte därefter.",
};

const DANISH: Tongue = Tongue {
    letter: include_str!("letters/da.md"),
    ends: "Efter aftalens vilkår ophører den {end}, som er sidste dag, og den fornyes ikke derefter.",
    open: "Den ophører på det tidligste tidspunkt, som vilkårene tillader, og fornyes ikke derefter.",
};

const GERMAN: Tongue = Tongue {
    letter: include_str!("letters/de.md"),
    ends: "Nach seinen Bestimmungen endet er mit Ablauf des {end} und verlängert sich darüber hinaus nicht.",
    open: "Er endet zum frühesten Zeitpunkt, den seine Bestimmungen zulassen, und verlängert sich darüber hinaus nicht.",
};

impl Tongue {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Norwegian => &NORWEGIAN,
            Language::Swedish => &SWEDISH,
            Language::Danish => &DANISH,
            Language::German => &GERMAN,
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
    let language = Language::of(living.entry.language());
    let tongue = Tongue::of(language);
    let dated = sent.unwrap_or_else(|| session.today.min(received));
    let names: Vec<&str> = header.parties.iter().map(|party| party.name.as_str()).collect();
    let others: Vec<&str> = names.iter().copied().filter(|name| *name != party).collect();
    let end = weighed.and_then(|weighed| weighed.end).or(living.standing.end.filter(|_| weighed.is_some()));
    let effect = end.map_or_else(|| tongue.open.to_owned(), |end| fill(tongue.ends, &[("end", &language.date(end))]));
    let signatory = session.organisation.signatory.as_ref();
    let signatory = signatory.map_or_else(String::new, |person| {
        person.title.as_ref().map_or_else(|| person.name.clone(), |title| format!("{}, {title}", person.name))
    });
    let signed = living.standing.signed_on.map(|day| language.date(day)).unwrap_or_default();
    let text = fill(
        tongue.letter,
        &[
            ("sender", party),
            ("recipient", &language.list(&others)),
            ("dated", &language.date(dated)),
            ("title", &header.title),
            ("parties", &language.list(&names)),
            ("id", living.dossier.id.as_str()),
            ("signed", &signed),
            ("effect", &effect),
            ("signatory", &signatory),
        ],
    );
    Ok(Letter { dated, text })
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
    use super::{Language, Tongue, fill};

    #[test]
    fn a_value_fills_no_other_place() {
        assert_eq!(fill("{a} and {b}{", &[("a", "{b}"), ("b", "x")]), "{b} and x{");
    }

    #[test]
    fn every_language_fills_every_place() {
        const PLACES: [&str; 9] =
            ["sender", "recipient", "dated", "title", "parties", "id", "signed", "effect", "signatory"];
        for tag in ["en", "nb-NO", "sv", "da", "de"] {
            let tongue = Tongue::of(Language::of(tag));
            let values: Vec<(&str, &str)> = PLACES.iter().map(|place| (*place, "•")).collect();
            let filled = fill(tongue.letter, &values);
            assert!(!filled.contains(['{', '}']), "{tag}: {filled}");
            for place in PLACES {
                assert!(tongue.letter.contains(&format!("{{{place}}}")), "{tag}: {place}");
            }
            assert!(tongue.ends.contains("{end}"), "{tag}");
        }
    }
}
