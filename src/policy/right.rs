//! Rights, and the one table that gives them to roles.

use super::member::Role;
use super::thing::Thing;

/// What somebody may want to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Right {
    /// Read.
    Read,
    /// Comment.
    Comment,
    /// Make new ones.
    Draft,
    /// Change drafts and our notes, tag, move, attach, submit; change templates and clauses.
    Edit,
    /// Approve and reject.
    Approve,
    /// Send, extend, reopen and void.
    Send,
    /// Sign and decline; for which party the policy says apart.
    Sign,
    /// Bring in what was signed elsewhere: receive, executed, correct, import.
    Record,
    /// Run what is signed: notice, terminate, renew, done.
    Manage,
    /// Take off the daily lists and bring back; retire a template.
    Archive,
    /// Change the policy: inside a workspace its grants, in the whole repository everything.
    Administer,
}

impl Right {
    /// All rights.
    pub const ALL: [Self; 11] = [
        Self::Read,
        Self::Comment,
        Self::Draft,
        Self::Edit,
        Self::Approve,
        Self::Send,
        Self::Sign,
        Self::Record,
        Self::Manage,
        Self::Archive,
        Self::Administer,
    ];

    /// The word in the file and in commands.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Comment => "comment",
            Self::Draft => "draft",
            Self::Edit => "edit",
            Self::Approve => "approve",
            Self::Send => "send",
            Self::Sign => "sign-for",
            Self::Record => "import",
            Self::Manage => "manage",
            Self::Archive => "archive",
            Self::Administer => "administer",
        }
    }

    /// The right of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.word() == word)
    }

    /// The verb in sentences, with what it is done to where that is no contract.
    #[must_use]
    pub fn deed(self, thing: Thing) -> String {
        match (self, thing) {
            (Self::Sign, _) => "sign".to_owned(),
            // Receiving, correcting and bundling go by this right as well.
            (Self::Record, _) => "import or record".to_owned(),
            (Self::Administer, _) | (_, Thing::Contract) => self.word().to_owned(),
            (_, Thing::Template) => format!("{} templates", self.word()),
            (_, Thing::Clause) => format!("{} clauses", self.word()),
            (_, Thing::Policy) => format!("{} the policy", self.word()),
        }
    }

    /// Whether there is such a thing to be done.
    #[must_use]
    pub const fn is_about(self, thing: Thing) -> bool {
        match self {
            Self::Read => true,
            Self::Draft | Self::Edit | Self::Archive => !matches!(thing, Thing::Policy),
            Self::Administer => matches!(thing, Thing::Policy),
            _ => matches!(thing, Thing::Contract),
        }
    }

    /// What it is about where nothing is said.
    #[must_use]
    pub const fn usual(self) -> Thing {
        match self {
            Self::Administer => Thing::Policy,
            _ => Thing::Contract,
        }
    }

    /// The roles that have the right.
    #[must_use]
    pub fn roles(self, thing: Thing) -> Vec<Role> {
        Role::ALL.into_iter().filter(|role| role.has(self, thing)).collect()
    }
}

impl Role {
    /// The table: whether the role has a right to a kind of thing, where its member works.
    #[must_use]
    pub const fn has(self, right: Right, thing: Thing) -> bool {
        use Right as R;
        match (right, thing) {
            _ if !right.is_about(thing) => false,
            (R::Read | R::Comment, _) => true,
            _ if matches!(self, Self::Owner) => true,
            (R::Draft | R::Edit, Thing::Contract) => matches!(self, Self::Drafter | Self::Legal | Self::Manager),
            (R::Draft | R::Edit | R::Archive, Thing::Template | Thing::Clause) | (R::Approve, _) => {
                matches!(self, Self::Legal)
            }
            (R::Send | R::Record | R::Manage | R::Archive, _) => matches!(self, Self::Manager),
            (R::Sign, _) => matches!(self, Self::Signatory),
            _ => false,
        }
    }
}
