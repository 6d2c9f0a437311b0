//! What is given beyond a member's own line: teams, and grants to them or to one member.

use std::fmt;

use super::Policy;
use super::member::{Member, Role};
use super::right::Right;
use super::thing::Thing;

/// One `[[team]]`: members that are given things together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Team {
    /// Lower-case ASCII letters, digits, `-` and `_`.
    pub name: String,
    /// Addresses of its members.
    pub members: Vec<String>,
}

/// Whom something is given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Grantee {
    /// One member, by address.
    Member(String),
    /// All members of a team.
    Team(String),
}

impl Grantee {
    /// Reads `team:sales` or an address.
    #[must_use]
    pub fn of_word(word: &str) -> Self {
        match word.strip_prefix("team:") {
            Some(team) => Self::Team(team.to_owned()),
            None => Self::Member(word.to_owned()),
        }
    }
}

impl fmt::Display for Grantee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(email) => f.write_str(email),
            Self::Team(team) => write!(f, "team:{team}"),
        }
    }
}

/// Whose contracts a grant is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Whose {
    /// Everybody's.
    #[default]
    All,
    /// Only those whose `owner` in `record.toml` the member is.
    Own,
}

impl Whose {
    /// The word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Own => "own",
        }
    }
}

/// One `[[grant]]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// Whom.
    pub to: Grantee,
    /// Ready bundles of rights.
    pub roles: Vec<Role>,
    /// Rights one by one.
    pub rights: Vec<Right>,
    /// Names of workspaces, or `*` alone for all.
    pub workspaces: Vec<String>,
    /// Kinds of things; without, all a role is about, and contracts for single rights.
    pub kinds: Vec<Thing>,
    /// Whose contracts.
    pub whose: Whose,
}

impl Grant {
    /// The words of what is given: roles, then rights.
    #[must_use]
    pub fn words(&self) -> Vec<&'static str> {
        self.roles.iter().map(|role| role.word()).chain(self.rights.iter().map(|right| right.word())).collect()
    }

    /// Whether it lets somebody change the policy.
    #[must_use]
    pub fn administers(&self) -> bool {
        self.roles.contains(&Role::Owner) || self.rights.contains(&Right::Administer)
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.words().join(", "), places(&self.workspaces))?;
        if !self.kinds.is_empty() {
            write!(f, ", {} only", self.kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(" and "))?;
        }
        if self.whose == Whose::Own {
            f.write_str(", own contracts only")?;
        }
        Ok(())
    }
}

/// Workspaces in words.
pub(super) fn places(workspaces: &[String]) -> String {
    match workspaces {
        [] => "no workspace".to_owned(),
        [all] if all == "*" => "every workspace".to_owned(),
        names => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
    }
}

/// One line of the policy that gives a member something: their own, or a grant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gift<'p> {
    /// The line of the file; 0 for a member it does not list.
    pub line: usize,
    /// The grant; none for the member's own line.
    pub grant: Option<&'p Grant>,
    roles: &'p [Role],
    rights: &'p [Right],
    workspaces: &'p [String],
    kinds: &'p [Thing],
    whose: Whose,
}

impl Gift<'_> {
    /// Whether it is about doing this to such a thing, somewhere.
    #[must_use]
    pub fn covers(&self, right: Right, thing: Thing) -> bool {
        let named = if self.kinds.is_empty() { right.usual() == thing } else { right.is_about(thing) };
        let by_role = self.roles.iter().any(|role| role.has(right, thing));
        let by_right = named && self.rights.contains(&right);
        (by_role || by_right)
            && (self.kinds.is_empty() || self.kinds.contains(&thing))
            && (self.whose == Whose::All || thing == Thing::Contract)
    }

    /// Whether it gives anything in a workspace, or with `None` in the whole repository.
    #[must_use]
    pub fn reaches(&self, workspace: Option<&str>) -> bool {
        self.gives_something() && self.workspaces.iter().any(|name| name == "*" || Some(name.as_str()) == workspace)
    }

    /// Whether it is about a contract of this owner, asked for by `member`.
    #[must_use]
    pub fn is_about_owner(&self, member: &Member, owner: Option<&str>) -> bool {
        self.whose == Whose::All || owner == Some(member.email.as_str())
    }

    /// Only the member's own contracts.
    #[must_use]
    pub fn is_own_only(&self) -> bool {
        self.whose == Whose::Own
    }

    /// The role that covers it, when one does.
    #[must_use]
    pub fn role(&self, right: Right, thing: Thing) -> Option<Role> {
        self.roles.iter().copied().find(|role| role.has(right, thing))
    }

    /// Where.
    #[must_use]
    pub fn workspaces(&self) -> &[String] {
        self.workspaces
    }

    // A member's own workspaces say where they work, also before they have a role there.
    fn gives_something(&self) -> bool {
        self.grant.is_none() || !(self.roles.is_empty() && self.rights.is_empty())
    }
}

impl Policy {
    /// Every line that gives the member something, their own first, then the grants in the file's order.
    #[must_use]
    pub fn gifts<'p>(&'p self, member: &'p Member) -> Vec<Gift<'p>> {
        let listed = self.members().iter().position(|known| known.email == member.email);
        let line = listed.and_then(|place| self.lines.members.get(place)).map_or(0, |lines| lines.roles);
        let own = Gift {
            line,
            grant: None,
            roles: &member.roles,
            rights: &[],
            workspaces: &member.workspaces,
            kinds: &[],
            whose: Whose::All,
        };
        let granted = self.grants.iter().enumerate().filter(|(_, grant)| self.is_to(grant, member));
        let granted = granted.map(|(place, grant)| Gift {
            line: self.lines.grants.get(place).copied().unwrap_or_default(),
            grant: Some(grant),
            roles: &grant.roles,
            rights: &grant.rights,
            workspaces: &grant.workspaces,
            kinds: &grant.kinds,
            whose: grant.whose,
        });
        std::iter::once(own).chain(granted).collect()
    }

    fn is_to(&self, grant: &Grant, member: &Member) -> bool {
        match &grant.to {
            Grantee::Member(email) => member.email.as_str() == email,
            Grantee::Team(name) => self.teams_of(member).any(|team| team.name == *name),
        }
    }

    /// Whether a member has a role in a workspace, for all contracts: by their own line or by a grant.
    #[must_use]
    pub fn holds(&self, member: &Member, role: Role, workspace: &str) -> bool {
        let all = |gift: &&Gift<'_>| gift.whose == Whose::All && gift.kinds.is_empty();
        self.gifts(member).iter().filter(all).any(|gift| gift.roles.contains(&role) && gift.reaches(Some(workspace)))
    }

    /// Whether a member is still one, and something is given to them in a workspace.
    #[must_use]
    pub fn works_in(&self, member: &Member, workspace: &str) -> bool {
        let gives = |gift: &&Gift<'_>| !(gift.roles.is_empty() && gift.rights.is_empty());
        self.gifts(member).iter().filter(gives).any(|gift| gift.reaches(Some(workspace)))
    }

    /// The teams a member belongs to.
    pub fn teams_of<'p>(&'p self, member: &'p Member) -> impl Iterator<Item = &'p Team> {
        self.teams.iter().filter(|team| team.members.iter().any(|email| email == member.email.as_str()))
    }
}
