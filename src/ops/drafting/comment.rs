//! `comment`: words about a contract or one of its clauses, at any state; ours, and never part of the agreement.

use crate::contract::act::Deed;
use crate::contract::outline::{Clause, Outline};
use crate::contract::problem::{nearest, quoted};
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::ops::recording::answer::{afterwards, item};
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{drafting::draft, recording::deed};
use crate::policy::Right;
use crate::report::act::ActReport;

/// Records a comment; `on` is the clause it is about, as typed.
///
/// # Errors
/// When it says nothing, there is no such clause, or the policy does not allow it.
pub fn comment(
    session: &Session,
    actor: &Actor,
    place: &Place,
    text: &str,
    on: Option<&str>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let dossier = session.dossier(place)?;
    actor.must_have_on(session, Right::Comment, &dossier)?;
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::new(Kind::Usage, "missing-answer", "the comment says nothing")
            .hint(format!("clm comment {} \"words\"", place.id))
            .about(place.id.as_str()));
    }
    let clause = on.map(|name| clause(&dossier, name)).transpose()?;
    let mut change = session.change()?;
    let deed = Deed::Comment { text: text.to_owned(), clause: clause.clone(), from: None };
    deed::put(session, actor, &dossier, &deed, &mut change)?;
    let about = clause.map(|clause| format!(" on {clause}")).unwrap_or_default();
    let subject = format!("{}{about}", recorder::naming(&dossier.title(), &dossier.id));
    let entry = Entry { act: "comment", subject, contracts: vec![dossier.id.clone()] };
    let manner = Manner { words: Some(text), ..*manner };
    let report = recorder::record(session, actor, change, &entry, vec![item(&dossier, "comment")], &manner)?;
    afterwards(session, report, &dossier)
}

/// The clause as it is kept: `§3.2`, or the title of a heading without a number.
fn clause(dossier: &Dossier, name: &str) -> Result<String> {
    let body = draft::readable(dossier)?.body();
    let outline = Outline::of(body);
    if let Some(found) = outline.find(name) {
        return Ok(called(found));
    }
    let names: Vec<String> = outline.clauses().iter().map(called).collect();
    let typed = name.trim().trim_start_matches('§').trim();
    let near = nearest(typed, names.iter().map(|name| name.trim_start_matches('§')));
    let near = near.and_then(|near| names.iter().find(|name| name.trim_start_matches('§') == near));
    let hint = match (near.or_else(|| around(typed, &names)), names.first()) {
        (Some(near), _) => format!("did you mean {near}?"),
        (None, Some(_)) => {
            let known: Vec<&str> = names.iter().take(12).map(String::as_str).collect();
            format!("its clauses are {}", known.join(", "))
        }
        (None, None) => "its text has no clauses; leave out --on".to_owned(),
    };
    let message = format!("{} has no clause {}", dossier.id, quoted(name));
    Err(Error::new(Kind::NotFound, "no-such-clause", message).hint(hint).about(dossier.id.as_str()))
}

/// The clause that one of this number would stand in: `§7.2` for `7.2.9`.
fn around<'n>(typed: &str, names: &'n [String]) -> Option<&'n String> {
    let mut number = typed;
    while let Some((above, _)) = number.rsplit_once('.') {
        number = above;
        if let Some(found) = names.iter().find(|name| name.strip_prefix('§') == Some(number)) {
            return Some(found);
        }
    }
    None
}

fn called(clause: &Clause) -> String {
    clause.number.as_ref().map_or_else(|| clause.title.clone(), |number| format!("§{number}"))
}
