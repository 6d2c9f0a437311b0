//! The versions of a contract that can be compared: which bytes, from where.

use std::collections::BTreeMap;
use std::path::Path;

use crate::contract::act::Deed;
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::contract::problem::quoted;
use crate::contract::revision::{Subject, revision};
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::{Dossier, File};
use crate::ops::drafting::desk;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::store::path::folder_suffix;
use crate::store::{About, CommitId, Snapshot};

/// The agreement's file.
pub(super) const TEXT: &str = "contract.md";
/// Commits of a contract that are searched for a revision.
const MOST_COMMITS: usize = 2000;
/// Fewer characters of a digest name no revision.
const SHORTEST: usize = 6;

/// One version.
#[derive(Clone, Debug)]
pub(super) struct Side {
    /// What it is, in words.
    pub what: String,
    /// The commit it was read at.
    pub commit: Option<String>,
    /// The agreement and its annexes.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Side {
    fn of(what: impl Into<String>, commit: Option<CommitId>, files: Vec<File>) -> Self {
        let agreed = |name: &str| name == TEXT || name.starts_with("annexes/");
        let files = files.into_iter().filter(|(name, _)| agreed(name)).collect();
        Self { what: what.into(), commit: commit.map(|commit| commit.to_string()), files }
    }

    /// What the version is called by signatures; none without an agreement.
    pub(super) fn revision(&self) -> Option<Digest> {
        if !self.files.contains_key(TEXT) {
            return None;
        }
        let subject = |(name, bytes): (&String, &Vec<u8>)| Subject { name: name.clone(), digest: Digest::of(bytes) };
        let subjects: Vec<Subject> = self.files.iter().map(subject).collect();
        Some(revision(&subjects))
    }

    /// `contract.md` as text; bytes that are no UTF-8 show as replacement characters.
    pub(super) fn text(&self) -> String {
        self.files.get(TEXT).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }
}

/// What lies before the person.
pub(super) fn present(session: &Session, place: &Place) -> Result<Side> {
    let unsaved = desk::of(session, &place.folder)?;
    if unsaved.files.is_empty() {
        return recorded(session, place);
    }
    Ok(Side::of("on your desk, not saved", None, desk::files(session, &unsaved)?))
}

/// What HEAD has.
pub(super) fn recorded(session: &Session, place: &Place) -> Result<Side> {
    Ok(Side::of("recorded", Some(session.head), desk::recorded(session, &place.folder)?))
}

/// The revision last sent.
pub(super) fn sent(session: &Session, place: &Place) -> Result<Side> {
    let dossier = session.dossier(place)?;
    let sends = dossier.acts.iter().filter_map(|file| match file.act.deed {
        Deed::Send { revision, .. } => Some((file.act.at, revision)),
        _ => None,
    });
    match sends.max() {
        Some((at, revision)) => of_revision(session, place, &revision, &format!("sent on {}", at.date_naive())),
        None => Err(missing(place, "it was never sent for signature", "`clm diff ID COMMIT` compares with any commit")),
    }
}

/// The revision that was signed or executed.
pub(super) fn signed(session: &Session, place: &Place) -> Result<Side> {
    let dossier = session.dossier(place)?;
    match signed_revision(&dossier) {
        Some(revision) => of_revision(session, place, &revision, "signed"),
        None => Err(missing(place, "nobody has signed it", "`clm diff ID COMMIT` compares with any commit")),
    }
}

fn signed_revision(dossier: &Dossier) -> Option<Digest> {
    let statements = dossier.statements.iter().filter_map(|file| file.envelope.as_ref().ok());
    let newest = statements.max_by_key(|envelope| envelope.statement().claimed);
    let executed = || {
        let deeds = dossier.acts.iter().filter_map(|file| match &file.act.deed {
            Deed::Executed { revision, .. } => Some((file.act.at, *revision)),
            Deed::Correct { to, .. } => Some((file.act.at, *to)),
            _ => None,
        });
        deeds.max().map(|(_, revision)| revision)
    };
    newest.map(|envelope| revision(&envelope.statement().subjects)).or_else(executed)
}

