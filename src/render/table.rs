//! One generic drawing over columns and rows, on comfy-table, without borders so that a column can be copied.

use comfy_table::{Cell, ColumnConstraint, ContentArrangement, Table, Width, presets};
use unicode_width::UnicodeWidthStr;

use super::style::{Label, paint};
use super::{Look, visible};

/// Longer tables are searched, not read: their columns are as wide as their contents, whatever the terminal. Fitting and
/// wrapping costs some 80,000 instructions a row, which a list of thousands must not pay.
const MOST_FITTED: usize = 100;

/// A cell: text and what it is.
#[derive(Clone, Debug)]
pub struct Field {
    text: String,
    label: Option<Label>,
}

/// A plain cell.
#[must_use]
pub fn text(text: impl Into<String>) -> Field {
    Field { text: text.into(), label: None }
}

/// A cell with a label.
#[must_use]
pub fn labelled(label: Label, text: impl Into<String>) -> Field {
    Field { text: text.into(), label: Some(label) }
}

/// Blanks between columns.
const GAP: u16 = 2;

/// Words up to this long stay whole, the first limit with which the table fits; a date has 10 characters.
const WHOLE_WORDS: [usize; 5] = [26, 18, 14, 10, 0];

/// A column narrower than this, the blanks after it included, cannot be read.
const MUST_HAVE: usize = 8;

/// How narrow each column may become: a name is there to be copied and stays whole, other text is broken between words
/// and not inside them. Where the terminal is too narrow even for the names, anything may be broken.
fn narrowest(width: usize, heads: &[&str], rows: &[Vec<Field>]) -> Vec<u16> {
    let columns = |longest: usize| -> Vec<usize> {
        let gap = |place: usize| if place.saturating_add(1) < heads.len() { usize::from(GAP) } else { 0 };
        let least = |(place, head): (usize, &&str)| least(head, rows, place, longest).saturating_add(gap(place));
        heads.iter().enumerate().map(least).collect()
    };
    let fits = |columns: &Vec<usize>| columns.iter().map(|least| (*least).max(MUST_HAVE)).sum::<usize>() <= width;
    let chosen = WHOLE_WORDS.into_iter().map(columns).find(fits).unwrap_or_default();
    chosen.into_iter().map(|least| u16::try_from(least).unwrap_or(u16::MAX)).collect()
}

/// The width below which the column at `place` would break a name, or a word of up to `longest` characters.
fn least(head: &str, rows: &[Vec<Field>], place: usize, longest: usize) -> usize {
    let word = |text: &str| text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0).min(longest);
    let of = |field: &Field| match field.label {
        Some(Label::Name) => field.text.chars().count(),
        _ => word(&field.text),
    };
    rows.iter().filter_map(|row| row.get(place)).map(of).chain([word(head)]).max().unwrap_or(0)
}

/// Draws `rows` under `heads`, fitted to the look's width; everything is made safe for a terminal here.
#[must_use]
pub fn draw(look: &Look, heads: &[&str], rows: Vec<Vec<Field>>) -> String {
    if rows.len() > MOST_FITTED { unfitted(look, heads, rows) } else { fitted(look, heads, rows) }
}

/// Each row on one line, each column as wide as its longest field.
fn unfitted(look: &Look, heads: &[&str], rows: Vec<Vec<Field>>) -> String {
    let heads = heads.iter().map(|head| labelled(Label::Dim, *head)).collect();
    let lines: Vec<Vec<Field>> = std::iter::once(heads).chain(rows).map(safe).collect();
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let wide = |place: usize| lines.iter().filter_map(|line| line.get(place)).map(|field| field.text.width()).max();
    let widths: Vec<usize> = (0..columns).map(|place| wide(place).unwrap_or(0)).collect();
    let mut out = String::new();
    for line in lines {
        let start = out.len();
        for (field, width) in line.iter().zip(&widths) {
            let blanks = width.saturating_sub(field.text.width()) + usize::from(GAP);
            out.push_str(&field.label.map_or_else(|| field.text.clone(), |label| paint(look, label, &field.text)));
            out.extend(std::iter::repeat_n(' ', blanks));
        }
        let end = out.get(start..).map_or(start, |line| start + line.trim_end().len());
        out.truncate(end);
        out.push('\n');
    }
    out
}

