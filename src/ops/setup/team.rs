//! `team add`, `team set`, `team list`, `team remove`: members that are given things together.

use crate::contract::name::is_workspace_name;
use crate::contract::problem::quoted;
use crate::error::{Error, Kind, Result};
use crate::ops::recording::policy_change::{self, What};
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::setup::{member::once, people};
use crate::policy::{self, Grantee, Team, edit};
use crate::report::access::{TeamItem, TeamsReport};
use crate::report::act::{ActItem, ActReport};

/// Adds a team.
///
/// # Errors
/// When the actor may not, the name cannot be one or is taken, or a member is unknown.
pub fn add(session: &Session, actor: &Actor, name: &str, members: &[String], manner: &Manner<'_>) -> Result<ActReport> {
    policy_change::must_administer(session, actor)?;
    if !is_workspace_name(name) {
        return Err(Error::new(Kind::Usage, "bad-team", format!("{} cannot name a team", quoted(name)))
            .hint("a lower-case letter, then letters, digits and `-`, 40 at most"));
    }
    if session.policy.teams().iter().any(|team| team.name == name) {
        return Err(Error::new(Kind::Refused, "exists", format!("the team `{name}` exists already"))
            .hint(format!("`clm team set {name} --add MEMBER` adds to it"))
            .about(name));
    }
    let members = known(session, members)?;
    let text = edit::add_team(&policy_change::recorded(session)?, &Team { name: name.to_owned(), members });
    let text = text.map_err(|fault| policy_change::refused(&fault))?;
    policy_change::enact(session, actor, &text, what(name, "add"), manner)
}

/// Adds members to a team and takes others out.
///
/// # Errors
/// When there is no such team or member, or the actor may not.
pub fn set(
    session: &Session,
    actor: &Actor,
    name: &str,
    (more, fewer): (&[String], &[String]),
    manner: &Manner<'_>,
) -> Result<ActReport> {
    policy_change::must_administer(session, actor)?;
    let text = policy_change::recorded(session)?;
    let present = session.policy.teams().iter().find(|team| team.name == name).map(|team| team.members.clone());
    let mut members = present.clone().unwrap_or_default();
    members.extend(known(session, more)?);
    for email in fewer.iter().filter(|_| present.is_some()) {
        if !members.contains(email) {
            return Err(Error::new(
                Kind::NotFound,
                "no-such-member",
                format!("{} is not in the team `{name}`", quoted(email)),
            )
            .hint("`clm team list` shows who is")
            .about(email.as_str()));
        }
    }
    members.retain(|email| !fewer.contains(email));
    let text = edit::set_team(&text, name, &once(members)).map_err(|fault| policy_change::refused(&fault))?;
    policy_change::enact(session, actor, &text, what(name, "set"), manner)
}

/// Takes a team away, with what was granted to it.
///
/// # Errors
/// When there is no such team, or the actor may not.
pub fn remove(session: &Session, actor: &Actor, name: &str, manner: &Manner<'_>) -> Result<ActReport> {
    policy_change::must_administer(session, actor)?;
    let text = edit::remove_team(&policy_change::recorded(session)?, name);
    let text = text.map_err(|fault| policy_change::refused(&fault))?;
    policy_change::enact(session, actor, &text, what(name, "remove"), manner)
}

/// Lists teams with their members and what is granted to each.
#[must_use]
pub fn list(session: &Session) -> TeamsReport {
    let item = |team: &Team| {
        let to = |to: &Grantee| matches!(to, Grantee::Team(name) if *name == team.name);
        let grants = session.policy.grants().iter().filter(|grant| to(&grant.to));
        TeamItem {
            name: team.name.clone(),
            members: team.members.clone(),
            grants: grants.map(ToString::to_string).collect(),
        }
    };
    TeamsReport { items: session.policy.teams().iter().map(item).collect() }
}

fn known(session: &Session, members: &[String]) -> Result<Vec<String>> {
    members
        .iter()
        .map(|email| Ok(people::listed(session, email)?.email.to_string()))
        .collect::<Result<Vec<_>>>()
        .map(once)
}

fn what(name: &str, verb: &str) -> What {
    let item = ActItem {
        id: format!("team:{name}"),
        act: "team".to_owned(),
        status: None,
        path: policy::FILE.to_owned(),
        next: vec!["clm team list".to_owned(), format!("clm grant team:{name} drafter -w WORKSPACE")],
    };
    What { act: "team", subject: format!("{verb} {name}"), item, files: Vec::new() }
}
