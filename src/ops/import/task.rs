//! One contract to import: its file, and what is said about it by its row or by flags.

use std::collections::HashSet;
use std::path::PathBuf;

use super::ImportRequest;
use super::column::Column;
use super::fault::{Faults, Sort, shown};
use super::table;
use super::text::{self, Kept};

/// A value and what it is for.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// What it is for.
    pub column: Column,
    /// The column's name as written, or `--flag`.
    pub name: String,
    /// The value, never empty.
    pub text: String,
}

/// Where a task comes from.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// Named on the command line.
    Line,
    /// A row of the CSV called so in messages.
    Row { csv: String, number: usize, line: usize },
}

/// One contract to import.
#[derive(Clone, Debug)]
pub(super) struct Task {
    /// Where it comes from.
    pub origin: Origin,
    /// The file as named.
    pub shown: String,
    /// Where it lies.
    pub at: PathBuf,
    /// What its row says.
    pub cells: Vec<Given>,
}

impl Task {
    /// Where a fault of the whole is shown.
    pub fn place(&self) -> String {
        match &self.origin {
            Origin::Line => self.shown.clone(),
            Origin::Row { csv, number, line } => format!("{csv}:{line}: row {number}"),
        }
    }

    /// Where a fault of the file's own bytes is shown.
    pub fn place_of_file(&self) -> String {
        match &self.origin {
            Origin::Line => self.shown.clone(),
            Origin::Row { .. } => format!("{}: {}", self.place(), self.shown),
        }
    }

    /// Where a fault of a value is shown; a flag's is its own.
    pub fn place_of(&self, name: &str) -> String {
        if name.starts_with("--") { name.to_owned() } else { format!("{}, column `{name}`", self.place()) }
    }
}

/// What flags say of all contracts.
pub(super) fn defaults(request: &ImportRequest<'_>, faults: &mut Faults) -> Vec<Given> {
    let mut defaults: Vec<Given> = Vec::new();
    for (flag, name, text) in request.defaults {
        match Column::of(name) {
            Ok(Column::File) => faults.invalid(flag, "files are named as arguments or in the CSV"),
            Ok(column) if !text.trim().is_empty() => {
                defaults.push(Given { column, name: flag.clone(), text: text.trim().to_owned() });
            }
            Ok(_) => faults.add(Sort::Invalid, flag, "the value is empty"),
            Err(why) => faults.invalid(flag, &why.replace("unknown column", "unknown key")),
        }
    }
    defaults
}

/// The rows of the CSV, then the files that no row names.
pub(super) fn all(request: &ImportRequest<'_>, faults: &mut Faults) -> Vec<Task> {
    let mut tasks = request.csv.map(|csv| rows(csv, faults)).unwrap_or_default();
    let placed = |task: &Task| if request.files.is_empty() { None } else { task.at.canonicalize().ok() };
    let in_rows: HashSet<PathBuf> = tasks.iter().filter_map(placed).collect();
    for file in request.files {
        if file.at.canonicalize().is_ok_and(|at| in_rows.contains(&at)) {
            continue;
        }
        let cells = Vec::new();
        tasks.push(Task { origin: Origin::Line, shown: shown(&file.shown), at: file.at.clone(), cells });
    }
    tasks
}

fn rows(csv: &super::Named, faults: &mut Faults) -> Vec<Task> {
    let name = shown(&csv.shown);
    let bytes = match text::read(&csv.at, Kept::Nowhere) {
        Ok(bytes) => bytes,
        Err(why) => {
            faults.invalid(&name, &why);
            return Vec::new();
        }
    };
    let table = table::read(&name, &bytes, faults);
    let folder = csv.at.parent().map(ToOwned::to_owned).unwrap_or_default();
    let mut tasks = Vec::with_capacity(table.rows.len());
    for row in table.rows {
        let origin = Origin::Row { csv: name.clone(), number: row.number, line: row.line };
        let mut task = Task { origin, shown: String::new(), at: PathBuf::new(), cells: Vec::new() };
        for ((name, column), cell) in table.columns.iter().zip(row.cells) {
            // A file's name may begin or end with a space; no other value does on purpose.
            let text = if matches!(column, Some(Column::File)) { cell } else { cell.trim().to_owned() };
            match column {
                Some(Column::File) if !text.trim().is_empty() => {
                    task.shown = shown(text.as_ref());
                    task.at = folder.join(&text);
                }
                Some(column) if !text.is_empty() => {
                    task.cells.push(Given { column: column.clone(), name: name.clone(), text });
                }
                _ => {}
            }
        }
        if task.at.as_os_str().is_empty() {
            faults.invalid(&task.place(), "no `file` is named");
        } else {
            tasks.push(task);
        }
    }
    tasks
}
