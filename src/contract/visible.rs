//! Characters that do not show, or change how others show: refused in every short text a person signs or trusts.
//!
//! The table covers the Unicode categories Cc, Cf, Zl and Zp, and the characters outside them that have no ink or alter
//! their neighbour (Hangul fillers, variation selectors, the grapheme joiner, the blank Braille cell).

/// Ranges beyond Cc (which [`char::is_control`] knows), from UnicodeData 16.0, both ends inside.
const HIDDEN: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{600}', '\u{605}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{890}', '\u{891}'),
    ('\u{8e2}', '\u{8e2}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff9}', '\u{fffb}'),
    ('\u{110bd}', '\u{110bd}'),
    ('\u{110cd}', '\u{110cd}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Whether the character is a control, a format character, a line or paragraph separator, or has no ink of its own.
/// Ordinary spaces are not hidden.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control() || HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&character))
}

/// The first hidden character of a text that must be one line.
#[must_use]
pub fn hidden_in(text: &str) -> Option<char> {
    text.chars().find(|character| is_hidden(*character))
}

/// The first hidden character of a text that may have several lines: line feeds and tabs are welcome.
#[must_use]
pub fn hidden_in_prose(text: &str) -> Option<char> {
    text.chars().find(|character| is_hidden(*character) && !matches!(character, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::{HIDDEN, hidden_in, hidden_in_prose, is_hidden};

    #[test]
    fn what_does_not_show_is_hidden() {
        for wrong in "\0\t\n\r\u{7f}\u{85}\u{ad}\u{200b}\u{200d}\u{200e}\u{2028}\u{2029}\u{202e}\u{2066}\u{feff}\u{3164}\u{e0041}"
            .chars()
        {
            assert!(is_hidden(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn what_people_write_is_not() {
        assert_eq!(hidden_in("Ærlig & Søn AS: «Kjøp» – 100 % §3.2 株式会社 Ελλάς שלום 🤝\u{a0}x"), None);
        assert_eq!(hidden_in_prose("one\n\ttwo"), None);
        assert_eq!(hidden_in_prose("one\r\ntwo"), Some('\r'));
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(HIDDEN.iter().all(|(first, last)| first <= last));
        assert!(HIDDEN.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }
}
