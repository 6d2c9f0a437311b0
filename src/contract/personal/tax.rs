//! The German tax identification number.

use super::checksum::{digits, mod_11_10, shaped};
use super::words::near;
use super::{Kind, Match, Place};

const WORDS: [&str; 9] = [
    "steuer-id",
    "steuerid",
    "steuer-ident",
    "steuerident",
    "steuerliche ident",
    "idnr",
    "id-nr",
    "tax id",
    "tax ident",
];

/// Eleven digits, the first not 0, of which among the first ten one occurs twice or thrice and no other more than
/// once. Found as `NN NNN NNN NNN`, or in one piece beside a word.
pub(super) fn german(place: Place<'_>) -> Match {
    let fits = |shape: &&str| shaped(place.rest(), shape).filter(|length| place.ends(*length));
    let length = ["00 000 000 000", "00000000000"].iter().find_map(fits)?;
    let digits = digits(place.rest().get(..length)?)?;
    let good = digits.first() != Some(&0) && repeats(digits.get(..10)?) && mod_11_10(&digits);
    let grouped = digits.len() < place.rest().get(..length)?.chars().count();
    (good && (grouped || near(place, length, &WORDS))).then_some((Kind::GermanTax, length))
}

fn repeats(digits: &[u32]) -> bool {
    let times = |wanted: u32| digits.iter().filter(|digit| **digit == wanted).count();
    let several: Vec<usize> = (0..10).map(times).filter(|times| *times > 1).collect();
    matches!(several.as_slice(), [2 | 3])
}
