//! Taking compound words apart, so that `avtale` finds `Leverandøravtalen` and `Kündigung` finds `Kündigungsfrist`.
//!
//! **Owns** where a folded word may be cut: between parts of the language's own word list, with a linking sound between
//! them and an inflected end; before a long word of the list whatever stands in front; and at a word that the same text
//! uses on its own. tantivy's splitter wants every part exactly as listed, without links or endings, and is not used.
//! **Invariants**: the same word in the same text is always taken apart alike; words on the list of exceptions never
//! are; a word is a part of itself to nobody, so that whole words keep ranking above their compounds.

mod lexicon;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::language::Language;
use crate::query::fold::words;
use lexicon::Lexicon;

/// Shortest word that is looked at, in bytes; nothing shorter has two parts worth finding.
const SHORTEST: usize = 7;
/// Most parts of one word.
const MOST: usize = 5;
/// Shortest beginning that may be no known word, and shortest word learnt from the text.
const UNKNOWN: usize = 4;

/// Words that a text uses on their own.
pub(super) type Vocabulary<'t> = HashSet<&'t str>;

/// How words of one language are taken apart.
#[derive(Clone, Copy)]
pub(super) struct Splitter {
    language: &'static Language,
    lexicon: &'static Lexicon,
}

/// A part: its place in the word, without the linking sound behind it, and its stem.
#[derive(Clone, Debug)]
struct Part {
    from: usize,
    to: usize,
    stem: String,
}

impl Splitter {
    /// None for a language that writes its compounds apart.
    pub fn of(language: &'static Language) -> Option<Self> {
        Lexicon::of(language).map(|lexicon| Self { language, lexicon })
    }

