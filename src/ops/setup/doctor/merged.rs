//! What a merge by plain git can break, and what mends it: marks of a conflict that were recorded, signed files that were
//! dropped, evidence left where its contract was.
//!
//! **Invariants**: nothing is mended by guessing: a record is put together from the two versions the merge had, a frozen text
//! goes back to what was there before the marks, dropped evidence comes back as it was; a draft's wording is for a person.

use crate::contract::lifecycle::Signing;
use crate::contract::reconcile::{Later, merge_keys};
use crate::contract::record::Record;
use crate::error::Result;
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::dossier::{self, departed};
use crate::ops::drafting::draft;
use crate::ops::moving::rehome;
use crate::ops::proving::audit::need;
use crate::ops::recording::recorder::{self, Account, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::report::act::{ActItem, ActReport};
use crate::report::doctor::DoctorItem;
use crate::store::path::folder_suffix;
use crate::store::{About, Change, CommitId, ObjectId, Snapshot};

use super::unreadable;

const FIX: &str = "clm doctor --fix";

/// Evidence that lies in a folder without its contract.
pub(super) fn orphans(session: &Session) -> DoctorItem {
    const CHECK: &str = "orphans";
    match rehome::find(session) {
        Err(fault) => unreadable(CHECK, &fault),
        Ok(found) => match found.first() {
            None => DoctorItem::ok(CHECK, "every signature and act lies with its contract"),
            Some(first) => DoctorItem::fail(
                CHECK,
                format!(
                    "what belongs to {} lies in {}, where it was before it moved to {}",
                    first.id, first.folder, first.home
                ),
                format!("{FIX}  # brings it there; `clm sync` does so too"),
            ),
        },
    }
}

/// Signed files that history had and HEAD lacks.
pub(super) fn lost(session: &Session) -> DoctorItem {
    const CHECK: &str = "lost-evidence";
    let entries = match Catalogue::open(session).and_then(|catalogue| catalogue.all()) {
        Ok(entries) => entries,
        Err(fault) => return unreadable(CHECK, &fault),
    };
    let lost: Vec<&Entry> = entries.iter().filter(|entry| !entry.lost.is_empty()).collect();
    let Some(first) = lost.first() else {
        return DoctorItem::ok(CHECK, "no signature and no act that was recorded is gone");
    };
    let more = if lost.len() > 1 { format!(" (and of {} more)", lost.len() - 1) } else { String::new() };
    let files: Vec<&str> = first.lost.iter().take(3).map(String::as_str).collect();
    let message = format!("recorded for {}{more}, and gone or changed: {}", first.id, files.join(", "));
    DoctorItem::fail(
        CHECK,
        message,
        format!("{FIX}  # puts back what is gone; clm verify {} says what is left", first.id),
    )
}

/// Files of contracts that hold both sides of a conflict between marks, or a record that cannot be read.
pub(super) fn marks(session: &Session) -> DoctorItem {
    const CHECK: &str = "conflict-marks";
    let found = match marked(session) {
        Ok(found) => found,
        Err(fault) => return unreadable(CHECK, &fault),
    };
    let Some(first) = found.first() else {
        return DoctorItem::ok(CHECK, "no file of a contract holds two wordings between marks");
    };
    let more = if found.len() > 1 { format!(" (and {} more files)", found.len() - 1) } else { String::new() };
    match &first.mend {
        Some(_) => {
            DoctorItem::fail(CHECK, format!("{}: {}{more}", first.path, first.says), format!("{FIX}  # {}", first.how))
        }
        None => DoctorItem::fail(CHECK, format!("{}: {}{more}", first.path, first.says), first.how.clone()),
    }
}

/// A file that a merge left unfit.
struct Marked {
    path: String,
    folder: String,
    says: &'static str,
    /// What mends it, in words or as a command.
    how: String,
    mend: Option<Mend>,
}

enum Mend {
    Blob(ObjectId),
    Text(String),
}

fn marked(session: &Session) -> Result<Vec<Marked>> {
    let mut snapshot = session.snapshot()?;
    let mut found = Vec::new();
    for folder in snapshot.contracts()? {
        for name in ["contract.md", "record.toml"] {
            let path = format!("{}/{name}", folder.path);
            let Some(bytes) = snapshot.read(&path)? else { continue };
            let marks = has_marks(&bytes);
            let one = match name {
                "record.toml" if marks || Record::parse(&path, &bytes).is_err() => record(session, &path, marks)?,
                "contract.md" if marks => text(session, &folder.path, &path)?,
                _ => continue,
            };
            found.push(Marked { folder: folder.path.clone(), ..one });
        }
    }
    Ok(found)
}

/// The marks git leaves, each at the beginning of a line.
fn has_marks(bytes: &[u8]) -> bool {
    let begins = |mark: &[u8]| bytes.split(|byte| *byte == b'\n').any(|line| line.starts_with(mark));
    begins(b"<<<<<<< ") && begins(b">>>>>>> ")
}

/// A record goes back to what both sides of the merge make together, key by key.
fn record(session: &Session, path: &str, marks: bool) -> Result<Marked> {
    let says = if marks { "holds two versions between marks" } else { "cannot be read" };
    let good = |bytes: &[u8]| Record::parse(path, bytes).is_ok();
    let mut mend = None;
    for logged in session.store.log(Some(session.head), About::Path(path), usize::MAX)? {
        let at = |commit: CommitId| -> Result<Option<String>> {
            let bytes = session.store.snapshot_at(Some(commit))?.read(path)?;
            Ok(bytes.filter(|bytes| good(bytes)).and_then(|bytes| String::from_utf8(bytes).ok()))
        };
        let before: Vec<Option<String>> = logged.parents.iter().map(|parent| at(*parent)).collect::<Result<_>>()?;
        match (logged.parents.as_slice(), before.as_slice()) {
            ([ours, theirs], [Some(mine), Some(other)]) => {
                let base = session.store.merge_base(*ours, *theirs)?.map(at).transpose()?.flatten().unwrap_or_default();
                let together = merge_keys(&base, mine, other, Later::Ours).map(|(text, _)| text);
                mend = together.filter(|text| good(text.as_bytes())).map(Mend::Text);
            }
            ([_], [Some(last)]) if marks => mend = Some(Mend::Text(last.clone())),
            _ => continue,
        }
        break;
    }
    let how = match &mend {
        Some(_) => "puts both versions together, key by key".to_owned(),
        None => format!("mend the lines it names (clm check), then: clm save; `git log -- {path}` shows earlier ones"),
    };
    Ok(Marked { path: path.to_owned(), folder: String::new(), says, how, mend })
}

/// A text that was frozen goes back to what it was; a draft's is for a person to choose.
fn text(session: &Session, folder: &str, path: &str) -> Result<Marked> {
    let says = "holds two wordings between marks";
    let entry = Catalogue::open(session)?.in_folder(folder)?;
    let broken = entry
        .as_ref()
        .is_some_and(|entry| entry.standing(&session.organisation, session.today).signing == Signing::Broken);
    let whole = Marked { path: path.to_owned(), folder: String::new(), says, how: String::new(), mend: None };
    if !broken {
        let id = entry.map_or_else(|| folder.to_owned(), |entry| entry.id.to_string());
        return Ok(Marked {
            how: format!("clm edit {id}  # choose one wording for each place, and take the marks out"),
            ..whole
        });
    }
    for logged in session.store.log(Some(session.head), About::Path(path), usize::MAX)? {
        let mut snapshot = session.store.snapshot_at(Some(logged.commit))?;
        let Some(found) = snapshot.find(path)? else { continue };
        if !has_marks(&snapshot.blob(found.id)?) {
            let how = format!("puts back the text that was frozen, as in {}", logged.commit.short());
            return Ok(Marked { how, mend: Some(Mend::Blob(found.id)), ..whole });
        }
    }
    Ok(Marked { how: format!("git log -- {path}  # none of its versions is without marks"), ..whole })
}

/// Mends what [`orphans`], [`lost`] and [`marks`] name and can be mended without asking; a commit for each sort.
///
/// # Errors
/// When the actor may not, or the store refuses.
pub fn mend(session: &Session, actor: &Actor, manner: &Manner<'_>) -> Result<Vec<ActReport>> {
    let mut reports = vec![rehome::rehome(session, actor, "doctor", manner)?];
    let again = |reports: &[ActReport]| -> Result<Option<Session>> {
        let moved = reports.iter().any(|report| report.commit.is_some());
        moved.then(|| session.again()).transpose()
    };
    let after = again(&reports)?;
    let present = after.as_ref().unwrap_or(session);
    reports.push(put_back(present, actor, manner)?);
    let after = again(&reports)?;
    let present = after.as_ref().unwrap_or(session);
    reports.push(without_marks(present, actor, manner)?);
    Ok(reports)
}

fn may(session: &Session, actor: &Actor, folder: &str) -> Result<bool> {
    let owner = session.dossier_in(folder)?.and_then(|dossier| dossier.record.owner);
    Ok(rehome::may(session, actor, folder.split('/').next(), owner.as_deref()))
}

/// Signed files that were dropped come back to their contract; a contract that went altogether comes back where it lay.
fn put_back(session: &Session, actor: &Actor, manner: &Manner<'_>) -> Result<ActReport> {
    let heritage = dossier::inherited(session)?;
    let mut snapshot = session.snapshot()?;
    let folders: Vec<String> = snapshot.contracts()?.into_iter().map(|folder| folder.path).collect();
    let (mut change, mut lines) = (session.change()?, Vec::new());
    for (item, passage) in heritage.history().lost() {
        let Some((commit, path)) = passage.dropped.first() else { continue };
        let Some((folder, name)) = need::contract(path) else { continue };
        let suffix = folder_suffix(folder);
        let mut homes = folders.iter().filter(|home| folder_suffix(home) == suffix);
        let home = match (homes.next(), homes.next()) {
            (Some(home), None) => home.clone(),
            (None, _) => folder.to_owned(),
            (Some(_), Some(_)) => continue,
        };
        if !may(session, actor, &home)? || snapshot.find(&format!("{home}/{name}"))?.is_some() {
            continue;
        }
        if !folders.contains(&home) {
            whole(session, *commit, folder, &mut change)?;
        }
        change.put_blob(&format!("{home}/{name}"), item.blob)?;
        lines.push(format!("{home}/{name}: as it was before {}", commit.short()));
    }
    record_of(session, actor, (change, lines), "put back what was dropped", manner)
}

/// All files of a folder as they were before a commit took the first signed one out.
fn whole(session: &Session, commit: CommitId, folder: &str, change: &mut Change<'_>) -> Result<()> {
    for parent in session.store.logged(commit)?.parents {
        let mut snapshot: Snapshot<'_> = session.store.snapshot_at(Some(parent))?;
        if snapshot.find(folder)?.is_none() {
            continue;
        }
        for file in session.store.changed(None, Some(parent))? {
            if let Some(entry) = file.new.filter(|_| departed::is_in(&file.path, folder)) {
                change.put_blob(&file.path, entry.id)?;
            }
        }
        return Ok(());
    }
    Ok(())
}

fn without_marks(session: &Session, actor: &Actor, manner: &Manner<'_>) -> Result<ActReport> {
    let (mut change, mut lines) = (session.change()?, Vec::new());
    for one in marked(session)? {
        let Some(mend) = one.mend else { continue };
        if !may(session, actor, &one.folder)? {
            continue;
        }
        match mend {
            Mend::Blob(blob) => change.put_blob(&one.path, blob)?,
            Mend::Text(text) => change.put(&one.path, text)?,
        }
        lines.push(format!("{}: {}", one.path, one.how));
    }
    record_of(session, actor, (change, lines), "mend what a merge left", manner)
}

fn record_of(
    session: &Session,
    actor: &Actor,
    (change, lines): (Change<'_>, Vec<String>),
    subject: &str,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    if lines.is_empty() {
        return Ok(draft::nothing("nothing to mend"));
    }
    let entry = recorder::Entry { act: "doctor", subject: subject.to_owned(), contracts: Vec::new() };
    let item = ActItem { id: subject.to_owned(), act: "doctor".to_owned(), path: ".".to_owned(), ..ActItem::default() };
    let account = Account { lines, ..Account::default() };
    recorder::record_telling(session, actor, change, &entry, vec![item], manner, &account)
}
