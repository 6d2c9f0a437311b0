//! One generic drawing over columns and rows, on comfy-table, without borders so that a column can be copied.

use comfy_table::{Cell, ColumnConstraint, ContentArrangement, Table, Width, presets};

use super::style::{Label, paint};
use super::{Look, visible};

/// Longer tables are not read line by line; their columns are as wide as their contents.
const MOST_FITTED: usize = 200;

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

/// A word longer than this may be broken over lines.
const LONGEST_WORD: usize = 26;

/// How narrow each column may become: a name is there to be copied and stays whole, other text is broken between words
/// and not inside them. Where the terminal is too narrow for that, only names stay whole, and then nothing does.
fn narrowest(width: usize, heads: &[&str], rows: &[Vec<Field>]) -> Vec<u16> {
    let all: Vec<usize> = (0..heads.len()).map(|place| least(rows, place, LONGEST_WORD)).collect();
    let names: Vec<usize> = (0..heads.len()).map(|place| least(rows, place, 0)).collect();
    let fits = |columns: &Vec<usize>| {
        let taken: usize = columns.iter().map(|least| (*least).max(MUST_HAVE)).sum();
        taken <= width
    };
    let chosen = [all, names].into_iter().find(fits).unwrap_or_default();
    chosen.into_iter().map(|least| u16::try_from(least).unwrap_or(u16::MAX)).collect()
}

/// A column narrower than this, the blanks after it included, cannot be read.
const MUST_HAVE: usize = 8;

/// The width below which the column at `place` would break a name, or a word of up to `longest` characters; 0 for none.
fn least(rows: &[Vec<Field>], place: usize, longest: usize) -> usize {
    let of = |field: &Field| match field.label {
        Some(Label::Name) => field.text.chars().count(),
        _ => field.text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0).min(longest),
    };
    let least = rows.iter().filter_map(|row| row.get(place)).map(of).max().unwrap_or(0);
    if least == 0 { 0 } else { least.saturating_add(usize::from(GAP)) }
}

/// Draws `rows` under `heads`, fitted to the look's width; everything is made safe for a terminal here.
#[must_use]
pub fn draw(look: &Look, heads: &[&str], rows: Vec<Vec<Field>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    // Fitting columns to a width costs far more than drawing them: only done where there is somebody to read.
    if rows.len() <= MOST_FITTED {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(look.width).unwrap_or(u16::MAX));
    }
    table.set_header(heads.iter().map(|head| Cell::new(paint(look, Label::Dim, head))));
    let narrowest = narrowest(look.width, heads, &rows);
    for row in rows {
        table.add_row(row.into_iter().map(|field| {
            let safe = visible::line(&field.text);
            Cell::new(field.label.map_or(safe.clone(), |label| paint(look, label, &safe)))
        }));
    }
    for (column, least) in table.column_iter_mut().zip(narrowest) {
        column.set_padding((0, GAP));
        if least > 0 {
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
}
