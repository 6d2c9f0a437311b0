//! Decisions, both ways with their reasons. What is not granted is refused.

use super::grant::{Gift, places};
use super::member::{Member, Role};
use super::right::Right;
use super::thing::Thing;
use super::{Policy, problem};

/// What somebody wants to do, to what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Question<'a> {
    /// To do.
    pub right: Right,
    /// To what.
    pub thing: Thing,
    /// Where; `None` concerns the whole repository.
    pub workspace: Option<&'a str>,
    /// Who owns the contract; nobody for other things.
    pub owner: Option<&'a str>,
}

impl<'a> Question<'a> {
    /// About what the right usually is about, and in somebody else's hands.
    #[must_use]
    pub const fn usual(right: Right, workspace: Option<&'a str>) -> Self {
        Self { right, thing: right.usual(), workspace, owner: None }
    }

    /// About another kind of thing.
    #[must_use]
    pub const fn on(self, thing: Thing) -> Self {
        Self { thing, ..self }
    }

    /// About a contract with this owner.
    #[must_use]
    pub const fn owned_by(self, owner: Option<&'a str>) -> Self {
        Self { owner, ..self }
    }
}

/// An answer to "may they".
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Decision {
    /// Yes, because of this.
    Permit {
        /// Such as `is drafter in every workspace`.
        because: String,
        /// The line of the policy that says so; 0 for a member it does not list.
        line: usize,
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
    /// Nothing gives the member the right.
    #[error("`{member}` may not {}: that takes {}", .right.deed(*.thing), words(.needed))]
    Role {
        /// Address of the member.
        member: String,
        /// The right.
        right: Right,
        /// To what.
        thing: Thing,
        /// The roles that would do.
        needed: Vec<Role>,
    },
    /// The member does not work there.
    #[error("`{member}` does not work in the workspace `{workspace}`")]
    Workspace {
        /// Address of the member.
        member: String,
        /// Where.
        workspace: String,
    },
    /// The member has the right, but in other workspaces.
    #[error("`{member}` may {deed} in {elsewhere}, not in `{workspace}`")]
    Elsewhere {
        /// Address of the member.
        member: String,
        /// The verb.
        deed: String,
        /// Where they may.
        elsewhere: String,
        /// Where they asked.
        workspace: String,
    },
    /// The member has the right for what they own.
    #[error("`{member}` may {deed} only contracts of their own; this is {}", whose(.owner))]
    NotOwn {
        /// Address of the member.
        member: String,
        /// The verb.
        deed: String,
        /// Whose it is.
        owner: Option<String>,
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
    if roles.is_empty() {
        return "what nobody has".to_owned();
    }
    roles.iter().map(|role| format!("`{}`", role.word())).collect::<Vec<_>>().join(" or ")
}

fn whose(owner: &Option<String>) -> String {
    owner.as_ref().map_or_else(|| "nobody's".to_owned(), |owner| format!("`{owner}`'s"))
}

impl Decision {
    /// Whether the answer is yes.
    #[must_use]
    pub const fn is_permit(&self) -> bool {
        matches!(self, Self::Permit { .. })
    }
}

impl Policy {
    /// Whether a member may do something in a workspace, or with `None` in the whole repository, to a contract that is
    /// not their own; [`Right::Administer`] is about the policy.
    #[must_use]
    pub fn may(&self, member: &Member, right: Right, workspace: Option<&str>) -> Decision {
        self.decide(member, &Question::usual(right, workspace))
    }

    /// The one decision: whether some line of the policy gives the member this right, to such a thing, there.
    #[must_use]
    pub fn decide(&self, member: &Member, question: &Question<'_>) -> Decision {
        let gifts = self.gifts(member);
        let covering: Vec<&Gift<'_>> =
            gifts.iter().filter(|gift| gift.covers(question.right, question.thing)).collect();
        let unknown = question.workspace.and_then(|name| self.unknown(name));
        let fits = |gift: &&&Gift<'_>| gift.reaches(question.workspace) && gift.is_about_owner(member, question.owner);
        match covering.iter().find(fits) {
            Some(gift) if unknown.is_none() => {
                Decision::Permit { because: because(member, gift, question), line: gift.line }
            }
            _ => match self.asked(member, question).filter(|_| unknown.is_none()) {
                Some(permit) => permit,
                None => Decision::Refuse { reasons: reasons(member, question, (&gifts, &covering), unknown) },
            },
        }
    }

    /// Who is asked to approve may answer.
    fn asked(&self, member: &Member, question: &Question<'_>) -> Option<Decision> {
        let workspace =
            question.workspace.filter(|_| question.right == Right::Approve && question.thing == Thing::Contract)?;
        let rule = self.asking(member, workspace)?;
        let because = format!("`{}` is asked by {}", member.email, rule.place());
        Some(Decision::Permit { because, line: rule.line })
    }

    fn unknown(&self, name: &str) -> Option<Refusal> {
        let known = || self.workspaces().iter().map(|workspace| workspace.name.as_str());
        (!known().any(|workspace| workspace == name))
            .then(|| Refusal::UnknownWorkspace { workspace: name.to_owned(), nearest: problem::nearest(name, known()) })
    }

    /// Whether a member may sign for a party, named by its legal name to the letter, in some workspace.
    #[must_use]
    pub fn may_sign_for(&self, member: &Member, party: &str) -> Decision {
        let (right, thing) = (Right::Sign, Right::Sign.usual());
        let mut reasons = Vec::new();
        let gifts = self.gifts(member);
        let gift = gifts.iter().find(|gift| gift.covers(right, thing));
        if gift.is_none() {
            let needed = right.roles(thing);
            reasons.push(Refusal::Role { member: member.email.to_string(), right, thing, needed });
        }
        if !member.signs_for.iter().any(|name| name == party) {
            let nearest = problem::nearest(party, member.signs_for.iter().map(String::as_str));
            reasons.push(Refusal::Party { member: member.email.to_string(), party: party.to_owned(), nearest });
        }
        match gift {
            Some(gift) if reasons.is_empty() => {
                Decision::Permit { because: format!("`{}` signs for `{party}`", member.email), line: gift.line }
            }
            _ => Decision::Refuse { reasons },
        }
    }
}

fn because(member: &Member, gift: &Gift<'_>, question: &Question<'_>) -> String {
    let place = places(gift.workspaces());
    let given = match gift.role(question.right, question.thing) {
        Some(role) => format!("is {}", role.word()),
        None => format!("is granted {}", question.right.word()),
    };
    let through = gift.grant.map_or_else(String::new, |grant| match &grant.to {
        super::Grantee::Team(team) => format!(", as one of the team `{team}`"),
        super::Grantee::Member(_) => String::new(),
    });
    let own = if gift.is_own_only() { ", for contracts of their own" } else { "" };
    format!("`{}` {given} in {place}{through}{own}", member.email)
}

fn reasons(
    member: &Member,
    question: &Question<'_>,
    (gifts, covering): (&[Gift<'_>], &[&Gift<'_>]),
    unknown: Option<Refusal>,
) -> Vec<Refusal> {
    let email = || member.email.to_string();
    let (right, thing) = (question.right, question.thing);
    let mut reasons = Vec::new();
    if covering.is_empty() {
        reasons.push(Refusal::Role { member: email(), right, thing, needed: right.roles(thing) });
    }
    let works_there = gifts.iter().any(|gift| gift.reaches(question.workspace));
    match (unknown, question.workspace) {
        (Some(unknown), _) => reasons.push(unknown),
        (None, None) if !works_there => reasons.push(Refusal::NotEverywhere { member: email() }),
        (None, Some(workspace)) if !works_there => {
            reasons.push(Refusal::Workspace { member: email(), workspace: workspace.to_owned() });
        }
        _ => {}
    }
    if reasons.is_empty() {
        let deed = right.deed(thing);
        let there = covering.iter().any(|gift| gift.reaches(question.workspace));
        reasons.push(match question.workspace {
            _ if there => Refusal::NotOwn { member: email(), deed, owner: question.owner.map(ToOwned::to_owned) },
            None => Refusal::NotEverywhere { member: email() },
            Some(workspace) => {
                let elsewhere: Vec<String> = covering.iter().flat_map(|gift| gift.workspaces()).cloned().collect();
                Refusal::Elsewhere {
                    member: email(),
                    deed,
                    elsewhere: places(&elsewhere),
                    workspace: workspace.to_owned(),
                }
            }
        });
    }
    reasons
}
