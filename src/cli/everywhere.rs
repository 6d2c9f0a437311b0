//! Several repositories as easy as one: one question put to each that the reader lists, and answered as one.
//!
//! **Owns** when several are asked, and what is said of those that cannot answer. **Refuses to know** what is asked and
//! how answers are joined: a command brings both.
//! **Invariants**: each repository is asked under its own policy, organisation, time zone and saved queries; one that
//! cannot be read never looks like an empty one: it is named, and the command's exit code is its error's; a repository is
//! asked once, however many names it has.

use std::borrow::Cow;
use std::path::PathBuf;

use super::context::Context;
use super::repositories::{self, Listed};
use super::streams::fault;
use crate::config::{Origin, Settings};
use crate::error::{Error, Kind, Result};
use crate::ops::finding::filter;
use crate::ops::session::actor;
use crate::ops::session::{ORGANISATION, Session};
use crate::render::Draw;
use crate::render::json::Schema;
use crate::report::everywhere::{FailedItem, Joined, Named, RepositoryItem};

/// The option of the questions that can be put to several repositories.
#[derive(clap::Args, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Everywhere {
    /// Ask every repository you listed (`clm config set repository.NAME FOLDER`), and answer as one
    #[arg(long)]
    pub everywhere: bool,
}

/// A repository that is asked.
pub struct Asked<'a> {
    /// The repository at HEAD.
    pub session: &'a Session,
    /// What the reader lists it as; none where it is the only one.
    pub name: Option<&'a str>,
    context: &'a Context<'a>,
    settings: Cow<'a, Settings>,
}

impl Asked<'_> {
    /// What is set, the repository's own layer with it.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A query as typed, saved ones put in; each repository may have saved its own.
    ///
    /// # Errors
    /// When no query is saved under a name.
    pub fn query(&self, typed: &[String]) -> Result<String> {
        filter::expanded(&self.settings, &typed.join(" "))
    }

    /// The reader's address there, where the query asks for it.
    #[must_use]
    pub fn reader(&self, query: &str) -> Option<String> {
        actor::reader(self.session, &self.context.key_choice(None), query)
    }

    /// Whether a program reads the answer.
    #[must_use]
    pub fn wants_json(&self) -> bool {
        self.context.globals.json
    }

    /// The reader's address there.
    #[must_use]
    pub fn own_address(&self) -> Option<String> {
        actor::own_address(self.session, &self.context.key_choice(None))
    }
}

/// What was answered: by one repository, or by several as one.
pub struct Answer<R> {
    /// The answer.
    pub report: R,
    several: Option<Several>,
}

/// Who was asked.
#[derive(Default)]
struct Several {
    repositories: Vec<RepositoryItem>,
    failed: Vec<FailedItem>,
}

impl<R> Answer<R> {
    /// An answer that no repository gave.
    #[must_use]
    pub fn of(report: R) -> Self {
        Self { report, several: None }
    }

    /// The exit code: that of the first repository that could not answer, else `code`.
    #[must_use]
    pub fn exit(&self, code: u8) -> u8 {
        self.failed().first().map_or(code, |first| first.error.exit)
    }

    /// The repositories that could not answer.
    #[must_use]
    pub fn failed(&self) -> &[FailedItem] {
        self.several.as_ref().map(|several| several.failed.as_slice()).unwrap_or_default()
    }

    /// The repositories that answered; none where only one was asked.
    #[must_use]
    pub fn repositories(&self) -> Option<&[RepositoryItem]> {
        self.several.as_ref().map(|several| several.repositories.as_slice())
    }

    /// The same repositories with another answer drawn from this one.
    pub fn map<S>(self, change: impl FnOnce(R) -> S) -> Answer<S> {
        Answer { report: change(self.report), several: self.several }
    }
}

impl<R: Schema + Draw> Answer<R> {
    /// Shows it on stdout in the form asked for.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn show(self, context: &Context<'_>) -> Result<()> {
        match self.several {
            None => context.show(&self.report),
            Some(Several { repositories, failed }) => {
                context.show(&Joined { report: self.report, repositories, failed })
            }
        }
    }
}

