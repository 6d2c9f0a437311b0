//! Wording the other side asked for: found again, held against our present text, taken over.
//!
//! **Owns** which proposals a contract has, which of them still wait for an answer, and what is left of one once our text
//! has moved. **Invariants**: a proposal is read only as it was recorded, by digest; what it asks for is looked up in the
//! reply they signed, never in a text somebody may have edited since.

use crate::contract::act::{Act, Deed, Reported};
use crate::contract::compare::{self, Hunk};
use crate::contract::digest::Digest;
use crate::contract::document;
use crate::contract::lifecycle::Signing;
use crate::contract::problem::nearest;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::ops::drafting::draft;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::reply::{Reply, Response, Said, relocate, rewrite};

/// A text they propose.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Its path below `files/`.
    pub name: String,
    /// Who asks.
    pub from: Reported,
    /// When it was recorded.
    pub at: chrono::DateTime<chrono::FixedOffset>,
}

/// A proposal held against our present text.
#[derive(Debug, Clone)]
pub struct Held {
    /// The proposal.
    pub proposal: Proposal,
    /// Our present text.
    pub ours: Vec<u8>,
    /// Our present text with what can still be changed in it.
    pub theirs: Vec<u8>,
    /// How many changes it asked for, and how many of them our text still has the words for.
    pub changes: (usize, usize),
}

/// The name people use for a proposal: that of its file, without folder and ending.
#[must_use]
pub fn short(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.strip_suffix(".md").unwrap_or(file)
}

/// The proposal an act brought.
fn of(act: &Act) -> Option<Proposal> {
    let Deed::Comment { from: Some(from), .. } = &act.deed else { return None };
    let name = from.proposes.clone()?;
    Some(Proposal { name, from: (**from).clone(), at: act.at })
}

/// All proposals, the oldest first.
#[must_use]
pub fn all<'a>(acts: impl IntoIterator<Item = &'a Act>) -> Vec<Proposal> {
    let mut found: Vec<Proposal> = acts.into_iter().filter_map(of).collect();
    found.sort_by(|a, b| (a.at, &a.name).cmp(&(b.at, &b.name)));
    found
}

/// Those that still wait for an answer: the text they were made on is the present one, and it is not settled.
#[must_use]
pub fn waiting(acts: &[Act], present: Digest, signing: Signing) -> Vec<Proposal> {
    if matches!(signing, Signing::Signed | Signing::Void | Signing::Broken) {
        return Vec::new();
    }
    let sent = |digest: &Digest| {
        acts.iter().any(|act| match &act.deed {
            Deed::Send { revision, .. } => act.digest == *digest && *revision == present,
            _ => false,
        })
    };
    let undone = |proposal: &Proposal| {
        let brought = acts.iter().find(|act| of(act).is_some_and(|other| other.name == proposal.name));
        brought.is_some_and(|brought| {
            acts.iter().any(|act| matches!(&act.deed, Deed::Undo { act } if *act == brought.digest))
        })
    };
    let waits = |proposal: &Proposal| proposal.from.send.as_ref().is_some_and(sent) && !undone(proposal);
    all(acts).into_iter().filter(waits).collect()
}

/// The proposal called `typed`, or the newest, held against the present text.
///
/// # Errors
/// When there is none of that name, or what was recorded is not there any more.
pub fn hold(session: &Session, place: &Place, dossier: &Dossier, typed: Option<&str>) -> Result<Held> {
    let proposal = find(place, dossier, typed)?;
    let document = draft::readable(dossier)?;
    let response = response(session, dossier, &proposal)?;
    let text = String::from_utf8_lossy(document.bytes()).into_owned();
    let left = relocate(&text, document.body_line(), &response.changes);
    let theirs = rewrite(&text, document.body_line(), &left).map_err(|fault| {
        Error::new(Kind::Refused, "text-moved-on", format!("our text has moved on too far: {fault}"))
            .hint(format!("read files/{} by hand, and edit with `clm edit {}`", proposal.name, place.id))
            .about(place.id.to_string())
    })?;
    let changes = (response.changes.len(), left.len());
    Ok(Held { proposal, ours: document.bytes().to_vec(), theirs: theirs.into_bytes(), changes })
}

