//! `grant` and `revoke`: what members and teams may do beyond a member's own line.

use crate::contract::problem::{nearest, quoted};
use crate::error::{Error, Kind, Result};
use crate::ops::recording::policy_change::{self, What};
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::setup::people;
use crate::policy::{self, Grant, Grantee, Right, Role, Thing, Whose, edit};
use crate::report::access::{GrantItem, GrantsReport};
use crate::report::act::{ActItem, ActReport};

/// A grant, as typed.
#[derive(Debug, Clone, Copy)]
pub struct GrantRequest<'a> {
    /// An address, or `team:NAME`.
    pub to: &'a str,
    /// Words of roles and rights.
    pub what: &'a [String],
    /// Workspaces; when empty all the actor may give in, and for `revoke` wherever it is given.
    pub workspaces: &'a [String],
    /// Kinds of things; when empty what the roles and rights usually are about.
    pub kinds: &'a [String],
    /// Only their own contracts.
    pub own: bool,
}

/// Gives something.
///
/// # Errors
/// When a word is unknown, the actor may not give it there, or it would mean nothing.
pub fn grant(session: &Session, actor: &Actor, request: &GrantRequest<'_>, manner: &Manner<'_>) -> Result<ActReport> {
    policy_change::must_administer(session, actor)?;
    let (roles, rights) = words(request.what)?;
    let grant = Grant {
        to: grantee(session, request.to)?,
        roles,
        rights,
        workspaces: workspaces(session, actor, request)?,
        kinds: kinds(request.kinds)?,
        whose: if request.own { Whose::Own } else { Whose::All },
    };
    if grant.administers() && grant.workspaces.iter().any(|name| name == "*") {
        return Err(Error::new(Kind::Usage, "owner", "who may change the whole policy is an owner in their own line")
            .hint(format!("`clm member set {} --role owner`; or name a workspace with -w", request.to)));
    }
    let text = edit::add_grant(&policy_change::recorded(session)?, &grant);
    let text = text.map_err(|fault| policy_change::refused(&fault))?;
    policy_change::enact(session, actor, &text, what("grant", &grant.to, &grant.to_string()), manner)
}

/// Takes back what was given; the rest of a grant stays.
///
/// # Errors
/// When nothing of that was given, with where it comes from otherwise, or the actor may not take it.
pub fn revoke(session: &Session, actor: &Actor, request: &GrantRequest<'_>, manner: &Manner<'_>) -> Result<ActReport> {
    policy_change::must_administer(session, actor)?;
    let to = grantee(session, request.to)?;
    let taken = Taken {
        words: words(request.what)?,
        places: people::places(session, request.workspaces)?,
        kinds: kinds(request.kinds)?,
        own: request.own,
    };
    let (mut gone, mut left) = (Vec::new(), Vec::new());
    for (place, grant) in session.policy.grants().iter().enumerate().filter(|(_, grant)| grant.to == to) {
        if let Some(rest) = taken.from(grant, session.policy.line_of_grant(place).unwrap_or_default())? {
            gone.push(place);
            left.extend(rest);
        }
    }
    let text = policy_change::recorded(session)?;
    let text = match (&to, gone.is_empty()) {
        (_, false) => edit::replace_grants(&text, &gone, &left),
        (Grantee::Member(email), true) => edit::set_roles(&text, email, &own_line(session, email, &taken, request)?),
        (Grantee::Team(_), true) => return Err(nothing_given(session, request, &[])),
    };
    let text = text.map_err(|fault| policy_change::refused(&fault))?;
    let said = if request.what.is_empty() { "everything".to_owned() } else { request.what.join(", ") };
    let place = if taken.places.is_empty() { String::new() } else { format!(" in {}", taken.places.join(", ")) };
    policy_change::enact(session, actor, &text, what("revoke", &to, &format!("{said}{place}")), manner)
}

