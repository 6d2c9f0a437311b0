//! `amend`: a linked amendment, with its own text and signatures; the signed agreement itself is never edited.

use chrono::NaiveDate;

use super::heir::{self, Heir};
use super::state::Living;
use crate::contract::document::Document;
use crate::contract::header::{self, Header, Link};
use crate::contract::language::Language;
use crate::contract::lifecycle::Lifecycle;
use crate::contract::term::Term;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::How;
use crate::ops::paper::new::Ids;
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::{ActReport, Outcome};

/// The kind of every amendment: `clm list kind:amendment`.
pub const KIND: &str = "amendment";

/// An amendment to draw.
#[derive(Debug, Clone, Copy, Default)]
pub struct AmendRequest<'a> {
    /// The day from which it holds; the day it is signed when absent.
    pub effective: Option<NaiveDate>,
    /// Its title instead of the usual one.
    pub title: Option<&'a str>,
}

/// The words of an amendment in one language; `{…}` are places.
struct Wording {
    title: &'static str,
    body: &'static str,
}

const ENGLISH: Wording = Wording {
    title: "Amendment {number} to {title}",
    body: "# {heading}\n\nThis amendment is part of the agreement \"{title}\" ({id}) between {parties}.\n\n\
           1. **What changes.** [[fill: what changes]]\n\
           2. **What stays.** Everything this amendment does not change stays as agreed.\n\
           3. **From when.** This amendment holds from the day its first page names, and otherwise from the day all have \
           signed it.\n",
};

const NORWEGIAN: Wording = Wording {
    title: "Endring {number} av {title}",
    body: "# {heading}\n\nDenne endringen er en del av avtalen «{title}» ({id}) mellom {parties}.\n\n\
           1. **Hva som endres.** [[fill: what changes]]\n\
           2. **Hva som består.** Alt som ikke endres her, gjelder som avtalt.\n\
           3. **Fra når.** Endringen gjelder fra den dagen som er oppgitt foran, ellers fra den dagen alle har signert.\n",
};

const SWEDISH: Wording = Wording {
    title: "Ändring {number} av {title}",
    body: "# {heading}\n\nDenna ändring är en del av avtalet ”{title}” ({id}) mellan {parties}.\n\n\
           1. **Vad som ändras.** [[fill: what changes]]\n\
           2. **Vad som består.** Allt som inte ändras här gäller som avtalat.\n\
           3. **Från när.** Ändringen gäller från den dag som anges ovan, annars från den dag alla har undertecknat.\n",
};

const DANISH: Wording = Wording {
    title: "Ændring {number} af {title}",
    body: "# {heading}\n\nDenne ændring er en del af aftalen \"{title}\" ({id}) mellem {parties}.\n\n\
           1. **Hvad der ændres.** [[fill: what changes]]\n\
           2. **Hvad der består.** Alt, som ikke ændres her, gælder som aftalt.\n\
           3. **Fra hvornår.** Ændringen gælder fra den dag, der er angivet foran, ellers fra den dag alle har underskrevet.\n",
};

const GERMAN: Wording = Wording {
    title: "Nachtrag {number} zu {title}",
    body: "# {heading}\n\nDieser Nachtrag ist Teil des Vertrags „{title}“ ({id}) zwischen {parties}.\n\n\
           1. **Was sich ändert.** [[fill: what changes]]\n\
           2. **Was bleibt.** Alles, was dieser Nachtrag nicht ändert, gilt wie vereinbart.\n\
           3. **Ab wann.** Der Nachtrag gilt ab dem vorn genannten Tag, sonst ab dem Tag, an dem alle unterzeichnet haben.\n",
};

fn wording(language: &str) -> &'static Wording {
    match language.split(['-', '_']).next().unwrap_or_default() {
        "nb" | "nn" | "no" => &NORWEGIAN,
        "sv" => &SWEDISH,
        "da" => &DANISH,
        "de" => &GERMAN,
        _ => &ENGLISH,
    }
}

/// Draws an amendment of a signed contract.
///
/// # Errors
/// When the state or the policy does not allow it, or the day cannot be.
pub fn amend(
    session: &Session,
    actor: &Actor,
    place: &Place,
    request: &AmendRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let living = Living::open(session, actor, place, Right::Draft)?;
    living.must_stand_alone("amended", "amend")?;
    living.must_be("amended", &[Lifecycle::Awaiting, Lifecycle::Active, Lifecycle::Unknown])?;
    day_must_fit(&living, request.effective)?;
    let old = living.header()?;
    let id = Ids::of(session)?.fresh(KIND)?;
    let number = living.entry.linked.iter().filter(|linked| linked.how == How::Amends).count().saturating_add(1);
    let words = wording(living.entry.language());
    let usual = || super::letter::fill(words.title, &[("number", &number.to_string()), ("title", &old.title)]);
    let title = request.title.map_or_else(usual, str::to_owned);
    let names: Vec<&str> = old.parties.iter().map(|party| party.name.as_str()).collect();
    let parties = Language::of(living.entry.language()).list(&names);
    let places =
        [("heading", title.as_str()), ("title", &old.title), ("id", old.id.as_str()), ("parties", parties.as_str())];
    let body = super::letter::fill(words.body, &places);
    let link = Link { id: old.id.clone(), revision: Some(living.dossier.revision), effective: request.effective };
    let header = Header {
        id: id.clone(),
        title,
        kind: KIND.to_owned(),
        term: Term::default(),
        has_term: false,
        value: None,
        obligations: Vec::new(),
        amends: Some(link),
        renews: None,
        supersedes: None,
        under: None,
        ..old.clone()
    };
    let heir = Heir { id, bytes: Document::compose(&header::write(&header), &body), annexes: false };
    heir::file(session, actor, &living, ("amend", &heir), outcome(&living, &heir, request), manner)
}

fn day_must_fit(living: &Living, effective: Option<NaiveDate>) -> Result<()> {
    let (standing, Some(day)) = (&living.standing, effective) else { return Ok(()) };
    let usage = |message: String| {
        Err(Error::new(Kind::Usage, "contradiction", message).hint("--effective is a day while the contract runs"))
    };
    if let Some(start) = standing.start.filter(|start| day < *start) {
        return usage(format!("--effective {day} is before {start}, the contract's first day"));
    }
    let ends = standing.flags.contains(&crate::contract::lifecycle::Flag::NotRenewing) || standing.notice_by.is_none();
    match standing.end.filter(|end| ends && day > *end) {
        Some(end) => usage(format!("--effective {day} is after {end}, the contract's last day")),
        None => Ok(()),
    }
}

fn outcome(living: &Living, heir: &Heir, request: &AmendRequest<'_>) -> Outcome {
    let from = request.effective.map_or_else(|| "the day everybody has signed it".to_owned(), |day| day.to_string());
    let id = &heir.id;
    Outcome {
        says: format!("drafted as {id}; it changes {} from {from}", living.dossier.id),
        why: vec![
            format!("Write what changes with `clm edit {id}`; everybody signs it like a contract of its own."),
            format!(
                "A [term] in it (`clm set {id} term.notice=\"1 month\"`) takes the place of the whole old [term] from that day; \
                 only the start is kept."
            ),
        ],
        ..Outcome::default()
    }
}
