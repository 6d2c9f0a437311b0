//! `extend`: a new last day to sign, for what is out or has lapsed.
//!
//! **Invariant**: the day only ever moves later; what arrived late before it counts then, as `lifecycle` says.

use chrono::NaiveDate;

use crate::contract::act::Deed;
use crate::contract::lifecycle::Signing;
use crate::error::{Error, Kind, Result};
use crate::ops::living::{self, state::Living};
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::{ActReport, Outcome};

/// Gives the signatories time until a later day.
///
/// # Errors
/// When nothing is out for signature, the day is not later than the present one or has passed, or the policy does not
/// allow it.
pub fn extend(
    session: &Session,
    actor: &Actor,
    place: &Place,
    until: NaiveDate,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let living = Living::open(session, actor, place, Right::Send)?;
    let standing = &living.standing;
    if !matches!(standing.signing, Signing::Pending | Signing::Lapsed) {
        let (why, instead) = living.instead();
        return Err(living.refused("given more time", &why, &instead));
    }
    let before = standing.sign_by.unwrap_or(session.today);
    if until <= before || until < session.today {
        let message = format!("--until {until} is not later than {}", before.max(session.today));
        return Err(Error::new(Kind::Usage, "not-later", message)
            .hint(format!("{place} is to be signed by {before} now; give a later day", place = place.id))
            .about(place.id.to_string()));
    }
    let composed = living::compose(session, actor, &living, &Deed::Extend { until })?;
    let outcome = outcome(session, &living, before, until);
    living::record(session, actor, &living, session.change()?, composed, outcome, manner)
}

fn outcome(session: &Session, living: &Living, before: NaiveDate, until: NaiveDate) -> Outcome {
    let mut why = vec![format!("It was to be signed by {before}.")];
    why.extend(living.standing.waits.iter().filter(|wait| wait.turn).map(|w| format!("Still to sign: {}.", w.words())));
    if !living.entry.pages_sent(&session.organisation).is_empty() {
        let id = &living.dossier.id;
        why.push(format!(
            "The pages that are out take no signature after {before}: `clm send {id} --again -o DIR` writes them with \
             the new day."
        ));
    }
    Outcome { says: format!("to be signed by {until}"), why, ..Outcome::default() }
}