/// The version a person typed: another contract by its whole id, a commit, a revision, another contract by a part.
pub(super) fn named(session: &Session, place: &Place, name: &str, from: &Path) -> Result<Side> {
    if name.parse::<ContractId>().is_ok()
        && let Ok(other) = session.resolve(name, from)
    {
        return other_contract(session, &other);
    }
    if let Ok(commit) = session.store.resolve(name) {
        return at(session, place, commit, &format!("at {name}"));
    }
    let digits = name.strip_prefix("sha256:").unwrap_or(name);
    let hexadecimal = digits.len() >= SHORTEST && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hexadecimal && let Some(found) = find(session, place, &|revision| revision.hex().starts_with(digits))? {
        return Ok(Side { what: format!("revision {digits}"), ..found });
    }
    match session.resolve(name, from) {
        Ok(other) => other_contract(session, &other),
        Err(error) if error.code == "ambiguous" => Err(error),
        Err(_) => {
            let message = format!("{} is no commit, no revision of {} and no contract", quoted(name), place.id);
            Err(Error::new(Kind::NotFound, "no-such-version", message)
                .hint(format!("`clm log {}` shows its commits; HEAD~1 is the one before the last", place.id))
                .about(name))
        }
    }
}

fn other_contract(session: &Session, other: &Place) -> Result<Side> {
    let side = present(session, other)?;
    Ok(Side { what: format!("{}, {}", other.id, side.what), ..side })
}

fn at(session: &Session, place: &Place, commit: CommitId, what: &str) -> Result<Side> {
    let mut snapshot = session.store.snapshot_at(Some(commit))?;
    match files_of(&mut snapshot, place)? {
        Some(files) => Ok(Side::of(what, Some(commit), files)),
        None => Err(Error::new(Kind::NotFound, "no-such-version", format!("{} was not there yet {what}", place.id))
            .hint(format!("`clm log {}` shows since when it is there", place.id))
            .about(place.id.to_string())),
    }
}

/// A contract's files in a snapshot, wherever it lay then.
fn files_of(snapshot: &mut Snapshot<'_>, place: &Place) -> Result<Option<Vec<File>>> {
    let suffix = place.id.suffix();
    let found = match snapshot.contract_at(&place.folder)? {
        Some(found) => Some(found),
        None => snapshot
            .contracts()?
            .into_iter()
            .find(|folder| folder_suffix(&folder.path).is_some_and(|found| found == suffix)),
    };
    let Some(folder) = found else { return Ok(None) };
    let contents = snapshot.contents(&folder)?;
    let blobs = contents.contract.into_iter().chain(contents.annexes);
    Ok(Some(blobs.map(|blob| (blob.name, blob.bytes)).collect()))
}

fn of_revision(session: &Session, place: &Place, wanted: &Digest, what: &str) -> Result<Side> {
    match find(session, place, &|revision| revision == wanted)? {
        Some(side) => Ok(Side { what: what.to_owned(), ..side }),
        None => Err(missing(
            place,
            &format!("history has no text of the revision {wanted} that was {what}"),
            "`clm verify ID` says what is missing; a shallow clone lacks history: `git fetch --unshallow`",
        )),
    }
}

/// The newest version of a contract whose revision is wanted.
fn find(session: &Session, place: &Place, wanted: &dyn Fn(&Digest) -> bool) -> Result<Option<Side>> {
    for logged in session.store.log(Some(session.head), About::Contract(place.id.suffix()), MOST_COMMITS)? {
        let mut snapshot = session.store.snapshot_at(Some(logged.commit))?;
        let Some(files) = files_of(&mut snapshot, place)? else { continue };
        let side = Side::of("", Some(logged.commit), files);
        if side.revision().is_some_and(|revision| wanted(&revision)) {
            return Ok(Some(side));
        }
    }
    Ok(None)
}

fn missing(place: &Place, why: &str, hint: &str) -> Error {
    Error::new(Kind::NotFound, "no-such-version", format!("{}: {why}", place.id))
        .hint(hint.replace("ID", place.id.as_str()))
        .about(place.id.to_string())
}
