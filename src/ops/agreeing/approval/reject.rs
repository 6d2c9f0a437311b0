//! `reject`: one of those who may approve turns the text down, with a reason. It is a draft again.

use super::{closed, record, standing};
use crate::contract::act::Deed;
use crate::contract::lifecycle::Signing;
use crate::error::{Error, Kind, Result};
use crate::ops::drafting::draft;
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::report::act::ActReport;

/// Turns the present text down.
///
/// # Errors
/// When there is no reason, nobody asked, or the policy does not allow it.
pub fn reject(session: &Session, actor: &Actor, place: &Place, reason: &str, manner: &Manner<'_>) -> Result<ActReport> {
    let id = &place.id;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::new(Kind::Usage, "missing-answer", "a rejection needs a reason")
            .hint(format!("clm reject {id} -m \"what has to change\""))
            .about(id.to_string()));
    }
    draft::must_be_saved(session, place)?;
    let dossier = session.dossier(place)?;
    actor.must_approve(session, dossier.workspace())?;
    let (_, standing) = standing(session, place, &dossier)?;
    if let Some(error) = closed(place, &standing) {
        return Err(error);
    }
    let (code, message, hint) = match standing.signing {
        Signing::Review | Signing::Approved => {
            let deed = Deed::Reject { revision: dossier.revision, reason: reason.to_owned() };
            let manner = Manner { words: Some(reason), ..*manner };
            return record(session, actor, &dossier, &deed, &manner);
        }
        Signing::Pending => (
            "frozen",
            format!("{id} is out for signature"),
            format!("`clm log {id}` says who sent or signed it; ask them to withdraw it"),
        ),
        _ => (
            "not-submitted",
            format!("nobody asked for the approval of {id} as it stands"),
            format!("say what has to change with `clm comment {id}`"),
        ),
    };
    Err(Error::new(Kind::Refused, code, message).hint(hint).about(id.to_string()))
}
