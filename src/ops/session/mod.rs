//! A repository opened at HEAD, with what every operation asks first: whose it is, who its members are, what day it is.

pub mod actor;
pub mod faults;
pub mod resolve;
pub mod signature;

use std::cell::OnceCell;
use std::path::Path;
use std::rc::Rc;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use crate::config::{self, Layer};
use crate::contract::business_day::Calendars;
use crate::contract::name::is_workspace_name;
use crate::contract::organisation::Organisation;
use crate::contract::problem::Problem;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::Fresh;
use crate::ops::dossier::{Dossier, File};
use crate::ops::recording::heard::Acts;
use crate::ops::session::resolve::Place;
use crate::policy::{self, Policy};
use crate::store::{Change, CommitId, EditKind, Snapshot, Store};

/// Where to start, and when.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// A folder in the repository.
    pub folder: &'a Path,
    /// The process's clock.
    pub now: DateTime<Utc>,
    /// The day states are derived for; today when absent.
    pub today: Option<NaiveDate>,
    /// `--as-of`: derive for that day, from what was in effect by then.
    pub as_of: Option<NaiveDate>,
    /// `--at`: read this commit in place of HEAD.
    pub at: Option<&'a str>,
}

/// The opened repository.
pub struct Session {
    /// The repository.
    pub store: Store,
    /// HEAD's commit, which everything is read from.
    pub head: CommitId,
    /// `clm.toml`.
    pub organisation: Organisation,
    /// What `clm.toml` sets beside the organisation: harmless settings only.
    pub settings: Layer,
    /// `.clm/policy.toml`.
    pub policy: Policy,
    /// Now, in the organisation's time zone.
    pub now: DateTime<FixedOffset>,
    /// The day states are derived for.
    pub today: NaiveDate,
    /// Whether a commit was asked for by name: then the work tree is not its, and caches of HEAD are left alone.
    pub past: bool,
    /// Whether only what was in effect by [`Session::today`] counts.
    pub as_of: bool,
    /// Hears of what is recorded.
    pub acts: Acts,
    /// The catalogue of HEAD, once it was asked for.
    pub(super) catalogue: OnceCell<Rc<Fresh>>,
}

impl Session {
    /// Opens the repository `start` lies in.
    ///
    /// # Errors
    /// When there is none, it has no commit yet, or its own files are unreadable.
    pub fn open(start: &Start<'_>) -> Result<Self> {
        Self::opened(Store::discover(start.folder)?, start)
    }

