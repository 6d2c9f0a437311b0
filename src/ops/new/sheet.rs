//! A CSV as rows of cells, with the line each starts on; what its columns mean is for the caller.

use crate::ops::import::table::{delimiter, line_of, unclosed};

/// More rows are a mistake, or several batches.
const MOST_ROWS: usize = 5000;

/// The CSV, read.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Names of the columns, trimmed.
    pub columns: Vec<String>,
    /// The rows, without those that are empty.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row {
    /// As a spreadsheet counts them: the header is row 1.
    pub number: usize,
    /// The line of the file it starts on.
    pub line: usize,
    /// As many as there are columns.
    pub cells: Vec<String>,
}

/// Reads the CSV called `file` in messages; each fault of its shape is told to `fault`, with its place.
pub(super) fn read(file: &str, bytes: &[u8], fault: &mut dyn FnMut(String)) -> Sheet {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let line_at = |byte: usize| bytes.iter().take(byte).filter(|b| **b == b'\n').count().saturating_add(1);
    if let Err(wrong) = std::str::from_utf8(bytes) {
        fault(format!("{file}:{}: not UTF-8: save the CSV as UTF-8", line_at(wrong.valid_up_to())));
        return Sheet::default();
    }
    if let Some(nul) = memchr::memchr(0, bytes) {
        fault(format!("{file}:{}: a NUL character stands in it", line_at(nul)));
        return Sheet::default();
    }
    let delimiter = delimiter(bytes);
    if let Some(line) = unclosed(bytes, delimiter) {
        fault(format!("{file}:{line}: a quote is opened here and never closed"));
        return Sheet::default();
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bytes);
    let mut records = reader.records().filter_map(std::result::Result::ok);
    let Some(header) = records.next().filter(|header| header.iter().any(|name| !name.trim().is_empty())) else {
        fault(format!("{file}: the CSV is empty: its first row names the columns"));
        return Sheet::default();
    };
    let mut sheet = Sheet { columns: header.iter().map(|name| name.trim().to_owned()).collect(), rows: Vec::new() };
    let (mut line, mut reached) = (1, 0);
    for (number, record) in (2_usize..).zip(records) {
        line = line_of(bytes, &record, line, &mut reached);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if sheet.rows.len() == MOST_ROWS {
            fault(format!("{file}:{line}: it has more than {MOST_ROWS} rows"));
            break;
        }
        let (cells, named) = (record.len(), sheet.columns.len());
        if cells != named {
            fault(format!("{file}:{line}: row {number}: it has {cells} cells, the header has {named}"));
            continue;
        }
        sheet.rows.push(Row { number, line, cells: record.iter().map(ToOwned::to_owned).collect() });
    }
    sheet
}
