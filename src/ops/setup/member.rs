//! `member add` and `member list`: who acts in the repository, with which key.

use super::people::what;
use crate::contract::email::is_email;
use crate::contract::problem::{nearest, quoted};
use crate::error::{Error, Kind, Result};
use crate::keyring::{self, KeyringError};
use crate::ops::paper::template::known_workspace;
use crate::ops::recording::policy_change;
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::setup::init::Question;
use crate::policy::{self, Member, MemberKey, Right, Role};
use crate::report::act::ActReport;
use crate::report::member::{MemberItem, MembersReport};
use crate::signature::key::PublicKey;

/// A member to add, as typed.
#[derive(Debug, Clone, Copy)]
pub struct AddRequest<'a> {
    /// The address the member will be known by.
    pub email: &'a str,
    /// Full name.
    pub name: &'a str,
    /// A public key file or a key line, as [`keyring::open`] takes it.
    pub public: &'a str,
    /// Words of [`Role`].
    pub roles: &'a [String],
    /// Workspaces; all when empty.
    pub workspaces: &'a [String],
    /// Legal names of parties.
    pub signs_for: &'a [String],
}

/// Adds a member.
///
/// # Errors
/// When the actor may not, the address or the key is taken, or a role or workspace is unknown.
pub fn add(session: &Session, actor: &Actor, request: &AddRequest<'_>, manner: &Manner<'_>) -> Result<ActReport> {
    policy_change::must_administer(session, actor)?;
    let member = member(session, request)?;
    let text = policy_change::recorded(session)?;
    let text = policy::edit::add_member(&text, &member).map_err(|fault| policy_change::refused(&fault))?;
    let mut report = policy_change::enact(session, actor, &text, what(&member, "add"), manner)?;
    report.warnings.extend(doubts(&member, &session.organisation.name));
    Ok(report)
}

/// Lists members with their good keys.
#[must_use]
pub fn list(session: &Session) -> MembersReport {
    let now = session.now.to_utc();
    let item = |member: &Member| MemberItem {
        name: member.name.clone(),
        email: member.email.to_string(),
        roles: member.roles.iter().map(|role| role.word().to_owned()).collect(),
        workspaces: member.workspaces.clone(),
        signs_for: member.signs_for.clone(),
        keys: member.keys.iter().filter(|key| key.is_good(now)).map(|key| key.public.fingerprint()).collect(),
    };
    MembersReport { items: session.policy.members().iter().map(item).collect() }
}

fn member(session: &Session, request: &AddRequest<'_>) -> Result<Member> {
    let email = request.email.parse().ok().filter(|_| is_email(request.email)).ok_or_else(|| {
        let message = format!("{} cannot name a member", quoted(request.email));
        Error::new(Kind::Usage, "bad-email", message)
            .hint("members are known by one lower-case address such as kari@northwind.example")
    })?;
    Question::Name.check(request.name).map_err(|fault| {
        Error::new(Kind::Usage, "bad-answer", format!("--name: {fault}")).hint("it stands in commits and statements")
    })?;
    if session.policy.member(request.email).is_some() {
        return Err(Error::new(Kind::Refused, "is-a-member", format!("{} is a member already", request.email))
            .hint("`clm member list` shows the members; `clm member set` changes one in .clm/policy.toml")
            .about(request.email));
    }
    let public = public(session, request.public)?;
    let roles = request.roles.iter().map(|word| role(word)).collect::<Result<Vec<_>>>()?;
    let mut workspaces = Vec::new();
    for name in request.workspaces {
        workspaces.push(if name == "*" { name.clone() } else { known_workspace(session, name)?.to_owned() });
    }
    if workspaces.is_empty() {
        workspaces.push("*".to_owned());
    }
    Ok(Member {
        name: request.name.to_owned(),
        email,
        roles: once(roles),
        workspaces: once(workspaces),
        signs_for: once(request.signs_for.to_vec()),
        keys: vec![MemberKey { public, from: session.now.to_utc(), until: None, reason: None, revoked: false }],
    })
}

/// A key that is sound, and nobody's yet: one key speaks for one member.
pub(super) fn public(session: &Session, named: &str) -> Result<PublicKey> {
    let key = keyring::public_of(named).map_err(|fault| match fault {
        KeyringError::NotFound(_) | KeyringError::Read { .. } => {
            Error::new(Kind::NotFound, "public-key", fault.to_string())
                .hint("--pub takes their public key file, or the line in it: --pub \"ssh-ed25519 …\"")
        }
        other => Error::new(Kind::InvalidContent, "public-key", other.to_string())
            .hint("ask for their OpenSSH ed25519 public key; `clm key new` makes such a pair"),
    })?;
    match session.policy.holder(&key) {
        None => Ok(key),
        Some((holder, _)) => {
            let print = key.fingerprint();
            Err(Error::new(Kind::Refused, "key-taken", format!("the key {print} is listed for {}", holder.email))
                .hint("a key speaks for one member; ask for a key of their own")
                .about(print))
        }
    }
}

pub(super) fn role(word: &str) -> Result<Role> {
    Role::of_word(word).ok_or_else(|| {
        let known = Role::ALL.map(Role::word);
        let error = Error::new(Kind::Usage, "unknown-role", format!("there is no role {}", quoted(word)));
        match nearest(word, known) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint(format!("the roles are {}", known.join(", "))),
        }
    })
}

pub(super) fn once<T: PartialEq>(all: Vec<T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for one in all {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}

/// What was probably not meant.
pub(super) fn doubts(member: &Member, organisation: &str) -> Vec<String> {
    let signs = member.roles.iter().any(|role| role.has(Right::Sign, Right::Sign.usual()));
    if let Some(other) = member.signs_for.iter().find(|party| *party != organisation) {
        let other = quoted(other);
        return vec![format!(
            "{} is to sign for {other}, which is not {}, our own name",
            member.email,
            quoted(organisation)
        )];
    }
    let doubt = match (signs, member.signs_for.is_empty()) {
        (true, true) => "may sign, but for no party: --signs-for names one",
        (false, false) => "is to sign for a party, but has no role that signs: --role signatory gives it",
        _ => return Vec::new(),
    };
    vec![format!("{} {doubt}", member.email)]
}
