//! Defects of lines rather than characters: endings, hidden distance, a second front matter, forgotten template syntax,
//! twins that only normalisation tells apart.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{Marks, What};

/// Longer lines are reported: nobody reads them in an editor.
const LONGEST_LINE: usize = 10_000;
/// White space before a word from which on the word is out of view.
const FARTHEST: usize = 400;
/// White space before a word that is worth a look.
const FAR: usize = 160;
/// Empty lines before text that put it on another screen.
const DEEPEST: usize = 100;

/// Marks everything of this kind.
pub(super) fn inspect(text: &str, what: What, marks: &mut Marks) {
    endings(text, marks);
    template_syntax(text, marks);
    let (mut at, mut empty, mut fence) = (0, 0, None);
    for (number, line) in text.split('\n').enumerate() {
        long(at, line, marks);
        distance(at, line, marks);
        normal(at, line, marks);
        if line.trim().is_empty() {
            empty += 1;
        } else {
            if empty >= DEEPEST {
                marks.warn(at, "pushed-text", format!("text follows {empty} empty lines and is easily missed."));
            }
            empty = 0;
        }
        if what == What::Body {
            fence = fenced(line, fence);
            if fence.is_none() {
                late_header(at, number, line, text, marks);
            }
        }
        at += line.len() + 1;
    }
}

/// CommonMark's code fence: what opened it, where one is open after `line`.
fn fenced(line: &str, open: Option<(char, usize)>) -> Option<(char, usize)> {
    let trimmed = line.trim_start_matches(' ');
    let Some(mark) = trimmed.chars().next().filter(|c| matches!(c, '`' | '~')) else { return open };
    let count = trimmed.chars().take_while(|c| *c == mark).count();
    let rest = trimmed.trim_start_matches(mark).trim();
    match open {
        None if count >= 3 && !(mark == '`' && rest.contains('`')) => Some((mark, count)),
        Some((opened, length)) if opened == mark && count >= length && rest.is_empty() => None,
        _ => open,
    }
}

fn endings(text: &str, marks: &mut Marks) {
    let Some(first) = text.find('\r') else { return };
    let pairs = text.matches("\r\n").count();
    let (returns, feeds) = (text.matches('\r').count(), text.matches('\n').count());
    if returns == pairs && pairs == feeds {
        marks.refuse(
            first,
            "crlf",
            "lines end in CR LF: only LF is signed, so the endings are to be normalised first.",
        );
    } else if feeds == 0 {
        marks.refuse(first, "carriage-return", "lines end in CR alone, which most readers do not take for a line end.");
    } else {
        marks.refuse(first, "mixed-line-endings", "some lines end in CR or CR LF and others in LF.");
    }
}

fn long(at: usize, line: &str, marks: &mut Marks) {
    if line.len() > LONGEST_LINE {
        let length = line.chars().count();
        if length > LONGEST_LINE {
            marks.warn(at, "long-line", format!("this line has {length} characters, more than {LONGEST_LINE}."));
        }
    }
}

/// White space in front of a word, at the beginning or in the middle of a line.
fn distance(at: usize, line: &str, marks: &mut Marks) {
    if line.len() < FAR / 8 {
        return;
    }
    let mut run = 0;
    for (offset, character) in line.char_indices() {
        match character {
            '\t' => run += 8,
            c if c.is_whitespace() => run += 1,
            _ => {
                if run >= FARTHEST {
                    let message = format!("this word follows white space {run} columns wide and is out of view.");
                    marks.refuse(at + offset, "pushed-text", message);
                } else if run >= FAR {
                    let message = format!("this word follows white space {run} columns wide.");
                    marks.warn(at + offset, "pushed-text", message);
                }
                run = 0;
            }
        }
    }
}

fn normal(at: usize, line: &str, marks: &mut Marks) {
    if is_nfc_quick(line.chars()) == IsNormalized::Yes {
        return;
    }
    let mut normal = line.nfc();
    for (offset, character) in line.char_indices() {
        if normal.next() != Some(character) {
            let severity = super::Severity::Refuse;
            let message = "this text looks the same in another spelling of bytes (it is not in Unicode form NFC).";
            marks.add(at + offset, Some(character), "non-nfc", severity, message);
            return;
        }
    }
}

fn template_syntax(text: &str, marks: &mut Marks) {
    for (at, _) in text.match_indices('{') {
        let rest = text.get(at..).unwrap_or_default();
        if ["{{", "{%", "{#"].iter().any(|open| rest.starts_with(open)) {
            marks.refuse(
                at,
                "template-syntax",
                "template syntax was left in the text, so something is still to be filled in.",
            );
        }
    }
}

/// A `+++` line in the body, or a YAML block at its top: a tool may take either for the header.
fn late_header(at: usize, number: usize, line: &str, text: &str, marks: &mut Marks) {
    let line = line.trim_end();
    let yaml = || {
        let rest = text.get(at..).unwrap_or_default();
        let mut lines = rest.lines().skip(1);
        let keyed = lines.next().is_some_and(|l| l.split_once(':').is_some_and(|(k, _)| word(k)));
        keyed && lines.take(200).any(|l| l.trim_end() == "---")
    };
    let top = || number == 0 || text.get(..at).unwrap_or_default().trim().is_empty();
    if line == "+++" || (line == "---" && top() && yaml()) {
        marks.refuse(at, "front-matter", "a second front matter block stands in the body.");
    }
}

fn word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}
