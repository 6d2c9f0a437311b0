//! `submit`, `approve`, `reject`: our own people agree to a text before it is sent or signed.
//!
//! **Owns** what may be asked and answered in which state, and the gate that `sign` and `send` pass. **Refuses to know**
//! how approvals are counted (`contract::lifecycle`) and who is asked (`policy`). **Invariants**: an act names the
//! revision it is about; nobody approves a contract of their own; every refusal names the rule's line or who is missing.

mod approve;
mod gate;
mod reject;
mod submit;

use crate::contract::act::Deed;
use crate::contract::lifecycle::{Lacking, Signing, Standing};
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::dossier::{Dossier, approval};
use crate::ops::recording::answer::{afterwards, item};
use crate::ops::recording::deed;
use crate::ops::recording::recorder::{self, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::report::act::{ActReport, Outcome};

pub use approve::{Agree, Shown, approve};
pub use gate::must_be_approved;
pub use reject::reject;
pub use submit::submit;

/// The state of a contract, its approvals counted with a look at who wrote the text.
fn standing(session: &Session, place: &Place, dossier: &Dossier) -> Result<(Entry, Standing)> {
    let found = Catalogue::open(session)?.in_folder(&place.folder)?;
    let mut entry = found.ok_or_else(|| {
        Error::new(Kind::NotFound, "no-such-contract", format!("{} is not there any more", place.id))
            .hint("`clm list` shows what there is")
    })?;
    entry.approvals = approval::asked_of_others(session, dossier)?;
    let standing = entry.standing(&session.organisation, session.today);
    Ok((entry, standing))
}

/// Why nobody approves in a state any more; nothing where they may.
fn closed(place: &Place, standing: &Standing) -> Option<Error> {
    let id = &place.id;
    let (kind, why, hint) = match standing.signing {
        Signing::Draft | Signing::Review | Signing::Approved | Signing::Pending => return None,
        Signing::Lapsed => {
            (Kind::Refused, "has passed its sign-by date", "extend it or send it again first".to_owned())
        }
        Signing::Signed => (Kind::Refused, "is signed by everybody already", format!("`clm verify {id}` proves it")),
        Signing::Declined => (Kind::Refused, "was declined", format!("`clm log {id}` says by whom and why")),
        Signing::Void => (Kind::Refused, "was withdrawn", format!("`clm log {id}` says why")),
        Signing::Broken => (Kind::VerificationFailed, "is broken", format!("`clm verify {id}` says what is wrong")),
    };
    Some(Error::new(kind, "not-in-review", format!("{id} {why}")).hint(hint).about(id.to_string()))
}

/// Panels in words, each with the line that asks for it.
fn in_words<'a>(missing: impl IntoIterator<Item = &'a Lacking>) -> Vec<String> {
    let sentence = |one: &Lacking| match one.place.as_str() {
        "" => format!("missing: {}", one.in_words()),
        place => format!("missing: {} ({place})", one.in_words()),
    };
    missing.into_iter().map(sentence).collect()
}

fn record(session: &Session, actor: &Actor, dossier: &Dossier, deed: &Deed, manner: &Manner<'_>) -> Result<ActReport> {
    let mut change = session.change()?;
    deed::put(session, actor, dossier, deed, &mut change)?;
    let entry = recorder::Entry {
        act: deed.word(),
        subject: recorder::naming(&dossier.title(), &dossier.id),
        contracts: vec![dossier.id.clone()],
    };
    let report = recorder::record(session, actor, change, &entry, vec![item(dossier, deed.word())], manner)?;
    let mut report = afterwards(session, report, dossier)?;
    if report.commit.is_some() {
        let after = session.again()?;
        let place = Place { folder: dossier.folder.clone(), id: dossier.id.clone() };
        let (_, standing) = self::standing(&after, &place, dossier)?;
        report.items.iter_mut().for_each(|item| item.status = Some(standing.status().to_owned()));
        report.outcome = Some(Outcome { says: says(&standing), ..Outcome::default() });
        if standing.approval.missing.iter().any(Lacking::is_hopeless) {
            report.warnings.push(HOPELESS.to_owned());
        }
    }
    Ok(report)
}

/// Where the approval is now, in a sentence.
fn says(standing: &Standing) -> String {
    let turn: Vec<String> = standing.approval.missing.iter().filter(|one| !one.later).map(Lacking::in_words).collect();
    match standing.signing {
        Signing::Review if !turn.is_empty() => format!("waits for the approval of {}", turn.join("; ")),
        Signing::Approved => format!("approved by {}", standing.approval.by.join(", ")),
        other => format!("it is {}", other.word()),
    }
}

/// Why an approval can never be complete.
const HOPELESS: &str = "too few are left who may approve, as nobody approves a contract of their own: an owner asks others in \
                        .clm/policy.toml";