fn safe(row: Vec<Field>) -> Vec<Field> {
    row.into_iter().map(|field| Field { text: visible::line(&field.text), label: field.label }).collect()
}

fn fitted(look: &Look, heads: &[&str], rows: Vec<Vec<Field>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(look.width).unwrap_or(u16::MAX));
    table.set_header(heads.iter().map(|head| Cell::new(paint(look, Label::Dim, head))));
    let narrowest = narrowest(look.width, heads, &rows);
    for row in rows {
        table.add_row(row.into_iter().map(|field| {
            let safe = visible::line(&field.text);
            Cell::new(field.label.map_or(safe.clone(), |label| paint(look, label, &safe)))
        }));
    }
    let mut least = narrowest.into_iter();
    for (place, column) in table.column_iter_mut().enumerate() {
        let is_last = place.saturating_add(1) == heads.len();
        column.set_padding((0, if is_last { 0 } else { GAP }));
        if let Some(least @ 1..) = least.next() {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
        }
    }
    let drawn: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    drawn.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::{Label, draw, labelled, text};
    use crate::render::Look;

    #[test]
    fn a_long_table_keeps_its_columns_and_each_row_its_line() {
        let look = Look { width: 40, color: false };
        let row = |n: usize| vec![labelled(Label::Name, format!("nda-{n}")), text("Ærlig \u{1b}[31m"), text("end")];
        let drawn = draw(&look, &["ID", "TITLE", ""], (0..150).map(row).collect());
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(lines.len(), 151);
        assert_eq!(lines[0], "ID       TITLE");
        assert_eq!(lines[1], "nda-0    Ærlig \\u{1b}[31m  end");
        assert_eq!(lines[150], "nda-149  Ærlig \\u{1b}[31m  end");
    }

    fn drawn(width: usize) -> String {
        let look = Look { width, color: false };
        let row = vec![
            labelled(Label::Name, "consulting-tr52j0tx"),
            text("draft"),
            text("Consulting agreement with a very long title that wants the whole line for itself"),
            text("astrid@northwind.example to finish the draft"),
        ];
        draw(&look, &["ID", "STATUS", "TITLE", "WAITS FOR"], vec![row])
    }

    #[test]
    fn a_name_is_never_broken_over_lines_and_a_word_only_where_it_must() {
        for width in [80, 100, 120] {
            let drawn = drawn(width);
            assert!(drawn.contains("consulting-tr52j0tx"), "{drawn}");
            assert!(drawn.contains("astrid@northwind.example"), "{drawn}");
            assert!(drawn.lines().all(|line| line.chars().count() <= width), "{drawn}");
        }
        assert!(drawn(50).contains("consulting-tr52j0tx"), "{}", drawn(50));
    }

    #[test]
    fn a_list_of_eighty_columns_keeps_its_dates_whole() {
        let row = vec![
            labelled(Label::Name, "insurance-2kdkq1ay"),
            text("active (executed)"),
            text("Insurance of the premises"),
            text("Northwind AS, Trygg AS"),
            text("2027-02-27"),
            text("2026-12-27"),
        ];
        let heads = ["ID", "STATUS", "TITLE", "PARTIES", "END", "NOTICE BY"];
        let drawn = draw(&Look { width: 80, color: false }, &heads, vec![row]);
        for whole in ["insurance-2kdkq1ay", "2027-02-27", "2026-12-27", "(executed)"] {
            assert!(drawn.contains(whole), "{drawn}");
        }
    }
}
