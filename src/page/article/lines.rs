//! Byte ranges of a body as lines of the file it stands in.

use std::ops::Range;

/// Where the lines of a body begin.
pub(super) struct Lines<'a> {
    body: &'a str,
    starts: Vec<usize>,
    first: usize,
}

impl<'a> Lines<'a> {
    /// The lines of `body`, whose first is the file's line `first`.
    pub(super) fn of(body: &'a str, first: usize) -> Self {
        let after = body.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at.saturating_add(1));
        Self { body, starts: std::iter::once(0).chain(after).collect(), first }
    }

    /// The index of the line a byte lies in, from 0.
    fn index(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// The first and the last line touched by a range, blank ends left out, as the file counts them.
    pub(super) fn numbers(&self, range: &Range<usize>) -> (usize, usize) {
        let (first, last) = self.indices(range);
        (first.saturating_add(self.first), last.saturating_add(self.first))
    }

    fn indices(&self, range: &Range<usize>) -> (usize, usize) {
        let inside = self.body.get(range.clone()).unwrap_or_default();
        let end = range.start.saturating_add(inside.trim_end().len());
        let first = self.index(range.start);
        (first, self.index(end.saturating_sub(1)).max(first))
    }

    /// Lines with words in them that none of `shown` holds, as byte ranges: definitions of links, which Markdown hides.
    pub(super) fn hidden(&self, shown: &[(usize, usize)]) -> Vec<Range<usize>> {
        let mut is_shown = vec![false; self.starts.len()];
        for (first, last) in shown {
            let (first, last) = (first.saturating_sub(self.first), last.saturating_sub(self.first));
            is_shown.iter_mut().take(last.saturating_add(1)).skip(first).for_each(|line| *line = true);
        }
        let mut found: Vec<Range<usize>> = Vec::new();
        for (place, start) in self.starts.iter().enumerate() {
            let end = self.starts.get(place.saturating_add(1)).copied().unwrap_or(self.body.len());
            let line = self.body.get(*start..end).unwrap_or_default();
            if is_shown.get(place) == Some(&true) || line.trim_matches(is_markup).is_empty() {
                continue;
            }
            match found.last_mut() {
                Some(last) if last.end == *start => last.end = end,
                _ => found.push(*start..end),
            }
        }
        found
    }

    /// Those lines, without the end of the last.
    pub(super) fn text(&self, range: &Range<usize>) -> &'a str {
        let (first, last) = self.indices(range);
        let start = self.starts.get(first).copied().unwrap_or_default();
        let end = self.starts.get(last.saturating_add(1)).copied().unwrap_or(self.body.len());
        let text = self.body.get(start..end).unwrap_or_default();
        let text = text.strip_suffix('\n').unwrap_or(text);
        text.strip_suffix('\r').unwrap_or(text)
    }
}

/// What makes lists, quotations and rules, and is no word of theirs.
fn is_markup(character: char) -> bool {
    character.is_whitespace()
        || character.is_ascii_digit()
        || matches!(character, '>' | '-' | '*' | '+' | '_' | '.' | ')')
}
