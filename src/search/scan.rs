//! Finding the words of a query in one body, fast: a pass over the bytes that looks closer only at words whose first
//! letters could belong. Runs over the ten best hits of every search, in a fresh process.

use std::ops::Range;

use super::language::Language;
use crate::query::fold::{fold, fold_char, is_word_char, words};
use crate::query::{Query, Text};

/// Most matches kept of one body.
const ENOUGH: usize = 400;

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

/// The texts of a query that must be found, ready to be looked for in bodies of one language.
pub(super) struct Finder {
    texts: Vec<Vec<Wanted>>,
    language: Option<&'static Language>,
    /// Which ASCII letters begin any first word.
    initials: [bool; 128],
    /// Whether any first word begins beyond ASCII.
    foreign: bool,
}

impl Finder {
    pub fn new(query: &Query, language: Option<&'static Language>) -> Self {
        let found = query.words().iter().filter(|clause| !clause.excluded).flat_map(|clause| &clause.any);
        let texts: Vec<Vec<Wanted>> =
            found.map(|text| wanted(text, language)).filter(|words| !words.is_empty()).collect();
        let mut initials = [false; 128];
        let mut foreign = false;
        for first in texts.iter().filter_map(|words| words.first()?.head.first()) {
            match initials.get_mut(*first as usize) {
                Some(initial) => *initial = true,
                None => foreign = true,
            }
        }
        Self { texts, language, initials, foreign }
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// All matches in order, overlapping ones included, up to a bound.
    pub fn matches(&self, body: &str) -> Vec<Match> {
        let mut found = Vec::new();
        for start in starts(body) {
            if !self.may_begin(body, start) {
                continue;
            }
            for (text, words) in self.texts.iter().enumerate() {
                if let Some(end) = self.phrase(body, start, words) {
                    found.push(Match { text, range: start..end });
                    break;
                }
            }
            if found.len() >= ENOUGH {
                break;
            }
        }
        found
    }

    fn may_begin(&self, body: &str, start: usize) -> bool {
        match body.as_bytes().get(start) {
            Some(byte) if byte.is_ascii() => {
                self.initials.get(usize::from(byte.to_ascii_lowercase())).copied().unwrap_or(false)
            }
            // Beyond ASCII a letter may fold to anything; these are few enough to be looked at.
            Some(_) => self.foreign || self.initials.contains(&true),
            None => false,
        }
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

/// Byte offsets where a word begins. In scripts without spaces every character may begin one.
fn starts(body: &str) -> impl Iterator<Item = usize> {
    let bytes = body.as_bytes();
    let mut inside = false;
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        while let Some(byte) = bytes.get(at) {
            let here = at;
            let (word, length) = if byte.is_ascii() {
                (byte.is_ascii_alphanumeric(), 1)
            } else {
                let char = body.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                (in_word(char), char.len_utf8())
            };
            at = at.saturating_add(length.max(1));
            let begins = word && (!inside || length >= 3);
            inside = word;
            if begins {
                return Some(here);
            }
        }
        None
    })
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
