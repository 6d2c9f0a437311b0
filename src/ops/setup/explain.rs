//! `explain RIGHT MEMBER PATH`: the line of the policy that allows or denies it.

use std::path::Path;

use crate::error::{Kind, Result};
use crate::ops::session::Session;
use crate::ops::setup::{enforced, grant, people};
use crate::policy::{self, Decision, Gift, Member, Question, Right, Thing};
use crate::report::access::{ExplainReport, LineItem};

/// What is asked, as typed.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The word of a right.
    pub right: &'a str,
    /// An address.
    pub member: &'a str,
    /// A contract, a path, or a workspace.
    pub path: &'a str,
    /// For `sign-for`: the party; the organisation when absent.
    pub party: Option<&'a str>,
    /// The folder a path is seen from.
    pub from: &'a Path,
}

/// Explains.
///
/// # Errors
/// When the right, the member or the contract is unknown.
pub fn explain(session: &Session, asked: &Asked<'_>) -> Result<ExplainReport> {
    let right = grant::right(asked.right)?;
    let member = people::listed(session, asked.member)?;
    let about = About::of(session, right, asked)?;
    let question =
        Question { right, thing: about.thing, workspace: about.workspace.as_deref(), owner: about.owner.as_deref() };
    let mut because = Vec::new();
    let decision = session.policy.decide(member, &question);
    let (mut allowed, decides) = match decision {
        Decision::Permit { because: why, line } => {
            because.push(why);
            (true, Some(line))
        }
        Decision::Refuse { reasons } => {
            because.extend(reasons.iter().map(ToString::to_string));
            let own = session.policy.decide(member, &question.owned_by(Some(member.email.as_str())));
            if let Decision::Permit { because: why, .. } = own {
                because.push(format!("for a contract of their own they may: {why}"));
            }
            (false, None)
        }
    };
    if right == Right::Sign && allowed {
        let party = asked.party.unwrap_or(&session.organisation.name);
        match session.policy.may_sign_for(member, party) {
            Decision::Permit { because: why, .. } => because.push(why),
            Decision::Refuse { reasons } => {
                allowed = false;
                because = reasons.iter().map(ToString::to_string).collect();
            }
        }
    }
    Ok(ExplainReport {
        member: member.email.to_string(),
        right: right.word().to_owned(),
        kind: about.thing.word().to_owned(),
        allowed,
        because,
        lines: lines(session, member, (&question, decides))?,
        enforced: enforced::by(&session.policy, right, about.thing),
        next: next(member, &question, allowed),
        path: about.path,
        workspace: about.workspace,
        owner: about.owner,
    })
}

/// What a path is about.
struct About {
    thing: Thing,
    workspace: Option<String>,
    owner: Option<String>,
    path: String,
}

impl About {
    fn of(session: &Session, right: Right, asked: &Asked<'_>) -> Result<Self> {
        let path = asked.path.trim_end_matches('/');
        let known = |name: &str| session.policy.workspaces().iter().any(|workspace| workspace.name == name);
        let top = path.split('/').next().unwrap_or_default().to_owned();
        let thing = Thing::of_path(path);
        let usual = if right == Right::Administer { Thing::Policy } else { thing };
        let plain = |workspace: Option<String>, thing| Self { thing, workspace, owner: None, path: path.to_owned() };
        if known(path) {
            return Ok(plain(Some(top), if right == Right::Administer { Thing::Policy } else { Thing::Contract }));
        }
        if path == "*" || path == "." || (thing == Thing::Policy && !known(&top)) {
            return Ok(plain(None, Thing::Policy));
        }
        if thing != Thing::Contract && known(&top) {
            return Ok(plain(Some(top), usual));
        }
        match session.resolve(path, asked.from) {
            Ok(place) => {
                let dossier = session.dossier(&place)?;
                Ok(Self {
                    thing: usual,
                    workspace: Some(dossier.workspace().to_owned()),
                    owner: dossier.record.owner.clone(),
                    path: place.folder,
                })
            }
            // A folder that is still to be made: whose the contract will be is not known.
            Err(error) if error.kind == Kind::NotFound && path.contains('/') => Ok(plain(Some(top), usual)),
            Err(error) => Err(error.hint("PATH is a contract, a path such as sales/templates/nda.md, or a workspace")),
        }
    }
}

/// Every line that speaks of the member, the one that decides marked.
fn lines(
    session: &Session,
    member: &Member,
    (question, decides): (&Question<'_>, Option<usize>),
) -> Result<Vec<LineItem>> {
    let bytes = session.snapshot()?.read(policy::FILE)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let written = |line: usize| text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim().to_owned();
    let item = |gift: &Gift<'_>| LineItem {
        line: gift.line,
        text: written(gift.line),
        gives: match gift.grant {
            Some(grant) => grant.to_string(),
            None => words(member),
        },
        decides: decides == Some(gift.line),
    };
    let mut items: Vec<LineItem> = session.policy.gifts(member).iter().map(item).collect();
    if question.right == Right::Sign
        && let Some((_, line)) = session.policy.lines_of(member)
    {
        let gives = format!(
            "signs for {}",
            if member.signs_for.is_empty() { "no party".to_owned() } else { member.signs_for.join(", ") }
        );
        items.push(LineItem { line, text: written(line), gives, decides: decides.is_some() });
    }
    // Neither the member's own line nor a grant: a rule that asks for their approval.
    if let Some(line) = decides.filter(|line| !items.iter().any(|item| item.line == *line)) {
        let gives = "asks for their approval".to_owned();
        items.push(LineItem { line, text: written(line), gives, decides: true });
    }
    Ok(items)
}

fn words(member: &Member) -> String {
    let roles: Vec<&str> = member.roles.iter().map(|role| role.word()).collect();
    let roles = if roles.is_empty() { "no role".to_owned() } else { roles.join(", ") };
    format!("{roles} in {}", member.workspaces.join(", "))
}

fn next(member: &Member, question: &Question<'_>, allowed: bool) -> Vec<String> {
    let place = question.workspace.map(|name| format!(" -w {name}")).unwrap_or_default();
    let kind = if question.thing == question.right.usual() {
        String::new()
    } else {
        format!(" --kind {}", question.thing.word())
    };
    match question.right {
        _ if !question.right.is_about(question.thing) => Vec::new(),
        Right::Administer if question.workspace.is_none() => Vec::new(),
        _ if allowed => Vec::new(),
        right => vec![format!("clm grant {} {}{place}{kind}", member.email, right.word())],
    }
}
