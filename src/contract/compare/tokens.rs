//! A text in words, marks and the white space between them; a blank to fill in is one word.

use std::ops::Range;

/// A word, a mark or white space.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Token<'t> {
    text: &'t str,
}

impl<'t> Token<'t> {
    /// What makes two tokens equal: a line broken elsewhere is the same space, an empty line is another.
    pub(super) fn key(&self) -> &'t str {
        if !self.text.trim().is_empty() {
            return self.text;
        }
        if self.text.matches('\n').count() > 1 { "\n\n" } else { " " }
    }
}

/// The tokens of a text; together they are the text.
pub(super) fn of(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = length(rest, first);
        let (token, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        tokens.push(Token { text: token });
        rest = after;
    }
    tokens
}

fn length(rest: &str, first: char) -> usize {
    let run = |inside: fn(char) -> bool| rest.find(|c| !inside(c)).unwrap_or(rest.len());
    if let Some(inner) = rest.strip_prefix("[[fill: ")
        && let Some(end) = inner.find("]]").filter(|end| *end < 100)
    {
        return "[[fill: ".len().saturating_add(end).saturating_add(2);
    }
    if first == '⟪'
        && let Some(end) = rest.find('⟫').filter(|end| *end < 100)
    {
        return end.saturating_add('⟫'.len_utf8());
    }
    if first.is_whitespace() {
        return run(char::is_whitespace);
    }
    if first.is_alphanumeric() {
        return run(char::is_alphanumeric);
    }
    first.len_utf8()
}

/// The text of some tokens.
pub(super) fn text(tokens: &[Token<'_>], range: Range<usize>) -> String {
    tokens.get(range).unwrap_or_default().iter().map(|token| token.text).collect()
}
