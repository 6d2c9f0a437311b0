//! What the index is told about one contract.

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
}

impl Entry {
    /// What a contract is called by: a contract named in a query comes first.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.title.as_str()).chain(self.parties.iter().map(String::as_str))
    }

    /// Ids and folder names somebody might type.
    pub(super) fn handles(&self) -> Vec<String> {
        let id = self.id.to_lowercase();
        let suffix = id.split_once('-').map(|(_, suffix)| suffix.to_owned());
        let folder =
            self.path.split('/').rev().find(|part| !part.is_empty() && !part.contains('.')).map(str::to_lowercase);
        let mut handles = vec![id];
        handles.extend(suffix);
        handles.extend(folder.filter(|folder| !handles.contains(folder)));
        handles
    }

    /// Our notes as running text.
    pub(super) fn notes(&self) -> String {
        format!("{}\n{}\n{}\n{}", self.tags.join("\n"), self.custom, self.kind, self.workspace)
    }
}
