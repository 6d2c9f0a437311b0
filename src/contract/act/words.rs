//! The words acts, bases and ways of execution are written as.

use super::{Basis, Deed, Execution, Ground};

/// The words of all acts, in the order of the specification.
pub(super) const ACTS: &[&str] = &[
    "submit",
    "approve",
    "reject",
    "send",
    "extend",
    "reopen",
    "void",
    "decline",
    "receive",
    "executed",
    "correct",
    "notice",
    "terminate",
    "done",
    "comment",
    "archive",
    "unarchive",
    "undo",
];

pub(super) const BASES: &[(&str, Basis)] = &[
    ("in-person", Basis::InPerson),
    ("known-key", Basis::KnownKey),
    ("phone", Basis::Phone),
    ("mail", Basis::Mail),
    ("code", Basis::Code),
];

pub(super) const GROUNDS: &[(&str, Ground)] = &[("cause", Ground::Cause), ("convenience", Ground::Convenience)];

pub(super) const EXECUTIONS: &[(&str, Execution)] = &[("paper", Execution::Paper), ("external", Execution::External)];

impl Deed {
    /// The word of the act, as in its file, its commit's subject and JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Submit { .. } => "submit",
            Self::Approve { .. } => "approve",
            Self::Reject { .. } => "reject",
            Self::Send { .. } => "send",
            Self::Extend { .. } => "extend",
            Self::Reopen { .. } => "reopen",
            Self::Void { .. } => "void",
            Self::Decline { .. } => "decline",
            Self::Receive { .. } => "receive",
            Self::Executed { .. } => "executed",
            Self::Correct { .. } => "correct",
            Self::Notice { .. } => "notice",
            Self::Terminate { .. } => "terminate",
            Self::Done { .. } => "done",
            Self::Comment { .. } => "comment",
            Self::Archive => "archive",
            Self::Unarchive => "unarchive",
            Self::Undo { .. } => "undo",
        }
    }
}

impl Basis {
    /// The word of the basis.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(BASES, self)
    }

    /// The basis with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        BASES.iter().find(|(known, _)| *known == word).map(|(_, basis)| *basis)
    }
}

impl Ground {
    /// The word of the ground.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(GROUNDS, self)
    }
}

impl Execution {
    /// The word of the way.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(EXECUTIONS, self)
    }
}

fn word_of<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words.iter().find(|(_, listed)| *listed == value).map_or("", |(word, _)| word)
}