    /// The stems of the parts of a folded word, and of neighbouring parts together; empty for a word that is no compound.
    /// Each is there once.
    pub fn parts(&self, word: &str, own: &Vocabulary<'_>) -> Vec<String> {
        let mut stems = Vec::new();
        self.gather(word, own, &mut stems);
        let whole = self.language.stem(word);
        stems.retain(|stem| *stem != whole);
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// Whether a word is taken apart alike in every text.
    fn is_listed(&self, word: &str) -> bool {
        self.lexicon.is_whole(word) || self.cut(word, 0, MOST).is_some_and(|parts| parts.len() > 1)
    }

    fn gather(&self, word: &str, own: &Vocabulary<'_>, stems: &mut Vec<String>) {
        if word.len() < SHORTEST || self.lexicon.is_whole(word) {
            return;
        }
        let parts = self.cut(word, 0, MOST).filter(|parts| parts.len() > 1);
        let parts = parts.or_else(|| self.joint(word)).or_else(|| self.guess(word, own)).or_else(|| self.linked(word));
        let Some(parts) = parts else { return };
        for (first, part) in parts.iter().enumerate() {
            stems.push(part.stem.clone());
            let text = word.get(part.from..part.to).unwrap_or_default();
            if text.len() < word.len() {
                self.gather(text, own, stems);
            }
            for last in parts.iter().skip(first.saturating_add(1)) {
                if first > 0 || last.to < word.len() {
                    stems.push(self.language.stem(word.get(part.from..last.to).unwrap_or_default()));
                }
            }
        }
    }

    /// The fewest known parts the rest of a word is made of; of as many, those with the longest first.
    fn cut(&self, word: &str, from: usize, most: usize) -> Option<Vec<Part>> {
        let rest = word.get(from..)?;
        let mut best = None;
        if from > 0
            && let Some(stem) = self.tail(rest)
        {
            return Some(vec![Part { from, to: word.len(), stem }]);
        }
        if most <= 1 {
            return None;
        }
        let ends = (3..=rest.len().saturating_sub(3)).rev();
        for length in ends {
            let Some((stem, to)) = rest.get(..length).and_then(|form| Some((self.lexicon.first(form)?, from + length)))
            else {
                continue;
            };
            for next in self.behind_links(word, to) {
                let most = best.as_ref().map_or(most, Vec::len);
                if let Some(more) = self.cut(word, next, most.saturating_sub(1)) {
                    let parts: Vec<Part> =
                        std::iter::once(Part { from, to, stem: stem.to_owned() }).chain(more).collect();
                    if best.as_ref().is_none_or(|known: &Vec<Part>| parts.len() < known.len()) {
                        best = Some(parts);
                    }
                }
            }
        }
        best
    }

    /// Where the next part may begin behind one that ends at `to`: at once, or behind a linking sound.
    fn behind_links<'w>(&self, word: &'w str, to: usize) -> impl Iterator<Item = usize> + use<'w> {
        let links = self.language.links();
        let rest = word.get(to..).unwrap_or_default();
        links.iter().filter(|link| rest.starts_with(**link)).map(move |link| to.saturating_add(link.len()))
    }

    /// The stem of an inflected known word at the end of a compound.
    fn tail(&self, text: &str) -> Option<String> {
        if text.len() < 4 {
            return self.lexicon.first(text).map(ToOwned::to_owned);
        }
        let stem = self.language.stem(text);
        self.lexicon.is_tail(&stem).then_some(stem)
    }

    /// A cut behind an ending that takes a linking s before another part, and only there: `Vervielfältigung-s-recht`.
    fn joint(&self, word: &str) -> Option<Vec<Part>> {
        let at = |ending: &&str| {
            let end = word.find(&format!("{ending}s"))?.checked_add(ending.len())?;
            let rest = word.get(end.checked_add(1)?..)?;
            (end > UNKNOWN + 1 && rest.len() >= UNKNOWN && self.may_begin(rest)).then_some((end, rest))
        };
        let (to, rest) = self.language.joints().iter().find_map(at)?;
        let first = Part { from: 0, to, stem: self.language.stem(word.get(..to)?) };
        let last = Part { from: to.saturating_add(1), to: word.len(), stem: self.language.stem(rest) };
        Some(vec![first, last])
    }

    /// A known beginning and a linking s; what follows nobody knows.
    fn linked(&self, word: &str) -> Option<Vec<Part>> {
        let latest = word.len().saturating_sub(UNKNOWN + 2);
        let lengths = (UNKNOWN..=latest).rev().filter(|_| self.language.links().contains(&"s"));
        let mut firsts = lengths.filter_map(|to| {
            let (form, rest) = (word.get(..to)?, word.get(to..)?);
            let stem = self.lexicon.first(form).filter(|_| rest.starts_with('s') && self.may_begin(rest))?;
            Some(Part { from: 0, to, stem: stem.to_owned() })
        });
        firsts.next().map(|first| vec![first])
    }

    /// One cut in a word whose other side is not on the list: the longest end that is.
    fn guess(&self, word: &str, own: &Vocabulary<'_>) -> Option<Vec<Part>> {
        let latest = word.len().saturating_sub(UNKNOWN);
        for at in UNKNOWN..=latest {
            let (Some(before), Some(after)) = (word.get(..at), word.get(at..)) else { continue };
            let known = self.used(before, own);
            let tail = self.tail(after);
            let strong = tail.as_deref().is_some_and(|stem| self.lexicon.is_strong(stem));
            let stem = match tail {
                Some(stem) if known.is_some() || (strong && self.may_begin(before)) => stem,
                None if after.len() > UNKNOWN && own.contains(after) && self.lexicon.first(before).is_some() => {
                    self.language.stem(after)
                }
                _ => continue,
            };
            let end = Part { from: at, to: word.len(), stem };
            let to = known.map_or(before.len(), str::len);
            let first = Part { from: 0, to, stem: self.language.stem(before.get(..to).unwrap_or(before)) };
            let listed = self.lexicon.first(before).is_some();
            return Some(if known.is_some() || listed { vec![first, end] } else { vec![end] });
        }
        None
    }

    /// The beginning as the text uses it on its own, its linking sound taken off.
    fn used<'w>(&self, before: &'w str, own: &Vocabulary<'_>) -> Option<&'w str> {
        let links = self.language.links().iter();
        let mut bare = links.filter_map(|link| before.strip_suffix(link)).filter(|bare| bare.len() > UNKNOWN);
        bare.find(|bare| own.contains(bare))
    }

    /// Whether an unknown beginning looks like a word: it has a vowel, does not break off before an r or l that belongs to
    /// what follows, and is no mere prefix of a verb.
    fn may_begin(&self, before: &str) -> bool {
        let broken = before.ends_with(['r', 'l'])
            && before.len() > 2
            && before
                .get(..before.len() - 1)
                .is_some_and(|rest| rest.ends_with(['b', 'c', 'd', 'f', 'g', 'k', 'p', 't']));
        !broken && before.contains(['a', 'e', 'i', 'o', 'u', 'y']) && !self.language.prefixes().contains(&before)
    }
}

/// Splits remembered while indexing; contracts repeat the same few thousand words.
const REMEMBERED: usize = 100_000;

/// Splitters with a memory, for one run over many texts. What the word list alone can say is remembered; words it does
/// not know are asked again, because their own text may know them.
#[derive(Default)]
pub(super) struct Scissors {
    known: HashMap<(&'static str, String), Vec<String>>,
}

impl Scissors {
    /// The stems of the parts of all compounds in some folded texts of one contract, each once.
    pub fn parts<'t>(&mut self, language: &'static Language, texts: impl Iterator<Item = &'t str>) -> BTreeSet<String> {
        let Some(splitter) = Splitter::of(language) else { return BTreeSet::new() };
        let own: Vocabulary<'_> = texts.flat_map(words).map(|(_, word)| word).collect();
        let mut all = BTreeSet::new();
        for word in own.iter().filter(|word| word.len() >= SHORTEST) {
            let key = (language.code, (*word).to_owned());
            if let Some(known) = self.known.get(&key) {
                all.extend(known.iter().cloned());
                continue;
            }
            let parts = splitter.parts(word, &own);
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            if splitter.is_listed(word) {
                self.known.insert(key, parts.clone());
            }
            all.extend(parts);
        }
        all
    }
}

#[cfg(test)]
mod tests;
