//! `[[approval]]`: who has to approve which contracts before they are sent or signed.
//!
//! **Owns** the rules, which of them a contract falls under, whom they ask, and the right to approve that being asked
//! gives. **Refuses to know** acts and whose own contract it is; [`Approvals`] counts. **Invariants**: a value that a rule
//! cannot compare, for its currency, counts as above; a person named by a rule who left is still waited for where all are
//! asked, so that nobody's leaving makes approval easier.
//!
//! ```toml
//! [[approval]]
//! kinds = ["msa", "order"]              # absent: every kind
//! workspaces = ["sales"]                # absent: every workspace
//! above = ["100000 NOK", "10000 EUR"]   # absent: any value, and none
//! of = ["legal"]                        # roles, or members by address
//! need = "any 1"                        # or "all"
//!
//! [[approval]]                          # several panels, one after another or side by side
//! [[approval.by]]
//! of = ["legal"]
//! need = "any 1"
//! [[approval.by]]
//! of = ["cfo@northwind.example", "ceo@northwind.example"]
//! need = "all"
//! order = 2                             # waits for those with a lower number; 1 when absent
//! ```

mod read;
mod weight;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::member::{Member, Role};
use super::right::Right;
use super::{Decision, FILE, Policy};
use crate::contract::header::Header;
use crate::contract::lifecycle::{Approvals, Panel, Required};
use crate::contract::money::Currency;

pub(super) use read::{check, rule};

/// One `[[approval]]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApprovalRule {
    /// Where it stands in the file, counted from 1.
    pub line: usize,
    /// Words for people.
    pub name: Option<String>,
    /// Kinds of contract it is about; all when empty.
    pub kinds: Vec<String>,
    /// Workspaces it is about; all when empty.
    pub workspaces: Vec<String>,
    /// Only contracts worth more than the amount in their currency; all when empty.
    pub above: Vec<(Decimal, Currency)>,
    /// Who is asked.
    pub panels: Vec<Asked>,
}

/// One panel of a rule: `of`, `need`, `order`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Who is asked.
    pub of: Vec<Who>,
    /// How many of them; `None` for all.
    pub any: Option<u32>,
    /// Equal numbers side by side; a higher one waits for those below.
    pub order: u32,
}

/// Members that a rule asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Who {
    /// Everybody with a role in the contract's workspace.
    Role(Role),
    /// One, by address.
    Member(String),
}

impl Who {
    /// As written.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Role(role) => role.word(),
            Self::Member(email) => email,
        }
    }
}

impl Asked {
    /// `any 2 of legal, cfo@northwind.example`.
    fn words(&self) -> String {
        let of: Vec<&str> = self.of.iter().map(Who::word).collect();
        let need = self.any.map_or_else(|| "all".to_owned(), |any| format!("any {any}"));
        match (self.any, self.of.as_slice()) {
            (_, [Who::Member(email)]) => email.clone(),
            _ => format!("{need} of {}", of.join(", ")),
        }
    }

    fn names(&self, member: &Member) -> bool {
        self.of.iter().any(|who| match who {
            Who::Role(role) => member.roles.contains(role),
            Who::Member(email) => member.email.as_str() == email,
        })
    }
}

impl ApprovalRule {
    /// `.clm/policy.toml:31 (large sales)`.
    #[must_use]
    pub fn place(&self) -> String {
        let name = self.name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        format!("{FILE}:{}{name}", self.line)
    }

    fn covers(&self, workspace: &str) -> bool {
        self.workspaces.is_empty() || self.workspaces.iter().any(|name| name == workspace)
    }

    /// Whether a contract in a workspace falls under it.
    #[must_use]
    pub fn applies(&self, header: &Header, workspace: &str) -> bool {
        self.covers(workspace)
            && (self.kinds.is_empty() || self.kinds.contains(&header.kind))
            && (self.above.is_empty() || weight::exceeds(header, &self.above))
    }
}

impl Policy {
    /// All `[[approval]]` rules, in the file's order.
    #[must_use]
    pub fn approval_rules(&self) -> &[ApprovalRule] {
        &self.approvals
    }

    /// What is asked before a contract in a workspace may be sent or signed. Whose own it is, is for the caller to add.
    #[must_use]
    pub fn approvals(&self, header: &Header, workspace: &str) -> Approvals {
        let rules = self.approvals.iter().filter(|rule| rule.applies(header, workspace));
        let may = self.members().iter().filter(|member| self.may_approve(member, Some(workspace)).is_permit());
        Approvals {
            rules: rules.map(|rule| self.required(rule, workspace)).collect(),
            may: Some(may.map(|member| member.email.to_string()).collect()),
            own: BTreeSet::new(),
        }
    }

    fn required(&self, rule: &ApprovalRule, workspace: &str) -> Required {
        let panel = |asked: &Asked| {
            let present = self.members().iter().filter(|member| asked.names(member) && works_in(member, workspace));
            let mut from: BTreeSet<String> = present.map(|member| member.email.to_string()).collect();
            if asked.any.is_none() {
                from.extend(asked.of.iter().filter_map(|who| match who {
                    Who::Member(email) => Some(email.clone()),
                    Who::Role(_) => None,
                }));
            }
            Panel { words: asked.words(), order: asked.order, from, any: asked.any }
        };
        Required { place: rule.place(), panels: rule.panels.iter().map(panel).collect() }
    }

    /// Whether a member may approve and reject in a workspace: by role, or because a rule asks them there.
    #[must_use]
    pub fn may_approve(&self, member: &Member, workspace: Option<&str>) -> Decision {
        let decision = self.may(member, Right::Approve, workspace);
        let Some(workspace) = workspace.filter(|_| !decision.is_permit()) else { return decision };
        let asks = |rule: &&ApprovalRule| rule.covers(workspace) && rule.panels.iter().any(|asked| asked.names(member));
        match self.approvals.iter().find(asks) {
            Some(rule) if works_in(member, workspace) => {
                Decision::Permit { because: format!("`{}` is asked by {}", member.email, rule.place()) }
            }
            _ => decision,
        }
    }
}

/// Whether a member is still one, and works there.
fn works_in(member: &Member, workspace: &str) -> bool {
    let there = member.is_everywhere() || member.workspaces.iter().any(|name| name == workspace);
    there && !member.roles.is_empty()
}

#[cfg(test)]
mod tests;
