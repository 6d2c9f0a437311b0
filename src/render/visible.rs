//! Makes what must not reach a terminal visible: control characters, bidirectional and invisible ones.
//!
//! Repository text comes from strangers. An escape sequence in a title could repaint the screen, a right-to-left
//! override could turn a sentence round; both are printed as `\u{1b}` and `\u{202e}` instead.

use std::fmt::Write as _;

/// Whether a character would act on the terminal, or on the reading of its neighbours, instead of being seen.
#[must_use]
pub fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// One line of text: line breaks and tabs are made visible too.
#[must_use]
pub fn line(text: &str) -> String {
    escape(text, |_| false)
}

/// A field of a table that a spreadsheet may open: as [`line()`], and what it would take for a formula begins with that
/// character's escape. Numbers stay numbers.
#[must_use]
pub fn cell(text: &str) -> String {
    let shown = line(text);
    let mut chars = shown.chars();
    let is_number = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b' '));
    match chars.next() {
        Some(first @ ('=' | '@')) => formula(first, chars.as_str()),
        Some(first @ ('+' | '-')) if !is_number(chars.as_str()) && !is_option(text) => formula(first, chars.as_str()),
        _ => shown,
    }
}

/// The name of an option of ours, such as `--color`: no cell's formula, and a script compares it.
fn is_option(text: &str) -> bool {
    let name = text.strip_prefix("--").unwrap_or_default();
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') && !name.starts_with('-')
}

fn formula(first: char, rest: &str) -> String {
    format!("\\u{{{:x}}}{rest}", u32::from(first))
}

/// Text of several lines: `\n` and `\t` stay.
#[must_use]
pub fn text(text: &str) -> String {
    escape(text, |c| matches!(c, '\n' | '\t'))
}

/// Most characters shown before and behind a place that is pointed at.
const AROUND: usize = 40;

/// A line that was typed, cut to what surrounds a character, and a line with a caret below that character (from 1).
#[must_use]
pub fn pointed(typed: &str, column: usize) -> (String, String) {
    let at = column.saturating_sub(1);
    let chars: Vec<char> = typed.chars().collect();
    let from = at.min(chars.len()).saturating_sub(AROUND);
    let until = at.saturating_add(AROUND).min(chars.len());
    let part = |from: usize, until: usize| line(&chars.get(from..until).unwrap_or_default().iter().collect::<String>());
    let lead = if from > 0 { "…" } else { "" };
    let tail = if until < chars.len() { "…" } else { "" };
    let before = format!("{lead}{}", part(from, at.min(chars.len())));
    let blanks = " ".repeat(unicode_width::UnicodeWidthStr::width(before.as_str()));
    (format!("{before}{}{tail}", part(at.min(chars.len()), until)), format!("{blanks}^"))
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> String {
    // Nearly every field of a list is plain ASCII; lists of hundreds of lines are mostly this loop.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !acts(c) || keep(c) {
            out.push(c);
        } else {
            push_escaped(&mut out, c);
        }
    }
    out
}

fn push_escaped(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        // Writing to a String cannot fail.
        _ => drop(write!(out, "\\u{{{:x}}}", u32::from(c))),
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, line, pointed, text};

    #[test]
    fn what_would_act_is_seen() {
        assert_eq!(line("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(line("pay\u{202e}001"), "pay\\u{202e}001");
        assert_eq!(line("a\u{9b}b\u{7f}\u{200b}\u{e0041}"), "a\\u{9b}b\\u{7f}\\u{200b}\\u{e0041}");
        assert_eq!(line("two\nlines\r\tend"), "two\\nlines\\r\\tend");
    }

    #[test]
    fn a_caret_stands_below_its_character_however_wide_the_line() {
        assert_eq!(pointed("abc stauts:x", 5), ("abc stauts:x".to_owned(), "    ^".to_owned()));
        assert_eq!(pointed("契約 x:", 4), ("契約 x:".to_owned(), "     ^".to_owned()));
        assert_eq!(pointed("e\u{301} x", 3), ("e\u{301} x".to_owned(), " ^".to_owned()));
        assert_eq!(pointed("", 1), (String::new(), "^".to_owned()));
        assert_eq!(pointed("ab", 99), ("ab".to_owned(), "  ^".to_owned()));
        let (shown, caret) = pointed(&"y".repeat(1000), 500);
        assert_eq!((shown.chars().count(), caret.len()), (82, 42));
        assert_eq!(pointed("\u{1b}x", 2).1, "      ^");
    }

    #[test]
    fn no_field_is_a_formula_and_numbers_stay_numbers() {
        for (field, shown) in [
            ("=SUM(A1)", "\\u{3d}SUM(A1)"),
            ("@x", "\\u{40}x"),
            ("+47 22 33 44 55", "+47 22 33 44 55"),
            ("-2+3|' /C calc'!A0", "\\u{2d}2+3|' /C calc'!A0"),
            ("\t=1", "\\t=1"),
            ("\r=1", "\\r=1"),
            ("-5", "-5"),
            ("-1250.50", "-1250.50"),
            ("-", "-"),
            ("", ""),
            ("a=b", "a=b"),
            ("2026-11-24", "2026-11-24"),
        ] {
            assert_eq!(cell(field), shown, "{field}");
        }
    }

    #[test]
    fn letters_of_all_languages_pass() {
        for good in ["Ærlig Østlig Åse", "Ελλάδα", "東京", "e\u{301}", "👍🏽"] {
            assert_eq!(line(good), good);
        }
        assert_eq!(text("one\n\ttwo\u{7}"), "one\n\ttwo\\u{7}");
    }
}