    /// A repository that was opened already; `start` says when, and at which commit.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub fn opened(store: Store, start: &Start<'_>) -> Result<Self> {
        let head = match start.at {
            Some(named) => commit_of(&store, named)?,
            None => store.head()?.commit.ok_or_else(|| {
                Error::new(Kind::NoRepository, "no-commit", "the repository has no commit yet")
                    .hint("`clm init` founds it; an interrupted one is started again")
            })?,
        };
        let mut session = Self::of(store, head, start.now).map_err(|error| match start.at {
            Some(named) if error.code == "missing-file" => not_founded(named, &error),
            _ => error,
        })?;
        session.today = start.as_of.or(start.today).unwrap_or(session.today);
        (session.past, session.as_of) = (start.at.is_some(), start.as_of.is_some());
        Ok(session)
    }

    /// What a commit of an opened repository records, on the day of `now`.
    ///
    /// # Errors
    /// When its own files are unreadable.
    pub(in crate::ops) fn of(store: Store, head: CommitId, now: DateTime<Utc>) -> Result<Self> {
        let (organisation, settings, policy) = rules(&store, head)?;
        let now = now.with_timezone(&organisation.time_zone).fixed_offset();
        let (today, acts, catalogue) = (now.date_naive(), Acts::default(), OnceCell::new());
        Ok(Self { store, head, organisation, settings, policy, now, today, past: false, as_of: false, acts, catalogue })
    }

    /// The session, with `acts` hearing of what is recorded.
    #[must_use]
    pub fn heard_by(mut self, acts: &Acts) -> Self {
        self.acts = acts.clone();
        self
    }

    /// HEAD's files.
    ///
    /// # Errors
    /// When the commit cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        Ok(self.store.snapshot_at(Some(self.head))?)
    }

    /// A change decided on from what this session has seen.
    ///
    /// # Errors
    /// When HEAD cannot be read.
    pub fn change(&self) -> Result<Change<'_>> {
        let mut change = self.store.change_on(Some(self.head))?;
        // Whether the actor may was decided on the policy of this session's HEAD.
        change.rests_on(policy::FILE);
        Ok(change)
    }

    /// The repository as it is after an act of this session.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub fn again(&self) -> Result<Self> {
        let now = self.now.to_utc();
        let start = Start { folder: self.folder(), now, today: Some(self.today), as_of: None, at: None };
        Ok(Self::open(&start)?.heard_by(&self.acts))
    }

    /// The repository's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.store.root().unwrap_or_else(|| self.store.git_dir())
    }

    /// A contract's folder at HEAD, read.
    ///
    /// # Errors
    /// When it is not there, or cannot be read.
    pub fn dossier(&self, place: &Place) -> Result<Dossier> {
        self.dossier_in(&place.folder)?.ok_or_else(|| {
            Error::new(Kind::NotFound, "no-such-contract", format!("{} is not there any more", place.id))
                .hint("`clm list` shows what there is")
                .about(place.id.to_string())
        })
    }

    /// The contract in a folder at HEAD; none when there is no contract.
    ///
    /// # Errors
    /// When the objects cannot be read.
    pub fn dossier_in(&self, folder: &str) -> Result<Option<Dossier>> {
        dossier_of(&mut self.snapshot()?, folder)
    }

    /// Files of a contract that differ in the work tree from what is recorded, as sentences.
    ///
    /// # Errors
    /// When the work tree cannot be read.
    pub fn edited(&self, place: &Place) -> Result<Vec<String>> {
        self.edited_in(&place.folder)
    }

    /// As [`Session::edited`], by folder.
    ///
    /// # Errors
    /// When the work tree cannot be read.
    pub fn edited_in(&self, folder: &str) -> Result<Vec<String>> {
        if self.past {
            return Ok(Vec::new());
        }
        let edited = self.store.edited(folder)?;
        Ok(edited.into_iter().map(|file| format!("{} ({})", file.path, edit_word(file.kind))).collect())
    }
}

/// How a work-tree file differs from what is recorded, in a word.
#[must_use]
pub fn edit_word(kind: EditKind) -> &'static str {
    match kind {
        EditKind::Added => "new",
        EditKind::Changed => "changed",
        EditKind::Deleted => "gone",
        EditKind::Replaced => "replaced",
    }
}

/// The contract in a folder of a snapshot; none when there is no contract.
///
/// # Errors
/// When the objects cannot be read.
pub fn dossier_of(snapshot: &mut Snapshot<'_>, folder: &str) -> Result<Option<Dossier>> {
    Ok(dossier_and_files_of(snapshot, folder)?.map(|(dossier, _)| dossier))
}

/// As [`dossier_of`], with the files it was read from; those of `files/` without their bytes.
///
/// # Errors
/// When the objects cannot be read.
pub(super) fn dossier_and_files_of(snapshot: &mut Snapshot<'_>, folder: &str) -> Result<Option<(Dossier, Vec<File>)>> {
    let Some(found) = snapshot.contract_at(folder)? else { return Ok(None) };
    let contents = snapshot.contents(&found)?;
    let read = [contents.contract.into_iter().collect(), contents.annexes, contents.signatures, contents.acts];
    let mut files: Vec<File> =
        read.into_iter().flatten().chain(contents.record).map(|blob| (blob.name, blob.bytes)).collect();
    files.extend(contents.files.into_iter().map(|attached| (attached.name, Vec::new())));
    let mut dossier = Dossier::read(folder, &files);
    for finding in contents.findings {
        dossier.problems.push(Problem::at(&finding.path, (1, 1), "unsafe-file", finding.what));
    }
    Ok(Some((dossier, files)))
}

