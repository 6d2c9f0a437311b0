//! `move`: contracts filed in another folder or another workspace. Identity, bytes and verdicts stay: a contract is known
//! by its id, wherever it lies.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::contract::name::{is_safe_name, slug};
use crate::contract::problem::{nearest, quoted};
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::part::{Part, stands_in_the_way, within};
use crate::ops::drafting::draft;
use crate::ops::recording::answer::item;
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::actor::Actor;
use crate::ops::session::resolve::Place;
use crate::ops::session::{Session, edit_word};
use crate::policy::{Question, Right};
use crate::report::act::{ActItem, ActReport};
use crate::store::{Kind as Thing, Snapshot};

/// Names a folder of contracts cannot have: they are parts of a contract.
const PARTS: [&str; 4] = ["annexes", "signatures", "acts", "files"];

/// Files contracts in the folder `target`: below a workspace's `contracts/` as written (`sales/contracts/2026/acme`), a
/// workspace alone (the same folder there), or a folder below the contract's own `contracts/` (`2026/acme`). A path with
/// `.` or `..` is seen from `from`.
///
/// # Errors
/// When the folder cannot be, something is in the way there, changes are not recorded, or the policy does not allow it.
pub fn move_to(
    session: &Session,
    actor: &Actor,
    places: &[Place],
    target: &str,
    from: &Path,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let target = Target::read(session, target, from)?;
    let mut snapshot = session.snapshot()?;
    let mut change = session.change()?;
    let (mut items, mut named, mut lines): (Vec<ActItem>, Vec<_>, Vec<String>) = Default::default();
    let (mut warnings, mut taken) = (Vec::new(), BTreeSet::new());
    for place in places {
        let dossier = session.dossier(place)?;
        let folder = target.folder_for(&place.folder);
        actor.must_have_on(session, Right::Edit, &dossier)?;
        let workspace = folder.split('/').next();
        if workspace != Some(dossier.workspace()) {
            let there = Question::usual(Right::Draft, workspace).owned_by(dossier.record.owner.as_deref());
            actor.must(session, &there)?;
        }
        let name = place.folder.rsplit('/').next().unwrap_or_default();
        let to = format!("{folder}/{name}");
        if to == place.folder {
            continue;
        }
        warnings.extend(must_be_movable(session, place)?);
        must_be_free(session, &mut snapshot, place, (&folder, &to), &mut taken)?;
        change.rename(&place.folder, &to)?;
        lines.push(format!("{} → {to}", place.folder));
        named.push((dossier.title(), dossier.id.clone()));
        items.push(ActItem { path: to, ..item(&dossier, "move") });
    }
    if items.is_empty() {
        return Ok(draft::nothing("nothing to move: it lies there already"));
    }
    let contracts = named.iter().map(|(_, id)| id.clone()).collect();
    let entry = Entry { act: "move", subject: draft::naming(&named), contracts };
    let account = Account { lines, ..Account::default() };
    let report = recorder::record_telling(session, actor, change, &entry, items, manner, &account)?;
    let mut report = draft::settle(session, report)?;
    report.warnings.extend(warnings);
    Ok(report)
}

/// Where contracts are to go.
enum Target {
    /// This folder, from the top of the repository.
    Folder(String),
    /// The same folder in another workspace.
    Workspace(String),
    /// A folder below the `contracts/` each contract lies in now.
    Below(String),
}

impl Target {
    fn read(session: &Session, typed: &str, from: &Path) -> Result<Self> {
        let trimmed = typed.trim_end_matches('/');
        let seen = match typed.starts_with('/') || trimmed.split('/').any(|part| part == "." || part == "..") {
            true => seen_from(session, typed, from)?,
            false => trimmed.to_owned(),
        };
        let parts: Vec<&str> = seen.split('/').collect();
        parts.iter().try_for_each(|part| good(part, typed))?;
        let known = |name: &str| session.policy.workspaces().iter().any(|workspace| workspace.name == name);
        match parts.as_slice() {
            [only] if known(only) => Ok(Self::Workspace(seen)),
            [workspace, "contracts", ..] if known(workspace) => Ok(Self::Folder(seen)),
            [workspace, "contracts", ..] => Err(no_workspace(session, workspace)),
            _ if seen != trimmed => Err(outside(typed)),
            _ => Ok(Self::Below(seen)),
        }
    }

    fn folder_for(&self, contract: &str) -> String {
        let (workspace, shelf) = contract.split_once('/').unwrap_or((contract, "contracts"));
        match self {
            Self::Folder(folder) => folder.clone(),
            Self::Workspace(other) => {
                format!("{other}/{}", shelf.rsplit_once('/').map_or("contracts", |(folders, _)| folders))
            }
            Self::Below(folder) => format!("{workspace}/contracts/{folder}"),
        }
    }
}

