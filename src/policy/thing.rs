//! Kinds of things that rights are about.

/// What a right is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Thing {
    /// An agreement with all that lies in its folder.
    Contract,
    /// Approved paper.
    Template,
    /// Reusable wording.
    Clause,
    /// Who may do what.
    Policy,
}

impl Thing {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Contract, Self::Template, Self::Clause, Self::Policy];

    /// The word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Template => "template",
            Self::Clause => "clause",
            Self::Policy => "policy",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|thing| thing.word() == word)
    }

    /// The kind a path of the repository belongs to, by the folder below its workspace; what lies beside the workspaces
    /// rules all of them.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        let mut parts = path.split('/');
        match (parts.next(), parts.next()) {
            (Some(top), _) if top.starts_with('.') || top.ends_with(".toml") => Self::Policy,
            (_, Some("templates")) => Self::Template,
            (_, Some("clauses")) => Self::Clause,
            _ => Self::Contract,
        }
    }
}
