//! `import`: contracts that were executed before clm, or elsewhere. Their text is kept byte for byte behind the terms
//! (that of a PDF or Word document as a program takes it out), the original beside it, and an `executed` act names the
//! original by its digest.
//!
//! All or nothing: every file and row is looked at, every fault told in one answer, and only a batch without faults
//! becomes one commit. What is the original of a contract already is said and left out, so that a second run has
//! nothing to do.

pub(in crate::ops) mod agreement;
mod batch;
mod caution;
mod column;
mod differs;
mod facts;
mod fault;
mod filing;
mod format;
mod mapping;
mod originals;
mod pairing;
mod prepare;
mod rows;
mod sum;
mod table;
mod task;
pub(in crate::ops) mod text;
mod tidy;
mod transcript;
mod walk;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::PathBuf;

use crate::contract::act::{Act, Deed, Way, file_name};
use crate::contract::digest::Digest;
use crate::contract::lifecycle::Approvals;
use crate::contract::record::Record;
use crate::contract::revision::{Subject, revision};
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::{Catalogue, Entry as Known};
use crate::ops::finding::show;
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::session::faults;
use crate::policy::{Question, Right};
use crate::report::import::{ImportItem, ImportReport};
use crate::store::Change;
use batch::Batch;
use fault::{Faults, Sort};
use filing::Shelves;
use mapping::Mapping;
use prepare::Prepared;
use task::Task;

/// A file as it was named, and where it lies.
#[derive(Debug, Clone)]
pub struct Named {
    /// As typed, for messages.
    pub shown: PathBuf,
    /// The path to open.
    pub at: PathBuf,
}

/// What to import.
#[derive(Debug, Clone, Copy)]
pub struct ImportRequest<'a> {
    /// Files and folders; a file that a row of the CSV names is taken from there.
    pub files: &'a [Named],
    /// A CSV with a header row and one contract a row.
    pub csv: Option<&'a Named>,
    /// What the headings and values of the CSV mean.
    pub map: Option<&'a Named>,
    /// Sub-folders become folders of contracts.
    pub keep_folders: bool,
    /// A file no text can be taken from is a fault.
    pub require_text: bool,
    /// A file that no program can open is kept all the same.
    pub keep_unreadable: bool,
    /// Rows whose file is not there are left out.
    pub skip_missing: bool,
    /// The PATH on which programs are looked for.
    pub search: &'a OsStr,
    /// What holds for all where a row says nothing: the flag as typed, the column's name, the value.
    pub defaults: &'a [(String, String, String)],
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Files are read and checked.
    Reading,
    /// Objects are written.
    Writing,
}

/// Hears how many of how many are done in a phase.
pub type Progress<'p> = dyn FnMut(Phase, usize, usize) + 'p;

/// Imports, as one commit.
///
/// # Errors
/// With every fault of every file and row; when the policy does not allow it; when the store refuses.
pub fn import(
    session: &Session,
    actor: &Actor,
    request: &ImportRequest<'_>,
    manner: &Manner<'_>,
    progress: &mut Progress<'_>,
) -> Result<ImportReport> {
    let (mut faults, mut notes) = (Faults::default(), Vec::new());
    let mapping = mapping(request)?;
    let defaults = task::defaults(request, &mapping, &mut faults);
    let found = walk::files(request.files, session.store.root(), &mut faults, &mut notes);
    let tasks = task::all(request, (&mapping, &found), (&mut faults, &mut notes));
    // Of a table whose header is wrong every file looks unnamed, for reasons that are none.
    if request.csv.is_some() && tasks.iter().all(|task| !task.is_row()) && faults.count() > 0 {
        return Err(faults.into_error(false).unwrap_or_else(|| Error::new(Kind::InvalidContent, "import", "no row")));
    }
    let known = Catalogue::open(session)?.all()?;
    let mut batch = Batch::prepare(session, actor, (&tasks, &defaults), (request, &known), progress, &mut faults)?;
    batch.notes.append(&mut notes);
    may_record(session, actor, &batch)?;
    if let Some(error) = faults.into_error(request.csv.is_none()) {
        return Err(error);
    }
    record(session, actor, batch, manner, progress)
}

/// The mapping file; an empty one where none is named.
fn mapping(request: &ImportRequest<'_>) -> Result<Mapping> {
    let Some(map) = request.map else { return Ok(Mapping::default()) };
    let shown = fault::shown(&map.shown);
    let wrong = |message: String| {
        Error::new(Kind::InvalidContent, "mapping", message).hint("`clm import --help` shows one; nothing was written")
    };
    if request.csv.is_none() {
        return Err(Error::new(Kind::Usage, "mapping", "--map says what a CSV means, and there is none")
            .hint("name the CSV with --csv"));
    }
    let bytes = text::read(&map.at, text::Kept::Nowhere).map_err(|why| wrong(format!("{shown}: {why}")))?;
    Mapping::read(&shown, &bytes).map_err(|problems| {
        wrong(format!("{shown} cannot be read as a mapping"))
            .details(problems.iter().map(ToString::to_string))
            .about(shown.clone())
    })
}