/// Puts a question to the repository one stands in; to all that are listed with `--everywhere`, and where one stands in
/// none. `joined` makes one answer of several, none of which is missing its repository's name.
///
/// # Errors
/// When there is nobody to ask, or nobody could answer.
pub fn ask<R: Named>(
    context: &Context<'_>,
    asked: Everywhere,
    mut question: impl FnMut(&Asked<'_>) -> Result<R>,
    joined: impl FnOnce(Vec<R>) -> R,
) -> Result<Answer<R>> {
    let here = if asked.everywhere { must_not_name_one(context).map(|()| None)? } else { here(context)? };
    let Some(session) = here else { return ask_all(context, &mut question, joined) };
    let settings = Cow::Borrowed(context.settings());
    let report = question(&Asked { session: &session, name: None, context, settings })?;
    Ok(Answer { report, several: None })
}

/// The repository one stands in or names; none where there is none and others are listed.
fn here(context: &Context<'_>) -> Result<Option<Session>> {
    match context.session() {
        Ok(session) => Ok(Some(session)),
        Err(error) if error.code == "no-repository" && context.globals.repo.is_none() => {
            if repositories::listed(context).is_empty() {
                return Err(error.hint(format!("`clm init DIR` makes one; `-C DIR` names one; {LISTS}")));
            }
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

const LISTS: &str = "`clm config set repository.NAME FOLDER` lists those to be asked from anywhere";

/// `-C` names one repository; what stands in the environment for every command gives way to the flag.
fn must_not_name_one(context: &Context<'_>) -> Result<()> {
    let typed =
        context.globals.repo.as_deref().filter(|dir| Some(dir.as_os_str()) != context.world.variable("CLM_REPO"));
    match typed {
        None => Ok(()),
        Some(_) => {
            let message =
                "`--everywhere` asks all repositories that are listed, `-C` names one: they do not go together";
            Err(Error::new(Kind::Usage, "usage", message).hint("leave one of them out"))
        }
    }
}

fn ask_all<R: Named>(
    context: &Context<'_>,
    question: &mut dyn FnMut(&Asked<'_>) -> Result<R>,
    joined: impl FnOnce(Vec<R>) -> R,
) -> Result<Answer<R>> {
    if context.globals.at.is_some() {
        let message = "`--at` names a commit of one repository, and several would be asked";
        return Err(Error::new(Kind::Usage, "no-look-back", message)
            .hint("`-C NAME` asks one of them; `--as-of DATE` looks back in all"));
    }
    let listed = repositories::listed(context);
    if listed.is_empty() {
        return Err(Error::new(Kind::NoRepository, "no-repository", "no repository is listed").hint(LISTS));
    }
    let (mut several, mut reports) = (Several::default(), Vec::new());
    let (mut places, mut faults) = (Vec::new(), Vec::new());
    for one in &listed {
        match of_one(context, one, &places, question) {
            Ok(Said::Answer(item, place, report)) => {
                several.repositories.push(item);
                places.push(place);
                reports.push(report);
            }
            Ok(Said::Already(known)) => {
                if let Some(known) = several.repositories.get_mut(known) {
                    same(context, known, one);
                }
            }
            // Who stopped reading, and who broke off, is asked no further.
            Err(error) if matches!(error.kind, Kind::OutputClosed | Kind::Interrupted) => return Err(error),
            Err(error) => {
                several.failed.push(failed(one, &error));
                faults.push((one, error));
            }
        }
    }
    if reports.is_empty() {
        return Err(nobody(context, faults));
    }
    for (one, error) in faults {
        context.complain(&one.left_out(error));
    }
    if let Some(top) = repositories::unlisted_here(context, &listed) {
        let key = "`clm config set repository.NAME";
        context.note(&format!("this one is not among those listed: {key} {}` lists it", top.display()));
    }
    Ok(Answer { report: joined(reports), several: Some(several) })
}

/// What came of asking one repository.
enum Said<R> {
    /// It answered; with where it lies.
    Answer(RepositoryItem, PathBuf, R),
    /// Under another name it has answered already, as the n-th.
    Already(usize),
}

/// Puts the question to one repository, under its own settings.
fn of_one<R: Named>(
    context: &Context<'_>,
    one: &Listed,
    places: &[PathBuf],
    question: &mut dyn FnMut(&Asked<'_>) -> Result<R>,
) -> Result<Said<R>> {
    let (session, place) = one.opened(context)?;
    if let Some(known) = places.iter().position(|other| *other == place) {
        return Ok(Said::Already(known));
    }
    let settings = context.personal().clone().with(Origin::Repository, ORGANISATION, session.settings.clone());
    let asked = Asked { session: &session, name: Some(&one.name), context, settings: Cow::Owned(settings) };
    let mut report = question(&asked)?;
    report.name(&one.name);
    context.lies_at(&one.name, session.folder());
    let item = RepositoryItem {
        name: one.name.clone(),
        also: Vec::new(),
        folder: session.folder().display().to_string(),
        organisation: session.organisation.name.clone(),
        today: session.today,
        commit: session.head.to_string(),
    };
    Ok(Said::Answer(item, place, report))
}

/// Says that a further name leads to a repository that answered already.
fn same(context: &Context<'_>, known: &mut RepositoryItem, one: &Listed) {
    let names = format!("`{}` and `{}` are one repository", known.name, one.name);
    context.note(&format!("{names}, {}: it is asked once, as `{}`", known.folder, known.name));
    known.also.push(one.name.clone());
}

fn failed(one: &Listed, error: &Error) -> FailedItem {
    FailedItem { repository: one.name.clone(), folder: one.typed.clone(), error: fault(error) }
}

/// Nobody could answer. What is wrong with the question is said once; else each says why, the first, whose exit code
/// counts, last.
fn nobody(context: &Context<'_>, faults: Vec<(&Listed, Error)>) -> Error {
    let mut faults = faults.into_iter();
    let Some((first, error)) = faults.next() else {
        return Error::new(Kind::Failed, "internal", "no repository was asked");
    };
    let others: Vec<(&Listed, Error)> = faults.collect();
    if error.kind == Kind::Usage && others.iter().all(|(_, other)| *other == error) {
        return error;
    }
    for (one, error) in others {
        context.complain(&one.left_out(error));
    }
    first.left_out(error)
}
