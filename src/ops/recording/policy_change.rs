//! A change of the policy: its file and what is generated from it stand in one commit, or neither does. Where it takes
//! several owners, what is recorded is a proposal.

use chrono::TimeDelta;

use crate::contract::digest::Digest;
use crate::error::{Error, Kind, Result};
use crate::ops::recording::proposals;
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::setup::init::ALLOWED_SIGNERS;
use crate::policy::succession::{self, Need, Passage};
use crate::policy::{self, Policy, Right, difference, edit::EditError};
use crate::report::act::{ActItem, ActReport};
use crate::signature::namespace;
use crate::store::Change;

/// What is told of a change, and what comes with it.
pub struct What {
    /// `member`, `grant` …: the act.
    pub act: &'static str,
    /// What follows it in the subject.
    pub subject: String,
    /// The thing touched.
    pub item: ActItem,
    /// Files recorded in the same commit; they do not come with a proposal.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The policy's text at HEAD, for an edit. Refuses when the work tree holds another one.
///
/// # Errors
/// Naming the files that differ.
pub fn recorded(session: &Session) -> Result<String> {
    // What else lies there, put there by whomever, holds up no change of the policy.
    let mut edited = session.edited_in(".clm")?;
    edited.retain(|line| [policy::FILE, ALLOWED_SIGNERS].iter().any(|file| line.starts_with(file)));
    if !edited.is_empty() {
        return Err(Error::new(Kind::Busy, "unsaved", "the policy's files have changes that are not recorded")
            .details(edited)
            .hint("`git checkout -- .clm` gives them up, `git commit` records them; then repeat the command")
            .about(policy::FILE));
    }
    let bytes = session.snapshot()?.read(policy::FILE)?.unwrap_or_default();
    String::from_utf8(bytes).map_err(|_| {
        Error::new(Kind::InvalidContent, "policy", format!("{} is not UTF-8", policy::FILE))
            .hint("mend the file and commit it with git")
    })
}

/// Refuses a member who could change nothing in a policy, before they are asked anything.
///
/// # Errors
/// With the policy's reasons.
pub fn must_administer(session: &Session, actor: &Actor) -> Result<()> {
    if session.policy.administered(actor.member()).is_empty() {
        return actor.must_have(session, Right::Administer, None);
    }
    Ok(())
}

/// Makes a text the policy, or proposes it where that takes several owners.
///
/// # Errors
/// When the actor may not bring about this change, it would leave nobody to rule, or the store refuses.
pub fn enact(session: &Session, actor: &Actor, text: &str, what: What, manner: &Manner<'_>) -> Result<ActReport> {
    let present = recorded(session)?;
    let lines = difference::sentences(&session.policy, &parsed(text)?);
    if lines.is_empty() && what.files.is_empty() {
        return Ok(ActReport {
            subject: "nothing to do: the policy says so already".to_owned(),
            ..ActReport::default()
        });
    }
    let several = matches!(session.policy.need(&parsed(text)?, actor.member()), Need::Owners { .. });
    let text = policy::edit::following(text, &present, several).map_err(|fault| refused(&fault))?;
    let new = parsed(&text)?;
    must_leave_owners(session, &new)?;
    if several {
        actor.must_have(session, Right::Administer, None)?;
        return propose(session, actor, &text, (what, lines), manner);
    }
    lawful(session, actor, (&present, &new))?;
    let mut change = begin(session, &text)?;
    for (path, bytes) in what.files {
        change.put(&path, bytes)?;
    }
    let entry = Entry { act: what.act, subject: what.subject, contracts: Vec::new() };
    let account = Account { lines, ..Account::default() };
    recorder::record_telling(session, actor, change, &entry, vec![what.item], manner, &account)
}

fn parsed(text: &str) -> Result<Policy> {
    Policy::parse(text).map_err(|problem| refused(&EditError::Problem(problem)))
}

fn must_leave_owners(session: &Session, new: &Policy) -> Result<()> {
    // A key's end is inclusive: what ends now must not be what the next change needs.
    if new.has_owner(session.now.to_utc() + TimeDelta::seconds(1)) {
        return Ok(());
    }
    let left = format!("nobody could change the policy any more: {}", owners_needed(new));
    Err(Error::new(Kind::Refused, "no-owner-left", left)
        .hint("name another owner first, or give one a key that is good: `clm key add`")
        .about(policy::FILE))
}

fn owners_needed(policy: &Policy) -> String {
    match policy.owners() {
        1 => "no owner would have a key that is good now".to_owned(),
        n => format!("it would take {n} owners, and fewer would have a key that is good now"),
    }
}

/// Refuses what `verify` would not count.
fn lawful(session: &Session, actor: &Actor, (present, new): (&str, &Policy)) -> Result<()> {
    let passage = Passage {
        old: &session.policy,
        old_digest: Digest::of(present.as_bytes()),
        new,
        signer: actor.member(),
        at: session.now.to_utc(),
        endorsed: &[],
    };
    let Err(unlawful) = succession::judge(&passage) else { return Ok(()) };
    if matches!(unlawful, succession::Unlawful::NotAnOwner(_)) {
        actor.must_have(session, Right::Administer, None)?;
    }
    Err(Error::new(Kind::Refused, "not-permitted", unlawful.to_string())
        .hint("`clm member list` shows the owners; ask one of them")
        .about(policy::FILE))
}

/// Records a proposal with the actor's own signature.
fn propose(
    session: &Session,
    actor: &Actor,
    text: &str,
    (what, lines): (What, Vec<String>),
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let digest = Digest::of(text.as_bytes());
    let (short, folder) = (digest.short(12), proposals::folder(digest));
    let mut change = session.change()?;
    change.put(&format!("{folder}/policy.toml"), text)?;
    change.put(&proposals::file(digest, actor.public()), signed(actor, text)?)?;
    let item = ActItem {
        id: short.clone(),
        act: "propose".to_owned(),
        status: Some("proposed".to_owned()),
        path: folder,
        next: vec![format!("clm policy show {short}"), format!("clm policy sign {short}")],
    };
    let entry = Entry {
        act: "policy",
        subject: format!("propose {short}, {}: {}", what.act, what.subject),
        contracts: Vec::new(),
    };
    let account = Account { lines, ..Account::default() };
    let mut report = recorder::record_telling(session, actor, change, &entry, vec![item], manner, &account)?;
    let owners = session.policy.owners().max(parsed(text)?.owners());
    report.warnings.push(format!(
        "a change of the policy takes {owners} owners: nothing has changed yet; another owner looks with `clm policy \
         show {short}` and signs with `clm policy sign {short}`"
    ));
    if !what.files.is_empty() {
        report.warnings.push("templates do not come with a proposal: `clm template add` once it is applied".to_owned());
    }
    Ok(report)
}

/// A signature over a policy's bytes.
///
/// # Errors
/// When the key does not sign.
pub fn signed(actor: &Actor, text: &str) -> Result<String> {
    Ok(actor.sign(namespace::POLICY, text.as_bytes())?)
}

/// A change that puts a new policy and its allowed signers in place.
///
/// # Errors
/// When the text is no policy.
pub fn begin<'s>(session: &'s Session, text: &str) -> Result<Change<'s>> {
    let signers = parsed(text)?.allowed_signers();
    let signers = signers.map_err(|fault| Error::new(Kind::Failed, "policy", fault.to_string()))?;
    let mut change = session.change()?;
    change.put(policy::FILE, text)?;
    change.put(ALLOWED_SIGNERS, signers)?;
    Ok(change)
}

