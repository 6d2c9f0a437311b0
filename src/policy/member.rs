//! Members, their keys and roles, and the workspaces they work in.

use chrono::{DateTime, Utc};

use crate::signature::key::PublicKey;
use crate::signature::principal::Principal;

/// One `[[workspace]]`: a team's folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Workspace {
    /// The folder: lower-case ASCII letters, digits, `-` and `_`, beginning with a letter or digit.
    pub name: String,
    /// Words for people.
    pub title: Option<String>,
}

/// One `[[member]]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Full name.
    pub name: String,
    /// The address the member is known by, unique.
    pub email: Principal,
    /// What the member may do; none for one who left.
    pub roles: Vec<Role>,
    /// Names of workspaces, or `*` alone for all, also those to come.
    pub workspaces: Vec<String>,
    /// Legal names of the parties the member may sign for.
    pub signs_for: Vec<String>,
    /// All keys, also retired ones.
    pub keys: Vec<MemberKey>,
}

/// One `[[member.key]]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemberKey {
    /// The key.
    pub public: PublicKey,
    /// From when it is good, inclusive.
    pub from: DateTime<Utc>,
    /// Until when, inclusive as in an allowed-signers file; none while it has no end.
    pub until: Option<DateTime<Utc>>,
    /// Why it ended.
    pub reason: Option<String>,
    /// Whether somebody else may have it since [`Self::until`]; what cannot be proved older is not believed.
    pub revoked: bool,
}

/// What a member is in the organisation; what each may do stands in [`super::Right`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Reads and comments.
    Viewer,
    /// Writes drafts and asks for approval.
    Drafter,
    /// Keeps templates and approves.
    Legal,
    /// Signs.
    Signatory,
    /// Runs contracts: sends, receives, gives notice.
    Manager,
    /// May do everything, the policy included.
    Owner,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 6] = [Self::Viewer, Self::Drafter, Self::Legal, Self::Signatory, Self::Manager, Self::Owner];

    /// The word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Drafter => "drafter",
            Self::Legal => "legal",
            Self::Signatory => "signatory",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

impl MemberKey {
    /// Whether the key is good at a moment.
    #[must_use]
    pub fn is_good(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && self.until.is_none_or(|until| at <= until)
    }
}

impl Member {
    /// Whether the member works in all workspaces.
    #[must_use]
    pub fn is_everywhere(&self) -> bool {
        self.workspaces.iter().any(|name| name == "*")
    }

    /// Whether the member may change the policy: owner, and of everything.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.roles.contains(&Role::Owner) && self.is_everywhere()
    }
}
