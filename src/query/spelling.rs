//! How else a word may be spelt where a keyboard lacks its letters.
//!
//! Folding makes `ü` and `u` one, `ß` and `ss`. What people write out instead is tried beside it: `Kuendigung` and
//! `Kündigung`, `Aase` and `Åse`, `loenn` and `lønn`, `ä` and `æ`, whichever of the two was typed and whichever stands in
//! the text. Digraphs of short words and of plain vowel sequences (`queue`, `Steuer`) are left alone.

use unicode_normalization::UnicodeNormalization as _;

use super::fold::fold;

/// Most spellings of one word.
const MOST: usize = 8;

/// A letter that is spelt in two ways: short as folded without its mark, and written out.
struct Pair {
    letters: &'static str,
    short: &'static str,
    long: &'static str,
}

const PAIRS: &[Pair] = &[
    Pair { letters: "å", short: "a", long: "aa" },
    Pair { letters: "äæ", short: "a", long: "ae" },
    Pair { letters: "öø", short: "o", long: "oe" },
    Pair { letters: "ü", short: "u", long: "ue" },
];

/// A stretch of a word: as it is, or one of the pairs.
enum Piece<'p> {
    Plain(String),
    Either(usize, &'p Pair),
}

/// The folded spellings of a text, the one typed first, each once.
#[must_use]
pub fn spellings(text: &str) -> Vec<String> {
    let mut all = vec![fold(text)];
    let pieces = pieces(text);
    let mut present: Vec<usize> = Vec::new();
    for piece in &pieces {
        if let Piece::Either(pair, _) = piece
            && !present.contains(pair)
        {
            present.push(*pair);
        }
    }
    let count = 1_usize.checked_shl(u32::try_from(present.len()).unwrap_or(u32::MAX)).unwrap_or(MOST).min(MOST);
    for choice in (0..count).filter(|_| !present.is_empty()) {
        let spelt: String = pieces.iter().map(|piece| spelt(piece, &present, choice)).collect();
        let folded = fold(&spelt);
        if !all.contains(&folded) {
            all.push(folded);
        }
    }
    all
}

fn spelt<'p>(piece: &'p Piece<'_>, present: &[usize], choice: usize) -> &'p str {
    match piece {
        Piece::Plain(text) => text,
        Piece::Either(pair, letters) => {
            let bit = present.iter().position(|one| one == pair).unwrap_or_default();
            if (choice >> bit) & 1 == 0 { letters.short } else { letters.long }
        }
    }
}

fn pieces(text: &str) -> Vec<Piece<'static>> {
    let letters: Vec<char> = text.nfc().flat_map(char::to_lowercase).collect();
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let found = marked(*letter).or_else(|| written_out(&letters, at));
        match found {
            Some((pair, letters, length)) => {
                pieces.push(Piece::Plain(std::mem::take(&mut plain)));
                pieces.push(Piece::Either(pair, letters));
                at = at.saturating_add(length);
            }
            None => {
                plain.push(*letter);
                at = at.saturating_add(1);
            }
        }
    }
    pieces.push(Piece::Plain(plain));
    pieces
}

type Found = (usize, &'static Pair, usize);

fn marked(letter: char) -> Option<Found> {
    let found = PAIRS.iter().enumerate().find(|(_, pair)| pair.letters.contains(letter));
    found.map(|(index, pair)| (index, pair, 1))
}

/// Two letters that stand for one: in a word long enough, and not after a vowel or `q`.
fn written_out(letters: &[char], at: usize) -> Option<Found> {
    let two: String = letters.get(at..at.checked_add(2)?)?.iter().collect();
    let (index, pair) = PAIRS.iter().enumerate().find(|(_, pair)| pair.long == two)?;
    let before = at.checked_sub(1).and_then(|before| letters.get(before));
    let start = letters.get(..at)?.iter().rposition(|letter| !letter.is_alphanumeric()).map_or(0, |at| at + 1);
    let length = letters.get(start..)?.iter().take_while(|letter| letter.is_alphanumeric()).count();
    let least = if two == "aa" { 4 } else { 5 };
    let apart = before.is_some_and(|letter| "aeiouq".contains(*letter));
    (length >= least && !apart).then_some((index, pair, 2))
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn either_spelling_leads_to_the_other() {
        for (one, other) in [
            ("Kündigung", "Kuendigung"),
            ("Åse", "Aase"),
            ("A\u{30a}se", "Aase"),
            ("lønn", "loenn"),
            ("Ødegård", "Oedegaard"),
            ("Ødegaard", "Oedegård"),
            ("Erklärung", "Erklaerung"),
            ("kjærlighet", "kjärlighet"),
            ("Straße", "Strasse"),
        ] {
            let (a, b) = (spellings(one), spellings(other));
            assert!(a.iter().any(|spelling| b.first() == Some(spelling)), "{one} {a:?} reaches {other}");
            assert!(b.iter().any(|spelling| a.first() == Some(spelling)), "{other} {b:?} reaches {one}");
        }
    }

    #[test]
    fn ordinary_words_have_one_spelling() {
        for word in ["due", "AAS", "queue", "Steuer", "neue", "contract", "3.2", "", "契約", "does", "sue"] {
            assert_eq!(spellings(word).len(), 1, "{word}");
        }
        assert_eq!(spellings("value")[0], "value");
    }

    proptest::proptest! {
        #[test]
        fn spellings_are_few_and_begin_with_what_was_typed(word in "[aeouåäæöøüAOq\u{30a}\u{308} x]{0,40}") {
            let all = spellings(&word);
            proptest::prop_assert!(all.len() <= super::MOST + 1);
            proptest::prop_assert_eq!(&all[0], &crate::query::fold::fold(&word));
        }
    }
}
