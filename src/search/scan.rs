//! Finding the words of a query in one body, fast: a pass over the bytes that looks closer only at words whose first
//! letters could belong. Runs over the ten best hits of every search, in a fresh process.

use std::ops::Range;

use super::compound::{Splitter, Vocabulary};
use super::language::Language;
use crate::query::fold::{fold, fold_char, is_word_char, stands_alone, words};
use crate::query::spelling::spellings;
use crate::query::{Query, Text};

/// Most matches kept of one body.
const ENOUGH: usize = 64;

/// A match: which of the query's texts, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Match {
    pub text: usize,
    pub range: Range<usize>,
}

/// What one word of a text must look like.
struct Wanted {
    /// Folded letters every match begins with; lets most words be dismissed cheaply.
    head: Vec<char>,
    word: String,
    stem: Option<String>,
    prefix: bool,
}

/// What a byte of a body is to the scan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Between words.
    Gap,
    /// In a word.
    Inner,
    /// In a word; may begin one that is wanted.
    Initial,
    /// Beyond ASCII: to be decoded, and may fold to any letter.
    Foreign,
}

/// The texts of a query that must be found, ready to be looked for in bodies of one language.
pub(super) struct Finder {
    /// The spellings of each text, and the words of each spelling.
    texts: Vec<Vec<Vec<Wanted>>>,
    language: Option<&'static Language>,
    classes: [Class; 256],
}

impl Finder {
    pub fn new(query: &Query, language: Option<&'static Language>) -> Self {
        let found = query.words().iter().filter(|clause| !clause.excluded).flat_map(|clause| &clause.any);
        Self::of(found, language)
    }

    /// For some texts, whatever clause they stand in.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t Text>, language: Option<&'static Language>) -> Self {
        let spelt = texts.into_iter().map(|text| wanted(text, language));
        let texts: Vec<Vec<Vec<Wanted>>> = spelt.filter(|spellings| !spellings.is_empty()).collect();
        let firsts = texts.iter().flatten().filter_map(|words| words.first()?.head.first().copied());
        let classes = classes(firsts);
        Self { texts, language, classes }
    }

    /// How many texts there are to be found.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// All matches in order, overlapping ones included, up to a bound. A text that does not stand in the body on its own
    /// is looked for in its compounds.
    pub fn matches(&self, body: &str) -> Vec<Match> {
        let mut found = self.direct(body, ENOUGH);
        let missing: Vec<usize> =
            (0..self.texts.len()).filter(|text| !found.iter().any(|one| one.text == *text)).collect();
        if !missing.is_empty() && found.len() < ENOUGH {
            found.extend(self.compounds(body, &missing));
            found.sort_by_key(|one| one.range.start);
        }
        found
    }

    /// Whether any of the texts stands in a body.
    pub fn stands_in(&self, body: &str) -> bool {
        let all: Vec<usize> = (0..self.texts.len()).collect();
        !self.direct(body, 1).is_empty() || !self.compounds(body, &all).is_empty()
    }

    /// The compounds of a body of which one of these texts is a part.
    fn compounds(&self, body: &str, missing: &[usize]) -> Vec<Match> {
        let Some(splitter) = self.language.and_then(Splitter::of) else {
            return Vec::new();
        };
        let single = |text: &usize| -> Vec<(usize, &str)> {
            let spellings = self.texts.get(*text).into_iter().flatten();
            spellings.filter_map(|words| Some((*text, words.first()?.stem.as_deref()?))).collect()
        };
        let stems: Vec<(usize, &str)> = missing.iter().flat_map(single).collect();
        if stems.is_empty() {
            return Vec::new();
        }
        let places: Vec<(Range<usize>, String)> =
            words_of(body).map(|range| (range.clone(), fold(body.get(range).unwrap_or_default()))).collect();
        let own: Vocabulary<'_> = places.iter().map(|(_, word)| word.as_str()).collect();
        let mut found = Vec::new();
        for (range, word) in &places {
            let may = |stem: &str| word.len() > stem.len() && word.contains(beginning(stem));
            if found.len() < ENOUGH && stems.iter().any(|(_, stem)| may(stem)) {
                let parts = splitter.parts(word, &own);
                let text = stems.iter().find(|(_, stem)| parts.iter().any(|part| part == stem));
                found.extend(text.map(|(text, _)| Match { text: *text, range: range.clone() }));
            }
        }
        found
    }

    /// Matches of whole words, up to a bound.
    fn direct(&self, body: &str, most: usize) -> Vec<Match> {
        let mut found = Vec::new();
        let mut inside = false;
        for (at, byte) in body.bytes().enumerate() {
            let begins = match self.classes.get(usize::from(byte)).copied().unwrap_or(Class::Foreign) {
                Class::Gap => {
                    inside = false;
                    continue;
                }
                Class::Inner => {
                    inside = true;
                    continue;
                }
                Class::Initial => !std::mem::replace(&mut inside, true),
                Class::Foreign => foreign_begins(body, at, &mut inside),
            };
            if begins && self.add(body, at, &mut found) && found.len() >= most {
                break;
            }
        }
        found
    }

    /// Adds the first of the texts that stands at `at`.
    fn add(&self, body: &str, at: usize, found: &mut Vec<Match>) -> bool {
        let ends = self.texts.iter().enumerate();
        let end = |spellings: &Vec<Vec<Wanted>>| spellings.iter().find_map(|words| self.phrase(body, at, words));
        let first = ends.filter_map(|(text, spellings)| Some((text, end(spellings)?))).next();
        found.extend(first.map(|(text, end)| Match { text, range: at..end }));
        first.is_some()
    }

    /// The end of the match when the words stand here one after the other.
    fn phrase(&self, body: &str, start: usize, words: &[Wanted]) -> Option<usize> {
        let mut at = start;
        let mut end = start;
        for (place, wanted) in words.iter().enumerate() {
            if place > 0 {
                let gap = body.get(end..)?.find(in_word)?;
                at = end.saturating_add(gap);
            }
            end = self.word(body, at, wanted)?;
        }
        Some(end)
    }

    /// The end of the word that begins at `at`, when it is the one wanted.
    fn word(&self, body: &str, at: usize, wanted: &Wanted) -> Option<usize> {
        let rest = body.get(at..)?;
        if !begins(rest, &wanted.head) {
            return None;
        }
        let length = rest.find(|char| !in_word(char)).unwrap_or(rest.len());
        let folded = fold(rest.get(..length)?);
        let (_, own) = words(&folded).next()?;
        let fits = own == wanted.word
            || (wanted.prefix && own.starts_with(&wanted.word))
            || self.language.zip(wanted.stem.as_ref()).is_some_and(|(language, stem)| language.stem(own) == *stem);
        if !fits {
            return None;
        }
        // In scripts without spaces a run holds several words; a match is the first of them.
        let first = || rest.char_indices().nth(own.chars().count()).map_or(length, |(end, _)| end);
        let run = own.len() < folded.len() && folded.contains(stands_alone);
        Some(at.saturating_add(if run { first().min(length) } else { length }))
    }
}