/// Lists grants with their lines, those of members' own lines first.
#[must_use]
pub fn list(session: &Session) -> GrantsReport {
    let own = session.policy.members().iter().filter(|member| !member.roles.is_empty()).map(|member| GrantItem {
        to: member.email.to_string(),
        gives: member.roles.iter().map(|role| role.word().to_owned()).collect(),
        workspaces: member.workspaces.clone(),
        kinds: Vec::new(),
        whose: Whose::All.word().to_owned(),
        line: session.policy.gifts(member).first().map_or(0, |gift| gift.line),
    });
    let granted = session.policy.grants().iter().enumerate().map(|(place, grant)| GrantItem {
        to: grant.to.to_string(),
        gives: grant.words().into_iter().map(str::to_owned).collect(),
        workspaces: grant.workspaces.clone(),
        kinds: grant.kinds.iter().map(|kind| kind.word().to_owned()).collect(),
        whose: grant.whose.word().to_owned(),
        line: session.policy.line_of_grant(place).unwrap_or_default(),
    });
    GrantsReport { owners: session.policy.owners(), items: own.chain(granted).collect() }
}

/// What is to be taken away.
struct Taken {
    words: (Vec<Role>, Vec<Right>),
    places: Vec<String>,
    kinds: Vec<Thing>,
    own: bool,
}

impl Taken {
    fn is_all(&self) -> bool {
        self.words.0.is_empty() && self.words.1.is_empty()
    }

    /// What is left of a grant; none where it is not meant.
    fn from(&self, grant: &Grant, line: usize) -> Result<Option<Vec<Grant>>> {
        let named = self.is_all()
            || grant.roles.iter().any(|role| self.words.0.contains(role))
            || grant.rights.iter().any(|right| self.words.1.contains(right));
        let other_kinds = !self.kinds.is_empty() && self.kinds != grant.kinds;
        if !named || other_kinds || (self.own && grant.whose != Whose::Own) {
            return Ok(None);
        }
        let everywhere = grant.workspaces.iter().any(|name| name == "*");
        if everywhere && !self.places.is_empty() && !self.places.iter().any(|name| name == "*") {
            let message = format!("line {line} gives it in every workspace, and none can be taken out of that");
            return Err(Error::new(Kind::Refused, "everywhere", message)
                .hint("revoke it without -w, then grant it in the workspaces where it is to stay"));
        }
        let hit = |name: &String| self.places.is_empty() || self.places.contains(name);
        if !grant.workspaces.iter().any(hit) {
            return Ok(None);
        }
        let elsewhere =
            Grant { workspaces: grant.workspaces.iter().filter(|name| !hit(name)).cloned().collect(), ..grant.clone() };
        let here = Grant {
            roles: grant.roles.iter().filter(|role| !self.is_all() && !self.words.0.contains(role)).copied().collect(),
            rights: grant.rights.iter().filter(|one| !self.is_all() && !self.words.1.contains(one)).copied().collect(),
            workspaces: grant.workspaces.iter().filter(|name| hit(name)).cloned().collect(),
            ..grant.clone()
        };
        let means = |grant: &Grant| !(grant.workspaces.is_empty() || grant.words().is_empty());
        Ok(Some([elsewhere, here].into_iter().filter(means).collect()))
    }
}

/// The roles that stay in a member's own line, where what is taken stands there.
fn own_line(session: &Session, email: &str, taken: &Taken, request: &GrantRequest<'_>) -> Result<Vec<Role>> {
    let member = people::listed(session, email)?;
    let whole = taken.places.is_empty() || taken.places == member.workspaces;
    let named = |role: &Role| taken.is_all() || taken.words.0.contains(role);
    if !whole || taken.own || !taken.kinds.is_empty() || !member.roles.iter().any(named) {
        let through: Vec<String> = session.policy.teams_of(member).map(|team| format!("team:{}", team.name)).collect();
        return Err(nothing_given(session, request, &through));
    }
    Ok(member.roles.iter().filter(|role| !named(role)).copied().collect())
}

