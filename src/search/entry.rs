//! What the index is told about one contract.

use std::borrow::Cow;

/// One contract, as it is to be found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Entry {
    /// The contract's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: String,
    /// The workspace it lies in.
    pub workspace: String,
    /// Path of its folder or file; handed back with a hit.
    pub path: String,
    /// BCP 47 language of the text; anything the language table does not know is found by exact words only.
    pub language: String,
    /// Names of the parties.
    pub parties: Vec<String>,
    /// Our tags.
    pub tags: Vec<String>,
    /// Our own fields, names and values, as running text.
    pub custom: String,
    /// The agreement's text without its header.
    pub body: String,
    /// What else belongs to it: texts of annexes, comments, the words of acts.
    pub others: Vec<String>,
}

impl Entry {
    /// What a contract is called by: a contract named in a query comes first.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.title.as_str()).chain(self.parties.iter().map(String::as_str))
    }

    /// What somebody might type instead of the id: the part after its dash, and the folder's name.
    pub(super) fn handles(&self) -> Vec<String> {
        let suffix = self.id.split_once('-').map(|(_, suffix)| suffix);
        let folder = self.path.rsplit('/').find(|part| !part.is_empty() && !part.ends_with(".md"));
        suffix.into_iter().chain(folder).map(str::to_lowercase).collect()
    }

    /// Everything that is searched beside the names, one text each.
    pub(super) fn texts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let others = self.others.iter().map(|other| Cow::Borrowed(other.as_str()));
        [Cow::Borrowed(self.body.as_str()), Cow::Owned(self.notes())].into_iter().chain(others)
    }

    /// Our notes as running text.
    fn notes(&self) -> String {
        format!("{}\n{}\n{}\n{}", self.tags.join("\n"), self.custom, self.kind, self.workspace)
    }
}
