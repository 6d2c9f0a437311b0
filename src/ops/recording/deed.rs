//! An act's file, put into a change: composed by its author, named by its digest. And the right it takes to do what it
//! says, which is the same for the command, for taking it back and for `verify`.

use crate::contract::act::{Act, Deed, file_name};
use crate::contract::record::Record;
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::faults;
use crate::policy::{Decision, Member, Policy, Question, Refusal, Right};
use crate::store::{Change, CommitId};

/// The act a deed becomes, as its author would write it now, and its bytes; they have seen all that is recorded at HEAD.
///
/// # Errors
/// When the act would not be read back as it is, for a control character in its words for instance.
pub fn compose(session: &Session, actor: &Actor, dossier: &Dossier, deed: &Deed) -> Result<(Act, Vec<u8>)> {
    Act::compose(&dossier.id, actor.email(), session.now, &dossier.seen(), deed)
        .map_err(|problems| faults::invalid("the act cannot be written", &problems))
}

/// Puts the file of a composed act into a change.
///
/// # Errors
/// When the store refuses its path.
pub fn put_composed(dossier: &Dossier, (act, bytes): (&Act, Vec<u8>), change: &mut Change<'_>) -> Result<()> {
    Ok(change.put(&format!("{}/acts/{}", dossier.folder, file_name(act)), bytes)?)
}

/// Composes an act on a contract and puts its file into a change.
///
/// # Errors
/// As [`compose`] and [`put_composed`].
pub fn put(session: &Session, actor: &Actor, dossier: &Dossier, deed: &Deed, change: &mut Change<'_>) -> Result<Act> {
    let (act, bytes) = compose(session, actor, dossier, deed)?;
    put_composed(dossier, (&act, bytes), change)?;
    Ok(act)
}

/// The act an undo is about, through undos of undos; any other act is its own.
#[must_use]
pub fn meant<'d>(dossier: &'d Dossier, act: &'d Act) -> &'d Act {
    let mut act = act;
    for _ in 0..64 {
        let Deed::Undo { act: target } = &act.deed else { return act };
        match dossier.acts.iter().find(|file| file.act.digest == *target) {
            Some(file) => act = &file.act,
            None => return act,
        }
    }
    act
}

/// The right it takes to do such a thing, which is the right to take it back.
#[must_use]
pub const fn right(deed: &Deed) -> Right {
    match deed {
        Deed::Submit { .. } => Right::Edit,
        Deed::Approve { .. } | Deed::Reject { .. } => Right::Approve,
        Deed::Send { .. } | Deed::Extend { .. } | Deed::Reopen { .. } | Deed::Void { .. } => Right::Send,
        Deed::Receive { .. } | Deed::Executed { .. } | Deed::Correct { .. } | Deed::Decline { .. } => Right::Record,
        Deed::Comment { .. } => Right::Comment,
        Deed::Notice { .. } | Deed::Terminate { .. } | Deed::Done { .. } | Deed::Undo { .. } => Right::Manage,
        Deed::Archive | Deed::Unarchive => Right::Archive,
    }
}

/// Why a policy does not let a member do what an act says, in a place of the repository; nothing where it does, or where
/// it does not know the workspace any more. `owner` is whose the contract was then, and is asked only where that matters.
#[must_use]
pub fn refusal(
    policy: &Policy,
    member: &Member,
    (dossier, act): (&Dossier, &Act),
    path: &str,
    owner: impl FnOnce() -> Option<String>,
) -> Option<String> {
    let asked = Question::usual(right(&meant(dossier, act).deed), path.split('/').next());
    let Decision::Refuse { mut reasons } = policy.decide(member, &asked) else { return None };
    if reasons.iter().any(|reason| matches!(reason, Refusal::NotOwn { .. })) {
        match policy.decide(member, &asked.owned_by(owner().as_deref())) {
            Decision::Permit { .. } => return None,
            Decision::Refuse { reasons: told } => reasons = told,
        }
    }
    reasons.iter().find(|reason| !matches!(reason, Refusal::UnknownWorkspace { .. })).map(ToString::to_string)
}

/// Whose a contract was before a commit changed something in its folder, where the path of a file in it is known; of one
/// that the commit made, whose it is.
#[must_use]
pub fn owner_before(session: &Session, commit: CommitId, path: &str) -> Option<String> {
    let parent = session.store.logged(commit).ok()?.parents.first().copied()?;
    let folder = path.rsplitn(3, '/').nth(2)?;
    let was_there = session.store.snapshot_at(Some(parent)).ok()?.find(folder).ok()?.is_some();
    owner_at(session, if was_there { parent } else { commit }, folder).ok()?
}

/// Whose the contract in a folder is, by its record in a commit; nobody's where that says so or cannot be read.
///
/// # Errors
/// When the commit cannot be read.
pub fn owner_at(session: &Session, commit: CommitId, folder: &str) -> Result<Option<String>> {
    let bytes = session.store.snapshot_at(Some(commit))?.read(&format!("{folder}/record.toml"))?;
    Ok(bytes.and_then(|bytes| Record::parse("record.toml", &bytes).ok()?.owner))
}
