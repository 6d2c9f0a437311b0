//! `sync`: what others did comes here, what we did goes there, over any git remote.
//!
//! **Owns** the order: fetch, judge, join, judge, push, and again when somebody else was first. **Refuses to know** how
//! git speaks to the other side and how a text is woven. **Invariants**: only the address is taken from the repository's
//! configuration; nothing is taken that `verify --history` would refuse, and nothing is given; a branch is never moved
//! back, neither here nor there; work that is not saved stays as it is, and stands in the way of what would overwrite it.

mod judge;
mod merge;
mod settle;

use std::collections::HashSet;
use std::path::Path;

pub use judge::{Remembered, Whose, judge};
pub use settle::{Way, draft, resolve, show};

use super::rehome;
use crate::error::{Error, Kind, Result};
use crate::ops::machine::git::{Git, Pushed, Url, shown};
use crate::ops::proving::audit::{self, need};
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::actor::Actor;
use crate::ops::session::{Session, Start};
use crate::policy::{Decision, Question, Thing};
use crate::report::sync::{SyncItem, SyncReport};
use crate::store::{About, CommitId, Person, Store};

/// So often somebody else may be first.
const ROUNDS: usize = 12;

/// What to meet, and with what.
pub struct SyncRequest<'a> {
    /// The system's git.
    pub git: &'a Git,
    /// The name of a remote, or an address.
    pub remote: Option<&'a str>,
    /// Where this user's state lives.
    pub state: Option<&'a Path>,
    /// Whether only to take.
    pub take_only: bool,
    /// How it is to be done.
    pub manner: Manner<'a>,
}

/// The member who joins the two sides; asked for only when there is something to join.
pub type Who<'a> = dyn Fn(&Session) -> Result<Actor> + 'a;

/// Meets the other side.
///
/// # Errors
/// When it cannot be reached, its history does not stand or was rolled back, the other side does not take ours, or unsaved
/// work is in the way. Conflicts are an answer.
pub fn sync(session: Session, request: &SyncRequest<'_>, who: &Who<'_>) -> Result<SyncReport> {
    let url = address(&session, request.remote)?;
    let branch = session.store.branch_name()?;
    let root = audit::root(&session)?;
    let line = Line { request, who, url: &url, branch: &branch, root: &root };
    let mut report = SyncReport {
        remote: shown(url.as_str()),
        branch: branch.clone(),
        dry_run: request.manner.dry_run,
        ..SyncReport::default()
    };
    let mut session = session;
    for _ in 0..ROUNDS {
        let done = line.round(&session, &mut report)?;
        session = session.again()?;
        report.commit = session.head.to_string();
        if done {
            return Ok(report);
        }
        report.races += 1;
    }
    Err(Error::new(Kind::Busy, "race", format!("others were first {ROUNDS} times at {}", report.remote))
        .hint("what came is here; `clm sync` again gives what you have"))
}

/// The address of a remote: the only thing that is taken from the repository's configuration.
fn address(session: &Session, remote: Option<&str>) -> Result<Url> {
    let name = remote.unwrap_or("origin");
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    let known = if is_name { session.store.setting(&format!("remote.{name}.url"))? } else { None };
    match (known, remote) {
        (Some(url), _) => Url::read(&url, session.folder()),
        (None, Some(address)) if address.contains(['/', ':']) => Url::read(address, session.folder()),
        (None, _) => Err(Error::new(Kind::NotFound, "no-remote", format!("no remote is called {name}"))
            .hint(format!("git remote add {name} URL; or name the address: clm sync URL"))
            .about(name)),
    }
}

pub(super) fn another() -> Error {
    Error::new(
        Kind::VerificationFailed,
        "another-repository",
        "the other side began with another first commit: it is another repository",
    )
    .hint("look at the address: `git remote -v`; `clm clone` brings the other repository into a folder of its own")
}

/// One remote, and who asks.
struct Line<'a> {
    request: &'a SyncRequest<'a>,
    who: &'a Who<'a>,
    url: &'a Url,
    branch: &'a str,
    root: &'a str,
}

