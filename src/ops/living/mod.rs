//! Acts on living contracts: notice, termination, renewal, amendment, duties done; and the terms in force.
//!
//! Each act is refused, with what can be done instead, where the state does not allow it; [`state`] holds that table.

pub mod amend;
pub mod archive;
pub mod done;
pub mod effective;
pub(in crate::ops) mod evidence;
mod heir;
pub mod letter;
pub mod links;
pub mod notice;
pub mod reminder;
pub mod renew;
pub mod state;
pub mod terminate;

use crate::contract::act::{Act, Deed};
use crate::error::Result;
use crate::ops::recording::answer::{afterwards, item};
use crate::ops::recording::deed;
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::report::act::{ActReport, Outcome};
use crate::store::Change;
use state::Living;

/// The act a deed becomes, as the actor would write it now, and its bytes.
///
/// # Errors
/// When it would not be read back as it is, for a control character in its words for instance.
pub(in crate::ops) fn compose(
    session: &Session,
    actor: &Actor,
    living: &Living,
    done: &Deed,
) -> Result<(Act, Vec<u8>)> {
    deed::compose(session, actor, &living.dossier, done)
        .map_err(|error| error.hint("write the words after -m in plain text"))
}

/// Records a composed act beside what `change` holds already, and tells what became of the contract.
pub(in crate::ops) fn record(
    session: &Session,
    actor: &Actor,
    living: &Living,
    mut change: Change<'_>,
    (act, bytes): (Act, Vec<u8>),
    outcome: Outcome,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let dossier = &living.dossier;
    let word = act.deed.word();
    deed::put_composed(dossier, (&act, bytes), &mut change)?;
    let entry = Entry {
        act: word,
        subject: recorder::naming(&dossier.title(), &dossier.id),
        contracts: vec![dossier.id.clone()],
    };
    let report = recorder::record(session, actor, change, &entry, vec![item(dossier, word)], manner)?;
    let report = afterwards(session, report, dossier)?;
    Ok(ActReport { outcome: Some(outcome), ..report })
}
