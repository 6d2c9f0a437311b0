//! Words beside a number that say what it is, in the languages clm knows.

use super::Place;

/// So many bytes before a number are searched for a word.
const BEFORE: usize = 90;
/// So many after it.
const AFTER: usize = 30;

/// Whether one of the words stands near the number that is `length` bytes long. Words are given in lower case.
pub(super) fn near(place: Place<'_>, length: usize, words: &[&str]) -> bool {
    let start = floor(place.text, place.at.saturating_sub(BEFORE));
    let end = place.at.saturating_add(length);
    let until = floor(place.text, end.saturating_add(AFTER));
    let before = place.text.get(start..place.at).unwrap_or_default();
    let after = place.text.get(end..until).unwrap_or_default().split('\n').next().unwrap_or_default();
    [before, after].iter().any(|around| {
        let around = around.to_lowercase();
        words.iter().any(|word| stands_in(&around, word))
    })
}

/// As a word of its own or at the beginning of a longer one: `konto` in `kontonummer`, not `cpr` in `ocpru`.
fn stands_in(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| !text.get(..at).unwrap_or_default().chars().next_back().is_some_and(char::is_alphanumeric))
}

/// The character boundary at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
}
