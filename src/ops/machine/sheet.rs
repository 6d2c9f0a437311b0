//! A CSV as rows of cells, with the line each starts on; what its columns mean, and what is refused, is for the caller.

/// A CSV of UTF-8, read.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The first record; nothing in an empty file.
    pub header: Option<Vec<String>>,
    /// The further ones, without those that are empty.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug)]
pub struct Row {
    /// As a spreadsheet counts them: the header is row 1.
    pub number: usize,
    /// The line of the file it starts on.
    pub line: usize,
    /// As they stand; as many as there are columns once [`Row::misfit`] has nothing to say.
    pub cells: Vec<String>,
}

impl Row {
    /// Why it does not fit under a header of so many columns.
    #[must_use]
    pub fn misfit(&self, columns: usize) -> Option<String> {
        let cells = self.cells.len();
        (cells != columns).then(|| format!("it has {cells} cells, the header has {columns}"))
    }
}

/// Header and rows of a CSV, whose bytes are UTF-8; commas or semicolons, whichever the first line has more of.
///
/// # Errors
/// The line of a quote that is opened and never closed: the rest of the file would be one cell.
pub fn read(bytes: &[u8]) -> Result<Sheet, usize> {
    let delimiter = delimiter(bytes);
    if let Some(line) = unclosed(bytes, delimiter) {
        return Err(line);
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bytes);
    let mut records = reader.records().filter_map(Result::ok);
    let cells = |record: &csv::StringRecord| record.iter().map(ToOwned::to_owned).collect();
    let mut sheet = Sheet { header: records.next().as_ref().map(cells), rows: Vec::new() };
    let (mut line, mut reached) = (1, 0);
    for (number, record) in (2_usize..).zip(records) {
        line = line_of(bytes, &record, line, &mut reached);
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            sheet.rows.push(Row { number, line, cells: cells(&record) });
        }
    }
    Ok(sheet)
}

/// The line a record starts on, counted on from `line`, that of the byte `reached`. The reader's own count is one short
/// where lines end in CR LF, and blank lines before a record are none of it.
fn line_of(bytes: &[u8], record: &csv::StringRecord, line: usize, reached: &mut usize) -> usize {
    let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
    let blank = bytes.iter().skip(start).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let start = start.saturating_add(blank).min(bytes.len());
    let passed = bytes.get(*reached..start).unwrap_or_default();
    *reached = start;
    line.saturating_add(passed.iter().filter(|byte| **byte == b'\n').count())
}

/// `;` where the first line has more of it than of `,`, outside quotes.
fn delimiter(bytes: &[u8]) -> u8 {
    let mut quoted = false;
    let (mut commas, mut semicolons) = (0_usize, 0_usize);
    for byte in bytes {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            b',' if !quoted => commas = commas.saturating_add(1),
            b';' if !quoted => semicolons = semicolons.saturating_add(1),
            _ => {}
        }
    }
    if semicolons > commas { b';' } else { b',' }
}

/// The line of a quote that is opened at a cell's start and never closed: the rest of the file would be that cell.
fn unclosed(bytes: &[u8], delimiter: u8) -> Option<usize> {
    #[derive(PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        AfterQuote,
    }
    let (mut at, mut line, mut opened) = (At::Start, 1_usize, 1_usize);
    for byte in bytes {
        at = match (at, *byte) {
            (At::Start, b'"') => {
                opened = line;
                At::Quoted
            }
            (At::Quoted, b'"') => At::AfterQuote,
            (At::Quoted, _) | (At::AfterQuote, b'"') => At::Quoted,
            (_, b'\n' | b'\r') => At::Start,
            (_, other) if other == delimiter => At::Start,
            _ => At::Plain,
        };
        line = line.saturating_add(usize::from(*byte == b'\n'));
    }
    (at == At::Quoted).then_some(opened)
}