/// The file of the organisation and of the repository's settings.
pub const ORGANISATION: &str = "clm.toml";
/// The folder of the repository's own calendars of business days.
pub(super) const CALENDARS: &str = "calendars";

const MEND: &str = "mend the file and commit it with git; `git log -- FILE` shows who changed it";

/// The commit a person names.
fn commit_of(store: &Store, named: &str) -> Result<CommitId> {
    store.resolve(named).map_err(|_| {
        Error::new(Kind::NotFound, "no-such-commit", format!("`{named}` names no commit of this repository"))
            .hint("`clm log` lists them; a commit, a tag, a branch or HEAD~3 will do")
            .about(named)
    })
}

fn not_founded(named: &str, fault: &Error) -> Error {
    Error::new(
        Kind::InvalidContent,
        "not-yet-founded",
        format!("at `{named}` this was no clm repository: {}", fault.message),
    )
    .hint("choose a later commit; `clm log` lists them")
    .about(named)
}

/// `clm.toml` and the policy of a commit.
fn rules(store: &Store, head: CommitId) -> Result<(Organisation, Layer, Policy)> {
    let mut snapshot = store.snapshot_at(Some(head))?;
    let (mut organisation, settings) = organisation(&needed(&mut snapshot, ORGANISATION)?)
        .map_err(|problems| faults::invalid("clm.toml is not valid", &problems).hint(MEND))?;
    organisation.calendars = calendars(&mut snapshot, organisation.calendars)?;
    let text = needed(&mut snapshot, policy::FILE)?;
    let policy = Policy::parse(&String::from_utf8_lossy(&text)).map_err(|problem| {
        Error::new(Kind::InvalidContent, "policy", format!("the policy is not valid: {problem}"))
            .hint(MEND)
            .about(policy::FILE)
    })?;
    Ok((organisation, settings, policy))
}

/// Both readers of `clm.toml`: the organisation and the settings stand side by side in it.
pub(super) fn organisation(bytes: &[u8]) -> std::result::Result<(Organisation, Layer), Vec<Problem>> {
    let settings = config::parse(ORGANISATION, bytes, config::Owner::Repository);
    match (Organisation::parse_beside(ORGANISATION, bytes, &config::first_words()), settings) {
        (Ok(organisation), Ok(settings)) => Ok((organisation, settings)),
        (Err(mut problems), Err(others)) => {
            problems.extend(others);
            problems.sort_by_key(|problem| (problem.line, problem.column));
            problems.dedup();
            Err(problems)
        }
        (Err(problems), _) | (_, Err(problems)) => Err(problems),
    }
}

/// The repository's own calendars of business days beside the one `clm.toml` names.
fn calendars(snapshot: &mut Snapshot<'_>, mut calendars: Calendars) -> Result<Calendars> {
    for listed in snapshot.list(CALENDARS)? {
        let Some(name) = listed.name.strip_suffix(".toml").filter(|name| is_workspace_name(name)) else { continue };
        if let Some(bytes) = snapshot.read(&format!("{CALENDARS}/{}", listed.name))? {
            calendars.add(name, &bytes);
        }
    }
    Ok(calendars)
}

fn needed(snapshot: &mut Snapshot<'_>, path: &str) -> Result<Vec<u8>> {
    snapshot.read(path)?.ok_or_else(|| {
        Error::new(Kind::InvalidContent, "missing-file", format!("{path} is missing from the repository"))
            .hint(format!("`git log -- {path}` shows when it went; `git checkout COMMIT -- {path}` brings it back"))
            .about(path)
    })
}
