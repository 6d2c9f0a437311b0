//! The text a program took out of a PDF, made to read as Markdown: its words stay as they are, its page layout goes.

use std::collections::HashSet;

/// Lines with a gap of so many spaces inside stand in columns.
const GAP: &str = "    ";

/// Fewer letters and digits than this are the dust of a scan.
const LEAST_WORDS: usize = 20;

/// Whether a third of the lines stands in columns, so that lines read across mix two texts.
pub(super) fn is_in_columns(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| line.len() > 20).collect();
    let gaps = lines.iter().filter(|line| line.contains(GAP)).count();
    lines.len() > 10 && gaps.saturating_mul(3) > lines.len()
}

/// Whether there is nothing to read.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).take(LEAST_WORDS).count() < LEAST_WORDS
}

/// Without indentation, which Markdown takes for code, without page breaks and runs of blank lines; words that only a
/// line's end cut in two are whole where the same text has them whole elsewhere.
pub(super) fn tidy(text: &str) -> String {
    let seen: String = text.chars().filter_map(visible).collect();
    let whole: HashSet<&str> = seen.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    let mut lines: Vec<String> = Vec::new();
    for line in seen.lines().map(str::trim) {
        if line.is_empty() && lines.last().is_none_or(String::is_empty) {
            continue;
        }
        match lines.last_mut() {
            Some(before) if !line.is_empty() && joins(before, line, &whole) => {
                before.pop();
                let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
                before.push_str(word);
                if !rest.is_empty() {
                    lines.push(rest.trim_start().to_owned());
                }
            }
            _ => lines.push(line.to_owned()),
        }
    }
    let mut tidy = lines.join("\n");
    tidy.truncate(tidy.trim_end().len());
    tidy.push('\n');
    tidy
}

/// A page break ends a paragraph for no reason of the text, but never joins two words; a control character says nothing.
fn visible(character: char) -> Option<char> {
    match character {
        '\u{c}' | '\r' => Some('\n'),
        '\n' => Some('\n'),
        '\t' | '\u{a0}' => Some(' '),
        other if other.is_control() => None,
        other => Some(other),
    }
}

/// Whether `before` ends in the first half of a word and `line` starts with the other: always with a soft hyphen, with a
/// plain one where the whole word stands elsewhere and the hyphenated one does not.
fn joins(before: &str, line: &str, whole: &HashSet<&str>) -> bool {
    if before.ends_with('\u{ad}') {
        return true;
    }
    let Some(head) = before.strip_suffix('-') else { return false };
    let is_inner = |c: char| c.is_alphanumeric() || c == '-';
    let first: String = head.chars().rev().take_while(|c| is_inner(*c)).collect();
    let first: String = first.chars().rev().collect();
    let second: String = line.chars().take_while(|c| is_inner(*c)).collect();
    let lower = |text: &str, end: bool| {
        let letter = if end { text.chars().next_back() } else { text.chars().next() };
        letter.is_some_and(char::is_lowercase)
    };
    lower(&first, true)
        && lower(&second, false)
        && whole.contains(format!("{first}{second}").as_str())
        && !whole.contains(format!("{first}-{second}").as_str())
}

#[cfg(test)]
mod tests {
    use super::{is_blank, is_in_columns, tidy};

    #[test]
    fn layout_goes_and_words_stay() {
        let text = "\u{c}                LEASE\n\n\n\n   1. The    tenant pays.\r\n\tKjøp\u{1}\n\n\u{c}Page 2\n\n\n";
        assert_eq!(tidy(text), "LEASE\n\n1. The    tenant pays.\n\nKjøp\n\nPage 2\n");
    }

    #[test]
    fn only_words_that_are_known_whole_are_joined() {
        assert_eq!(tidy("this agree-\nment; an agreement\n"), "this agreement;\nan agreement\n");
        for kept in [
            "a non-\ncompete clause\n",
            "the agreement A-\nGreement\n",
            "well-\nknown, well-known, wellknown\n",
            "1-\n2 12\n",
        ] {
            assert_eq!(tidy(kept), kept);
        }
        assert_eq!(tidy("av\u{ad}\ntale\n"), "avtale\n");
    }

    #[test]
    fn dust_is_no_text_and_columns_are_seen() {
        assert!(is_blank("\u{c}\u{c} 1 \u{c} 2"));
        assert!(!is_blank("The tenant may give notice."));
        let prose = "The landlord lets the premises to the tenant.\n".repeat(30);
        let columns = "The landlord lets the house    Utleier leier ut huset\n".repeat(30);
        assert!(!is_in_columns(&prose) && is_in_columns(&columns) && !is_in_columns("a    b\n"));
    }
}
