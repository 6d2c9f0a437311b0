//! Which state allows which act on a living contract, and what is right instead where it does not.

use chrono::NaiveDate;

use crate::contract::act::{Act, Deed};
use crate::contract::header::Header;
use crate::contract::lifecycle::{Flag, Lifecycle, Signing, Standing};
use crate::contract::problem::nearest;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::dossier::Dossier;
use crate::ops::drafting::draft;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;

/// A contract about to be acted on: what lies in its folder, what follows from it, and where it stands.
pub struct Living {
    /// Its folder.
    pub dossier: Dossier,
    /// Its facts, with what other contracts do to it.
    pub entry: Entry,
    /// Its state on the session's day.
    pub standing: Standing,
}

impl Living {
    /// Looks at a contract; refuses when the actor may not, or when edits are not recorded.
    ///
    /// # Errors
    /// What the policy or the work tree say against it.
    pub fn open(session: &Session, actor: &Actor, place: &Place, right: Right) -> Result<Self> {
        let dossier = session.dossier(place)?;
        actor.must_have(session, right, Some(dossier.workspace()))?;
        draft::must_be_saved(session, place)?;
        Self::look(session, place)
    }

    /// Looks at a contract without acting on it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn look(session: &Session, place: &Place) -> Result<Self> {
        let dossier = session.dossier(place)?;
        let entry = Catalogue::open(session)?.in_folder(&place.folder)?.ok_or_else(|| {
            Error::new(Kind::NotFound, "no-such-contract", format!("{} is not there any more", place.id))
                .hint("`clm list` shows what there is")
        })?;
        let standing = entry.standing(&session.organisation, session.today);
        Ok(Self { dossier, entry, standing })
    }

    /// The header whose terms count.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn header(&self) -> Result<&Header> {
        draft::readable(&self.dossier)?;
        self.entry
            .terms()
            .ok_or_else(|| self.refused("acted on", "its terms cannot be read", &[self.command("verify")]))
    }

    /// `clm WORD ID`.
    pub fn command(&self, word: &str) -> String {
        format!("clm {word} {}", self.dossier.id)
    }

    /// The command that takes back one of its acts.
    pub fn undo(act: &Act) -> String {
        format!("clm undo {}", act.digest.short(12))
    }

    /// Refuses unless the contract is signed and its lifecycle is one of `allowed`. `what` follows "cannot be": `ended by
    /// notice`.
    ///
    /// # Errors
    /// With the state, and the commands that are right instead.
    pub fn must_be(&self, what: &str, allowed: &[Lifecycle]) -> Result<()> {
        let standing = &self.standing;
        if standing.signing == Signing::Signed && standing.lifecycle.is_some_and(|state| allowed.contains(&state)) {
            return Ok(());
        }
        let (why, instead) = self.instead();
        Err(self.refused(what, &why, &instead))
    }

    /// Refuses an amendment: the act belongs to the contract it amends.
    ///
    /// # Errors
    /// Naming that contract.
    pub fn must_stand_alone(&self, what: &str, word: &str) -> Result<()> {
        let Some(link) = self.entry.terms().and_then(|header| header.amends.as_ref()) else { return Ok(()) };
        let why = format!("it is an amendment of {}", link.id);
        Err(self.refused(what, &why, &[format!("clm {word} {}", link.id)]))
    }

    /// A refusal with what can be done instead, the first as its hint.
    pub fn refused(&self, what: &str, why: &str, instead: &[String]) -> Error {
        let id = &self.dossier.id;
        let error = Error::new(Kind::Refused, "not-in-this-state", format!("{id} cannot be {what}: {why}"));
        let (first, more) = match instead {
            [] => return error.about(id.to_string()),
            [first, more @ ..] => (first, more),
        };
        error.details(more.iter().map(|one| format!("or `{one}`"))).hint(format!("`{first}`")).about(id.to_string())
    }

    /// Why nothing can be done to it in this state, and what can be done instead.
    pub fn instead(&self) -> (String, Vec<String>) {
        let is = |word: &str| format!("it is {word}");
        let standing = &self.standing;
        match (standing.signing, standing.lifecycle) {
            (Signing::Draft | Signing::Review | Signing::Approved, _) => (
                format!("{}, and nobody has agreed to it yet", is(standing.signing.word())),
                vec![self.command("edit"), self.command("sign")],
            ),
            (Signing::Pending, _) => (
                format!("{}: not everybody has signed", is("pending")),
                vec![self.command("show"), "clm receive FILE --basis BASIS".to_owned()],
            ),
            (Signing::Lapsed, _) => (
                format!("{}: it was not signed in time", is("lapsed")),
                vec![format!("{} --until DATE", self.command("extend")), self.command("reopen")],
            ),
            (Signing::Declined | Signing::Void, _) => (
                format!("{}, and never came into force", is(standing.signing.word())),
                vec!["clm new --template NAME".to_owned(), self.command("log")],
            ),
            (Signing::Broken, _) => (is("broken"), vec![self.command("verify"), self.command("restore")]),
            (Signing::Signed, Some(Lifecycle::Ended)) => self.after_the_end(),
            (Signing::Signed, Some(Lifecycle::Unknown)) => (
                format!("its terms do not say how long it runs: {}", standing.findings.join(" ")),
                vec![self.command("amend"), self.command("check")],
            ),
            (Signing::Signed, Some(Lifecycle::Awaiting)) => (
                format!("it starts on {}", date(standing.start)),
                vec![self.command("show"), self.command("terminate")],
            ),
            (Signing::Signed, _) => (is(standing.status()), vec![self.command("show")]),
        }
    }

    fn after_the_end(&self) -> (String, Vec<String>) {
        let standing = &self.standing;
        if let Some((successor, start)) =
            self.entry.superseded.as_ref().filter(|_| standing.flags.contains(&Flag::Superseded))
        {
            let why = format!("it ended on {} and was superseded by {successor} from {start}", date(standing.end));
            return (why, vec![format!("clm show {successor}")]);
        }
        let how = if standing.flags.contains(&Flag::Terminated) { "was terminated and ended" } else { "ended" };
        (format!("it {how} on {}", date(standing.end)), vec![self.command("renew"), self.command("show")])
    }

    /// The latest act of a kind that was not taken back.
    pub fn standing_act(&self, session: &Session, wanted: impl Fn(&Deed) -> bool) -> Option<&Act> {
        let acts = self.entry.live_acts(&session.organisation);
        acts.into_iter().filter(|act| wanted(&act.deed)).max_by_key(|act| act.at)
    }

    /// A party as a person names it: exactly, in other capitals, or by the beginning of its name.
    ///
    /// # Errors
    /// Naming the nearest party, and all of them.
    pub fn party(&self, typed: &str) -> Result<&str> {
        let names = || self.entry.terms().into_iter().flat_map(|header| header.parties.iter()).map(|p| p.name.as_str());
        if let Some(exact) = names().find(|name| *name == typed) {
            return Ok(exact);
        }
        let lower = typed.trim().to_lowercase();
        let begins: Vec<&str> = names().filter(|name| name.to_lowercase().starts_with(&lower)).collect();
        if let ([only], false) = (begins.as_slice(), lower.is_empty()) {
            return Ok(only);
        }
        let all: Vec<&str> = names().collect();
        let message = format!("no party of {} is called `{typed}`", self.dossier.id);
        let hint = match nearest(typed, all.iter().copied()) {
            Some(near) => format!("did you mean `--by \"{near}\"`? the parties are {}", all.join(", ")),
            None => format!("the parties are {}", all.join(", ")),
        };
        Err(Error::new(Kind::NotFound, "no-such-party", message).hint(hint).about(self.dossier.id.to_string()))
    }
}

/// A day, or that it is not known.
pub fn date(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "an unknown day".to_owned(), |day| day.to_string())
}

/// Refuses a day that is still to come, for what is recorded after it happened.
///
/// # Errors
/// Naming the flag.
pub fn must_have_come(session: &Session, flag: &str, day: NaiveDate, hint: &str) -> Result<()> {
    if day > session.now.date_naive() {
        return Err(Error::new(Kind::Usage, "future-date", format!("{flag} {day} is still to come")).hint(hint));
    }
    Ok(())
}
