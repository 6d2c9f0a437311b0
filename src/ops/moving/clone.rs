//! `clone`: another repository, brought here only after its whole history was judged.
//!
//! **Invariants**: the folder appears whole or not at all; nothing is checked out before it stands; no configuration, hook
//! or submodule comes along; git is set up as `init` does it, so that `git verify-commit` agrees.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::sync::{Remembered, Whose, judge};
use crate::disk::scratch::Scratch;
use crate::error::{Error, Kind, Result};
use crate::ops::machine::git::{Git, Url, shown};
use crate::ops::proving::audit::{self, memory};
use crate::ops::session::Session;
use crate::ops::session::actor::{self, Actor, KeyChoice};
use crate::ops::setup::init::ALLOWED_SIGNERS;
use crate::report::sync::CloneReport;
use crate::store::{Person, Store};

/// What to clone, and where to.
pub struct CloneRequest<'a> {
    /// The system's git.
    pub git: &'a Git,
    /// The address.
    pub url: &'a str,
    /// The folder; made after the address where absent.
    pub folder: Option<&'a Path>,
    /// The folder relative names start in.
    pub from: &'a Path,
    /// The branch; the other side's usual one where absent.
    pub branch: Option<&'a str>,
    /// Fingerprints of keys that must have founded it.
    pub trust: &'a [String],
    /// Where this user's state lives.
    pub state: Option<&'a Path>,
    /// The user's key.
    pub key: KeyChoice<'a>,
    /// The process's clock.
    pub now: DateTime<Utc>,
    /// Fetch and judge; leave nothing behind.
    pub dry_run: bool,
}

/// Who the user is in a repository; asked once it is here.
pub type Who<'a> = dyn Fn(&Session) -> Result<Actor> + 'a;

/// Brings it here.
///
/// # Errors
/// When the folder is taken, the other side cannot be reached, or its history does not stand.
pub fn clone(request: &CloneRequest<'_>, who: &Who<'_>) -> Result<CloneReport> {
    let url = Url::read(request.url, request.from)?;
    let folder = folder(request, &url)?;
    must_be_free(&folder)?;
    let above = folder.parent().unwrap_or(request.from);
    let cannot = |fault: std::io::Error| {
        Error::new(Kind::Failed, "disk", format!("cannot make {}: {fault}", folder.display()))
            .hint("look at the folder's rights and the free space")
    };
    let place = if request.dry_run {
        std::env::temp_dir()
    } else {
        std::fs::create_dir_all(above).map_err(cannot)?;
        above.to_owned()
    };
    let aside = Scratch::make(&place, ".clm-clone-").map_err(cannot)?;
    let mut report = fetched(request, who, &url, aside.path())?;
    report.path = folder.display().to_string();
    if request.dry_run {
        return Ok(report);
    }
    open_up(aside.path()).and_then(|()| aside.settle(&folder)).map_err(cannot)?;
    std::fs::File::open(above).and_then(|above| above.sync_all()).map_err(cannot)?;
    begin(request, &report, &folder)?;
    Ok(report)
}

/// A temporary folder is its maker's alone; a clone is as open as any other folder made here.
fn open_up(made: &Path) -> std::io::Result<()> {
    let usual = made.join(".git/objects").metadata()?.permissions();
    std::fs::set_permissions(made, usual)
}

fn folder(request: &CloneRequest<'_>, url: &Url) -> Result<PathBuf> {
    if let Some(folder) = request.folder {
        return Ok(folder.to_owned());
    }
    let name =
        url.as_str().trim_end_matches('/').trim_end_matches("/.git").rsplit(['/', ':']).next().unwrap_or_default();
    let name = name.strip_suffix(".git").unwrap_or(name);
    if name.is_empty() || name.starts_with('.') || name.starts_with('-') {
        return Err(Error::new(Kind::Usage, "missing-answer", "the address names no folder").hint("clm clone URL DIR"));
    }
    Ok(request.from.join(name))
}

fn must_be_free(folder: &Path) -> Result<()> {
    let taken = || {
        Error::new(Kind::Refused, "exists", format!("{} is there already and not empty", folder.display()))
            .hint("name another folder: clm clone URL DIR")
    };
    match std::fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_none() {
                Ok(())
            } else {
                Err(taken())
            }
        }
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(_) => Err(taken()),
    }
}

