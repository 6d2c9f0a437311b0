//! Which file a cell of the CSV means: one beside the CSV, or one named on the command line.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

use super::fault::shown;
use super::walk::Found;
use crate::contract::problem::{nearest, quoted};

/// The files named on the command line, and which of them rows have taken.
pub(super) struct Pairing<'f> {
    folder: PathBuf,
    files: &'f [Found],
    by_place: HashMap<PathBuf, usize>,
    by_name: HashMap<String, Vec<usize>>,
    taken: HashSet<usize>,
}

/// What a cell names.
pub(super) enum Paired {
    /// A file: as shown, and where it lies.
    File(String, PathBuf),
    /// None.
    Absent(String),
}

impl<'f> Pairing<'f> {
    /// Pairs `files` with the rows of a CSV in `folder`.
    pub fn new(folder: &Path, files: &'f [Found]) -> Self {
        let mut by_place = HashMap::new();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, file) in files.iter().enumerate() {
            if let Ok(place) = file.named.at.canonicalize() {
                by_place.entry(place).or_insert(number);
            }
            by_name.entry(base_name(&file.named.at)).or_default().push(number);
        }
        Self { folder: folder.to_owned(), files, by_place, by_name, taken: HashSet::new() }
    }

    /// The file that `cell` means.
    pub fn find(&mut self, cell: &str) -> Paired {
        let beside = self.folder.join(cell);
        if beside.symlink_metadata().is_ok() {
            let place = if self.files.is_empty() { None } else { beside.canonicalize().ok() };
            self.taken.extend(place.and_then(|place| self.by_place.get(&place)));
            return Paired::File(shown(cell.as_ref()), beside);
        }
        // A path that another system wrote, also one of Windows, ends in the file's name.
        let name = base_name(Path::new(cell.rsplit(['/', '\\']).next().unwrap_or(cell)));
        match self.by_name.get(&name).map(Vec::as_slice) {
            Some([only]) => match self.files.get(*only) {
                Some(file) => {
                    self.taken.insert(*only);
                    Paired::File(shown(&file.named.shown), file.named.at.clone())
                }
                None => Paired::Absent(String::new()),
            },
            Some(several) => {
                let places = several.iter().filter_map(|number| self.files.get(*number)).take(5);
                let places: Vec<String> = places.map(|file| shown(&file.named.shown)).collect();
                Paired::Absent(format!("{} is the name of several files: {}", quoted(cell), places.join(", ")))
            }
            None => Paired::Absent(self.absent(cell, &name)),
        }
    }

    fn absent(&self, cell: &str, name: &str) -> String {
        let several =
            if cell.contains(';') { "; one row is one file, and further ones are named in `evidence`" } else { "" };
        if self.files.is_empty() {
            return format!("there is no such file{several}");
        }
        // A file that a row has taken already is not the one that is meant; sorted, so that the answer is the same twice.
        let free = |numbers: &&Vec<usize>| numbers.iter().any(|number| !self.taken.contains(number));
        let mut names: Vec<&str> =
            self.by_name.iter().filter(|(_, numbers)| free(numbers)).map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        let near = nearest(name, names);
        let near = near.map(|near| format!("; did you mean {}?", quoted(&near))).unwrap_or_default();
        format!("there is no such file beside the CSV or among those named{near}{several}")
    }

    /// The files no row has taken.
    pub fn left(&self) -> impl Iterator<Item = &'f Found> + '_ {
        let left = |(number, file): (usize, &'f Found)| (!self.taken.contains(&number)).then_some(file);
        self.files.iter().enumerate().filter_map(left)
    }

    /// Under which folders a file was found.
    pub fn below(&self, at: &Path) -> &str {
        let number = at.canonicalize().ok().and_then(|place| self.by_place.get(&place));
        number.and_then(|number| self.files.get(*number)).map_or("", |file| file.below.as_str())
    }
}

/// The last part of a path; a Mac writes its accents apart.
fn base_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().nfc().collect()).unwrap_or_default()
}
