//! `attach`: annexes of a draft, which are part of the agreement, and evidence at any time, which never is.
//!
//! **Invariants**: bytes in, bytes out; nothing that is there is overwritten; links, folders and devices are not followed.

mod source;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::contract::digest::Digest;
use crate::contract::problem::{nearest, quoted};
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::ops::recording::answer::{afterwards, item};
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::{dossier::part, drafting::draft};
use crate::policy::Right;
use crate::report::act::ActReport;
use crate::store::{FILE_LIMIT, TEXT_LIMIT};
use source::{LARGE, Source};

/// What to attach, and as what.
#[derive(Debug, Clone, Copy)]
pub struct AttachRequest<'a> {
    /// The files.
    pub files: &'a [PathBuf],
    /// To `files/` instead of `annexes/`.
    pub evidence: bool,
    /// Another name, for one file.
    pub name: Option<&'a str>,
}

/// Attaches files to a contract in one commit.
///
/// # Errors
/// When a file cannot be taken, a name is taken, an annex comes too late, or the policy does not allow it.
pub fn attach(
    session: &Session,
    actor: &Actor,
    place: &Place,
    request: &AttachRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let dossier = session.dossier(place)?;
    actor.must_have_on(session, Right::Edit, &dossier)?;
    let (shelf, limit) = if request.evidence { ("files", FILE_LIMIT) } else { ("annexes", TEXT_LIMIT) };
    if !request.evidence {
        may_have_annexes(session, place)?;
    }
    let read = |path: &PathBuf| source::read(path, request.name, limit);
    let sources: Vec<Source> = request.files.iter().map(read).collect::<Result<_>>()?;
    let there = present(session, &dossier)?;
    let destinations: Vec<String> =
        sources.iter().map(|source| format!("{}/{shelf}/{}", dossier.folder, source.name)).collect();
    must_be_saved(session, place, &destinations)?;
    let mut change = session.change()?;
    let (mut lines, mut warnings, mut taken) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (source, path) in sources.into_iter().zip(destinations) {
        let name = format!("{shelf}/{}", source.name);
        let before = taken.insert(name.clone(), source.digest).or_else(|| there.get(&name).copied());
        match before {
            Some(same) if same == source.digest => {
                warnings.push(format!("{name} is there already, with the same bytes"));
                continue;
            }
            Some(_) => return Err(collision(place, &source, &name, request.evidence)),
            None => {}
        }
        warnings.extend(told(&source, &name, &there));
        lines.push(format!("{name}  {}  {} bytes", source.digest, source.bytes.len()));
        change.put(&path, source.bytes)?;
    }
    if lines.is_empty() {
        return Ok(ActReport { warnings, ..draft::nothing("nothing to attach: everything is there") });
    }
    let account = Account { lines, ..Account::default() };
    let mut report = record(session, actor, &dossier, change, &account, manner)?;
    report.warnings.extend(warnings);
    Ok(report)
}

/// Takes annexes off a draft.
///
/// # Errors
/// When there is no annex of that name, the text is frozen, or the policy does not allow it.
pub fn remove(
    session: &Session,
    actor: &Actor,
    place: &Place,
    names: &[String],
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let dossier = session.dossier(place)?;
    actor.must_have_on(session, Right::Edit, &dossier)?;
    may_have_annexes(session, place)?;
    draft::must_be_saved(session, place)?;
    let mut change = session.change()?;
    let mut lines = Vec::new();
    for typed in names {
        let name = annex(&dossier, place, typed)?;
        change.remove(&format!("{}/{name}", dossier.folder))?;
        lines.push(format!("{name} removed"));
    }
    let account = Account { lines, ..Account::default() };
    record(session, actor, &dossier, change, &account, manner)
}

fn record(
    session: &Session,
    actor: &Actor,
    dossier: &Dossier,
    change: crate::store::Change<'_>,
    account: &Account,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let subject = recorder::naming(&dossier.title(), &dossier.id);
    let entry = Entry { act: "attach", subject, contracts: vec![dossier.id.clone()] };
    let items = vec![item(dossier, "attach")];
    let report = recorder::record_telling(session, actor, change, &entry, items, manner, account)?;
    afterwards(session, report, dossier)
}