fn fetched(request: &CloneRequest<'_>, who: &Who<'_>, url: &Url, aside: &Path) -> Result<CloneReport> {
    let empty = || {
        Error::new(Kind::NotFound, "empty", format!("{} has no such branch, or no commit yet", shown(url.as_str())))
            .hint("push a repository there first: in it, `git remote add origin URL`, then `clm sync`")
    };
    let usual = || request.git.usual_branch(url);
    let branch = match request.branch {
        Some(branch) => branch.to_owned(),
        None => usual()?.ok_or_else(empty)?,
    };
    let store = Store::init(aside)?;
    store.begin_on(&branch)?;
    let hex = request.git.fetch(url, &branch, &store.objects_folder(), None)?.ok_or_else(empty)?;
    let head = store.resolve(&hex)?;
    if store.snapshot_at(Some(head))?.find(crate::ops::session::ORGANISATION)?.is_none() {
        return Err(Error::new(Kind::NoRepository, "no-clm", format!("{} is no clm repository", shown(url.as_str())))
            .hint("`git clone` brings any other repository"));
    }
    let session = Session::of(store, head, request.now)?;
    let root = audit::root(&session)?;
    let remembered = Remembered::of(request.state, url);
    let seen = remembered.seen(&root)?;
    let found = judge(&session, seen.as_ref(), request.trust, Whose::Theirs(&shown(url.as_str())))?;
    let member = set_up(&session, request, who, url, &branch)?;
    let person = Person { name: "clm".to_owned(), email: member.clone().unwrap_or_default() };
    session.store.fast_forward(head, &person, session.now)?;
    let known = audit::known(&session, &found);
    if !request.dry_run {
        remembered.keep(&known)?;
    }
    let pinned = remember(request, &session, &known)?;
    Ok(CloneReport {
        remote: shown(url.as_str()),
        path: String::new(),
        branch,
        commit: hex,
        commits: found.commits,
        root,
        founders: found.founders,
        trusted: pinned || !request.trust.is_empty(),
        member,
        healed: found.items.into_iter().map(|item| item.finding).collect(),
    })
}

/// What `verify --history` starts from in the new clone.
fn begin(request: &CloneRequest<'_>, report: &CloneReport, folder: &Path) -> Result<()> {
    let Some(state) = request.state else { return Ok(()) };
    let commit = report.commit.parse().map_err(|_| Error::new(Kind::Failed, "commit", "the clone has no commit"))?;
    let (root, founders) = (report.root.clone(), report.founders.clone());
    let known = memory::Known { root, founders, commit, commits: report.commits, at: request.now };
    memory::keep(&state.join("clones"), &memory::place(&folder.join(".git")), &known)
}

/// The newest history of this repository that was cloned on this machine; a newer memory of the same repository stays. Answers whether it was known.
fn remember(request: &CloneRequest<'_>, session: &Session, known: &memory::Known) -> Result<bool> {
    let Some(folder) = request.state.map(|state| state.join("history")) else { return Ok(false) };
    let before = memory::recall(&folder, &known.root)?;
    let older =
        before.as_ref().is_none_or(|before| session.store.is_ancestor(before.commit, known.commit).unwrap_or(false));
    if older && !request.dry_run {
        memory::keep(&folder, &known.root, known)?;
    }
    Ok(before.is_some())
}

/// Git's settings, as `init` writes them, and the remote.
fn set_up(
    session: &Session,
    request: &CloneRequest<'_>,
    who: &Who<'_>,
    url: &Url,
    branch: &str,
) -> Result<Option<String>> {
    let store = &session.store;
    store.set_setting("gpg.format", "ssh")?;
    store.set_setting("gpg.ssh.allowedSignersFile", ALLOWED_SIGNERS)?;
    store.set_setting("remote.origin.url", url.as_str())?;
    store.set_setting("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")?;
    store.set_setting(&format!("branch.{branch}.remote"), "origin")?;
    store.set_setting(&format!("branch.{branch}.merge"), &format!("refs/heads/{branch}"))?;
    // Whoever has no member's key here may still read.
    let Ok(member) = who(session) else { return Ok(None) };
    for (name, value) in [("user.name", member.name()), ("user.email", member.email())] {
        if Store::user_setting(name)?.as_deref() != Some(value) {
            store.set_setting(name, value)?;
        }
    }
    if let Some(chosen) = request.key.key {
        store.set_setting("user.signingkey", &actor::placed(chosen, &request.key))?;
    }
    Ok(Some(member.email().to_owned()))
}
