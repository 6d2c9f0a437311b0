//! Our text with the blocks replaced for which another wording was asked.
//!
//! **Invariants**: a block is replaced only where it still reads as it was shown; everything outside the blocks stays to
//! the byte; two changes never touch the same line.

use super::response::Change;
use crate::contract::digest::Digest;

/// Why changes cannot be put into a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RewriteError {
    /// Lines that the text does not have.
    #[error("lines {0}-{1} are not lines of the agreement's text")]
    Outside(usize, usize),
    /// The block does not read as it was shown.
    #[error("lines {0}-{1} do not read as they were shown")]
    OtherText(usize, usize),
    /// Two changes of one line.
    #[error("two changes touch line {0}")]
    Overlap(usize),
}

/// The file's text with every change made; `first` is the first line of the agreement below its key terms, from 1.
///
/// # Errors
/// When one change cannot be made: then none is.
pub fn rewrite(text: &str, first: usize, changes: &[Change]) -> Result<String, RewriteError> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut sorted: Vec<&Change> = changes.iter().collect();
    sorted.sort_by_key(|change| change.lines);
    let mut out = String::with_capacity(text.len());
    let mut done = 0_usize;
    for change in sorted {
        let (from, to) = change.lines;
        let start = from.saturating_sub(1);
        let block = lines.get(start..to).filter(|block| from >= first.max(1) && !block.is_empty());
        let block = block.ok_or(RewriteError::Outside(from, to))?.concat();
        if start < done {
            return Err(RewriteError::Overlap(from));
        }
        if Digest::of(without_end(&block).as_bytes()) != change.was {
            return Err(RewriteError::OtherText(from, to));
        }
        out.extend(lines.get(done..start).unwrap_or_default().iter().copied());
        put(&mut out, &block, &change.now);
        done = to;
    }
    out.extend(lines.get(done..).unwrap_or_default().iter().copied());
    Ok(out)
}

/// The changes whose blocks the text still has, with the lines they stand on now: where they were shown, or else in the
/// one place that reads like them.
#[must_use]
pub fn relocate(text: &str, first: usize, changes: &[Change]) -> Vec<Change> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let reads = |start: usize, count: usize, was: Digest| {
        let block = lines.get(start..start.saturating_add(count)).map(<[&str]>::concat);
        block.is_some_and(|block| Digest::of(without_end(&block).as_bytes()) == was)
    };
    let found = |change: &Change| {
        let (from, to) = change.lines;
        let count = to.saturating_sub(from).saturating_add(1);
        let shown = from.saturating_sub(1);
        if reads(shown, count, change.was) {
            return Some(change.clone());
        }
        let last = lines.len().saturating_sub(count);
        let mut places = (first.saturating_sub(1)..=last).filter(|start| reads(*start, count, change.was));
        let start = places.next()?;
        let lines = (start.saturating_add(1), start.saturating_add(count));
        places.next().is_none().then(|| Change { lines, ..change.clone() })
    };
    changes.iter().filter_map(found).collect()
}

/// The new wording with the line ends of the block it stands for; nothing where the block is to go.
fn put(out: &mut String, block: &str, now: &str) {
    let now = now.replace("\r\n", "\n");
    let now = now.trim_end();
    if now.is_empty() {
        return;
    }
    let end = if block.ends_with("\r\n") { "\r\n" } else { "\n" };
    out.push_str(&if end == "\n" { now.to_owned() } else { now.replace('\n', end) });
    if block.ends_with('\n') {
        out.push_str(end);
    }
}

fn without_end(block: &str) -> &str {
    let bare = block.strip_suffix('\n').unwrap_or(block);
    bare.strip_suffix('\r').unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::{RewriteError, relocate, rewrite};
    use crate::contract::digest::Digest;
    use crate::reply::Change;

    const TEXT: &str = "+++\nid\n+++\n# One\n\nfirst\nsecond\n\nlast\n";

    fn change(lines: (usize, usize), was: &str, now: &str) -> Change {
        Change { lines, now: now.to_owned(), was: Digest::of(was.as_bytes()), why: String::new() }
    }

    #[test]
    fn blocks_are_replaced_and_the_rest_stays() {
        let one = change((6, 7), "first\nsecond", "new\nwords");
        let two = change((9, 9), "last", "end\n\n");
        let both = rewrite(TEXT, 4, &[two.clone(), one.clone()]).unwrap();
        assert_eq!(both, "+++\nid\n+++\n# One\n\nnew\nwords\n\nend\n");
        assert_eq!(rewrite(TEXT, 4, &[]).unwrap(), TEXT);
        assert_eq!(
            rewrite(TEXT, 4, &[change((9, 9), "last", " ")]).unwrap(),
            "+++\nid\n+++\n# One\n\nfirst\nsecond\n\n"
        );
        let windows = TEXT.replace('\n', "\r\n");
        let changed = rewrite(&windows, 4, &[change((6, 7), "first\r\nsecond", "new\nwords"), two]).unwrap();
        assert_eq!(changed, both.replace('\n', "\r\n"));
        let open = TEXT.trim_end();
        assert_eq!(rewrite(open, 4, &[change((9, 9), "last", "end")]).unwrap(), open.replace("last", "end"));
    }

    #[test]
    fn a_block_is_found_again_where_the_text_moved() {
        let one = change((6, 7), "first\nsecond", "x");
        let moved = TEXT.replace("# One", "# One\n\nnew");
        assert_eq!(relocate(&moved, 4, std::slice::from_ref(&one))[0].lines, (8, 9));
        assert_eq!(relocate(TEXT, 4, std::slice::from_ref(&one)), std::slice::from_ref(&one));
        assert!(relocate(&TEXT.replace("second", "other"), 4, std::slice::from_ref(&one)).is_empty());
        let twice = format!("{moved}first\nsecond\n");
        assert!(relocate(&twice, 4, std::slice::from_ref(&one)).is_empty(), "two places read like it");
        assert!(relocate("", 4, &[one]).is_empty());
    }

    #[test]
    fn nothing_else_is_touched() {
        let refused = |changes: &[Change]| rewrite(TEXT, 4, changes).unwrap_err();
        let good = change((6, 7), "first\nsecond", "x");
        assert_eq!(refused(&[change((6, 7), "first\nother", "x")]), RewriteError::OtherText(6, 7));
        assert_eq!(refused(&[change((2, 2), "id", "x")]), RewriteError::Outside(2, 2), "key terms are no text");
        assert_eq!(refused(&[change((3, 4), "+++\n# One", "x")]), RewriteError::Outside(3, 4));
        assert_eq!(refused(&[change((9, 10), "last", "x")]), RewriteError::Outside(9, 10));
        assert_eq!(
            refused(&[change((usize::MAX, usize::MAX), "", "x")]),
            RewriteError::Outside(usize::MAX, usize::MAX)
        );
        assert_eq!(refused(&[good.clone(), good.clone()]), RewriteError::Overlap(6));
        assert_eq!(refused(&[good, change((7, 7), "second", "x")]), RewriteError::Overlap(7));
    }
}
