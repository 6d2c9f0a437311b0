//! A block that holds words and no other block.

use std::ops::Range;

/// One that is finished: where it stands.
pub(in crate::page::article) struct Leaf {
    /// Its first byte.
    pub(in crate::page::article) start: usize,
    /// The first and the last line of the file.
    pub(in crate::page::article) lines: (usize, usize),
    /// Those lines.
    pub(in crate::page::article) text: String,
}

/// One being written.
pub(super) struct Open {
    pub(super) tag: &'static str,
    class: &'static str,
    range: Range<usize>,
    pub(super) html: String,
}

impl Open {
    pub(super) fn block(tag: &'static str, range: Range<usize>) -> Self {
        Self::classed(tag, "", range)
    }

    pub(super) fn classed(tag: &'static str, class: &'static str, range: Range<usize>) -> Self {
        Self { tag, class, range, html: String::new() }
    }

    /// Words without a paragraph of their own.
    pub(super) fn tight(start: usize) -> Self {
        Self::classed("p", "tight", start..start)
    }

    pub(super) fn reach(&mut self, end: usize) {
        self.range.end = self.range.end.max(end);
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    pub(super) fn element(&self, attribute: &str, before_end: &str) -> String {
        let Self { tag, class, html, .. } = self;
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        format!("<{tag}{class}{attribute}>{html}{before_end}</{tag}>")
    }
}
