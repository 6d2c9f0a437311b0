//! Two texts of an agreement, compared as a reader compares them: by clause, and word by word within it.
//!
//! **Owns** where the texts differ, in which clause, and which words went and came; [`terms`] does the same for the keys
//! of two headers. **Refuses to know** where the texts come from and how a difference is drawn. **Invariants**: total on
//! any text; no byte is lost: the pieces of a hunk that are not old add up to the new lines, and where the layout did
//! not change as well those that are not new add up to the old; texts that differ have a hunk. A line broken elsewhere
//! is no change of words and is told as layout.
//!
//! Work is bounded by size and not by a clock: regions beyond [`MOST_WORDS`] are told as a whole.

mod terms;
mod tokens;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, capture_diff_slices_by_key};

use super::outline::Outline;
use tokens::Token;

pub use terms::{TermChange, comments_differ, terms};

/// Words of both sides of a region, beyond which it is not looked into.
pub const MOST_WORDS: usize = 12_000;
/// Lines of both texts together, equal beginnings and ends aside, beyond which the rest is one region.
const MOST_LINES: usize = 60_000;

/// Which side a piece of text is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// On both.
    Same,
    /// Only on the old side.
    Old,
    /// Only on the new side.
    New,
}

/// Some words of a hunk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Where they stand.
    pub side: Side,
    /// The text, white space included.
    pub text: String,
}

/// How a region differs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Only the new text has it.
    Added,
    /// Only the old text has it.
    Removed,
    /// Words changed.
    Changed,
    /// Only white space changed.
    Layout,
}

/// A region of whole lines that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hunk {
    /// How.
    pub kind: Kind,
    /// The clause around the first difference, such as `§3.2 Duties of the Recipient`.
    pub clause: Option<String>,
    /// First line of the region in the old text, from 1.
    pub old_line: usize,
    /// First line of the region in the new text, from 1.
    pub new_line: usize,
    /// Its old lines, to the byte.
    pub old: String,
    /// Its new lines, to the byte.
    pub new: String,
    /// The same, word by word.
    pub pieces: Vec<Piece>,
}

/// Where two bodies differ, in their order. `is_filled` is asked of old words that were replaced: where it says yes they
/// are blanks that were filled in, and what stands there now is no difference.
#[must_use]
pub fn hunks(old: &str, new: &str, is_filled: &dyn Fn(&str) -> bool) -> Vec<Hunk> {
    let (old_lines, new_lines) = (lines(old), lines(new));
    let outlines = (Outline::of(old), Outline::of(new));
    let mut hunks = Vec::new();
    let (mut old_at, mut new_at) = (Place::start(), Place::start());
    for op in line_ops(&old_lines, &new_lines) {
        let (tag, olds, news) = op.as_tag_tuple();
        let text = |lines: &[&str], range: std::ops::Range<usize>| lines.get(range).unwrap_or_default().concat();
        let (old_text, new_text) = (text(&old_lines, olds.clone()), text(&new_lines, news.clone()));
        if tag != DiffTag::Equal {
            let pieces = words(&old_text, &new_text, is_filled);
            if let Some(kind) = kind(&old_text, &new_text, &pieces) {
                let clause = clause(&pieces, (&outlines.0, old_at.byte), (&outlines.1, new_at.byte));
                let (old_line, new_line) = (old_at.line, new_at.line);
                hunks.push(Hunk {
                    kind,
                    clause,
                    old_line,
                    new_line,
                    pieces,
                    old: old_text.clone(),
                    new: new_text.clone(),
                });
            }
        }
        old_at = old_at.after(&old_text, olds.len());
        new_at = new_at.after(&new_text, news.len());
    }
    hunks
}

/// How far a text was read.
#[derive(Clone, Copy)]
struct Place {
    byte: usize,
    line: usize,
}

impl Place {
    fn start() -> Self {
        Self { byte: 0, line: 1 }
    }

    fn after(self, text: &str, lines: usize) -> Self {
        Self { byte: self.byte.saturating_add(text.len()), line: self.line.saturating_add(lines) }
    }
}

/// Lines with their ends.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Which lines are equal, and which stand for which. Neighbouring differences are one.
fn line_ops(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let front = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (old.get(front..).unwrap_or_default(), new.get(front..).unwrap_or_default());
    let back = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_len, new_len) = (old_rest.len().saturating_sub(back), new_rest.len().saturating_sub(back));
    if old_len.saturating_add(new_len) <= MOST_LINES {
        return capture_diff_slices(Algorithm::Patience, old, new);
    }
    vec![
        DiffOp::Equal { old_index: 0, new_index: 0, len: front },
        DiffOp::Replace { old_index: front, old_len, new_index: front, new_len },
        DiffOp::Equal { old_index: front.saturating_add(old_len), new_index: front.saturating_add(new_len), len: back },
    ]
}

