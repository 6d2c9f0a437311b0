//! Differences: terms as sentences, words marked where they stand, lines under each other, or columns beside each other.
//!
//! Without colour old words stand in `[-…-]` and new ones in `{+…+}`; with colour old ones are struck through and new
//! ones underlined as well, so that nothing is told by colour alone.

use unicode_width::UnicodeWidthStr;

use super::json::Schema;
use super::style::{Label, paint};
use super::{Draw, Look, visible};
use crate::report::diff::{ContractDiff, DiffReport, FileItem, HunkItem, Layout, SizeItem, TermItem};

/// Between the columns.
const BAR: &str = " │ ";

impl Schema for DiffReport {
    const SCHEMA: &'static str = "clm.diff/1";
}

impl Draw for DiffReport {
    fn human(&self, look: &Look) -> String {
        let differing = self.items.iter().filter(|item| item.different);
        differing.map(|item| contract(look, item, self.layout)).collect::<Vec<_>>().join("\n")
    }

    fn plain(&self) -> Vec<Vec<String>> {
        self.items.iter().flat_map(records).collect()
    }

    fn empty(&self) -> Option<String> {
        match self.items.as_slice() {
            [] => Some("no contract has unsaved changes".to_owned()),
            [one] if !one.different && one.old.what == one.new.what => {
                Some(format!("{}: the files and what is {} do not differ", one.id, one.new.what))
            }
            [one] if !one.different => Some(format!("{}: {} and {} do not differ", one.id, one.old.what, one.new.what)),
            items if items.iter().all(|item| !item.different) => Some("nothing differs".to_owned()),
            _ => None,
        }
    }

    fn next(&self) -> Vec<String> {
        let unsaved = self.items.iter().filter(|item| item.different && item.new.commit.is_none());
        unsaved.take(1).flat_map(|item| [format!("clm save {}", item.id), format!("clm restore {}", item.id)]).collect()
    }
}

fn contract(look: &Look, item: &ContractDiff, layout: Layout) -> String {
    let (old, new) = (visible::line(&item.old.what), visible::line(&item.new.what));
    let mut out = format!("{}  {old} → {new}\n", paint(look, Label::Name, &item.id));
    if !item.terms.is_empty() {
        out.push_str(&format!("\n{}\n", paint(look, Label::Head, "terms")));
        item.terms.iter().for_each(|change| out.push_str(&format!("  {}\n", term(look, change))));
    }
    for hunk in &item.hunks {
        out.push_str(&format!("\n{}\n", head(look, hunk)));
        out.push_str(&match (layout, hunk.kind.as_str()) {
            (Layout::Lines, _) => lines(look, hunk),
            (_, "layout") => "  only line breaks or spaces differ (--lines shows them)\n".to_owned(),
            (Layout::SideBySide, _) => columns(look, hunk),
            (Layout::Words, _) => words(look, hunk),
        });
    }
    if !item.files.is_empty() {
        out.push_str(&format!("\n{}\n", paint(look, Label::Head, "annexes")));
        item.files.iter().for_each(|change| out.push_str(&format!("  {}\n", file(change))));
    }
    for note in &item.notes {
        out.push_str(&format!("\nnote: {}\n", visible::line(note)));
    }
    out
}

fn head(look: &Look, hunk: &HunkItem) -> String {
    let line = if hunk.kind == "removed" { hunk.old_line } else { hunk.new_line };
    let clause = visible::line(hunk.clause.as_deref().unwrap_or("before the first clause"));
    let kind = if hunk.kind == "changed" { String::new() } else { format!(" ({})", hunk.kind) };
    let place = format!("{}:{line}", visible::line(&hunk.file));
    let number = hunk.number.map(|number| format!("[{number}] ")).unwrap_or_default();
    format!("{number}{}{kind}  {}", paint(look, Label::Head, &clause), paint(look, Label::Dim, &place))
}

/// `notice: 3 months → 1 month`.
fn term(look: &Look, change: &TermItem) -> String {
    let key = visible::line(change.key.strip_prefix("term.").unwrap_or(&change.key));
    let old = change.old.as_deref().map(|old| paint(look, Label::Old, &visible::line(old)));
    let new = change.new.as_deref().map(|new| paint(look, Label::New, &visible::line(new)));
    match (old.as_deref(), new.as_deref()) {
        (Some(""), None) => format!("{key}: removed"),
        (None, Some("")) => format!("{key}: added"),
        (None, Some(new)) => format!("{key}: (none) → {new}"),
        (Some(old), None) => format!("{key}: {old} → (none)"),
        (old, new) => format!("{key}: {} → {}", old.unwrap_or_default(), new.unwrap_or_default()),
    }
}

