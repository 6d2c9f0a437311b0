//! The gate before sending and signing: the approvals that the policy asks for are there.

use super::{HOPELESS, in_words, standing};
use crate::contract::lifecycle::Signing;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::{Dossier, approval};
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;

/// Refuses while approvals lack that a rule asks for, or that somebody asked for. Without either nothing is needed.
///
/// # Errors
/// Naming who is missing and the line of the rule.
pub fn must_be_approved(session: &Session, place: &Place, dossier: &Dossier) -> Result<()> {
    let id = &place.id;
    let asked = |act: &crate::contract::act::Act| matches!(act.deed, crate::contract::act::Deed::Submit { .. });
    // Who wrote the text is looked up only where somebody's approval counts.
    if approval::asked(&session.policy, dossier).rules.is_empty() && !dossier.acts.iter().any(|file| asked(&file.act)) {
        return Ok(());
    }
    let (_, standing) = standing(session, place, dossier)?;
    let progress = &standing.approval;
    if !progress.is_short() && standing.signing != Signing::Review {
        return Ok(());
    }
    let hint = match (progress.missing.iter().any(|one| one.is_hopeless()), progress.asked) {
        (true, _) => HOPELESS.to_owned(),
        (false, None) => format!("`clm submit {id}` asks for it"),
        (false, Some(day)) => format!("asked for on {day}; `clm show {id}` says whom it waits for"),
    };
    let rejected = progress.rejected.iter().map(|(by, reason)| format!("rejected by {by}: {reason}"));
    Err(Error::new(Kind::Refused, "not-approved", format!("{id} lacks approval"))
        .details(in_words(&progress.missing).into_iter().chain(rejected).chain(progress.refused.iter().cloned()))
        .hint(hint)
        .about(id.to_string()))
}
