//! Characters that are never seen, or change how others are: controls, marks of direction, zero widths, tags.

use super::{Marks, Severity, code_point};

/// What is wrong with one character.
struct Fault {
    code: &'static str,
    severity: Severity,
    what: &'static str,
}

const fn refuse(code: &'static str, what: &'static str) -> Option<Fault> {
    Some(Fault { code, severity: Severity::Refuse, what })
}

const fn warn(code: &'static str, what: &'static str) -> Option<Fault> {
    Some(Fault { code, severity: Severity::Warn, what })
}

/// Marks every such character of `text`.
pub(super) fn inspect(text: &str, marks: &mut Marks) {
    let mut before = None;
    for (at, character) in text.char_indices() {
        if let Some(fault) = fault(character, before) {
            marks.add(
                at,
                Some(character),
                fault.code,
                fault.severity,
                format!("{} ({}).", fault.what, code_point(character)),
            );
        }
        before = Some(character);
    }
}

/// Whether a character is one that may not stand in a line of data: any the list refuses, and line breaks.
pub(super) fn refused(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\t')
        || fault(character, None).is_some_and(|fault| fault.severity == Severity::Refuse)
}

/// Unicode 16, DerivedCoreProperties `Default_Ignorable_Code_Point`, `Bidi_Control` and the control categories; line
/// endings are judged as a whole in `shape`.
fn fault(character: char, before: Option<char>) -> Option<Fault> {
    match character {
        ' '..='~' | '\n' | '\r' | '\t' => None,
        '\0' => refuse("nul", "a NUL character ends the text for some readers"),
        '\u{c}' | '\u{b}' => warn("form-feed", "a form feed is shown as a page break by some readers only"),
        '\u{1}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => {
            refuse("control-character", "a control character is invisible or steers a terminal")
        }
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            refuse("bidi-control", "a direction mark can show the text in another order than it is stored")
        }
        '\u{feff}' => refuse("byte-order-mark", "a byte order mark inside the text is invisible"),
        '\u{200b}'..='\u{200d}' | '\u{2060}' => refuse("zero-width", "a character without width is invisible"),
        '\u{ad}' => refuse("soft-hyphen", "a soft hyphen is invisible unless a line breaks there"),
        '\u{2028}' | '\u{2029}' => {
            refuse("line-separator", "a line or paragraph separator is shown by some readers only")
        }
        '\u{e0000}'..='\u{e007f}' => refuse("tag-character", "a tag character can carry text that nobody sees"),
        '\u{fe0e}' | '\u{fe0f}' if before.is_some_and(emoji_base) => {
            warn("variation-selector", "a variation selector changes only how the sign before it is drawn")
        }
        '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180f}' | '\u{e0080}'..='\u{e0fff}' => {
            refuse("variation-selector", "a variation selector is invisible and can carry hidden data")
        }
        _ => rare(character),
    }
}

/// The less usual characters that draw nothing, or something nobody can foresee.
fn rare(character: char) -> Option<Fault> {
    match character {
        '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{2061}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' => refuse("invisible-character", "this character draws nothing"),
        '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => {
            warn("unusual-space", "this is not the usual space, so a search for the words around it can miss")
        }
        '\u{fffc}' => warn("object-replacement", "something stood here that is not text"),
        '\u{fffd}' => warn("replacement-character", "a character was lost here when the text was converted"),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => {
            warn("private-use", "what this character looks like depends on the font")
        }
        _ => None,
    }
}

/// Signs that have a text and an emoji form, roughly (blocks of `emoji-variation-sequences.txt`).
fn emoji_base(character: char) -> bool {
    matches!(
        character,
        '©' | '®' | '‼' | '⁉' | '™' | 'ℹ' | '\u{2190}'..='\u{2bff}' | '〰' | '〽' | '㊗' | '㊙' | '\u{1f000}'..='\u{1faff}'
    )
}
