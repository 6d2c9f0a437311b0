//! `whoami`: which member the key at hand makes of the reader, and what that member may do.

use crate::contract::problem::quoted;
use crate::error::{Error, Kind, Result};
use crate::keyring;
use crate::ops::session::Session;
use crate::ops::session::actor::{self, KeyChoice};
use crate::ops::setup::enforced;
use crate::policy::{Decision, Member, Question, Right, Thing};
use crate::report::access::{CanItem, WhoamiReport};
use crate::signature::key::PublicKey;

/// Says who one is; with `can`, every right in every workspace. Nothing is unlocked.
///
/// # Errors
/// When no key is found, or it is no member's.
pub fn whoami(session: &Session, choice: &KeyChoice<'_>, can: bool) -> Result<WhoamiReport> {
    let keys = keys(session, choice)?;
    let held = keys.iter().find_map(|key| session.policy.holder(key).map(|(member, _)| (member, key)));
    let Some((member, key)) = held else {
        let prints: Vec<String> = keys.iter().map(PublicKey::fingerprint).collect();
        return Err(Error::new(
            Kind::NotFound,
            "not-a-member",
            format!("you are no member here: {}", prints.join(", ")),
        )
        .hint("an owner adds you: `clm member add ADDRESS --name NAME --pub FILE`; `clm key list` shows your keys"));
    };
    let words = |texts: &[String]| texts.to_vec();
    Ok(WhoamiReport {
        name: member.name.clone(),
        email: member.email.to_string(),
        key: key.fingerprint(),
        good: session.policy.member_by_key(key, session.now.to_utc()).is_some(),
        roles: member.roles.iter().map(|role| role.word().to_owned()).collect(),
        workspaces: words(&member.workspaces),
        teams: session.policy.teams_of(member).map(|team| team.name.clone()).collect(),
        signs_for: words(&member.signs_for),
        can: can.then(|| rights(session, member)),
        server: if can { enforced::server(session) } else { None },
    })
}

fn keys(session: &Session, choice: &KeyChoice<'_>) -> Result<Vec<PublicKey>> {
    let found = match actor::candidates(Some(&session.store), choice).into_iter().next() {
        Some(named) => vec![keyring::public_of(&named).map_err(|fault| Error::from(fault).about(named))?],
        None => choice.agent.map(keyring::agent_keys).transpose()?.unwrap_or_default(),
    };
    if found.is_empty() {
        return Err(Error::new(Kind::NotFound, "no-key", "no ed25519 key was found, so nobody can tell who you are")
            .hint("`clm key new` makes one; `--key FILE` names one"));
    }
    Ok(found)
}

/// Every right that exists, in every workspace; the policy also for all of the repository.
fn rights(session: &Session, member: &Member) -> Vec<CanItem> {
    let mut items = Vec::new();
    let places = session.policy.workspaces().iter().map(|workspace| Some(workspace.name.as_str()));
    for workspace in places.chain([None]) {
        for thing in Thing::ALL.into_iter().filter(|thing| workspace.is_some() || *thing == Thing::Policy) {
            let about = Right::ALL.into_iter().filter(|right| right.is_about(thing));
            items.extend(about.map(|right| item(session, member, Question::usual(right, workspace).on(thing))));
        }
    }
    items
}

fn item(session: &Session, member: &Member, question: Question<'_>) -> CanItem {
    let all = session.policy.decide(member, &question);
    let own = session.policy.decide(member, &question.owned_by(Some(member.email.as_str())));
    let (whose, line, because) = match (all, own) {
        (Decision::Permit { because, line }, _) => ("all", Some(line), because),
        (_, Decision::Permit { because, line }) => ("own", Some(line), because),
        (Decision::Refuse { reasons }, _) => {
            ("none", None, reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        }
    };
    let unsigned = question.right == Right::Sign && whose != "none" && member.signs_for.is_empty();
    CanItem {
        workspace: question.workspace.unwrap_or("*").to_owned(),
        kind: question.thing.word().to_owned(),
        right: question.right.word().to_owned(),
        whose: whose.to_owned(),
        line: line.filter(|line| *line > 0),
        because: if unsigned { format!("{because}, but for no party ({})", quoted("signs_for")) } else { because },
        enforced: enforced::by(&session.policy, question.right, question.thing),
    }
}
