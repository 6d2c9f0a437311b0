//! Folding: the form in which texts are compared. Lower case, compatibility-decomposed, without accents.
//!
//! `Kjøp`, `KJØP`, `kjop` and the decomposed spelling of any of them fold to `kjop`; `æ` folds to `ae`, `å` to `a`,
//! `ß` to `ss`. Both sides of every comparison are folded, so a reader may type accents or leave them out. Soft hyphens,
//! joiners and direction marks vanish, so that a word cannot hide behind them.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// Longest word that is told apart, in bytes; the rest of a longer one is ignored on both sides.
const LONGEST_WORD: usize = 96;

/// The folded form of a text.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let (plain, foreign) = rest.split_at(ascii);
        let from = folded.len();
        folded.push_str(plain);
        if let Some(added) = folded.get_mut(from..) {
            added.make_ascii_lowercase();
        }
        let mut chars = foreign.chars();
        if let Some(char) = chars.next() {
            fold_char(char, &mut |part| folded.push(part));
        }
        rest = chars.as_str();
    }
    folded
}

/// Hands on the characters one character folds to: none, one or several.
pub fn fold_char(char: char, out: &mut impl FnMut(char)) {
    if char.is_ascii() {
        return out(char.to_ascii_lowercase());
    }
    decompose_compatible(char, |part| {
        if canonical_combining_class(part) != 0 || is_invisible(part) {
            return;
        }
        for lower in part.to_lowercase() {
            match spelled_out(lower) {
                Some(letters) => letters.chars().for_each(&mut *out),
                None => out(lower),
            }
        }
    });
}

/// Letters that Unicode does not decompose but readers do.
fn spelled_out(char: char) -> Option<&'static str> {
    Some(match char {
        'ø' => "o",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        // Combining dot that lower-casing a Turkish capital leaves behind.
        '\u{307}' => "",
        _ => return None,
    })
}

/// Characters that show nothing and change nothing about a word.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether a character belongs to a word rather than between words.
#[must_use]
pub fn is_word_char(char: char) -> bool {
    char.is_alphanumeric()
}

/// Scripts written without spaces: every character is a word of its own, and a run of them is a phrase.
#[must_use]
pub fn stands_alone(char: char) -> bool {
    matches!(u32::from(char), 0x3041..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_34ff)
}

/// The words of a folded text with their byte offsets, in order.
pub fn words(folded: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        let rest = folded.get(at..)?;
        let skipped = rest.find(is_word_char)?;
        let word = rest.get(skipped..)?;
        let start = at.saturating_add(skipped);
        let length = word_length(word);
        at = start.saturating_add(length);
        word.get(..length).map(|whole| (start, cut(whole)))
    })
}

/// How many bytes the word at the beginning of `text` has; at least one character when `text` begins with a word.
fn word_length(text: &str) -> usize {
    let mut chars = text.char_indices();
    match chars.next() {
        Some((_, first)) if stands_alone(first) => first.len_utf8(),
        _ => text.find(|char| !is_word_char(char) || stands_alone(char)).unwrap_or(text.len()),
    }
}

fn cut(word: &str) -> &str {
    if word.len() <= LONGEST_WORD {
        return word;
    }
    let mut end = LONGEST_WORD;
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    word.get(..end).unwrap_or(word)
}

/// Whether the folded form of `text` contains `needle`, which must be folded already. Allocates only for texts beyond
/// ASCII, because it runs over every party of every contract.
#[must_use]
pub fn contains(text: &str, needle: &str) -> bool {
    if needle.is_empty() {
        return true;
    }
    if !text.is_ascii() {
        return fold(text).contains(needle);
    }
    text.as_bytes().windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

/// Whether the folded form of `text` is `folded`.
#[must_use]
pub fn equals(text: &str, folded: &str) -> bool {
    if text.is_ascii() { text.eq_ignore_ascii_case(folded) } else { fold(text) == folded }
}

/// Whether the folded form of `text` begins with `folded`.
#[must_use]
pub fn starts(text: &str, folded: &str) -> bool {
    if text.is_ascii() {
        text.as_bytes().get(..folded.len()).is_some_and(|head| head.eq_ignore_ascii_case(folded.as_bytes()))
    } else {
        fold(text).starts_with(folded)
    }
}
