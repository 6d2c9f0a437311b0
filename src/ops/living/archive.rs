//! `archive` and `unarchive`: out of the daily lists and back into them. Only what is over, or never began, may go: what
//! runs or waits for somebody would be missed.

use crate::contract::act::Deed;
use crate::contract::lifecycle::{Lifecycle, Signing, Standing};
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::{Catalogue, Entry as Known};
use crate::ops::recording::answer::item;
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::draft, recording::deed};
use crate::policy::Right;
use crate::report::act::ActReport;

/// Archives contracts, or takes them out again, in one commit.
///
/// # Errors
/// When the policy does not allow it, or one of them is alive.
pub fn archive(
    session: &Session,
    actor: &Actor,
    places: &[Place],
    back: bool,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let (word, deed) = if back { ("unarchive", Deed::Unarchive) } else { ("archive", Deed::Archive) };
    let catalogue = Catalogue::open(session)?;
    let mut change = session.change()?;
    let (mut named, mut items, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
    for place in places {
        let dossier = session.dossier(place)?;
        actor.must_have_on(session, Right::Archive, &dossier)?;
        let Some(entry) = catalogue.in_folder(&place.folder)? else { continue };
        let standing = entry.standing(&session.organisation, session.today);
        if Known::is_archived(&standing) != back {
            continue;
        }
        if !back {
            must_be_at_rest(place, &standing)?;
            warnings.extend(still_due(session, &entry, place));
        }
        deed::put(session, actor, &dossier, &deed, &mut change)?;
        items.push(item(&dossier, word));
        named.push((dossier.title(), dossier.id.clone()));
    }
    if items.is_empty() {
        let state = if back { "nothing to do: none of them is archived" } else { "nothing to do: archived already" };
        return Ok(draft::nothing(state));
    }
    let contracts = named.iter().map(|(_, id)| id.clone()).collect();
    let entry = Entry { act: word, subject: draft::naming(&named), contracts };
    let mut report = draft::settle(session, recorder::record(session, actor, change, &entry, items, manner)?)?;
    report.warnings.extend(warnings);
    if !back {
        report.items.iter_mut().for_each(|item| item.next = vec![format!("clm unarchive {}", item.id)]);
    }
    Ok(report)
}

/// Refuses with the act that would end it.
fn must_be_at_rest(place: &Place, standing: &Standing) -> Result<()> {
    if standing.is_at_rest() {
        return Ok(());
    }
    let id = &place.id;
    let legal = match (standing.signing, standing.lifecycle) {
        (Signing::Broken, _) => format!("`clm verify {id}` says what is broken"),
        (Signing::Review | Signing::Approved | Signing::Pending, _) => {
            format!("`clm void {id}` withdraws it; then it can be archived")
        }
        (_, Some(Lifecycle::Unknown)) => format!("`clm show {id}` says which term is missing or contradicts another"),
        _ => {
            format!(
                "it can be archived once it has ended: `clm notice {id}` or `clm terminate {id}` records what ends it"
            )
        }
    };
    let message = format!("{id} is {}: an archived contract is not in `due` any more", standing.status());
    Err(Error::new(Kind::Refused, "alive", message).hint(legal).about(id.as_str()))
}

/// Says that something was still open.
fn still_due(session: &Session, entry: &Known, place: &Place) -> Option<String> {
    let open = entry.due(&session.organisation, session.today, None);
    let first = open.first()?;
    let what = first.subject.as_deref().unwrap_or(first.what.word());
    let more = if open.len() > 1 { format!(" and {} more", open.len().saturating_sub(1)) } else { String::new() };
    Some(format!("{} still had something open that `due` will not list any more: {what}{more}", place.id))
}
