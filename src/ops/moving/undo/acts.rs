//! Acts taken back by `undo` acts: which may be, and by whom.

use std::collections::BTreeSet;

use super::Undoing;
use crate::contract::act::{Act, Deed};
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::ops::recording::deed;

/// Refuses unless every one of `acts` may be taken back by the actor, and nothing rests on it.
///
/// # Errors
/// With the act that is right instead.
pub fn must_be_free(undoing: &Undoing<'_>, dossier: &Dossier, acts: &[Act]) -> Result<()> {
    let own: BTreeSet<Digest> = acts.iter().map(|act| act.digest).collect();
    for act in acts {
        if matches!(act.deed, Deed::Receive { .. }) {
            return Err(signed(&dossier.id));
        }
        let target = deed::meant(dossier, act);
        undoing.actor.must_have_on(undoing.session, deed::right(&target.deed), dossier)?;
        personal(undoing, target)?;
        if !dossier.acts.iter().any(|file| file.act.digest == act.digest) {
            return Err(super::changed_since(&format!("{}/acts", dossier.folder), "lacks an act that was there"));
        }
        rests_on(dossier, act, &own)?;
    }
    Ok(())
}

/// What was signed or received is not undone.
pub fn signed(id: &ContractId) -> Error {
    Error::new(Kind::Refused, "signed", format!("what was signed or received is not undone ({id})"))
        .hint(format!(
            "`clm reopen {id}` makes a text that is not fully signed a draft again, `clm void {id}` withdraws it"
        ))
        .about(id.as_str())
}

/// What somebody said is theirs to take back.
fn personal(undoing: &Undoing<'_>, act: &Act) -> Result<()> {
    let is_voice = matches!(act.deed, Deed::Approve { .. } | Deed::Reject { .. } | Deed::Comment { .. });
    if !is_voice || act.by == undoing.actor.email() {
        return Ok(());
    }
    let message = format!("only {} can take back their own {}", act.by, act.deed.word());
    Err(Error::new(Kind::Refused, "not-yours", message).hint("say otherwise with an act of your own"))
}

/// An execution or correction that later acts rest on is not pulled away under them.
fn rests_on(dossier: &Dossier, act: &Act, own: &BTreeSet<Digest>) -> Result<()> {
    if !matches!(act.deed, Deed::Executed { .. } | Deed::Correct { .. }) {
        return Ok(());
    }
    let undone: BTreeSet<Digest> = dossier
        .acts
        .iter()
        .filter_map(|file| match file.act.deed {
            Deed::Undo { act } => Some(act),
            _ => None,
        })
        .collect();
    let aside = |deed: &Deed| {
        matches!(deed, Deed::Comment { .. } | Deed::Archive | Deed::Unarchive | Deed::Undo { .. } | Deed::Done { .. })
    };
    let later = dossier.acts.iter().map(|file| &file.act).find(|later| {
        later.after.contains(&act.digest)
            && !aside(&later.deed)
            && !own.contains(&later.digest)
            && !undone.contains(&later.digest)
    });
    let Some(later) = later else { return Ok(()) };
    let message = format!("the {} of {} rests on it", later.deed.word(), later.at.format("%Y-%m-%d"));
    Err(Error::new(Kind::Refused, "rests-on", message)
        .hint(format!("`clm undo {}` takes that back first", later.digest.short(8)))
        .about(dossier.id.as_str()))
}
