//! `void`: we withdraw a contract that not everybody has signed, with the reason.

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

/// Withdraws a contract; the reason is the person's own words.
///
/// # Errors
/// When it is signed, withdrawn or broken, there is no reason, or the policy does not allow it.
pub fn void(session: &Session, actor: &Actor, place: &Place, manner: &Manner<'_>) -> Result<ActReport> {
    let living = Living::open(session, actor, place, Right::Send)?;
    let refused = match living.standing.signing {
        Signing::Draft
        | Signing::Review
        | Signing::Approved
        | Signing::Pending
        | Signing::Lapsed
        | Signing::Declined => None,
        Signing::Signed => {
            Some(("everybody has signed it".to_owned(), vec![living.command("notice"), living.command("terminate")]))
        }
        Signing::Void => Some(("it is withdrawn already".to_owned(), vec![living.command("log")])),
        Signing::Broken => Some(living.instead()),
    };
    if let Some((why, instead)) = refused {
        return Err(living.refused("withdrawn", &why, &instead));
    }
    let reason = reason(manner, "a withdrawal")?;
    let composed = living::compose(session, actor, &living, &Deed::Void { reason })?;
    let outcome = outcome(session, &living);
    living::record(session, actor, &living, session.change()?, composed, outcome, manner)
}

/// The person's own words, which must be there.
///
/// # Errors
/// When there are none.
pub(super) fn reason(manner: &Manner<'_>, what: &str) -> Result<String> {
    manner.words.map(str::trim).filter(|words| !words.is_empty()).map(ToOwned::to_owned).ok_or_else(|| {
        Error::new(Kind::Usage, "missing-answer", format!("{what} needs its reason")).hint("give it with -m \"…\"")
    })
}

fn outcome(session: &Session, living: &Living) -> Outcome {
    let out: Vec<String> = (living.entry.pages_sent(&session.organisation).iter())
        .map(|sent| sent.page.name.clone().unwrap_or_else(|| sent.page.party.clone()))
        .collect();
    let tell = format!("Tell {}: their pages still open, and a reply to them is refused.", out.join(", "));
    let why = if out.is_empty() { Vec::new() } else { vec![tell] };
    Outcome { says: "withdrawn: nobody can sign it any more".to_owned(), why, ..Outcome::default() }
}