impl Line<'_> {
    /// Fetch, judge, join, push. Answers whether both sides have the same now, or all that could be done is done.
    fn round(&self, session: &Session, report: &mut SyncReport) -> Result<bool> {
        let (git, store) = (self.request.git, &session.store);
        let ours = session.head.to_string();
        let fetched = git.fetch(self.url, self.branch, &store.objects_folder(), Some(&ours))?;
        let remembered = Remembered::of(self.request.state, self.url);
        let seen = remembered.seen(self.root)?;
        let dry_run = self.request.manner.dry_run;
        let theirs = match fetched {
            Some(hex) => {
                let other = self.their_session(session, &hex)?;
                if audit::root(&other)? != self.root {
                    return Err(another());
                }
                let found = judge(&other, seen.as_ref(), &[], Whose::Theirs(&report.remote))?;
                if !dry_run {
                    remembered.keep(&audit::known(&other, &found))?;
                }
                if !self.join(session, &other, report)? {
                    return Ok(true);
                }
                Some(other.head)
            }
            None if seen.is_some() => return Err(self.went(&report.remote)),
            None => None,
        };
        if dry_run {
            report.went = missing(store, session.head, theirs)?;
            return Ok(true);
        }
        let session = self.bring_home(session.again()?, report)?;
        if theirs == Some(session.head) || self.request.take_only {
            settle::forget(&session.store);
            return Ok(true);
        }
        self.give(&session, theirs, &remembered, report)
    }

    /// Brings what a merge by plain git left behind, here or there, to its contract, where the user may.
    fn bring_home(&self, session: Session, report: &mut SyncReport) -> Result<Session> {
        if self.request.take_only || rehome::find(&session)?.is_empty() {
            return Ok(session);
        }
        let Ok(actor) = (self.who)(&session) else { return Ok(session) };
        let brought = rehome::rehome(&session, &actor, "sync", &self.request.manner)?;
        if brought.commit.is_none() {
            return Ok(session);
        }
        let says = "what a merge without clm left elsewhere was brought to it";
        report.items.extend(brought.items.into_iter().map(|item| SyncItem { path: item.path, says: says.to_owned() }));
        session.again()
    }

    fn their_session(&self, session: &Session, hex: &str) -> Result<Session> {
        let now = session.now.to_utc();
        Session::open(&Start { folder: session.folder(), now, today: Some(session.today), as_of: None, at: Some(hex) })
    }

    /// Brings their side here. Answers whether nothing waits for a person.
    fn join(&self, session: &Session, other: &Session, report: &mut SyncReport) -> Result<bool> {
        let store = &session.store;
        if store.is_ancestor(other.head, session.head)? {
            return Ok(true);
        }
        let came = missing(store, other.head, Some(session.head))?;
        let dry_run = self.request.manner.dry_run;
        if store.is_ancestor(session.head, other.head)? {
            if !dry_run {
                let setting = |name| Ok::<_, Error>(store.setting(name)?.unwrap_or_default());
                let person = Person { name: setting("user.name")?, email: setting("user.email")? };
                store.fast_forward(other.head, &person, session.now)?;
            }
            report.came += came;
            return Ok(true);
        }
        let plan = settle::plan(session, other)?;
        if !plan.conflicts.is_empty() {
            if !dry_run {
                settle::wait_for(store, other.head)?;
            }
            report.came = came;
            report.conflicts = settle::shown(&plan.conflicts);
            return Ok(false);
        }
        let actor = (self.who)(session)?;
        plan.own().try_for_each(|path| may_join(session, other, &actor, path))?;
        let mut change = session.change()?;
        plan.fill(&mut change)?;
        change.merge(other.head);
        let lines = plan.items.iter().map(|item| format!("{}: {}", item.path, item.says)).collect();
        let entry = Entry { act: "sync", subject: format!("join with {}", report.remote), contracts: Vec::new() };
        let account = Account { lines, undoes: Vec::new() };
        let recorded =
            recorder::record_telling(session, &actor, change, &entry, Vec::new(), &self.request.manner, &account)?;
        report.merged.extend(recorded.commit);
        report.items.extend(plan.items);
        report.came += came;
        Ok(true)
    }

    /// Gives what we have, once it was judged as everybody else will judge it.
    fn give(
        &self,
        session: &Session,
        theirs: Option<CommitId>,
        remembered: &Remembered,
        report: &mut SyncReport,
    ) -> Result<bool> {
        let seen = remembered.seen(self.root)?;
        let found = judge(session, seen.as_ref(), &[], Whose::Ours(&report.remote))?;
        let went = missing(&session.store, session.head, theirs)?;
        let head = session.head.to_string();
        match self.request.git.push(self.url, self.branch, &session.store.objects_folder(), &head)? {
            Pushed::Done => {
                remembered.keep(&audit::known(session, &found))?;
                settle::forget(&session.store);
                report.went += went;
                Ok(true)
            }
            Pushed::Race => Ok(false),
            Pushed::Refused(why) => Err(Error::new(
                Kind::Refused,
                "push-refused",
                format!("{} does not take what you have: {why}", report.remote),
            )
            .hint("what came from there is here already; mend what it names, then `clm sync` again")),
        }
    }

    fn went(&self, remote: &str) -> Error {
        let message = format!("{remote} has no branch {} any more, and it had one when you last met", self.branch);
        Error::new(Kind::VerificationFailed, "rolled-back", message)
            .hint("ask whoever keeps it; your clone has everything you saw there, and nothing was given")
    }
}

/// How many commits of a history another one lacks.
fn missing(store: &Store, of: CommitId, from: Option<CommitId>) -> Result<usize> {
    let all = store.log(Some(of), About::All, usize::MAX)?;
    let Some(from) = from else { return Ok(all.len()) };
    let known: HashSet<CommitId> =
        store.log(Some(from), About::All, usize::MAX)?.iter().map(|logged| logged.commit).collect();
    Ok(all.iter().filter(|logged| !known.contains(&logged.commit)).count())
}

/// Whether the actor may write what neither side had.
fn may_join(session: &Session, other: &Session, actor: &Actor, path: &str) -> Result<()> {
    let folder = need::contract(path).map(|(folder, _)| folder);
    let owner = match folder {
        Some(folder) => session.dossier_in(folder)?.or(other.dossier_in(folder)?).and_then(|found| found.record.owner),
        None => None,
    };
    let mut why = String::new();
    for right in need::rights(path, need::How::Known) {
        let question = Question::usual(*right, need::workspace(path)).on(Thing::of_path(path));
        match session.policy.decide(actor.member(), &question.owned_by(owner.as_deref())) {
            Decision::Permit { .. } => return Ok(()),
            Decision::Refuse { reasons } if why.is_empty() => {
                why = reasons.first().map(ToString::to_string).unwrap_or_default();
            }
            Decision::Refuse { .. } => {}
        }
    }
    let message = format!("both sides changed {path}, and you may not put it together: {why}");
    Err(Error::new(Kind::Refused, "cannot-join", message)
        .hint("undo your change of it and sync again, or ask somebody who may edit it to sync first")
        .about(path))
}