/// An annex changes what is signed, so that it comes before the text is frozen or not at all.
fn may_have_annexes(session: &Session, place: &Place) -> Result<()> {
    draft::must_be_changeable(place, &draft::standing(session, place)?).map_err(|refused| {
        let still = format!("`clm attach {} FILE --evidence` keeps a file beside it at any time", place.id);
        let hint = refused.hint.clone().map_or_else(|| still.clone(), |hint| format!("{hint}; {still}"));
        refused.hint(hint)
    })
}

/// The files beside `contract.md`, by name, with their digests.
fn present(session: &Session, dossier: &Dossier) -> Result<BTreeMap<String, Digest>> {
    let mut there: BTreeMap<String, Digest> =
        dossier.subjects.iter().map(|subject| (subject.name.clone(), subject.digest)).collect();
    let mut snapshot = session.snapshot()?;
    for file in &dossier.files {
        if let Some(entry) = snapshot.find(&format!("{}/{file}", dossier.folder))? {
            there.insert(file.clone(), Digest::from_bytes(snapshot.sha256(entry.id)?));
        }
    }
    Ok(there)
}

/// As [`draft::must_be_saved`], but for a file that lies already where it is to be attached.
fn must_be_saved(session: &Session, place: &Place, destinations: &[String]) -> Result<()> {
    let edited = session.store.edited(&place.folder)?;
    let blocks = |file: &&crate::store::Edited| part::stands_in_the_way(file, &place.folder);
    if edited.iter().filter(blocks).all(|file| destinations.contains(&file.path)) {
        return Ok(());
    }
    draft::must_be_saved(session, place)
}

fn collision(place: &Place, source: &Source, name: &str, evidence: bool) -> Error {
    let message = format!("{} would replace {name} of {}, which has other bytes", quoted(&source.shown), place.id);
    let (file, flag) = (quoted(&source.shown).replace('`', ""), if evidence { " --evidence" } else { "" });
    let way = format!("`clm attach {} {file}{flag} --as NAME` keeps both", place.id);
    let hint = if evidence {
        way
    } else {
        format!("{way}; `clm attach {} --remove {}` takes the old one off", place.id, source.name)
    };
    Error::new(Kind::Refused, "exists", message).hint(hint).about(place.id.as_str())
}

/// What is worth knowing about a file that is being attached.
fn told(source: &Source, name: &str, there: &BTreeMap<String, Digest>) -> Vec<String> {
    let mut told = Vec::new();
    let size = source.bytes.len() as u64;
    if size > LARGE {
        let megabytes = size >> 20;
        told.push(format!("{name} has {megabytes} MB, which every clone keeps for ever"));
    }
    if let Some((same, _)) = there.iter().find(|(_, digest)| **digest == source.digest) {
        told.push(format!("{name} has the same bytes as {same}"));
    }
    if !name.ends_with(&format!("/{}", source.shown.rsplit('/').next().unwrap_or_default())) {
        told.push(format!("{} is kept as {name}", quoted(&source.shown)));
    }
    told
}

/// The annex a name means: with or without `annexes/` before it.
fn annex(dossier: &Dossier, place: &Place, typed: &str) -> Result<String> {
    let annexes: Vec<&str> = dossier
        .subjects
        .iter()
        .map(|subject| subject.name.as_str())
        .filter(|name| name.starts_with("annexes/"))
        .collect();
    let wanted = format!("annexes/{}", typed.trim_start_matches("annexes/"));
    if annexes.contains(&wanted.as_str()) {
        return Ok(wanted);
    }
    let error = |message: String| Error::new(Kind::NotFound, "no-such-annex", message).about(place.id.as_str());
    let file = typed.trim_start_matches("files/");
    if dossier.files.iter().any(|name| name.trim_start_matches("files/") == file) {
        let message = format!("files/{file} of {} is evidence, which stays", place.id);
        return Err(Error::new(Kind::Refused, "evidence", message)
            .hint(format!("if it was attached by mistake just now: `clm undo {}`", place.id))
            .about(place.id.as_str()));
    }
    Err(match (nearest(&wanted, annexes.iter().copied()), annexes.is_empty()) {
        (Some(near), _) => {
            error(format!("{} has no annex {}", place.id, quoted(typed))).hint(format!("did you mean {near}?"))
        }
        (None, true) => {
            error(format!("{} has no annexes", place.id)).hint(format!("`clm show {}` shows its files", place.id))
        }
        (None, false) => error(format!("{} has no annex {}", place.id, quoted(typed)))
            .hint(format!("its annexes are {}", annexes.join(", "))),
    })
}
