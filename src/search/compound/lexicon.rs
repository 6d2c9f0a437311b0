//! The word lists, read once a process and only when a word is to be taken apart.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::super::language::{LANGUAGES, Language};
use crate::query::fold::fold;

/// A word of so many bytes at the end makes a compound of whatever stands before it.
const STRONG: usize = 6;

/// One language's parts, folded.
pub(super) struct Lexicon {
    /// The form before another part, and the stem it stands for.
    firsts: HashMap<String, String>,
    /// Stems that may stand at the end, and whether they are long enough to be told behind anything.
    tails: HashMap<String, bool>,
    /// Words that are never taken apart.
    wholes: HashSet<String>,
}

impl Lexicon {
    /// The list of a language that has one.
    pub fn of(language: &'static Language) -> Option<&'static Self> {
        static ALL: [OnceLock<Lexicon>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];
        let words = language.compounds()?;
        let row = LANGUAGES.iter().position(|row| row.code == language.code)?;
        Some(ALL.get(row)?.get_or_init(|| Self::read(language, words)))
    }

    fn read(language: &Language, text: &str) -> Self {
        let mut lexicon = Self { firsts: HashMap::new(), tails: HashMap::new(), wholes: HashSet::new() };
        for word in text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace) {
            let folded = fold(word);
            if let Some(whole) = folded.strip_prefix('!') {
                lexicon.wholes.insert(whole.to_owned());
                continue;
            }
            let (lemma, form) = folded.split_once('/').unwrap_or((&folded, &folded));
            let stem = language.stem(lemma);
            lexicon.firsts.insert(form.to_owned(), stem.clone());
            // A short stem is shared with too many other words, however long the listed one is.
            let strong = lemma.len() >= STRONG && stem.len() >= STRONG.saturating_sub(1);
            *lexicon.tails.entry(stem).or_default() |= strong;
        }
        lexicon
    }

    /// The stem of a word in the form in which it stands before another.
    pub fn first(&self, form: &str) -> Option<&str> {
        self.firsts.get(form).map(String::as_str)
    }

    /// Whether a stem may end a compound.
    pub fn is_tail(&self, stem: &str) -> bool {
        self.tails.contains_key(stem)
    }

    /// Whether a stem at the end makes a compound of whatever stands before it.
    pub fn is_strong(&self, stem: &str) -> bool {
        self.tails.get(stem).copied().unwrap_or_default()
    }

    /// Whether a word is never taken apart.
    pub fn is_whole(&self, word: &str) -> bool {
        self.wholes.contains(word)
    }
}
