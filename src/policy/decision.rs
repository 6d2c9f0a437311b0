//! Decisions, both ways with their reasons. What is not granted is refused.

use super::member::{Member, Role};
use super::right::Right;
use super::{Policy, problem};

/// An answer to "may they".
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Decision {
    /// Yes, because of this.
    Permit {
        /// Such as `is drafter in every workspace`.
        because: String,
    },
    /// No, for all of these.
    Refuse {
        /// At least one.
        reasons: Vec<Refusal>,
    },
}

/// Why somebody may not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// None of the member's roles gives the right.
    #[error("`{member}` may not {right}: that takes {}", words(.needed))]
    Role {
        /// Address of the member.
        member: String,
        /// The right's verb.
        right: &'static str,
        /// The roles that would do.
        needed: &'static [Role],
    },
    /// The member does not work there.
    #[error("`{member}` does not work in the workspace `{workspace}`")]
    Workspace {
        /// Address of the member.
        member: String,
        /// Where.
        workspace: String,
    },
    /// No such workspace.
    #[error("there is no workspace `{workspace}`")]
    UnknownWorkspace {
        /// What was asked for.
        workspace: String,
        /// The nearest that exists.
        nearest: Option<String>,
    },
    /// The right concerns the whole repository.
    #[error("`{member}` works in some workspaces only, and this concerns all")]
    NotEverywhere {
        /// Address of the member.
        member: String,
    },
    /// The party is not among those the member signs for.
    #[error("`{member}` may not sign for `{party}`")]
    Party {
        /// Address of the member.
        member: String,
        /// Legal name of the party.
        party: String,
        /// The nearest party the member does sign for.
        nearest: Option<String>,
    },
}

fn words(roles: &[Role]) -> String {
    roles.iter().map(|role| format!("`{}`", role.word())).collect::<Vec<_>>().join(" or ")
}

impl Decision {
    /// Whether the answer is yes.
    #[must_use]
    pub const fn is_permit(&self) -> bool {
        matches!(self, Self::Permit { .. })
    }
}

impl Policy {
    /// Whether a member may do something in a workspace, or with `None` in the whole repository.
    #[must_use]
    pub fn may(&self, member: &Member, right: Right, workspace: Option<&str>) -> Decision {
        let role = right.roles().iter().find(|role| member.roles.contains(role));
        let email = || member.email.to_string();
        let mut reasons = Vec::new();
        if role.is_none() {
            reasons.push(Refusal::Role { member: email(), right: right.word(), needed: right.roles() });
        }
        match workspace.filter(|_| right != Right::Administer) {
            None if !member.is_everywhere() => reasons.push(Refusal::NotEverywhere { member: email() }),
            None => {}
            Some(name) => reasons.extend(self.refuse_workspace(member, name)),
        }
        match role {
            Some(role) if reasons.is_empty() => {
                let place = workspace.map_or_else(|| "every workspace".to_owned(), |name| format!("`{name}`"));
                Decision::Permit { because: format!("`{}` is {} in {place}", member.email, role.word()) }
            }
            _ => Decision::Refuse { reasons },
        }
    }

    fn refuse_workspace(&self, member: &Member, name: &str) -> Option<Refusal> {
        let known = || self.workspaces().iter().map(|workspace| workspace.name.as_str());
        if !known().any(|workspace| workspace == name) {
            let nearest = problem::nearest(name, known());
            return Some(Refusal::UnknownWorkspace { workspace: name.to_owned(), nearest });
        }
        let works_there = member.is_everywhere() || member.workspaces.iter().any(|workspace| workspace == name);
        (!works_there).then(|| Refusal::Workspace { member: member.email.to_string(), workspace: name.to_owned() })
    }

    /// Whether a member may sign for a party, named by its legal name to the letter.
    #[must_use]
    pub fn may_sign_for(&self, member: &Member, party: &str) -> Decision {
        let mut reasons = Vec::new();
        let needed = Right::Sign.roles();
        if !needed.iter().any(|role| member.roles.contains(role)) {
            reasons.push(Refusal::Role { member: member.email.to_string(), right: Right::Sign.word(), needed });
        }
        if !member.signs_for.iter().any(|name| name == party) {
            let nearest = problem::nearest(party, member.signs_for.iter().map(String::as_str));
            reasons.push(Refusal::Party { member: member.email.to_string(), party: party.to_owned(), nearest });
        }
        if reasons.is_empty() {
            return Decision::Permit { because: format!("`{}` signs for `{party}`", member.email) };
        }
        Decision::Refuse { reasons }
    }
}
