//! Reports into bytes: tables and sentences for people, tab-separated lines for pipes, JSON for programs.
//!
//! **Owns** layout, colour and the neutralising of control characters. **Refuses to know** stores, operations and
//! streams; width and colour are arguments. **Invariants**: text that came from a repository reaches a terminal only
//! through [`visible::line`] or [`visible::text`]; colour never carries a meaning that a word does not.

pub mod json;
pub mod link;
pub mod style;
pub mod table;
pub mod visible;
pub mod words;

mod access;
mod act;
mod audit;
mod bundle;
mod calendar;
mod check;
mod clause;
mod config;
mod contract;
mod count;
pub mod demo;
mod diff;
mod doctor;
mod due;
mod everywhere;
mod export;
pub mod feed;
mod history;
mod hook;
mod import;
mod letter;
pub mod mail;
mod member;
mod overview;
pub mod page;
mod reminder;
mod script;
mod search;
mod show;
mod status;
mod sync;
pub mod timer;
mod verify;
mod watch;

/// How wide and how colourful the place of an answer is.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns; text for people is fitted to it.
    pub width: usize,
    /// Whether escape codes for colour may be used.
    pub color: bool,
}

/// An id in a drawing, and the file it leads to.
#[derive(Clone, Debug)]
pub struct Link {
    /// The id.
    pub id: String,
    /// The file, below the repository's top.
    pub file: String,
    /// Which repository, where several were asked.
    pub repository: Option<String>,
}

impl Link {
    /// To a file of the one repository that was asked.
    #[must_use]
    pub fn new(id: impl Into<String>, file: impl Into<String>) -> Self {
        Self { id: id.into(), file: file.into(), repository: None }
    }

    /// The same, in one of several repositories.
    #[must_use]
    pub fn of(self, repository: &Option<String>) -> Self {
        Self { repository: repository.clone(), ..self }
    }
}

/// How a report is drawn.
pub trait Draw {
    /// For people.
    fn human(&self, look: &Look) -> String;

    /// One record a line, fields separated by tabs, no header.
    fn plain(&self) -> Vec<Vec<String>>;

    /// One line for stderr when there is nothing to draw.
    fn empty(&self) -> Option<String> {
        None
    }

    /// Ids that stand in the drawing, each with its file.
    fn links(&self) -> Vec<Link> {
        Vec::new()
    }

    /// What to do next, for stderr.
    fn next(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Joins plain records into lines; tabs, line breaks and control characters inside a field are made visible, and
/// so is the beginning of a formula, because such lines end in spreadsheets.
#[must_use]
pub fn plain_lines(records: &[Vec<String>]) -> String {
    let mut out = String::new();
    for record in records {
        let fields: Vec<String> = record.iter().map(|field| visible::cell(field)).collect();
        out.push_str(&fields.join("\t"));
        out.push('\n');
    }
    out
}