/// Letters and digits, and the marks that a decomposed letter is followed by.
fn in_word(char: char) -> bool {
    is_word_char(char) || (!char.is_ascii() && vanishes(char))
}

fn vanishes(char: char) -> bool {
    let mut any = false;
    fold_char(char, &mut |_| any = true);
    !any
}

/// Whether a word may begin at a byte beyond ASCII. In scripts without spaces every character may begin one.
fn foreign_begins(body: &str, at: usize, inside: &mut bool) -> bool {
    // The later bytes of a character are no place of their own.
    let Some(char) = body.get(at..).and_then(|rest| rest.chars().next()) else { return false };
    let belongs = in_word(char);
    let was_inside = std::mem::replace(inside, belongs && !stands_alone(char));
    belongs && (!was_inside || char.len_utf8() >= 3)
}

fn classes(initials: impl Iterator<Item = char>) -> [Class; 256] {
    let mut classes = [Class::Foreign; 256];
    for byte in 0..128_u8 {
        if let Some(class) = classes.get_mut(usize::from(byte)) {
            *class = if byte.is_ascii_alphanumeric() { Class::Inner } else { Class::Gap };
        }
    }
    for initial in initials.filter(char::is_ascii) {
        for letter in [initial.to_ascii_lowercase(), initial.to_ascii_uppercase()] {
            if let Some(class) = classes.get_mut(letter as usize) {
                *class = Class::Initial;
            }
        }
    }
    classes
}

/// Whether the folded form of `text` begins with `head`.
fn begins(text: &str, head: &[char]) -> bool {
    let mut left = head;
    for char in text.chars() {
        let mut same = true;
        fold_char(char, &mut |folded| {
            if let Some((first, rest)) = left.split_first() {
                same &= *first == folded;
                left = rest;
            }
        });
        if !same {
            return false;
        }
        if left.is_empty() {
            return true;
        }
    }
    left.is_empty()
}

/// Where words of a body may stand that are longer than any part.
fn words_of(body: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        let rest = body.get(at..)?;
        let start = at.saturating_add(rest.find(in_word)?);
        let word = body.get(start..)?;
        at = start.saturating_add(word.find(|char| !in_word(char)).unwrap_or(word.len()));
        Some(start..at)
    })
}

/// What of a stem stands in every compound: a first part may lose its last letter (`Miete`, `Mietvertrag`).
fn beginning(stem: &str) -> &str {
    let end = stem.char_indices().next_back().map_or(0, |(at, _)| at);
    if stem.len() > 4 { stem.get(..end).unwrap_or(stem) } else { stem }
}

/// The words of each spelling of a text.
fn wanted(text: &Text, language: Option<&'static Language>) -> Vec<Vec<Wanted>> {
    let spelt = spellings(&text.text);
    spelt.iter().map(|folded| spelling(text, folded, language)).filter(|words| !words.is_empty()).collect()
}

fn spelling(text: &Text, folded: &str, language: Option<&'static Language>) -> Vec<Wanted> {
    let parts: Vec<&str> = words(folded).map(|(_, word)| word).collect();
    let last = parts.len().saturating_sub(1);
    let inflected = !text.quoted && !text.prefix && parts.len() == 1;
    let one = |(place, word): (usize, &&str)| {
        let stem = language.filter(|_| inflected).map(|language| language.stem(word));
        Wanted {
            head: head(word, stem.as_deref()),
            word: (*word).to_owned(),
            stem,
            prefix: text.prefix && place == last,
        }
    };
    parts.iter().enumerate().map(one).collect()
}

/// The letters the word has in common with every inflection of it: its own, or those of its stem but the last, which
/// stemmers like to change (`party`, `parti`).
fn head(word: &str, stem: Option<&str>) -> Vec<char> {
    let Some(stem) = stem else { return word.chars().collect() };
    let common = word.chars().zip(stem.chars()).take_while(|(a, b)| a == b).count();
    let kept = common.min(stem.chars().count().saturating_sub(1)).max(1);
    word.chars().take(kept).collect()
}
