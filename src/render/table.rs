//! One generic drawing over columns and rows, on comfy-table, without borders so that a column can be copied.

use comfy_table::{Cell, ContentArrangement, Table, presets};

use super::style::{Label, paint};
use super::{Look, visible};

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

/// Draws `rows` under `heads`, fitted to the look's width; everything is made safe for a terminal here.
#[must_use]
pub fn draw(look: &Look, heads: &[&str], rows: Vec<Vec<Field>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(look.width).unwrap_or(u16::MAX));
    table.set_header(heads.iter().map(|head| Cell::new(paint(look, Label::Dim, head))));
    for row in rows {
        table.add_row(row.into_iter().map(|field| {
            let safe = visible::line(&field.text);
            Cell::new(field.label.map_or(safe.clone(), |label| paint(look, label, &safe)))
        }));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let drawn: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    drawn.join("\n") + "\n"
}
