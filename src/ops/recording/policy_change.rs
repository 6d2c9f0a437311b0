//! A change of the policy: its file and what is generated from it stand in one commit, or neither does.

use crate::error::{Error, Kind, Result};
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::setup::init::ALLOWED_SIGNERS;
use crate::policy::{self, Policy, edit::EditError};
use crate::report::act::{ActItem, ActReport};
use crate::store::Change;

/// The policy's text at HEAD, for an edit. Refuses when the work tree holds another one.
///
/// # Errors
/// Naming the files that differ.
pub fn recorded(session: &Session) -> Result<String> {
    let edited = session.edited_in(".clm")?;
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

/// A change that puts a new policy and its allowed signers in place.
///
/// # Errors
/// When the text is no policy.
pub fn begin<'s>(session: &'s Session, text: &str) -> Result<Change<'s>> {
    let policy = Policy::parse(text).map_err(|problem| refused(&EditError::Problem(problem)))?;
    let signers = policy.allowed_signers().map_err(|fault| Error::new(Kind::Failed, "policy", fault.to_string()))?;
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
        other => (other.to_string(), None),
    };
    let error = Error::new(Kind::Usage, "policy", format!("the policy would not take it: {message}"));
    match near {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error.hint("correct the answer and repeat the command; nothing was written"),
    }
}