fn find(place: &Place, dossier: &Dossier, typed: Option<&str>) -> Result<Proposal> {
    let mut known = all(dossier.acts.iter().map(|file| &file.act));
    let names: Vec<String> = known.iter().map(|proposal| short(&proposal.name).to_owned()).collect();
    let Some(typed) = typed else {
        return known.pop().ok_or_else(|| {
            Error::new(Kind::NotFound, "no-proposal", format!("nobody asked for other wording in {}", place.id))
                .hint("`clm receive FILE` takes what they sent back")
                .about(place.id.to_string())
        });
    };
    let bare = short(typed);
    let starts = |proposal: &&Proposal| {
        let name = short(&proposal.name);
        name == bare || name.starts_with(bare) || name.rsplit('-').next().is_some_and(|last| last.starts_with(bare))
    };
    let mut found = known.iter().filter(starts);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one.clone()),
        (Some(_), Some(_)) => {
            Err(Error::new(Kind::NotFound, "ambiguous", format!("`{typed}` begins several proposals"))
                .details(names)
                .hint("type more of the name"))
        }
        (None, _) => {
            let near = nearest(bare, names.iter().map(String::as_str)).map(|near| format!("did you mean {near}?"));
            let error = Error::new(Kind::NotFound, "no-proposal", format!("{} has no proposal `{typed}`", place.id));
            let hint = near.unwrap_or_else(|| format!("`clm show {}` lists what came in", place.id));
            Err(error.details(names).hint(hint).about(place.id.to_string()))
        }
    }
}

/// What they asked for, out of the reply that was kept, by its digest.
fn response(session: &Session, dossier: &Dossier, proposal: &Proposal) -> Result<Response> {
    let kept = proposal.from.evidence.iter().find(|(name, _)| name.starts_with("replies/") && name.ends_with(".json"));
    let bytes = match kept {
        Some((name, digest)) => session
            .snapshot()?
            .read(&format!("{}/files/{name}", dossier.folder))?
            .filter(|bytes| Digest::of(bytes) == *digest),
        None => None,
    };
    let said = bytes.and_then(|bytes| Reply::parse(&bytes).ok()).map(|reply| reply.said);
    match said {
        Some(Said::Response(text)) => Response::parse(&text).ok(),
        _ => None,
    }
    .ok_or_else(|| {
        Error::new(Kind::VerificationFailed, "evidence", "the reply it came in is gone or was changed")
            .hint(format!("`clm verify {}` names the file; `clm restore {}` brings it back", dossier.id, dossier.id))
            .about(dossier.id.to_string())
    })
}

/// Where the two texts differ, in the order in which they are counted from 1.
#[must_use]
pub fn hunks(held: &Held) -> Vec<Hunk> {
    let (ours, theirs) = (body(&held.ours), body(&held.theirs));
    compare::hunks(&ours.1, &theirs.1, &|_| false)
}

/// Our text with some of the differences taken over.
#[must_use]
pub fn with_hunks(held: &Held, chosen: &[Hunk]) -> Vec<u8> {
    let (front, body) = body(&held.ours);
    let lines: Vec<&str> = body.split_inclusive('\n').collect();
    let mut out = front;
    let mut done = 0_usize;
    for hunk in chosen {
        let start = hunk.old_line.saturating_sub(1);
        out.extend(lines.get(done..start).unwrap_or_default().iter().copied());
        out.push_str(&hunk.new);
        done = start.saturating_add(hunk.old.split_inclusive('\n').count());
    }
    out.extend(lines.get(done..).unwrap_or_default().iter().copied());
    out.into_bytes()
}

/// Front matter with its fences, and the body.
fn body(bytes: &[u8]) -> (String, String) {
    let whole = String::from_utf8_lossy(bytes).into_owned();
    let start = document::split("contract.md", bytes).map_or(0, |split| whole.len().saturating_sub(split.body().len()));
    let (front, body) = whole.split_at_checked(start).unwrap_or(("", &whole));
    (front.to_owned(), body.to_owned())
}
