//! Faults in content people wrote: what is wrong, in which file, line and column, and the nearest right word.
//!
//! **Owns** the shape every reader of files reports in, places in a text, and safe quoting. **Refuses to know** remedies
//! and exit codes: both are added higher up. **Invariant**: a message never carries a control or invisible character,
//! whatever the file held.

use std::fmt;
use std::fmt::Write as _;

use super::visible;

/// One fault in one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The file as the reader was told to call it.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// The full path of the key concerned, such as `term.lenght`.
    pub key: Option<String>,
    /// What is wrong, without a full stop.
    pub message: String,
    /// The word that was probably meant.
    pub nearest: Option<String>,
    /// A stable word for the kind of fault, such as `unknown-key`.
    pub code: &'static str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        match &self.nearest {
            Some(word) => write!(f, "; did you mean `{word}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

impl Problem {
    /// A fault at a place, without key or nearest word.
    pub fn at(file: &str, (line, column): (usize, usize), code: &'static str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, column, key: None, message: message.into(), nearest: None, code }
    }
}

/// Line and column, from 1, of the byte at `offset`; past the end it is the place after the last character.
#[must_use]
pub fn place(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    let before = text.get(..end).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline.saturating_add(1));
    let line = before.bytes().filter(|byte| *byte == b'\n').count();
    let column = before.get(line_start..).unwrap_or_default().chars().count();
    (line.saturating_add(1), column.saturating_add(1))
}

/// The candidate that `word` was probably meant to be, if one is near enough to be worth a question.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    let word: String = word.chars().take(64).collect::<String>().to_lowercase();
    let allowed = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= allowed && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate.to_owned())
}

/// `text` between backticks, cut to 60 characters, with every control and invisible character spelt out.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("`");
    for (position, character) in text.chars().enumerate() {
        if position == 60 {
            quoted.push('…');
            break;
        }
        if visible::is_hidden(character) {
            // Writing to a String cannot fail.
            let _ = write!(quoted, "\\u{{{:x}}}", u32::from(character));
        } else {
            quoted.push(character);
        }
    }
    quoted.push('`');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{Problem, nearest, place, quoted};

    #[test]
    fn places_count_from_one_in_characters() {
        let text = "a = 1\r\nblå = 2\n";
        assert_eq!(place(text, 0), (1, 1));
        assert_eq!(place(text, 7), (2, 1));
        assert_eq!(place(text, 12), (2, 5));
        assert_eq!(place(text, 10), (2, 3), "inside a character counts as its start");
        assert_eq!(place(text, 999), (3, 1));
    }

    #[test]
    fn only_near_words_are_offered() {
        let words = ["length", "end", "start", "notice"];
        assert_eq!(nearest("lenght", words).as_deref(), Some("length"));
        assert_eq!(nearest("Length", words).as_deref(), Some("length"));
        assert_eq!(nearest("ned", words).as_deref(), Some("end"));
        assert_eq!(nearest("colour", words), None);
        assert_eq!(nearest("", words), None);
        assert_eq!(nearest(&"x".repeat(100_000), words), None);
    }

    #[test]
    fn quoting_defuses_terminal_and_bidi_tricks() {
        assert_eq!(quoted("a\u{1b}[2J\u{202e}b"), "`a\\u{1b}[2J\\u{202e}b`");
        assert_eq!(quoted(&"x".repeat(70)).chars().count(), 63);
    }

    #[test]
    fn a_problem_reads_as_one_line() {
        let mut problem = Problem::at("contract.md", (3, 1), "unknown-key", "unknown key `term.lenght`");
        assert_eq!(problem.to_string(), "contract.md:3:1: unknown key `term.lenght`");
        problem.nearest = Some("length".into());
        assert_eq!(problem.to_string(), "contract.md:3:1: unknown key `term.lenght`; did you mean `length`?");
    }
}
