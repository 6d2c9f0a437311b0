//! `workspace split`: a workspace moves out into a repository of its own, with its past.
//!
//! **What goes along**: every commit that touched the workspace, the policy or the house's settings, made again without what
//! is other teams', each with the original and the trees that prove it, so that every verdict stays what it was and no other
//! team's text goes along. **What only the old repository proves**: that none in between was left out. It is the word of the owner
//! who split, and `verify` says so where that word is missing.
//!
//! **Invariants**: nothing leaves here before the new repository is on disk and judges every contract as this one does; the new
//! folder appears whole or not at all; a split that was interrupted between the two is finished by the same command.

mod copy;
mod refusal;

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::error::Result;
use crate::ops::catalogue::Catalogue;
use crate::ops::dossier::departed::{self, Departed};
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::{Actor, KeyChoice};
use crate::ops::session::resolve::Place;
use crate::policy::Right;
use crate::report::act::{ActItem, ActReport};
use crate::store::CommitId;

/// What to split off, and where to.
#[derive(Debug, Clone, Copy)]
pub struct SplitRequest<'a> {
    /// The workspace.
    pub name: &'a str,
    /// The new repository's folder.
    pub folder: &'a Path,
    /// The folder as the person named it.
    pub named: &'a str,
    /// Leave the workspace here as well.
    pub leave: bool,
    /// The user's key.
    pub key: KeyChoice<'a>,
    /// Where this user's state lives.
    pub state: Option<&'a Path>,
    /// The process's clock.
    pub now: DateTime<Utc>,
}

/// The new repository.
struct Made {
    root: String,
    commit: CommitId,
    /// The newest commit here that is in it.
    from: String,
    warnings: Vec<String>,
}

/// Splits a workspace off.
///
/// # Errors
/// When the actor is no owner, something is in the way here or there, or the new repository would judge a contract
/// otherwise; then nothing has changed.
pub fn split(
    session: &Session,
    actor: &Actor,
    request: &SplitRequest<'_>,
    manner: &Manner<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<ActReport> {
    actor.must_have(session, Right::Administer, None)?;
    refusal::must_be_ready(session, request)?;
    let places = places(session, request.name)?;
    let made = match copy::finished(session, request, &places)? {
        Some(made) => made,
        None => copy::make(session, actor, request, &places, manner, progress)?,
    };
    let mut report = if request.leave {
        let entry = Entry {
            act: "workspace",
            subject: format!("split {} off, and leave it here", request.name),
            contracts: Vec::new(),
        };
        let report = recorder::planned(&entry, vec![item(request)], manner)?;
        ActReport { commit: Some(made.commit.to_string()).filter(|_| !manner.dry_run), ..report }
    } else {
        leave(session, actor, request, (&made, &places), manner)?
    };
    report.warnings.extend(made.warnings);
    if !request.leave {
        report.warnings.push(
            "the history here still holds what moved out: git cannot hide it from whoever has or gets this repository"
                .to_owned(),
        );
    }
    Ok(report)
}

/// The workspace's contracts.
fn places(session: &Session, workspace: &str) -> Result<Vec<Place>> {
    let catalogue = Catalogue::open(session)?;
    let own = catalogue.names().iter().filter(|name| departed::is_in(&name.folder, workspace));
    Ok(own.map(|name| Place { folder: name.folder.clone(), id: name.id.clone() }).collect())
}

fn item(request: &SplitRequest<'_>) -> ActItem {
    let named = request.named;
    ActItem {
        id: request.name.to_owned(),
        act: "split".to_owned(),
        status: None,
        path: named.to_owned(),
        next: vec![
            format!("clm -C {named} verify --all"),
            format!("clm -C {named} verify --history"),
            format!("clm -C {named} member list"),
        ],
    }
}

/// Takes the workspace out here: one commit, which says where it went.
fn leave(
    session: &Session,
    actor: &Actor,
    request: &SplitRequest<'_>,
    (made, places): (&Made, &[Place]),
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let into = request.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let departed = Departed {
        workspace: request.name.to_owned(),
        into: into.chars().filter(|c| !c.is_control()).collect(),
        root: made.root.clone(),
        commit: made.commit.to_string(),
        from: made.from.clone(),
        on: session.now.date_naive().to_string(),
        by: actor.email().to_owned(),
        contracts: places.iter().map(|place| place.id.to_string()).collect(),
    };
    let mut change = session.change()?;
    change.rests_on(request.name);
    for difference in session.store.changed(None, Some(session.head))? {
        if departed::is_in(&difference.path, request.name) {
            change.remove(&difference.path)?;
        }
    }
    change.put(&departed::file(request.name), departed.text()?)?;
    let subject = format!("split {} off into a repository of its own", request.name);
    let entry = Entry { act: "workspace", subject, contracts: places.iter().map(|place| place.id.clone()).collect() };
    let account = Account { lines: vec![format!("it {}", departed.sentence())], ..Account::default() };
    recorder::record_telling(session, actor, change, &entry, vec![item(request)], manner, &account)
}