fn file(change: &FileItem) -> String {
    let size = |size: &Option<SizeItem>| {
        let short = |one: &SizeItem| format!("{} bytes {}", one.bytes, one.sha256.get(..19).unwrap_or(&one.sha256));
        size.as_ref().map_or_else(|| "(none)".to_owned(), short)
    };
    format!("{} ({}): {} → {}", visible::line(&change.file), change.kind, size(&change.old), size(&change.new))
}

/// The whole region with marks where words went and came.
fn words(look: &Look, hunk: &HunkItem) -> String {
    let mut out = String::new();
    for word in &hunk.words {
        out.push_str(&marked(look, &word.op, &word.text));
    }
    indented(&out, "  ")
}

/// Marks each line of a text for itself, so that no mark reaches over a line's end.
fn marked(look: &Look, op: &str, text: &str) -> String {
    let text = visible::text(text);
    let mark = |line: &str| match op {
        _ if line.is_empty() => String::new(),
        "old" if look.color => paint(look, Label::Old, line),
        "new" if look.color => paint(look, Label::New, line),
        "old" => format!("[-{line}-]"),
        "new" => format!("{{+{line}+}}"),
        _ => line.to_owned(),
    };
    text.split('\n').map(mark).collect::<Vec<_>>().join("\n")
}

fn indented(text: &str, by: &str) -> String {
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("{by}{line}\n") };
    text.trim_matches('\n').split('\n').map(line).collect()
}

/// Old lines, then new lines.
fn lines(look: &Look, hunk: &HunkItem) -> String {
    let mut out = String::new();
    for (text, sign, label) in [(&hunk.old, '-', Label::Old), (&hunk.new, '+', Label::New)] {
        for line in text.split_inclusive('\n') {
            let (words, end) = line.strip_suffix('\n').map_or((line, " (no line end)"), |words| (words, ""));
            let words = visible::text(words);
            // Struck out blanks would be read as a line of their own: the sign says enough.
            let words = if words.trim().is_empty() { words } else { paint(look, label, &words) };
            out.push_str(&format!("{sign}{words}{end}\n"));
        }
    }
    out
}

/// Old and new beside each other, each wrapped to its column.
fn columns(look: &Look, hunk: &HunkItem) -> String {
    let width = look.width.saturating_sub(BAR.chars().count()) / 2;
    let (left, right) = (column(look, hunk, "new", width), column(look, hunk, "old", width));
    let mut out = String::new();
    for row in 0..left.len().max(right.len()) {
        let empty = (String::new(), 0);
        let (old, old_width) = left.get(row).unwrap_or(&empty);
        let (new, _) = right.get(row).unwrap_or(&empty);
        let blanks = " ".repeat(width.saturating_sub(*old_width));
        out.push_str(format!("{old}{blanks}{BAR}{new}").trim_end());
        out.push('\n');
    }
    out
}

/// One side's lines, each with the columns it takes.
fn column(look: &Look, hunk: &HunkItem, without: &str, width: usize) -> Vec<(String, usize)> {
    let mut lines = vec![(String::new(), 0)];
    for word in hunk.words.iter().filter(|word| word.op != without) {
        let text = visible::text(&word.text).replace('\t', "    ");
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                lines.push((String::new(), 0));
            }
            let marks = if look.color || word.op == "same" || line.is_empty() { ("", "") } else { marks(&word.op) };
            let line = format!("{}{line}{}", marks.0, marks.1);
            line.split_inclusive(' ').flat_map(|part| fitted(part, width)).for_each(|part| {
                lay(&mut lines, width, &part, |part| match word.op.as_str() {
                    "old" => paint(look, Label::Old, part),
                    "new" => paint(look, Label::New, part),
                    _ => part.to_owned(),
                });
            });
        }
    }
    while lines.last().is_some_and(|(line, _)| line.is_empty()) {
        lines.pop();
    }
    lines
}

