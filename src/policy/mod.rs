//! Who may do what: the members of a repository, their keys, their roles, its workspaces.
//!
//! **Owns** `.clm/policy.toml`, read strictly and edited without losing comments, and decisions with reasons.
//! **Refuses to know** disks, git, the clock, and what a contract says: a moment is always an argument.
//! **Invariants**: what is not granted is refused, and there is no rule that takes away, so that no order of lines matters;
//! who changes the policy is judged by the policy before; one key belongs to one member, one address to one member; a retired
//! key stays listed with its window; every edit raises `version` by one and is read back before it is returned.

pub mod approval;
mod decision;
pub mod difference;
pub mod edit;
mod fields;
mod grant;
mod member;
mod place;
mod problem;
mod read;
mod read_grant;
mod right;
mod rules;
pub mod succession;
mod thing;

use chrono::{DateTime, Utc};

use crate::contract::digest::Digest;
use crate::signature::allowed_signers::{self, Entry, LineError};
use crate::signature::key::PublicKey;
use crate::signature::namespace;
use crate::signature::principal::Principal;
use crate::signature::verdict::{Keyholder, Members};

pub use decision::{Decision, Question, Refusal};
pub use grant::{Gift, Grant, Grantee, Team, Whose};
pub use member::{Member, MemberKey, Role, Workspace};
pub use place::Ruling;
pub use problem::PolicyProblem;
pub use right::Right;
pub use thing::Thing;

/// Where the policy lies in a repository.
pub const FILE: &str = ".clm/policy.toml";
/// The format this build reads and writes.
pub const FORMAT: u64 = 1;

/// The rules of one repository, read and consistent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    version: u64,
    /// How many owners a change of the policy takes.
    owners: u64,
    /// The digest of the policy this one follows.
    previous: Option<Digest>,
    plain_edits: PlainEdits,
    workspaces: Vec<Workspace>,
    members: Vec<Member>,
    teams: Vec<Team>,
    grants: Vec<Grant>,
    approvals: Vec<approval::ApprovalRule>,
    lines: read::Lines,
}

/// What becomes of unsigned commits on drafts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PlainEdits {
    /// Taken, with a warning.
    #[default]
    Warn,
    /// Refused.
    Refuse,
}

impl PlainEdits {
    /// The word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warn => "warn",
            Self::Refuse => "refuse",
        }
    }
}

impl Policy {
    /// Reads `.clm/policy.toml`.
    ///
    /// # Errors
    /// The first [`PolicyProblem`]: an unknown or mistyped key, an unknown role, a weak or doubled key, a doubled
    /// address, or no owner with a key.
    pub fn parse(text: &str) -> Result<Self, PolicyProblem> {
        read::policy(text)
    }

    /// Nobody and nothing, which no file may say.
    fn empty() -> Self {
        Self {
            version: 1,
            owners: 1,
            previous: None,
            plain_edits: PlainEdits::default(),
            workspaces: Vec::new(),
            members: Vec::new(),
            teams: Vec::new(),
            grants: Vec::new(),
            approvals: Vec::new(),
            lines: read::Lines::default(),
        }
    }

    /// How many owners must agree to a change of the policy.
    #[must_use]
    pub const fn owners(&self) -> u64 {
        self.owners
    }

    /// The digest of the policy this one was made from; always there where a change takes several owners.
    #[must_use]
    pub const fn previous(&self) -> Option<Digest> {
        self.previous
    }

    /// All teams, in the file's order.
    #[must_use]
    pub fn teams(&self) -> &[Team] {
        &self.teams
    }

    /// All grants, in the file's order.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// The line a grant stands on.
    #[must_use]
    pub fn line_of_grant(&self, place: usize) -> Option<usize> {
        self.lines.grants.get(place).copied()
    }

    /// The lines of a member's address and of the parties they sign for.
    #[must_use]
    pub fn lines_of(&self, member: &Member) -> Option<(usize, usize)> {
        let place = self.members.iter().position(|known| known.email == member.email)?;
        self.lines.members.get(place).map(|lines| (lines.email, lines.signs_for))
    }

    /// Counts up with every change.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// What becomes of unsigned commits on drafts.
    #[must_use]
    pub const fn plain_edits(&self) -> PlainEdits {
        self.plain_edits
    }

    /// All workspaces, in the file's order.
    #[must_use]
    pub fn workspaces(&self) -> &[Workspace] {
        &self.workspaces
    }

    /// All members, in the file's order.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The member with this address.
    #[must_use]
    pub fn member(&self, email: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.email.as_str() == email)
    }

    /// The member whose key this is or was, whatever the time.
    #[must_use]
    pub fn holder(&self, key: &PublicKey) -> Option<(&Member, &MemberKey)> {
        self.members
            .iter()
            .find_map(|member| member.keys.iter().find(|held| held.public == *key).map(|held| (member, held)))
    }

    /// The member whose key this is, when the key is good at a moment.
    #[must_use]
    pub fn member_by_key(&self, key: &PublicKey, at: DateTime<Utc>) -> Option<&Member> {
        self.holder(key).filter(|(_, held)| held.is_good(at)).map(|(member, _)| member)
    }

    /// Whether as many owners as a change takes have a key that is good at a moment; without them nobody could change
    /// the policy any more.
    #[must_use]
    pub fn has_owner(&self, at: DateTime<Utc>) -> bool {
        let able = |member: &&Member| member.is_owner() && member.keys.iter().any(|key| key.is_good(at));
        u64::try_from(self.members.iter().filter(able).count()).unwrap_or(u64::MAX) >= self.owners
    }

    /// The text of `.clm/allowed_signers`: every key of every member for commits and statements, inside its window.
    ///
    /// # Errors
    /// When a line would not be read back as what was meant; a policy that was read has no such line.
    pub fn allowed_signers(&self) -> Result<String, LineError> {
        let entries: Vec<Entry> = self
            .members
            .iter()
            .flat_map(|member| member.keys.iter().map(move |key| (member, key)))
            .map(|(member, key)| Entry {
                principal: member.email.clone(),
                namespaces: self.namespaces(member),
                from: Some(key.from),
                until: key.until,
                key: key.public,
            })
            .collect();
        allowed_signers::generate("Generated by clm from .clm/policy.toml; edits here are lost.", &entries)
    }
}

impl Policy {
    /// What a member's signatures may be for. Owners sign policies where one alone may not change them.
    fn namespaces(&self, member: &Member) -> Vec<String> {
        let agrees = (self.owners > 1 && member.is_owner()).then_some(namespace::POLICY);
        [namespace::COMMIT, namespace::STATEMENT].into_iter().chain(agrees).map(str::to_owned).collect()
    }
}

impl Members for Policy {
    fn keyholder(&self, key: &PublicKey) -> Option<Keyholder> {
        self.holder(key).map(|(member, held)| Keyholder {
            email: member.email.clone(),
            from: held.from,
            until: held.until,
            signs_for: member
                .signs_for
                .iter()
                .filter(|party| self.may_sign_for(member, party).is_permit())
                .cloned()
                .collect(),
        })
    }

    fn is_member(&self, email: &Principal) -> bool {
        self.member(email.as_str()).is_some()
    }

    fn may_record(&self, email: &Principal, workspace: &str) -> bool {
        self.member(email.as_str()).is_some_and(|member| self.may(member, Right::Record, Some(workspace)).is_permit())
    }
}

#[cfg(test)]
mod matrix_tests;
#[cfg(test)]
mod succession_tests;
#[cfg(test)]
mod tests;
