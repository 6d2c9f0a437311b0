//! One contract to import: its file, and what is said about it by its row or by flags.

use std::path::{Path, PathBuf};

use super::ImportRequest;
use super::column::Column;
use super::fault::{Faults, Sort, shown};
use super::mapping::Mapping;
use super::pairing::Pairing;
use super::rows;
use super::walk::Found;

/// The flag that files contracts in the folders their files were found in.
pub(super) const KEEP_FOLDERS: &str = "--keep-folders";

/// What the name of a constant holds.
pub(super) const CONSTANTS: &str = ": [constants] ";

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
    /// Further files that show its execution: as shown, and where each lies.
    pub beside: Vec<(String, PathBuf)>,
    /// Whether its row gives a day that cannot be read: it is told, and not that there is none.
    pub misdated: bool,
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

    /// Where a fault of a value is shown; that of a flag or constant is its own.
    pub fn place_of(&self, name: &str) -> String {
        let is_own = name.starts_with("--") || name.contains(CONSTANTS);
        if is_own { name.to_owned() } else { format!("{}, column `{name}`", self.place()) }
    }

    /// Whether it is a row of a CSV.
    pub fn is_row(&self) -> bool {
        matches!(self.origin, Origin::Row { .. })
    }
}

/// What flags say of all contracts, and the mapping where they do not.
pub(super) fn defaults(request: &ImportRequest<'_>, mapping: &Mapping, faults: &mut Faults) -> Vec<Given> {
    let mut defaults: Vec<Given> = Vec::new();
    for (flag, name, text) in request.defaults {
        match Column::of(name) {
            Ok(Column::File | Column::Evidence) => faults.invalid(flag, "files are named as arguments or in the CSV"),
            Ok(column) if !text.trim().is_empty() => {
                defaults.push(Given { column, name: flag.clone(), text: text.trim().to_owned() });
            }
            Ok(_) => faults.add(Sort::Invalid, flag, "the value is empty"),
            Err(why) => faults.invalid(flag, &why.replace("unknown column", "unknown key")),
        }
    }
    let flags = defaults.len();
    for constant in &mapping.constants {
        let said = |given: &Given| given.column.stands_for(&constant.column) && given.column != Column::Tags;
        if !defaults.iter().take(flags).any(said) {
            defaults.push(constant.clone());
        }
    }
    defaults
}

/// The rows of the CSV, then the files that no row names.
pub(super) fn all(
    request: &ImportRequest<'_>,
    (mapping, found): (&Mapping, &[Found]),
    (faults, notes): (&mut Faults, &mut Vec<String>),
) -> Vec<Task> {
    let folder = request.csv.and_then(|csv| csv.at.parent()).unwrap_or(Path::new(""));
    let mut pairing = Pairing::new(folder, found);
    let mut tasks = match request.csv {
        Some(csv) => rows::tasks(request, csv, mapping, &mut pairing, (&mut *faults, &mut *notes)),
        None => Vec::new(),
    };
    if request.keep_folders {
        tasks.iter_mut().for_each(|task| {
            let below = pairing.below(&task.at).to_owned();
            if !task.cells.iter().any(|cell| cell.column == Column::Folder) {
                task.filed_below(&below);
            }
        });
    }
    for file in pairing.left() {
        let shown = shown(&file.named.shown);
        if let Some(csv) = request.csv {
            notes.push(format!(
                "{shown}: no row of {} names it; only flags say what it is",
                super::fault::shown(&csv.shown)
            ));
        }
        let at = file.named.at.clone();
        let mut task = Task { origin: Origin::Line, shown, at, cells: Vec::new(), beside: Vec::new(), misdated: false };
        if request.keep_folders {
            task.filed_below(&file.below);
        }
        tasks.push(task);
    }
    tasks
}

impl Task {
    /// Files it in the folder it was found in.
    fn filed_below(&mut self, below: &str) {
        if !below.is_empty() {
            self.cells.push(Given { column: Column::Folder, name: KEEP_FOLDERS.to_owned(), text: below.to_owned() });
        }
    }
}
