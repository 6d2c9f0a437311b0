//! The CSV of a batch: named columns, a contract a row, and what of its shape is refused. What columns mean is for the caller.

use crate::ops::machine::sheet::{self, Row};

/// More rows are a mistake, or several batches.
const MOST_ROWS: usize = 5000;

/// The CSV, read.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Names of the columns, trimmed.
    pub columns: Vec<String>,
    /// The rows that fit, without those that are empty.
    pub rows: Vec<Row>,
}

/// Reads the CSV called `file` in messages; each fault of its shape is told to `fault`, with its place.
pub(super) fn read(file: &str, bytes: &[u8], fault: &mut dyn FnMut(String)) -> Table {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let line_at = |byte: usize| bytes.iter().take(byte).filter(|b| **b == b'\n').count().saturating_add(1);
    if let Err(wrong) = std::str::from_utf8(bytes) {
        fault(format!("{file}:{}: not UTF-8: save the CSV as UTF-8", line_at(wrong.valid_up_to())));
        return Table::default();
    }
    if let Some(nul) = memchr::memchr(0, bytes) {
        fault(format!("{file}:{}: a NUL character stands in it", line_at(nul)));
        return Table::default();
    }
    let sheet = match sheet::read(bytes) {
        Ok(sheet) => sheet,
        Err(line) => {
            fault(format!("{file}:{line}: a quote is opened here and never closed"));
            return Table::default();
        }
    };
    let Some(header) = sheet.header.filter(|header| header.iter().any(|name| !name.trim().is_empty())) else {
        fault(format!("{file}: the CSV is empty: its first row names the columns"));
        return Table::default();
    };
    let mut table = Table { columns: header.iter().map(|name| name.trim().to_owned()).collect(), rows: Vec::new() };
    for row in sheet.rows {
        if table.rows.len() == MOST_ROWS {
            fault(format!("{file}:{}: it has more than {MOST_ROWS} rows", row.line));
            break;
        }
        match row.misfit(table.columns.len()) {
            Some(why) => fault(format!("{file}:{}: row {}: {why}", row.line, row.number)),
            None => table.rows.push(row),
        }
    }
    table
}
