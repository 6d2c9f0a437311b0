//! `approve`: one of those asked agrees to the text as it stands.

use super::{closed, in_words, record, standing};
use crate::contract::act::Deed;
use crate::contract::header::Header;
use crate::contract::lifecycle::{Progress, Signing};
use crate::error::{Error, Kind, Result};
use crate::ops::finding::terms;
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{dossier::Dossier, drafting::draft};
use crate::report::act::ActReport;

/// What is about to be approved, for a person to read.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Title and id.
    pub title: String,
    /// Parties, term, value.
    pub key_terms: Vec<String>,
    /// Digest of the revision.
    pub revision: String,
}

/// Shows what is about to be approved; false when the person does not want to.
pub type Agree<'a> = dyn FnMut(&Shown) -> Result<bool> + 'a;

/// Approves the present text; `words` are the note beside it.
///
/// # Errors
/// When nobody asked, it is not the actor's turn or their own contract, the policy does not allow it, or they decline.
pub fn approve(
    session: &Session,
    actor: &Actor,
    place: &Place,
    agree: &mut Agree<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    draft::must_be_saved(session, place)?;
    let dossier = session.dossier(place)?;
    actor.must_approve(session, dossier.workspace())?;
    let header = draft::readable(&dossier)?.header();
    let (entry, standing) = standing(session, place, &dossier)?;
    if let Some(error) = closed(place, &standing) {
        return Err(error);
    }
    must_be_asked(place, standing.signing, &standing.approval)?;
    must_not_be_own(place, &dossier, actor.email(), &entry.approvals.own)?;
    must_be_their_turn(place, actor.email(), &standing.approval)?;
    if !agree(&shown(header, &dossier))? {
        return Err(
            Error::new(Kind::Refused, "not-agreed", "not approved; nothing was written").about(place.id.to_string())
        );
    }
    let note = manner.words.map(str::trim).filter(|words| !words.is_empty()).map(ToOwned::to_owned);
    record(session, actor, &dossier, &Deed::Approve { revision: dossier.revision, note }, manner)
}

fn shown(header: &Header, dossier: &Dossier) -> Shown {
    let parties = header.parties.iter().map(|party| format!("party: {}", party.name));
    let terms = terms::in_words(&header.term).into_iter().map(|term| format!("term: {term}"));
    let value = header.value.as_ref().map(|value| {
        let per = if value.per.word() == "once" { String::new() } else { format!(" per {}", value.per.word()) };
        format!("value: {} {}{per}", value.currency, value.amount)
    });
    Shown {
        title: format!("{} ({})", header.title, header.id),
        key_terms: parties.chain(terms).chain(value).collect(),
        revision: dossier.revision.to_string(),
    }
}

fn must_be_asked(place: &Place, signing: Signing, progress: &Progress) -> Result<()> {
    let id = &place.id;
    let (code, message, hint) = match signing {
        Signing::Review => return Ok(()),
        Signing::Pending if progress.is_short() => return Ok(()),
        Signing::Draft => (
            "not-submitted",
            format!("nobody asked for the approval of {id} as it stands"),
            format!("its drafter asks with `clm submit {id}`; an approval of an earlier text counts no more"),
        ),
        Signing::Approved => {
            ("already-approved", format!("{id} is approved as it stands"), format!("`clm show {id}` says by whom"))
        }
        _ => ("not-in-review", format!("{id} waits for nobody's approval"), format!("`clm show {id}` says more")),
    };
    Err(Error::new(Kind::Refused, code, message).hint(hint).about(id.to_string()))
}

/// Whoever owns it, wrote any of it or asked for its approval leaves the approving to others.
fn must_not_be_own(
    place: &Place,
    dossier: &Dossier,
    email: &str,
    own: &std::collections::BTreeSet<String>,
) -> Result<()> {
    let submitted = |revision| {
        let acts = dossier.acts.iter().map(|file| &file.act);
        acts.filter(|act| act.deed == Deed::Submit { revision }).any(|act| act.by == email)
    };
    let why = if dossier.record.owner.as_deref() == Some(email) {
        "owns it"
    } else if own.contains(email) {
        "wrote some of its text"
    } else if submitted(dossier.revision) {
        "asked for its approval"
    } else {
        return Ok(());
    };
    let message = format!("{email} {why}: nobody approves a contract of their own ({})", place.id);
    Err(Error::new(Kind::Refused, "own-contract", message)
        .hint(format!("`clm show {}` says who else is asked", place.id))
        .about(place.id.to_string()))
}

fn must_be_their_turn(place: &Place, email: &str, progress: &Progress) -> Result<()> {
    if progress.turns_of(email).next().is_some() {
        return Ok(());
    }
    let id = &place.id;
    let later = progress.missing.iter().any(|one| one.later && one.from.iter().any(|from| from == email));
    let (code, message, hint) = if later {
        ("not-your-turn", format!("others approve {id} before {email}"), "approve once they have".to_owned())
    } else if progress.by.iter().any(|by| by == email) {
        ("already-approved", format!("{email} has approved {id} as it stands"), "others are missing".to_owned())
    } else {
        (
            "not-asked",
            format!("{email} is not among those asked to approve {id}"),
            "an owner says in .clm/policy.toml who is".to_owned(),
        )
    };
    Err(Error::new(Kind::Refused, code, message).details(in_words(&progress.missing)).hint(hint).about(id.to_string()))
}
