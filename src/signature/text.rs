//! Which texts may stand in what is signed and in the policy: one line that looks like what it is.

use unicode_normalization::UnicodeNormalization as _;

/// Why a text is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TextError {
    #[error("is empty")]
    Empty,
    #[error("has more than {0} characters")]
    TooLong(usize),
    #[error("begins or ends with white space")]
    Padded,
    #[error("has the invisible or control character U+{:04X}", u32::from(*.0))]
    Invisible(char),
    #[error("is not in Unicode's normal form C")]
    NotNormal,
}

/// Accepts a non-empty line in normal form C, without control, bidirectional or invisible characters.
pub(crate) fn check(text: &str, longest: usize) -> Result<(), TextError> {
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.chars().count() > longest {
        return Err(TextError::TooLong(longest));
    }
    if let Some(character) = text.chars().find(|character| is_deceptive(*character)) {
        return Err(TextError::Invisible(character));
    }
    if text.trim() != text {
        return Err(TextError::Padded);
    }
    if text.nfc().eq(text.chars()) { Ok(()) } else { Err(TextError::NotNormal) }
}

/// Control characters and those that change how their neighbours look without being seen themselves.
pub(crate) fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The character, or its escape where it would not be seen.
pub(crate) fn visible(character: char) -> Vec<char> {
    if is_deceptive(character) { character.escape_unicode().collect() } else { vec![character] }
}
