//! `--count-by`, shared by `list` and `search`.

use crate::ops::count::By;

/// What to count by.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum CountBy {
    /// By status
    Status,
    /// By kind
    Kind,
    /// By workspace
    Workspace,
    /// By party; a contract counts for each of its parties
    Party,
    /// By tag; a contract counts for each of its tags
    Tag,
    /// By owner
    Owner,
    /// By language
    Language,
    /// By the year of the first day
    Year,
}

impl CountBy {
    /// The operation's word for it.
    pub fn by(self) -> By {
        match self {
            Self::Status => By::Status,
            Self::Kind => By::Kind,
            Self::Workspace => By::Workspace,
            Self::Party => By::Party,
            Self::Tag => By::Tag,
            Self::Owner => By::Owner,
            Self::Language => By::Language,
            Self::Year => By::Year,
        }
    }
}