fn nothing_given(session: &Session, request: &GrantRequest<'_>, teams: &[String]) -> Error {
    let given = list(session).items.into_iter().filter(|item| item.to == request.to || teams.contains(&item.to));
    let details: Vec<String> = given
        .map(|item| {
            format!("line {}: {} in {} to {}", item.line, item.gives.join(", "), item.workspaces.join(", "), item.to)
        })
        .collect();
    let message = format!("nothing of that is granted to {} by a line of its own", quoted(request.to));
    Error::new(Kind::NotFound, "not-granted", message)
        .details(details)
        .hint("`clm policy grants` shows every line; `clm member set` changes a member's own one")
        .about(request.to)
}

fn what(act: &'static str, to: &Grantee, said: &str) -> What {
    let item = ActItem {
        id: to.to_string(),
        act: act.to_owned(),
        status: None,
        path: policy::FILE.to_owned(),
        next: vec!["clm policy grants".to_owned()],
    };
    let link = if act == "grant" { "to" } else { "from" };
    What { act, subject: format!("{said} {link} {to}"), item, files: Vec::new() }
}

fn grantee(session: &Session, typed: &str) -> Result<Grantee> {
    let to = Grantee::of_word(typed);
    match &to {
        Grantee::Member(email) => {
            people::listed(session, email)?;
        }
        Grantee::Team(name) if session.policy.teams().iter().any(|team| team.name == *name) => {}
        Grantee::Team(name) => {
            let error = Error::new(Kind::NotFound, "no-such-team", format!("there is no team {}", quoted(name)));
            let known = session.policy.teams().iter().map(|team| team.name.as_str());
            return Err(match nearest(name, known) {
                Some(near) => error.hint(format!("did you mean `team:{near}`?")),
                None => error.hint(format!("`clm team add {name} --member ADDRESS` makes it")),
            });
        }
    }
    Ok(to)
}

/// Words of roles and rights, each once.
fn words(typed: &[String]) -> Result<(Vec<Role>, Vec<Right>)> {
    let (mut roles, mut rights) = (Vec::new(), Vec::new());
    for word in typed {
        match (Role::of_word(word), right(word)) {
            (Some(role), _) if !roles.contains(&role) => roles.push(role),
            (None, Ok(right)) if !rights.contains(&right) => rights.push(right),
            (None, Err(error)) => return Err(error),
            _ => {}
        }
    }
    Ok((roles, rights))
}

/// A right by its word.
///
/// # Errors
/// When there is none, with the nearest word of a right or role.
pub fn right(word: &str) -> Result<Right> {
    Right::of_word(word).ok_or_else(|| {
        let known = || Role::ALL.map(Role::word).into_iter().chain(Right::ALL.map(Right::word));
        let error = Error::new(Kind::Usage, "unknown-right", format!("{} is neither a role nor a right", quoted(word)));
        match nearest(word, known()) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint(format!(
                "roles: {}; rights: {}",
                Role::ALL.map(Role::word).join(", "),
                Right::ALL.map(Right::word).join(", ")
            )),
        }
    })
}

fn kinds(typed: &[String]) -> Result<Vec<Thing>> {
    let kind = |word: &String| {
        Thing::of_word(word).ok_or_else(|| {
            Error::new(Kind::Usage, "unknown-kind", format!("there is no kind of thing {}", quoted(word)))
                .hint(format!("--kind takes {}", Thing::ALL.map(Thing::word).join(", ")))
        })
    };
    let mut kinds = typed.iter().map(kind).collect::<Result<Vec<_>>>()?;
    kinds.sort_unstable();
    kinds.dedup();
    Ok(kinds)
}

/// As named; else all, or those the actor administers.
fn workspaces(session: &Session, actor: &Actor, request: &GrantRequest<'_>) -> Result<Vec<String>> {
    if !request.workspaces.is_empty() {
        return people::places(session, request.workspaces);
    }
    let own: Vec<String> = session.policy.administered(actor.member()).into_iter().collect();
    Ok(if own.is_empty() || actor.member().is_owner() { vec!["*".to_owned()] } else { own })
}