fn may_record(session: &Session, actor: &Actor, batch: &Batch<'_>) -> Result<()> {
    let usual = session.organisation.default_workspace.as_str();
    let place = |ready: &Prepared| (ready.workspace.clone().unwrap_or_else(|| usual.to_owned()), ready.owner.clone());
    let mut asked: BTreeSet<(String, String)> = batch.ready.iter().map(|(_, ready)| place(ready)).collect();
    if asked.is_empty() {
        asked.insert((usual.to_owned(), actor.email().to_owned()));
    }
    asked.iter().try_for_each(|(workspace, owner)| {
        actor.must(session, &Question::usual(Right::Record, Some(workspace)).owned_by(Some(owner)))
    })
}

fn record(
    session: &Session,
    actor: &Actor,
    batch: Batch<'_>,
    manner: &Manner<'_>,
    progress: &mut Progress<'_>,
) -> Result<ImportReport> {
    let mut report = ImportReport { dry_run: manner.dry_run, warnings: batch.notes, ..ImportReport::default() };
    report.items = batch.present;
    let mut change = session.change()?;
    let mut shelves = Shelves::new(session.snapshot()?);
    let mut contracts = Vec::with_capacity(batch.ready.len());
    let mut title = String::new();
    for (task, ready) in batch.ready {
        let header = ready.document.header();
        title.clone_from(&header.title);
        contracts.push(header.id.clone());
        let usual = session.organisation.default_workspace.as_str();
        let workspace = ready.workspace.as_deref().unwrap_or(usual);
        let day = header.term.start.unwrap_or(ready.on);
        let named = ready.folder.as_deref();
        let folder = shelves.folder(workspace, named, day, (&header.title, &header.id))?;
        report.items.push(put(session, actor, (task, ready), folder, &mut change)?);
    }
    report.subject = match contracts.as_slice() {
        [] => {
            report.subject = nothing(&report.items);
            return Ok(report);
        }
        [only] => recorder::naming(&title, only),
        several => format!("{} contracts", several.len()),
    };
    let entry = Entry { act: "import", subject: report.subject.clone(), contracts };
    let mut written = |done, all| progress(Phase::Writing, done, all);
    let done = recorder::record_with_progress(session, actor, change, &entry, Vec::new(), manner, &mut written)?;
    report.commit = done.commit;
    report.subject = done.subject;
    if manner.dry_run {
        report.items.iter_mut().for_each(undrawn);
    }
    Ok(report)
}

/// Why there is nothing to record.
fn nothing(items: &[ImportItem]) -> String {
    let differ = items.iter().filter(|item| item.act == "differs").count();
    match (items.len(), differ) {
        (0, _) => "nothing to import".to_owned(),
        (1, 0) => "nothing to do: the file is imported already".to_owned(),
        (all, 0) => format!("nothing to do: all {all} files are imported already"),
        (all, differ) => format!("nothing to do: all {all} files are imported already; of {differ} the terms differ"),
    }
}

/// The files of one contract.
fn put(
    session: &Session,
    actor: &Actor,
    (task, ready): (&Task, Prepared),
    folder: String,
    change: &mut Change<'_>,
) -> Result<ImportItem> {
    let document = &ready.document;
    let header = document.header();
    let subjects = [Subject { name: "contract.md".to_owned(), digest: Digest::of(document.bytes()) }];
    let revision = revision(&subjects);
    let evidence = ready.files.iter().map(|file| (file.name.clone(), file.digest)).collect();
    let Way { how, platform } = ready.way;
    let deed = Deed::Executed { revision, on: ready.on, how, platform, evidence };
    let (act, bytes) = Act::compose(&header.id, actor.email(), session.now, &[], &deed)
        .map_err(|problems| faults::invalid("the act cannot be written", &problems))?;
    let known = Known {
        folder: folder.clone(),
        id: header.id.clone(),
        title: header.title.clone(),
        header: Some(header.clone()),
        sealed: None,
        revision,
        acts: vec![act.clone()],
        statements: Vec::new(),
        unproved: Vec::new(),
        unreadable: Vec::new(),
        record: Record::default(),
        lost: Vec::new(),
        amendments: Vec::new(),
        superseded: None,
        linked: Vec::new(),
        link_notes: Vec::new(),
        approvals: Approvals::default(),
    };
    let standing = known.standing(&session.organisation, session.today);
    change.put(&format!("{folder}/contract.md"), document.bytes())?;
    change.put(&format!("{folder}/record.toml"), ready.record.into_bytes())?;
    change.put(&format!("{folder}/acts/{}", file_name(&act)), bytes)?;
    for file in ready.files {
        change.put(&format!("{folder}/files/{}", file.name), file.bytes)?;
    }
    Ok(ImportItem {
        id: Some(header.id.to_string()),
        act: "import".to_owned(),
        status: Some(standing.status().to_owned()),
        path: folder,
        next: show::next(&known, &standing),
        file: task.shown.clone(),
        text: Some(ready.source.word().to_owned()),
        differences: Vec::new(),
    })
}

/// A dry run draws no id that anybody could rely on: the folder is the one around it.
fn undrawn(item: &mut ImportItem) {
    if item.act == "import" {
        item.id = None;
        item.next = Vec::new();
        item.path.truncate(item.path.rfind('/').unwrap_or_default());
    }
}
