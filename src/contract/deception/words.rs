//! Words and numbers that are not written in the letters they seem to be written in.

use std::collections::BTreeSet;

use unicode_script::{Script, UnicodeScript};

use super::lookalike::latin;
use super::{Marks, Severity, What, code_point};

/// Marks every such word of `text`.
pub(super) fn inspect(text: &str, what: What, marks: &mut Marks) {
    if text.is_ascii() && what == What::Body && !text.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    let native = Native::of(text);
    for (at, word) in words(text) {
        if word.is_ascii() {
            ascii_number(at, word, what, marks);
        } else {
            letters(at, word, &native, marks);
            numbers(at, word, &native, marks);
        }
    }
}

/// Scripts a text is really written in: those of which it holds a letter that passes for no Latin one.
struct Native {
    scripts: BTreeSet<&'static str>,
    latin: bool,
}

impl Native {
    fn of(text: &str) -> Self {
        let mut native = Self { scripts: BTreeSet::new(), latin: false };
        let mut last = Script::Unknown;
        for character in text.chars() {
            if character.is_ascii() {
                native.latin |= character.is_ascii_alphabetic();
            } else if character.is_alphabetic() && latin(character).is_none() && character.script() != last {
                last = character.script();
                native.scripts.insert(last.full_name());
            }
        }
        native
    }

    fn has(&self, script: Script) -> bool {
        self.scripts.contains(script.full_name())
    }
}

/// Runs of letters, digits and combining marks.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |c: char| c.is_alphanumeric() || (!c.is_ascii() && c.script() == Script::Inherited);
    let start = text.as_ptr() as usize;
    text.split(move |c| !inside(c))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - start, word))
}

fn letters(at: usize, word: &str, native: &Native, marks: &mut Marks) {
    let mut scripts = BTreeSet::new();
    let mut twin = None;
    let (mut count, mut twins) = (0_usize, 0_usize);
    for (offset, character) in word.char_indices() {
        if styled(character) {
            let message = format!("a styled letter or digit ({}) passes for a plain one.", code_point(character));
            marks.add(at + offset, Some(character), "styled-letter", Severity::Refuse, message);
        }
        if !character.is_alphabetic() {
            continue;
        }
        count += 1;
        let script = family(character.script());
        if !matches!(script, Script::Common | Script::Inherited) {
            scripts.insert(script.full_name());
        }
        if let Some(seen) = latin(character) {
            twins += 1;
            twin = twin.or(Some((offset, character, seen)));
        }
    }
    let shown = shorten(word);
    match twin {
        Some((offset, character, seen)) if scripts.len() > 1 => {
            let message =
                format!("the word `{shown}` mixes scripts: {} only looks like `{seen}`.", code_point(character));
            marks.add(at + offset, Some(character), "mixed-script", Severity::Refuse, message);
        }
        None if scripts.len() > 1 => {
            let names: Vec<&str> = scripts.into_iter().collect();
            marks.warn(at, "mixed-script", format!("the word `{shown}` mixes scripts: {}.", names.join(" and ")));
        }
        Some((offset, character, _))
            if count > 1 && twins == count && native.latin && !native.has(character.script()) =>
        {
            let script = character.script().full_name();
            let message = format!("the word `{shown}` is written in {script} letters that look like Latin ones.");
            marks.add(at + offset, Some(character), "confusable-word", Severity::Refuse, message);
        }
        _ => {}
    }
}

/// Scripts that are written together in one word count as one.
fn family(script: Script) -> Script {
    match script {
        Script::Hiragana | Script::Katakana | Script::Bopomofo | Script::Hangul => Script::Han,
        other => other,
    }
}

/// Mathematical and full-width forms: another code, the same letter to the eye.
fn styled(character: char) -> bool {
    matches!(character, '\u{1d400}'..='\u{1d7ff}' | '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}')
}

