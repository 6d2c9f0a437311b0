//! The CSV: a header of named columns, then one contract a row.

use super::column::{Column, MOST_PARTIES};
use super::fault::Faults;
use super::mapping::{Mapping, Meaning};
use crate::ops::machine::sheet::{self, Row};

/// The rows of a CSV.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Name and meaning of each column; no meaning for one without a name, or that is left out.
    pub columns: Vec<(String, Option<Column>)>,
    /// The rows, without those that are empty.
    pub rows: Vec<Row>,
}

/// Reads the CSV called `file` in messages. Faults of its shape are added to `faults`.
pub(super) fn read(file: &str, bytes: &[u8], mapping: &Mapping, faults: &mut Faults) -> Table {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if let [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] = bytes {
        faults.invalid(file, "it is a workbook: in the spreadsheet, save the table as CSV (UTF-8)");
        return Table::default();
    }
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = bytes {
        faults.invalid(file, "it is UTF-16 (\"Unicode text\"): save it as CSV (UTF-8)");
        return Table::default();
    }
    if let Err(fault) = std::str::from_utf8(bytes) {
        let line = bytes.iter().take(fault.valid_up_to()).filter(|byte| **byte == b'\n').count();
        let what = format!(
            "not UTF-8 at byte {}: save it as \"CSV UTF-8\", or convert it with `iconv -f latin1 -t utf-8`",
            fault.valid_up_to()
        );
        faults.invalid(&format!("{file}:{}", line.saturating_add(1)), &what);
        return Table::default();
    }
    let sheet = match sheet::read(bytes) {
        Ok(sheet) => sheet,
        Err(line) => {
            faults.invalid(&format!("{file}:{line}"), "a quote is opened here and never closed");
            return Table::default();
        }
    };
    let mut table = Table::default();
    let before = faults.count();
    match &sheet.header {
        Some(header) => columns(file, header, mapping, &mut table, faults),
        None => faults.invalid(file, "the CSV is empty: its first row names the columns"),
    }
    // Under a wrong header every row looks wrong, for reasons that are none.
    if faults.count() == before {
        sheet.rows.into_iter().for_each(|one| row(file, one, &mut table, faults));
    }
    table
}

fn columns(file: &str, header: &[String], mapping: &Mapping, table: &mut Table, faults: &mut Faults) {
    let place = format!("{file}:1");
    for name in header.iter().map(|name| name.trim()) {
        let column = match mapping.meaning(name) {
            _ if name.is_empty() => None,
            Ok(Meaning::Ignored) => None,
            Ok(Meaning::Column(column)) => {
                let twin = table.columns.iter().find(|(_, other)| other.as_ref() == Some(&column));
                if let Some((twin, _)) = twin {
                    faults.invalid(&place, &format!("the columns `{twin}` and `{name}` are the same"));
                } else if mapping.composes(&column) {
                    faults.invalid(&place, &format!("the column `{name}` is also in [compose] of {}", mapping.file));
                }
                Some(column)
            }
            Err(why) => {
                faults.invalid(&place, &why);
                None
            }
        };
        table.columns.push((name.to_owned(), column));
    }
    let headings: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    mapping.absent(&headings).iter().for_each(|what| faults.invalid(&mapping.file, what));
    let has = |wanted: &Column| {
        mapping.composes(wanted) || table.columns.iter().any(|(_, column)| column.as_ref() == Some(wanted))
    };
    if !has(&Column::File) {
        faults.invalid(&place, "there is no column `file`, which names each contract's text");
    }
    if has(&Column::Parties) && (1..=MOST_PARTIES).any(|number| has(&Column::Party(number))) {
        faults.invalid(&place, "there are both `parties` and `party 1`: keep one way of naming them");
    }
}

/// A row fits its header, and says nothing where no column has a name.
fn row(file: &str, row: Row, table: &mut Table, faults: &mut Faults) {
    let place = format!("{file}:{}: row {}", row.line, row.number);
    if let Some(why) = row.misfit(table.columns.len()) {
        faults.invalid(&place, &why);
        return;
    }
    let nameless = |(cell, (name, _)): (&String, &(String, Option<Column>))| name.is_empty() && !cell.trim().is_empty();
    if let Some(at) = row.cells.iter().zip(&table.columns).position(nameless) {
        faults.invalid(&place, &format!("cell {} has no column name", at.saturating_add(1)));
    }
    table.rows.push(row);
}

#[cfg(test)]
mod tests {
    use super::{Table, read};
    use crate::ops::moving::import::fault::Faults;
    use crate::ops::moving::import::mapping::Mapping;

    fn good(text: &str) -> Table {
        let mut faults = Faults::default();
        let table = read("a.csv", text.as_bytes(), &Mapping::default(), &mut faults);
        assert!(faults.count() == 0, "{:?}", faults.into_error(false));
        table
    }

    fn wrong(bytes: &[u8]) -> String {
        let mut faults = Faults::default();
        read("a.csv", bytes, &Mapping::default(), &mut faults);
        faults.into_error(false).map(|error| error.details.join("\n")).unwrap_or_default()
    }

    #[test]
    fn both_delimiters_bom_quotes_and_line_breaks_are_read() {
        let table = good("\u{feff}file,title\r\na.md,\"One, \"\"two\"\"\r\nthree\"\r\n\r\n,\r\nb.md,=1+1\r\n");
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.rows[0].cells, ["a.md", "One, \"two\"\r\nthree"]);
        assert_eq!((table.rows[0].number, table.rows[0].line), (2, 2));
        assert_eq!(table.rows[1].cells[1], "=1+1");
        assert_eq!(table.rows[1].line, 6);
        let table = good("file;parties;value\na.md;\"A AS;B AS\";1.5\n");
        assert_eq!(table.rows[0].cells[1], "A AS;B AS");
        let table = good("file,title,,\na.md,T,,\n");
        assert_eq!(table.columns.len(), 4);
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_place() {
        for (csv, said) in [
            ("", "a.csv: the CSV is empty"),
            ("file,titel\n", "a.csv:1: unknown column `titel`; did you mean `title`?"),
            ("title\n", "no column `file`"),
            ("file,start,term.start\n", "the columns `start` and `term.start` are the same"),
            ("file,File\n", "the columns `file` and `File` are the same"),
            ("file,parties,party 1\n", "both `parties` and `party 1`"),
            (
                "file,title\na.md\nb.md,x,y\n",
                "a.csv:2: row 2: it has 1 cells, the header has 2\na.csv:3: row 3: it has 3 cells",
            ),
            ("file,title,\na.md,x,y\n", "a.csv:2: row 2: cell 3 has no column name"),
            ("file,title\na.md,\"x\nb.md,y\n", "a.csv:2: a quote is opened here and never closed"),
        ] {
            assert!(wrong(csv.as_bytes()).contains(said), "{csv:?}: {}", wrong(csv.as_bytes()));
        }
        assert!(
            wrong(b"file\nk\xf8p.md\n").contains("a.csv:2: not UTF-8 at byte 6"),
            "{}",
            wrong(b"file\nk\xf8p.md\n")
        );
    }

    #[test]
    fn a_quote_inside_a_cell_is_text() {
        assert_eq!(good("file,title\na.md,5\" pipe\n").rows[0].cells[1], "5\" pipe");
    }
}
