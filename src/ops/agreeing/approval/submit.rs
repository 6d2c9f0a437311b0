//! `submit`: asks for the approval of a text as it stands.

use super::{closed, in_words, record, standing};
use crate::contract::act::Deed;
use crate::contract::lifecycle::{Progress, Signing};
use crate::error::{Error, Kind, Result};
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::draft, drafting::examine};
use crate::policy::Right;
use crate::report::act::ActReport;

/// Asks for approval.
///
/// # Errors
/// When the text is not recorded or not fit to be signed, the state or the policy does not allow it, or it was asked.
pub fn submit(session: &Session, actor: &Actor, place: &Place, manner: &Manner<'_>) -> Result<ActReport> {
    draft::must_be_saved(session, place)?;
    let dossier = session.dossier(place)?;
    actor.must_have_on(session, Right::Edit, &dossier)?;
    draft::readable(&dossier)?;
    let (_, standing) = standing(session, place, &dossier)?;
    may_be_asked(place, standing.signing, &standing.approval)
        .map_err(|error| closed(place, &standing).unwrap_or(error))?;
    examine::must_be_signable(&dossier, &session.organisation.calendars)?;
    record(session, actor, &dossier, &Deed::Submit { revision: dossier.revision }, manner)
}

fn may_be_asked(place: &Place, signing: Signing, progress: &Progress) -> Result<()> {
    let id = &place.id;
    let refuse = |code, message: String, hint: String| {
        let error = Error::new(Kind::Refused, code, message).details(in_words(&progress.missing));
        Err(error.hint(hint).about(id.to_string()))
    };
    match (signing, progress.asked) {
        (Signing::Review | Signing::Pending, Some(day)) if !progress.missing.is_empty() => refuse(
            "already-submitted",
            format!("approval of {id} was asked for on {day}"),
            format!("`clm show {id}` says whom it waits for; `clm undo` takes your request back"),
        ),
        (Signing::Draft | Signing::Review, _) => Ok(()),
        (Signing::Pending, _) if progress.is_short() => Ok(()),
        (Signing::Approved, _) => {
            refuse("already-approved", format!("{id} is approved as it stands"), format!("clm sign {id}"))
        }
        _ => refuse("frozen", format!("{id} is {}", signing.word()), format!("`clm show {id}` says what it waits for")),
    }
}
