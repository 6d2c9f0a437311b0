//! `decline`: somebody refuses to sign, with the reason.
//!
//! Two ways lead here. A member refuses for a party they sign for: that is a statement, signed with their key. Somebody
//! else told us, and we know on some ground that it was them: that is an act of ours.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::sign::{self, Agree, Shown, consent, may};
use super::void::reason;
use crate::contract::act::{Basis, Deed, Told};
use crate::contract::lifecycle::{Signing, StatementAct};
use crate::error::{Error, Kind, Result};
use crate::ops::living::{self, evidence, state::Living, state::must_have_come};
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::{ActReport, Outcome};
use crate::signature::statement::Signer;

/// A refusal that somebody told us.
#[derive(Debug, Clone)]
pub struct ToldRequest<'a> {
    /// The party, by name or the beginning of it.
    pub party: &'a str,
    /// Who told us.
    pub name: &'a str,
    /// The day; the session's real day when absent.
    pub on: Option<NaiveDate>,
    /// How we know that it was them.
    pub basis: Basis,
    /// Files that show it.
    pub evidence: &'a [PathBuf],
}

/// Records a refusal that was told to us; the reason is the person's own words.
///
/// # Errors
/// When the state or the policy does not allow it, there is no such party, or no reason.
pub fn told(
    session: &Session,
    actor: &Actor,
    place: &Place,
    request: &ToldRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let living = Living::open(session, actor, place, Right::Record)?;
    must_be_open(&living)?;
    let party = living.party(request.party)?.to_owned();
    let on = request.on.unwrap_or_else(|| session.now.date_naive());
    must_have_come(session, "--on", on, "--on is the day they told you")?;
    let reason = reason(manner, "a refusal")?;
    let mut change = session.change()?;
    let kept = evidence::keep(&living.dossier, request.evidence, &mut change)?;
    let told = Told { name: request.name.trim().to_owned(), on, basis: request.basis, evidence: kept };
    let deed = Deed::Decline { party: party.clone(), reason, told: Some(Box::new(told)) };
    let composed = living::compose(session, actor, &living, &deed)?;
    let outcome = outcome(&living, &format!("{} declined for {party}", request.name.trim()));
    living::record(session, actor, &living, change, composed, outcome, manner)
}

/// Signs a refusal with the actor's key, for a party they sign for; our own organisation when none is named.
///
/// # Errors
/// When the state or the policy does not allow it, there is no reason, or the person does not go through with it.
pub fn decline(
    session: &Session,
    actor: &Actor,
    place: &Place,
    party: Option<&str>,
    agree: &mut Agree<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let living = Living::open(session, actor, place, Right::Sign)?;
    must_be_open(&living)?;
    let header = living.header()?;
    let party = may::party(header, party.unwrap_or(&session.organisation.name))?;
    actor.must_sign_for(session, &party.name).map_err(|refusal| {
        refusal.hint("record what somebody told you with `--for PARTY --name NAME --basis BASIS`")
    })?;
    let signer = Signer {
        name: actor.name().to_owned(),
        email: actor.member().email.clone(),
        party: party.name.clone(),
        capacity: sign::capacity(session, party, actor.email(), None),
        key: actor.public().fingerprint(),
    };
    may::signer(session, place, &living.dossier, party, (&signer, None))?;
    let reason = reason(manner, "a refusal")?.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut statement = sign::statement(session, &living.dossier, header, signer)?;
    statement.act = StatementAct::Decline;
    statement.consent = consent::refusal(header, &statement.signer);
    statement.reason = Some(reason);
    let text = living.dossier.document.as_ref().map_or("", |document| document.body());
    if !agree(&Shown::of(header, &statement, text))? {
        return Err(Error::new(Kind::Refused, "not-agreed", "not declined; nothing was written")
            .hint(format!("`clm show {}` says whom it waits for", place.id))
            .about(place.id.to_string()));
    }
    let report = sign::seal_and_record(session, actor, &living.dossier, &statement, session.change()?, manner)?;
    Ok(ActReport { outcome: Some(outcome(&living, &format!("declined for {}", statement.signer.party))), ..report })
}

/// What nobody can agree to any more cannot be refused either.
fn must_be_open(living: &Living) -> Result<()> {
    let (why, instead) = match living.standing.signing {
        Signing::Draft | Signing::Review | Signing::Approved | Signing::Pending | Signing::Lapsed => return Ok(()),
        Signing::Signed => {
            ("everybody has signed it".to_owned(), vec![living.command("notice"), living.command("terminate")])
        }
        Signing::Declined => ("it was declined already".to_owned(), vec![living.command("log")]),
        Signing::Void => ("it was withdrawn".to_owned(), vec![living.command("log")]),
        Signing::Broken => living.instead(),
    };
    Err(living.refused("declined", &why, &instead))
}

fn outcome(living: &Living, says: &str) -> Outcome {
    let reopen = living.command("reopen");
    let why = vec![format!("Nobody can sign this text any more; `{reopen}` makes it a draft again.")];
    Outcome { says: says.to_owned(), why, ..Outcome::default() }
}
