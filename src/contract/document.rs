//! `contract.md`: front matter between `+++` lines, then the agreement's text, byte for byte.
//!
//! **Owns** the split of the file and putting it together again. **Refuses to know** what the Markdown says.
//! **Invariants**: the bytes that came in are the bytes that go out; line endings are never changed; a [`Document`] has
//! a good header.

use std::ops::Range;

use toml_edit::Value;

use super::header::{self, Header};
use super::key_path::KeyPath;
use super::problem::{Problem, place};
use super::toml_change::EditError;
use super::toml_read::text_of;

/// Largest `contract.md`, in bytes: 16 MiB.
pub const LARGEST_FILE: usize = 16 << 20;

/// Largest front matter, in bytes: 256 KiB.
pub const LARGEST_FRONT_MATTER: usize = 256 << 10;

/// A file split at its `+++` lines; the front matter is not read yet. Templates are split the same way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Split<'b> {
    text: &'b str,
    front: Range<usize>,
    body: Range<usize>,
}

/// An agreement whose front matter is good.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    text: String,
    front: Range<usize>,
    body: Range<usize>,
    header: Header,
}

/// Why front matter could not be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// A change could not be made.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The changes were made, and the result is not a good header.
    #[error("the change makes the front matter invalid: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Problem>),
}

/// Splits a file at its `+++` lines.
///
/// # Errors
/// When the file is too large, not UTF-8, starts with a byte order mark, holds a NUL, or lacks one of the two lines.
pub fn split<'b>(file: &str, bytes: &'b [u8]) -> Result<Split<'b>, Vec<Problem>> {
    let text = readable(file, bytes)?;
    let start = opening(text).ok_or_else(|| {
        let message = "the first line must be `+++`, which opens the front matter";
        vec![Problem::at(file, (1, 1), "no-front-matter", message)]
    })?;
    let (front, body) = closing(text, start).ok_or_else(|| {
        let message = "the front matter is never closed: a line `+++` is missing";
        vec![Problem::at(file, (1, 1), "unclosed-front-matter", message)]
    })?;
    if front.len() > LARGEST_FRONT_MATTER {
        let message = format!("the front matter is larger than {} KiB", LARGEST_FRONT_MATTER >> 10);
        return Err(vec![Problem::at(file, (2, 1), "too-large", message)]);
    }
    Ok(Split { text, front, body })
}

fn readable<'b>(file: &str, bytes: &'b [u8]) -> Result<&'b str, Vec<Problem>> {
    let text = text_of(file, bytes, LARGEST_FILE)?;
    match text.find('\0') {
        Some(nul) => Err(vec![Problem::at(file, place(text, nul), "nul", "the file holds a NUL character")]),
        None => Ok(text),
    }
}

/// Where the front matter starts, behind the first line.
fn opening(text: &str) -> Option<usize> {
    let first = text.split_inclusive('\n').next()?;
    (is_fence(first) && first.ends_with('\n')).then_some(first.len())
}

/// The front matter and the body around the closing line.
fn closing(text: &str, start: usize) -> Option<(Range<usize>, Range<usize>)> {
    let mut at = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        let next = at.checked_add(line.len())?;
        if is_fence(line) {
            return Some((start..at, next..text.len()));
        }
        at = next;
    }
    None
}

fn is_fence(line: &str) -> bool {
    matches!(line, "+++\n" | "+++\r\n" | "+++")
}

impl<'b> Split<'b> {
    /// The front matter, without the `+++` lines. It starts on line 2 of the file.
    #[must_use]
    pub fn front_matter(&self) -> &'b str {
        self.text.get(self.front.clone()).unwrap_or_default()
    }

    /// Everything behind the closing line, byte for byte.
    #[must_use]
    pub fn body(&self) -> &'b str {
        self.text.get(self.body.clone()).unwrap_or_default()
    }

    /// The file's line, from 1, on which the body starts.
    #[must_use]
    pub fn body_line(&self) -> usize {
        place(self.text, self.body.start).0
    }
}

impl Document {
    /// Reads a `contract.md`, to be called `file` in problems.
    ///
    /// # Errors
    /// Every fault found; see [`split`] and [`header::parse`].
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let split = split(file, bytes)?;
        let header = header::parse(file, split.front_matter(), 2)?;
        Ok(Self { text: split.text.to_owned(), front: split.front, body: split.body, header })
    }

    /// The bytes of a new file. Lines around the header end as the header's own do.
    #[must_use]
    pub fn compose(header_toml: &str, body: &str) -> Vec<u8> {
        let end = if header_toml.contains("\r\n") { "\r\n" } else { "\n" };
        let last = if header_toml.is_empty() || header_toml.ends_with('\n') { "" } else { end };
        format!("+++{end}{header_toml}{last}+++{end}{body}").into_bytes()
    }

    /// The document with keys of its front matter set or removed, and every other byte as it was.
    ///
    /// # Errors
    /// When a change cannot be made, or what comes out is no good document.
    pub fn with_changes(&self, file: &str, changes: &[(KeyPath, Option<Value>)]) -> Result<Self, ChangeError> {
        let front = header::edit(self.front_matter(), changes)?;
        let before = self.text.get(..self.front.start).unwrap_or_default();
        let after = self.text.get(self.front.end..).unwrap_or_default();
        Self::parse(file, format!("{before}{front}{after}").as_bytes()).map_err(ChangeError::Invalid)
    }

    /// What the front matter says.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The exact bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// The front matter as written, without the `+++` lines.
    #[must_use]
    pub fn front_matter(&self) -> &str {
        self.text.get(self.front.clone()).unwrap_or_default()
    }

    /// The agreement's text, byte for byte.
    #[must_use]
    pub fn body(&self) -> &str {
        self.text.get(self.body.clone()).unwrap_or_default()
    }

    /// Where in [`Self::bytes`] the body lies.
    #[must_use]
    pub fn body_range(&self) -> Range<usize> {
        self.body.clone()
    }

    /// The file's line, from 1, on which the body starts.
    #[must_use]
    pub fn body_line(&self) -> usize {
        place(&self.text, self.body.start).0
    }
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
