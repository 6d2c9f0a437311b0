//! `member set` and `member remove`: what a listed member may do, and one who leaves.

use crate::contract::problem::{nearest, quoted};
use crate::error::{Error, Kind, Result};
use crate::ops::paper::template::known_workspace;
use crate::ops::recording::policy_change::{self, What};
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::setup::init::Question;
use crate::ops::setup::member::{doubts, once, role};
use crate::policy::{self, Member, edit};
use crate::report::act::{ActItem, ActReport};

/// What is to be different; what is absent stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct SetRequest<'a> {
    /// Full name.
    pub name: Option<&'a str>,
    /// All roles from now on.
    pub roles: Option<&'a [String]>,
    /// All workspaces from now on.
    pub workspaces: Option<&'a [String]>,
    /// All parties from now on.
    pub signs_for: Option<&'a [String]>,
}

impl SetRequest<'_> {
    /// Whether nothing is to be different.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.name.is_none() && self.roles.is_none() && self.workspaces.is_none() && self.signs_for.is_none()
    }
}

/// A member as listed.
///
/// # Errors
/// When nobody has the address, with the nearest.
pub fn listed<'s>(session: &'s Session, email: &str) -> Result<&'s Member> {
    session.policy.member(email).ok_or_else(|| {
        let error = Error::new(Kind::NotFound, "no-such-member", format!("there is no member {}", quoted(email)));
        let known = session.policy.members().iter().map(|member| member.email.as_str());
        match nearest(email, known) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint("`clm member list` shows the members"),
        }
        .about(email)
    })
}

/// Changes a member's own line.
///
/// # Errors
/// When there is no such member, the actor may not, or an answer does not do.
pub fn set(
    session: &Session,
    actor: &Actor,
    email: &str,
    request: &SetRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    policy_change::must_administer(session, actor)?;
    let before = listed(session, email)?;
    let refused = |fault: edit::EditError| policy_change::refused(&fault);
    let mut now = policy_change::recorded(session)?;
    if let Some(name) = request.name {
        Question::Name.check(name).map_err(|fault| {
            Error::new(Kind::Usage, "bad-answer", format!("--name: {fault}"))
                .hint("it stands in commits and statements")
        })?;
        now = edit::set_name(&now, email, name).map_err(refused)?;
    }
    if let Some(words) = request.roles {
        let roles = once(words.iter().map(|word| role(word)).collect::<Result<Vec<_>>>()?);
        now = edit::set_roles(&now, email, &roles).map_err(refused)?;
    }
    if let Some(names) = request.workspaces {
        now = edit::set_workspaces(&now, email, &places(session, names)?).map_err(refused)?;
    }
    if let Some(parties) = request.signs_for {
        now = edit::set_signs_for(&now, email, &once(parties.to_vec())).map_err(refused)?;
    }
    let after = policy::Policy::parse(&now).ok().and_then(|policy| policy.member(email).cloned());
    let mut report = policy_change::enact(session, actor, &now, what(before, "set"), manner)?;
    report.warnings.extend(after.iter().flat_map(|member| doubts(member, &session.organisation.name)));
    Ok(report)
}

/// Workspaces as named, each once.
///
/// # Errors
/// When one is unknown.
pub fn places(session: &Session, names: &[String]) -> Result<Vec<String>> {
    let known = |name: &String| {
        if name == "*" { Ok(name.clone()) } else { known_workspace(session, name).map(ToOwned::to_owned) }
    };
    Ok(once(names.iter().map(known).collect::<Result<Vec<_>>>()?))
}

/// Ends what a member may do and their keys; they stay listed, so that what they did can be judged for ever.
///
/// # Errors
/// When there is no such member, the actor may not, or nobody would be left to rule.
pub fn remove(session: &Session, actor: &Actor, email: &str, manner: &Manner<'_>) -> Result<ActReport> {
    policy_change::must_administer(session, actor)?;
    let member = listed(session, email)?;
    let fault = |fault: edit::EditError| policy_change::refused(&fault);
    let mut text = edit::set_roles(&policy_change::recorded(session)?, email, &[]).map_err(fault)?;
    text = edit::forget_member(&text, email).map_err(fault)?;
    let now = session.now.to_utc();
    for key in member.keys.iter().filter(|key| key.until.is_none_or(|until| until > now)) {
        let until = key.from.max(now);
        text = edit::end_key(&text, &key.public, until, manner.words.unwrap_or("left")).map_err(fault)?;
    }
    policy_change::enact(session, actor, &text, what(member, "remove"), manner)
}

/// What the recorded change of a member is told as.
pub(super) fn what(member: &Member, verb: &str) -> What {
    let item = ActItem {
        id: member.email.to_string(),
        act: "member".to_owned(),
        status: None,
        path: policy::FILE.to_owned(),
        next: vec!["clm member list".to_owned()],
    };
    let subject = format!("{verb} {} <{}>", member.name, member.email);
    What { act: "member", subject, item, files: Vec::new() }
}