fn marks(op: &str) -> (&'static str, &'static str) {
    if op == "old" { ("[-", "-]") } else { ("{+", "+}") }
}

/// A word in parts of at most a column's width.
fn fitted(word: &str, width: usize) -> Vec<String> {
    if word.width() <= width {
        return vec![word.to_owned()];
    }
    let mut parts = vec![String::new()];
    for c in word.chars() {
        if let Some(last) = parts.last_mut() {
            if !last.is_empty() && last.width().saturating_add(c.to_string().width()) > width {
                parts.push(c.to_string());
            } else {
                last.push(c);
            }
        }
    }
    parts
}

/// Adds a part to the last line, or begins a new one where it does not fit.
fn lay(lines: &mut Vec<(String, usize)>, width: usize, part: &str, paint: impl Fn(&str) -> String) {
    let wide = part.width();
    let fits = |taken: usize| taken.saturating_add(part.trim_end().width()) <= width;
    match lines.last_mut() {
        Some((line, taken)) if fits(*taken) => {
            let part = if taken.saturating_add(wide) > width { part.trim_end() } else { part };
            line.push_str(&paint(part));
            *taken = taken.saturating_add(part.width());
        }
        _ => lines.push((paint(part), wide)),
    }
}

fn records(item: &ContractDiff) -> Vec<Vec<String>> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut records = Vec::new();
    for term in &item.terms {
        records.push(vec!["term".into(), item.id.clone(), term.key.clone(), text(&term.old), text(&term.new)]);
    }
    for hunk in &item.hunks {
        let place = format!("{}:{}", hunk.file, hunk.new_line);
        let said = [hunk.kind.clone(), place, text(&hunk.clause), hunk.old.clone(), hunk.new.clone()];
        records.push(["hunk".to_owned(), item.id.clone()].into_iter().chain(said).collect());
    }
    for file in &item.files {
        let digest = |size: &Option<SizeItem>| size.as_ref().map(|one| one.sha256.clone()).unwrap_or_default();
        let (old, new) = (digest(&file.old), digest(&file.new));
        records.push(vec!["file".into(), item.id.clone(), file.kind.clone(), file.file.clone(), old, new]);
    }
    for note in &item.notes {
        records.push(vec!["note".into(), item.id.clone(), note.clone()]);
    }
    records
}

#[cfg(test)]
mod tests {
    use super::{HunkItem, columns, lines, words};
    use crate::render::Look;
    use crate::report::diff::WordItem;

    fn hunk() -> HunkItem {
        let word = |op: &str, text: &str| WordItem { op: op.into(), text: text.into() };
        HunkItem {
            file: "contract.md".into(),
            clause: None,
            kind: "changed".into(),
            old_line: 1,
            new_line: 1,
            old: "Notice is three months \u{1b}[2J.\n".into(),
            new: "Notice is one month \u{1b}[2J.\n".into(),
            number: None,
            words: vec![
                word("same", "Notice is "),
                word("old", "three months"),
                word("new", "one month"),
                word("same", " \u{1b}[2J.\n"),
            ],
        }
    }

    #[test]
    fn words_are_marked_with_and_without_colour() {
        let plain = words(&Look { width: 80, color: false }, &hunk());
        assert_eq!(plain, "  Notice is [-three months-]{+one month+} \\u{1b}[2J.\n");
        let colour = words(&Look { width: 80, color: true }, &hunk());
        assert!(colour.contains("\u{1b}[9m") && colour.contains("\u{1b}[4m") && !colour.contains("[-"), "{colour:?}");
    }

    #[test]
    fn columns_are_wrapped_and_stay_in_their_place() {
        let drawn = columns(&Look { width: 43, color: false }, &hunk());
        let rows: Vec<&str> = drawn.lines().collect();
        assert_eq!(rows[0], "Notice is [-three    │ Notice is {+one");
        assert!(rows.iter().all(|row| row.chars().position(|c| c == '│') == Some(21)), "{drawn}");
    }

    #[test]
    fn lines_show_every_line_end() {
        let mut hunk = hunk();
        hunk.new = "a\r\nb".into();
        let drawn = lines(&Look { width: 80, color: false }, &hunk);
        assert_eq!(drawn, "-Notice is three months \\u{1b}[2J.\n+a\\r\n+b (no line end)\n");
    }
}
