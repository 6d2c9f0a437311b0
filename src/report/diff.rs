//! What differs between two versions of a contract.

use serde::Serialize;

/// `clm.diff/1`.
#[derive(Serialize, Clone, Debug, Default)]
pub struct DiffReport {
    /// One entry a contract.
    pub items: Vec<ContractDiff>,
    /// How it is drawn for people.
    #[serde(skip)]
    pub layout: Layout,
}

/// How differences are drawn for people.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Layout {
    /// Words marked where they stand.
    #[default]
    Words,
    /// Old lines, then new lines.
    Lines,
    /// Old and new beside each other.
    SideBySide,
}

/// One contract, or two.
#[derive(Serialize, Clone, Debug, Default)]
pub struct ContractDiff {
    /// Contract id.
    pub id: String,
    /// Its folder.
    pub path: String,
    /// What it is held against.
    pub old: SideItem,
    /// What is held.
    pub new: SideItem,
    /// Whether anything differs.
    pub different: bool,
    /// Header keys that differ.
    pub terms: Vec<TermItem>,
    /// Regions of text that differ, in their order.
    pub hunks: Vec<HunkItem>,
    /// Annexes that differ as files.
    pub files: Vec<FileItem>,
    /// What differs and can be told no better.
    pub notes: Vec<String>,
}

impl ContractDiff {
    /// Says whether anything differs.
    #[must_use]
    pub fn settled(mut self) -> Self {
        let nothing = self.terms.is_empty() && self.hunks.is_empty() && self.files.is_empty() && self.notes.is_empty();
        self.different = !nothing;
        self
    }
}

/// One side.
#[derive(Serialize, Clone, Debug, Default)]
pub struct SideItem {
    /// In words.
    pub what: String,
    /// The commit it was read at; `null` for the work tree.
    pub commit: Option<String>,
    /// Its revision digest; `null` for a template.
    pub revision: Option<String>,
}

/// A header key that differs.
#[derive(Serialize, Clone, Debug)]
pub struct TermItem {
    /// Its path, such as `term.notice`.
    pub key: String,
    /// Its value before; `null` where it is new.
    pub old: Option<String>,
    /// Its value now; `null` where it is gone.
    pub new: Option<String>,
}

/// A region of text that differs.
#[derive(Serialize, Clone, Debug)]
pub struct HunkItem {
    /// `contract.md` or an annex.
    pub file: String,
    /// The clause, such as `§3.2 Duties of the Recipient`; `null` before the first.
    pub clause: Option<String>,
    /// `added`, `removed`, `changed`, or `layout` where only white space changed.
    pub kind: String,
    /// First line on the old side; of a template, in what is drawn from it.
    pub old_line: usize,
    /// First line on the new side.
    pub new_line: usize,
    /// The old lines, to the byte.
    pub old: String,
    /// The new lines, to the byte.
    pub new: String,
    /// Counted from 1 where it can be taken over by its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<usize>,
    /// The same word by word.
    pub words: Vec<WordItem>,
}

/// Some words of a region.
#[derive(Serialize, Clone, Debug)]
pub struct WordItem {
    /// `same`, `old` or `new`.
    pub op: String,
    /// The words.
    pub text: String,
}

/// An annex that differs.
#[derive(Serialize, Clone, Debug)]
pub struct FileItem {
    /// Its path in the contract's folder.
    pub file: String,
    /// `added`, `removed` or `changed`.
    pub kind: String,
    /// What it was.
    pub old: Option<SizeItem>,
    /// What it is.
    pub new: Option<SizeItem>,
}

/// A file's measure.
#[derive(Serialize, Clone, Debug)]
pub struct SizeItem {
    /// Its length.
    pub bytes: usize,
    /// `sha256:` and 64 digits.
    pub sha256: String,
}
