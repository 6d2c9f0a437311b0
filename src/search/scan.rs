//! Finding the words of a query in one body, fast: a pass over the bytes that looks closer only at words whose first
//! letters could belong. Runs over the ten best hits of every search, in a fresh process.

use std::ops::Range;

use super::language::Language;
use crate::query::fold::{fold, fold_char, is_word_char, words};
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
    texts: Vec<Vec<Wanted>>,
    language: Option<&'static Language>,
    classes: [Class; 256],
}

impl Finder {
    pub fn new(query: &Query, language: Option<&'static Language>) -> Self {
        let found = query.words().iter().filter(|clause| !clause.excluded).flat_map(|clause| &clause.any);
        let texts: Vec<Vec<Wanted>> =
            found.map(|text| wanted(text, language)).filter(|words| !words.is_empty()).collect();
        let classes = classes(texts.iter().filter_map(|words| words.first()?.head.first().copied()));
        Self { texts, language, classes }
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// All matches in order, overlapping ones included, up to a bound.
    pub fn matches(&self, body: &str) -> Vec<Match> {
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
            if begins && self.add(body, at, &mut found) && found.len() >= ENOUGH {
                break;
            }
        }
        found
    }

    /// Adds the first of the texts that stands at `at`.
    fn add(&self, body: &str, at: usize, found: &mut Vec<Match>) -> bool {
        let ends = self.texts.iter().enumerate();
        let first = ends.filter_map(|(text, words)| Some((text, self.phrase(body, at, words)?))).next();
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
        // In scripts without spaces a match is one character of the run.
        let single = own.len() < folded.len() && own.chars().count() == 1;
        let end = if single { rest.chars().next().map_or(0, char::len_utf8) } else { length };
        Some(at.saturating_add(end))
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
    let was_inside = std::mem::replace(inside, in_word(char));
    *inside && (!was_inside || char.len_utf8() >= 3)
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

fn wanted(text: &Text, language: Option<&'static Language>) -> Vec<Wanted> {
    let folded = fold(&text.text);
    let parts: Vec<&str> = words(&folded).map(|(_, word)| word).collect();
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