/// A typed path as one from the top of the repository; no link is followed below it.
fn seen_from(session: &Session, typed: &str, from: &Path) -> Result<String> {
    let root = session.store.root().and_then(|root| root.canonicalize().ok()).ok_or_else(|| outside(typed))?;
    let mut full = from.canonicalize().unwrap_or_else(|_| from.to_owned());
    if typed.starts_with('/') {
        full = PathBuf::new();
    }
    for part in Path::new(typed).components() {
        match part {
            Component::ParentDir => drop(full.pop()),
            Component::CurDir => {}
            other => full.push(other),
        }
    }
    let below = full.strip_prefix(&root).ok().and_then(Path::to_str).filter(|below| !below.is_empty());
    below.map(ToOwned::to_owned).ok_or_else(|| outside(typed))
}

fn outside(typed: &str) -> Error {
    let message = format!("{} is not below the `contracts/` of a workspace", quoted(typed));
    Error::new(Kind::Usage, "outside", message)
        .hint("name a folder such as 2026/acme, or one of a workspace: sales/contracts/2026/acme")
        .about(typed)
}

fn good(part: &str, typed: &str) -> Result<()> {
    let error = |message: String| Error::new(Kind::Usage, "bad-folder", message).about(typed);
    if PARTS.contains(&part) {
        return Err(error(format!(
            "a folder of contracts cannot be called {}: that is a part of a contract",
            quoted(part)
        ))
        .hint("choose another name"));
    }
    if is_safe_name(part) && !part.starts_with('-') && !part.ends_with('.') {
        return Ok(());
    }
    let safe: Vec<String> = typed.split('/').filter(|part| !part.is_empty()).map(safe).collect();
    Err(error(format!("{} cannot be the name of a folder here", quoted(part)))
        .hint(format!("lower-case letters, digits, `-`, `_` and `.`: {}", safe.join("/"))))
}

fn safe(part: &str) -> String {
    if is_safe_name(part) { part.to_owned() } else { slug(part) }
}

fn no_workspace(session: &Session, name: &str) -> Error {
    let known = session.policy.workspaces().iter().map(|workspace| workspace.name.as_str());
    let hint = match nearest(name, known) {
        Some(near) => format!("did you mean {near}? `clm workspace list` shows them"),
        None => format!("`clm workspace list` shows them; `clm workspace add {name}` makes one"),
    };
    Error::new(Kind::NotFound, "no-such-workspace", format!("there is no workspace {}", quoted(name)))
        .hint(hint)
        .about(name)
}

/// Nothing of the contract may be left behind; what is none of its parts stays where it is, and is told.
fn must_be_movable(session: &Session, place: &Place) -> Result<Vec<String>> {
    draft::must_be_saved(session, place)?;
    let edited = session.store.edited(&place.folder)?;
    let part = |path: &str| within(path, &place.folder).and_then(Part::of);
    let ours = edited.iter().find(|file| part(&file.path).is_some() && !stands_in_the_way(file, &place.folder));
    if let Some(file) = ours {
        let message = format!("{} is not recorded and would be left behind", file.path);
        return Err(Error::new(Kind::Busy, "unsaved", message)
            .details([format!("{} ({})", file.path, edit_word(file.kind))])
            .hint(format!("`clm save {}` records it, or take it away; then repeat the command", place.id))
            .about(place.id.as_str()));
    }
    Ok(edited.into_iter().map(|file| format!("{} is no part of a contract and stays where it is", file.path)).collect())
}

/// Nothing stands at the destination, and it lies in no other contract.
fn must_be_free(
    session: &Session,
    snapshot: &mut Snapshot<'_>,
    place: &Place,
    (folder, to): (&str, &str),
    taken: &mut BTreeSet<String>,
) -> Result<()> {
    let refused = |code, message: String, hint: &str| {
        Err(Error::new(Kind::Refused, code, message).hint(hint).about(place.id.as_str()))
    };
    for (at, _) in folder.match_indices('/').chain([(folder.len(), "")]) {
        let above = folder.get(..at).unwrap_or(folder);
        if snapshot.contract_at(above)?.is_some() {
            let message = format!("{above} is a contract's own folder");
            return refused("in-a-contract", message, "choose a folder beside it");
        }
        if snapshot.find(above)?.is_some_and(|entry| entry.kind != Thing::Folder) {
            return refused("in-the-way", format!("{above} is a file"), "choose another folder");
        }
    }
    let on_disk = || session.store.root().is_some_and(|root| root.join(to).symlink_metadata().is_ok());
    if !taken.insert(to.to_owned()) || snapshot.find(to)?.is_some() || on_disk() {
        return refused("exists", format!("{to} exists already"), "nothing is overwritten: choose another folder");
    }
    Ok(())
}
