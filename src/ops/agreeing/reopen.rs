//! `reopen`: a frozen text becomes a draft again before everybody has signed.
//!
//! **Owns** which text may be reopened and the act that does it. **Invariants**: a fully signed text is never reopened;
//! what was signed on the text given up stays as history and counts for nothing. Whoever takes over a wording in the same
//! commit opens a [`Reopening`], and puts its act into that change.

use crate::contract::act::Deed;
use crate::contract::lifecycle::{Signing, StatementAct};
use crate::error::Result;
use crate::ops::living::{self, state::Living};
use crate::ops::recording::deed;
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::{ActReport, Outcome};
use crate::store::Change;

/// A frozen text that may become a draft again.
pub struct Reopening {
    /// The contract.
    pub living: Living,
    deed: Deed,
}

impl Reopening {
    /// Looks whether the text may be reopened, in the person's own words.
    ///
    /// # Errors
    /// When it is no frozen text, everybody has signed, it has unsaved changes, or the policy does not allow it.
    pub fn open(session: &Session, actor: &Actor, place: &Place, words: Option<&str>) -> Result<Self> {
        let living = Living::open(session, actor, place, Right::Send)?;
        must_be_frozen(&living)?;
        let reason = words.map(str::trim).filter(|words| !words.is_empty()).map(ToOwned::to_owned);
        let deed = Deed::Reopen { revision: living.dossier.revision, reason };
        Ok(Self { living, deed })
    }

    /// Puts the act into a change that does more.
    ///
    /// # Errors
    /// When the person's words cannot stand in an act.
    pub fn put(&self, session: &Session, actor: &Actor, change: &mut Change<'_>) -> Result<()> {
        deed::put(session, actor, &self.living.dossier, &self.deed, change).map(drop)
    }

    /// What follows for those who signed or were sent a page.
    #[must_use]
    pub fn outcome(&self, session: &Session) -> Outcome {
        let entry = &self.living.entry;
        let signed = |act: StatementAct| {
            entry.statements.iter().filter(move |one| one.act == act && one.revision == entry.revision)
        };
        let names: Vec<String> =
            signed(StatementAct::Sign).map(|one| format!("{} for {}", one.name, one.party)).collect();
        let mut why = Vec::new();
        if !names.is_empty() {
            let list = names.join(", ");
            why.push(format!("What was signed stays as history and does not count any more: {list}."));
        }
        let out: Vec<String> = (entry.pages_sent(&session.organisation).iter())
            .map(|sent| sent.page.name.clone().unwrap_or_else(|| sent.page.party.clone()))
            .collect();
        if !out.is_empty() {
            why.push(format!("The pages sent to {} are stale: tell them that another text will come.", out.join(", ")));
        }
        Outcome { says: "a draft again: everybody is asked anew".to_owned(), why, ..Outcome::default() }
    }
}

/// Makes a frozen text a draft again.
///
/// # Errors
/// As [`Reopening::open`].
pub fn reopen(session: &Session, actor: &Actor, place: &Place, manner: &Manner<'_>) -> Result<ActReport> {
    let reopening = Reopening::open(session, actor, place, manner.words)?;
    let outcome = reopening.outcome(session);
    let composed = living::compose(session, actor, &reopening.living, &reopening.deed)?;
    living::record(session, actor, &reopening.living, session.change()?, composed, outcome, manner)
}

fn must_be_frozen(living: &Living) -> Result<()> {
    let (why, instead) = match living.standing.signing {
        Signing::Pending | Signing::Lapsed | Signing::Declined => return Ok(()),
        Signing::Draft | Signing::Review | Signing::Approved => (
            format!("it is {}: its text may change already", living.standing.signing.word()),
            vec![living.command("edit"), living.command("send")],
        ),
        Signing::Signed => (
            "everybody has signed it, and what is signed is never edited".to_owned(),
            vec![living.command("amend"), living.command("terminate")],
        ),
        Signing::Void => ("it was withdrawn".to_owned(), vec![living.command("undo"), living.command("log")]),
        Signing::Broken => living.instead(),
    };
    Err(living.refused("reopened", &why, &instead))
}
