//! Rights, and the one table that gives them to roles.

use super::member::Role;

/// What somebody may want to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Right {
    /// Read contracts.
    Read,
    /// Comment.
    Comment,
    /// Make and edit drafts, tag, move, attach, submit.
    Draft,
    /// Write templates and clauses.
    Template,
    /// Approve and reject.
    Approve,
    /// Send, extend, reopen and void.
    Send,
    /// Sign and decline; for which party the policy says apart.
    Sign,
    /// Bring in what was signed elsewhere: receive, executed, correct, import.
    Record,
    /// Notice, terminate, done, archive.
    Manage,
    /// Change the policy. Needs the whole repository.
    Administer,
}

impl Right {
    /// All rights.
    pub const ALL: [Self; 10] = [
        Self::Read,
        Self::Comment,
        Self::Draft,
        Self::Template,
        Self::Approve,
        Self::Send,
        Self::Sign,
        Self::Record,
        Self::Manage,
        Self::Administer,
    ];

    /// The verb in answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Comment => "comment",
            Self::Draft => "draft",
            Self::Template => "template",
            Self::Approve => "approve",
            Self::Send => "send",
            Self::Sign => "sign",
            Self::Record => "record",
            Self::Manage => "manage",
            Self::Administer => "administer",
        }
    }

    /// The roles that have the right.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Read | Self::Comment => &Role::ALL,
            Self::Draft => &[Role::Drafter, Role::Legal, Role::Manager, Role::Owner],
            Self::Template | Self::Approve => &[Role::Legal, Role::Owner],
            Self::Send | Self::Record | Self::Manage => &[Role::Manager, Role::Owner],
            Self::Sign => &[Role::Signatory, Role::Owner],
            Self::Administer => &[Role::Owner],
        }
    }
}