/// Records it; `what` is the act and what follows it in the subject.
///
/// # Errors
/// As [`recorder::record`].
pub fn record(
    session: &Session,
    actor: &Actor,
    change: Change<'_>,
    what: (&str, String),
    item: ActItem,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let entry = Entry { act: what.0, subject: what.1, contracts: Vec::new() };
    recorder::record(session, actor, change, &entry, vec![item], manner)
}

/// What the policy would not take: an answer that cannot stand in it.
#[must_use]
pub fn refused(fault: &EditError) -> Error {
    let (message, near) = match fault {
        // The line is one of a text nobody has seen.
        EditError::Problem(problem) => (problem.message.clone(), problem.nearest.clone()),
        EditError::NoSuchMember { nearest, .. } | EditError::NoSuchTeam { nearest, .. } => {
            let error = Error::new(Kind::NotFound, "no-such-member", fault.to_string());
            return match nearest {
                Some(near) => error.hint(format!("did you mean `{near}`?")),
                None => error.hint("`clm member list` and `clm team list` show whom there is"),
            };
        }
        other => (other.to_string(), None),
    };
    let error = Error::new(Kind::Usage, "policy", format!("the policy would not take it: {message}"));
    match near {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error.hint("correct the answer and repeat the command; nothing was written"),
    }
}