/// Digits that are not 0 to 9, and letters that pass for digits inside a number.
fn numbers(at: usize, word: &str, native: &Native, marks: &mut Marks) {
    let mut before: Option<char> = None;
    let mut chars = word.char_indices().peekable();
    while let Some((offset, character)) = chars.next() {
        if character.is_numeric() && !character.is_ascii() && decimal(character) && !styled(character) {
            let home = native.has(character.script());
            let severity = if home { Severity::Warn } else { Severity::Refuse };
            let message =
                format!("a digit that is not one of 0 to 9 ({}) can be misread in an amount.", code_point(character));
            marks.add(at + offset, Some(character), "foreign-digit", severity, message);
        }
        let digit_before = before.is_some_and(|c| c.is_ascii_digit());
        let digit_after = chars.peek().is_some_and(|(_, c)| c.is_ascii_digit());
        let round = matches!(character, 'О' | 'о' | 'Ο' | 'ο' | 'Օ' | 'օ');
        let three = matches!(character, 'З' | 'з' | 'б' | 'Ӏ' | 'І' | 'і' | 'Ι' | 'ӏ');
        if (round && (digit_before || digit_after)) || (three && digit_before && digit_after) {
            let message =
                format!("a letter ({}) stands in the number `{}` like a digit.", code_point(character), shorten(word));
            marks.add(at + offset, Some(character), "digit-look-alike", Severity::Refuse, message);
        }
        before = Some(character);
    }
}

/// A decimal digit of any script (general category Nd), told from other numbers by its place in a run of ten.
fn decimal(character: char) -> bool {
    let script = matches!(u32::from(character),
        0x660..=0x669 | 0x6f0..=0x6f9 | 0x7c0..=0x7c9 | 0x1040..=0x1049 | 0x1090..=0x1099 | 0x17e0..=0x17e9
        | 0x1810..=0x1819 | 0x1946..=0x194f | 0x19d0..=0x19da | 0x1a80..=0x1a89 | 0x1a90..=0x1a99 | 0x1b50..=0x1b59
        | 0x1bb0..=0x1bb9 | 0x1c40..=0x1c49 | 0x1c50..=0x1c59 | 0xa620..=0xa629 | 0xa8d0..=0xa8d9 | 0xa900..=0xa909
        | 0xa9d0..=0xa9d9 | 0xa9f0..=0xa9f9 | 0xaa50..=0xaa59 | 0xabf0..=0xabf9 | 0x104a0..=0x104a9 | 0x1fbf0..=0x1fbf9);
    // The Indic blocks from 0900 to 0DFF keep their digits at xx66..xx6F or xxE6..xxEF; Thai, Lao and Tibetan follow.
    let code = u32::from(character);
    let indic = (0x900..0xe00).contains(&code) && (0x66..=0x6f).contains(&(code % 0x80));
    let east = matches!(code, 0xe50..=0xe59 | 0xed0..=0xed9 | 0xf20..=0xf29);
    script
        || indic
        || east
        || (code >= 0x11000 && character.is_numeric() && character.to_digit(10).is_none() && astral(code))
}

/// Digit runs of the supplementary planes that are in living use.
fn astral(code: u32) -> bool {
    matches!(code, 0x11066..=0x1106f | 0x110f0..=0x110f9 | 0x11136..=0x1113f | 0x111d0..=0x111d9 | 0x1e140..=0x1e149
        | 0x1e2f0..=0x1e2f9 | 0x1e4f0..=0x1e4f9 | 0x1e950..=0x1e959)
}

/// `1O0`, `l00`: a Latin letter in a number. Scanned contracts are full of them, so only a header is refused.
fn ascii_number(at: usize, word: &str, what: What, marks: &mut Marks) {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let round = word.bytes().filter(|b| matches!(b, b'O' | b'o' | b'l' | b'I')).count();
    if digits >= 1 && round >= 1 && digits + round == word.len() && word.len() >= 3 {
        let severity = if what == What::Header { Severity::Refuse } else { Severity::Warn };
        let message = format!("a letter stands in the number `{}` like a digit.", shorten(word));
        marks.add(at, None, "digit-look-alike", severity, message);
    }
}

fn shorten(word: &str) -> String {
    word.chars().take(40).collect()
}
