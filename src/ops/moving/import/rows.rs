//! The rows of a CSV as tasks.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::column::Column;
use super::fault::{Faults, shown};
use super::mapping::Mapping;
use super::pairing::{Paired, Pairing};
use super::table::{self, Table};
use super::task::{Given, Origin, Task};
use super::text::{self, Kept};
use super::{ImportRequest, Named};
use crate::ops::machine::sheet::Row;

/// Reads the CSV and pairs its rows with files.
pub(super) fn tasks(
    request: &ImportRequest<'_>,
    csv: &Named,
    mapping: &Mapping,
    pairing: &mut Pairing<'_>,
    (faults, notes): (&mut Faults, &mut Vec<String>),
) -> Vec<Task> {
    let name = shown(&csv.shown);
    let bytes = match text::read(&csv.at, Kept::Nowhere) {
        Ok(bytes) => bytes,
        Err(why) => {
            faults.invalid(&name, &why);
            return Vec::new();
        }
    };
    let table = table::read(&name, &bytes, mapping, faults);
    let mut tasks = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let origin = Origin::Row { csv: name.clone(), number: row.number, line: row.line };
        let (cells, beside) = (Vec::new(), Vec::new());
        let mut task = Task { origin, shown: String::new(), at: PathBuf::new(), cells, beside, misdated: false };
        let files = filled(&mut task, &table, row, mapping, faults);
        match paired(&mut task, files, pairing) {
            Ok(()) => tasks.push(task),
            Err(why) if request.skip_missing => notes.push(format!("{}: {why}; left out", task.place())),
            Err(why) => faults.invalid(&task.place(), &why),
        }
    }
    tasks
}

/// The names in a row: its file, and what is kept beside it.
#[derive(Default)]
struct Files {
    file: String,
    evidence: Vec<String>,
}

/// Fills in what a row says; answers the files it names.
fn filled(task: &mut Task, table: &Table, row: &Row, mapping: &Mapping, faults: &mut Faults) -> Files {
    let mut given = Vec::new();
    for ((name, column), cell) in table.columns.iter().zip(&row.cells) {
        let Some(column) = column else { continue };
        // A file's name may begin or end with a space; no other value does on purpose.
        let text = if *column == Column::File { cell.as_str() } else { cell.trim() };
        match mapping.value(name, column, text) {
            Ok(text) => given.push(Given { column: column.clone(), name: name.clone(), text }),
            Err(why) => {
                task.misdated |= column.is_day();
                faults.invalid(&task.place_of(name), &why);
            }
        }
    }
    let cells: BTreeMap<&str, &str> =
        table.columns.iter().zip(&row.cells).map(|((name, _), cell)| (name.as_str(), cell.as_str())).collect();
    for composed in mapping.compose(&cells) {
        match composed {
            Ok(one) => given.push(one),
            Err((name, why)) => faults.invalid(&task.place_of(&name), &why),
        }
    }
    let mut files = Files::default();
    for one in given.into_iter().filter(|one| !one.text.trim().is_empty()) {
        match one.column {
            Column::File => files.file = one.text,
            Column::Evidence => files.evidence.extend(one.text.split(';').map(|name| name.trim().to_owned())),
            _ => task.cells.push(one),
        }
    }
    files.evidence.retain(|name| !name.is_empty());
    files
}

/// Finds the files of a row.
fn paired(task: &mut Task, files: Files, pairing: &mut Pairing<'_>) -> Result<(), String> {
    if files.file.is_empty() {
        return Err("no `file` is named".to_owned());
    }
    match pairing.find(&files.file) {
        Paired::File(shown, at) => (task.shown, task.at) = (shown, at),
        Paired::Absent(why) => return Err(format!("{}: {why}", shown(files.file.as_ref()))),
    }
    for name in files.evidence {
        match pairing.find(&name) {
            Paired::File(shown, at) => task.beside.push((shown, at)),
            Paired::Absent(why) => return Err(format!("{}: {why}", shown(name.as_ref()))),
        }
    }
    Ok(())
}