/// The words of a region that went and came.
fn words(old: &str, new: &str, is_filled: &dyn Fn(&str) -> bool) -> Vec<Piece> {
    let (olds, news) = (tokens::of(old), tokens::of(new));
    if olds.len().saturating_add(news.len()) > MOST_WORDS {
        return [(Side::Old, old), (Side::New, new)].into_iter().filter_map(|(side, text)| piece(side, text)).collect();
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for op in capture_diff_slices_by_key(Algorithm::Myers, &olds, &news, Token::key) {
        let (tag, old_range, new_range) = op.as_tag_tuple();
        let text = |tokens: &[Token<'_>], range| tokens::text(tokens, range);
        let (old, new) = (text(&olds, old_range), text(&news, new_range));
        match tag {
            DiffTag::Equal => push(&mut pieces, Side::Same, &new),
            _ if is_filled(&old) => push(&mut pieces, Side::Same, &new),
            _ => {
                push(&mut pieces, Side::Old, &old);
                push(&mut pieces, Side::New, &new);
            }
        }
    }
    joined(pieces)
}

fn piece(side: Side, text: &str) -> Option<Piece> {
    (!text.is_empty()).then(|| Piece { side, text: text.to_owned() })
}

fn push(pieces: &mut Vec<Piece>, side: Side, text: &str) {
    match pieces.last_mut() {
        Some(last) if last.side == side => last.text.push_str(text),
        _ => pieces.extend(piece(side, text)),
    }
}

/// `[-three-]{+one+} [-months-]{+month+}` reads better as `[-three months-]{+one month+}`: a blank between two changes
/// belongs to both.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let (mut old, mut new) = (String::new(), String::new());
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let changing = !old.is_empty() || !new.is_empty();
        let between = piece.side == Side::Same
            && changing
            && !piece.text.contains('\n')
            && piece.text.trim().is_empty()
            && pieces.peek().is_some();
        match piece.side {
            Side::Old => old.push_str(&piece.text),
            Side::New => new.push_str(&piece.text),
            Side::Same if between => {
                old.push_str(&piece.text);
                new.push_str(&piece.text);
            }
            Side::Same => {
                flush(&mut joined, &mut old, &mut new);
                joined.push(piece);
            }
        }
    }
    flush(&mut joined, &mut old, &mut new);
    joined
}

fn flush(joined: &mut Vec<Piece>, old: &mut String, new: &mut String) {
    for (side, text) in [(Side::Old, old), (Side::New, new)] {
        joined.extend(piece(side, text));
        text.clear();
    }
}

/// How the region differs; not at all where only blanks were filled in.
fn kind(old: &str, new: &str, pieces: &[Piece]) -> Option<Kind> {
    let has = |side| pieces.iter().any(|piece| piece.side == side && !piece.text.trim().is_empty());
    let blank = |side| pieces.iter().any(|piece| piece.side == side);
    let words = |text: &str| text.split_whitespace().map(ToOwned::to_owned).collect::<Vec<String>>();
    match (has(Side::Old), has(Side::New)) {
        (false, false) if blank(Side::Old) || blank(Side::New) || words(old) == words(new) => Some(Kind::Layout),
        (false, false) => None,
        _ if old.is_empty() => Some(Kind::Added),
        _ if new.is_empty() => Some(Kind::Removed),
        _ => Some(Kind::Changed),
    }
}

/// The clause around the first word that differs: as the new text calls it, unless the words are gone.
fn clause(pieces: &[Piece], (old, old_byte): (&Outline, usize), (new, new_byte): (&Outline, usize)) -> Option<String> {
    let (mut before_old, mut before_new) = (old_byte, new_byte);
    let mut side = Side::New;
    for piece in pieces {
        if piece.side != Side::Same && !piece.text.trim().is_empty() {
            side = piece.side;
            let blank = piece.text.len().saturating_sub(piece.text.trim_start().len());
            before_old = before_old.saturating_add(blank);
            before_new = before_new.saturating_add(blank);
            break;
        }
        before_old = before_old.saturating_add(if piece.side == Side::New { 0 } else { piece.text.len() });
        before_new = before_new.saturating_add(if piece.side == Side::Old { 0 } else { piece.text.len() });
    }
    let only_old = side == Side::Old && !pieces.iter().any(|piece| piece.side == Side::New);
    let (first, then) =
        if only_old { ((old, before_old), (new, before_new)) } else { ((new, before_new), (old, before_old)) };
    name(first.0, first.1).or_else(|| name(then.0, then.1))
}

/// `§3.2 Duties of the Recipient`: the number with the heading it stands under, or the heading alone.
fn name(outline: &Outline, byte: usize) -> Option<String> {
    let clause = outline.clause_at(byte)?;
    let Some(number) = &clause.number else { return Some(clause.title.clone()) };
    let top = number.split('.').next().and_then(|top| outline.find(top)).filter(|_| number.contains('.'));
    let title = top.map_or(clause.title.as_str(), |top| top.title.as_str());
    Some(format!("§{number} {title}").trim_end().to_owned())
}

#[cfg(test)]
#[path = "compare/tests.rs"]
mod tests;
