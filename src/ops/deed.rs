//! An act's file, put into a change: composed by its author, named by its digest.

use super::actor::Actor;
use super::dossier::Dossier;
use super::faults;
use super::session::Session;
use crate::contract::act::{Act, Deed, file_name};
use crate::error::Result;
use crate::store::Change;

/// Puts the file of an act on a contract into a change; its author has seen all that is recorded at HEAD.
///
/// # Errors
/// When the act would not be read back as it is, for a control character in its words for instance.
pub fn put(session: &Session, actor: &Actor, dossier: &Dossier, deed: &Deed, change: &mut Change<'_>) -> Result<Act> {
    let (act, bytes) = Act::compose(&dossier.id, actor.email(), session.now, &dossier.seen(), deed)
        .map_err(|problems| faults::invalid("the act cannot be written", &problems))?;
    change.put(&format!("{}/acts/{}", dossier.folder, file_name(&act)), bytes)?;
    Ok(act)
}
