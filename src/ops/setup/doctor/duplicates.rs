//! Two folders with one id: which of them is the copy, and a new id for it while it is a draft.

use std::collections::BTreeMap;

use super::unreadable;
use crate::contract::header;
use crate::contract::id::ContractId;
use crate::contract::key_path::KeyPath;
use crate::contract::name::folder_name;
use crate::error::Result;
use crate::ops::catalogue::Catalogue;
use crate::ops::dossier::Dossier;
use crate::ops::moving::rehome;
use crate::ops::recording::answer::item;
use crate::ops::recording::recorder::{Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::{drafting::draft, paper::new, recording::recorder, session::faults};
use crate::policy::Right;
use crate::report::act::ActReport;
use crate::report::doctor::DoctorItem;
use crate::store::About;

/// The folders of one id, sorted out.
struct Twins {
    id: ContractId,
    /// The folder that keeps the id.
    kept: String,
    /// Drafts that can have another id.
    copies: Vec<String>,
    /// Folders with acts or signatures beside the one that keeps the id: no new id can be given to them.
    bound: Vec<String>,
}

/// Names every id that two folders have.
pub(super) fn look(session: &Session) -> DoctorItem {
    const CHECK: &str = "duplicate-ids";
    let twins = match all(session) {
        Ok(twins) => twins,
        Err(fault) => return unreadable(CHECK, &fault),
    };
    let Some(first) = twins.first() else {
        return DoctorItem::ok(CHECK, "every contract has an id of its own");
    };
    let folders: Vec<&str> = first.copies.iter().chain(&first.bound).map(String::as_str).collect();
    let rest = if twins.len() > 1 { format!(" (and {} more ids)", twins.len() - 1) } else { String::new() };
    let message = format!("{} is the id of {} and of {}{rest}", first.id, first.kept, folders.join(", "));
    match first.bound.first() {
        None => DoctorItem::fail(CHECK, message, "clm doctor --fix  # gives the copy an id of its own"),
        Some(bound) => DoctorItem::fail(
            CHECK,
            format!("{message}; both hold acts or signatures, which name this id and cannot be given another"),
            format!("look which is the copy; then git rm -r {bound} && git commit -m \"remove a copy\""),
        ),
    }
}

/// Gives every copy that is a draft an id and a folder of its own.
///
/// # Errors
/// When the policy does not allow it, a copy has unsaved changes, or its text cannot be read.
pub fn mend(session: &Session, actor: &Actor, manner: &Manner<'_>) -> Result<ActReport> {
    let mut change = session.change()?;
    let (mut named, mut items) = (Vec::new(), Vec::new());
    for folder in all(session)?.into_iter().flat_map(|twins| twins.copies) {
        let Some(dossier) = session.dossier_in(&folder)? else { continue };
        actor.must_have_on(session, Right::Edit, &dossier)?;
        let (id, text, to) = renamed(session, &dossier)?;
        change.rename(&folder, &to)?;
        change.put(&format!("{to}/contract.md"), text)?;
        let mut item = item(&dossier, "doctor");
        (item.id, item.path) = (id.to_string(), to);
        items.push(item);
        named.push((dossier.title(), id));
    }
    if items.is_empty() {
        return Ok(draft::nothing("no copy can be given an id of its own"));
    }
    let subject = format!("give {} an id of its own", draft::naming(&named));
    let entry = Entry { act: "doctor", subject, contracts: named.into_iter().map(|(_, id)| id).collect() };
    draft::settle(session, recorder::record(session, actor, change, &entry, items, manner)?)
}

/// A new id, the text with it, and the folder that is called after it.
fn renamed(session: &Session, dossier: &Dossier) -> Result<(ContractId, Vec<u8>, String)> {
    let document = draft::readable(dossier)?;
    let id = new::Ids::of(session)?.fresh(dossier.id.kind())?;
    let value = header::value_for(&KeyPath::of("id", &[]), id.as_str())?;
    let file = format!("{}/contract.md", dossier.folder);
    let changed = document.with_changes(&file, &[(KeyPath::of("id", &[]), value)])?;
    let above = dossier.folder.rsplit_once('/').map_or("", |(above, _)| above);
    let to = format!("{above}/{}", folder_name(&dossier.title(), &id));
    if to == dossier.folder {
        return Err(faults::invalid(&format!("{} has its folder's name already", dossier.folder), &[]));
    }
    Ok((id, changed.bytes().to_vec(), to))
}

fn all(session: &Session) -> Result<Vec<Twins>> {
    let catalogue = Catalogue::open(session)?;
    let mut folders: BTreeMap<ContractId, Vec<String>> = BTreeMap::new();
    let orphans = rehome::find(session)?;
    // Evidence that lies without its contract is no copy of it.
    for name in catalogue.names().iter().filter(|name| orphans.iter().all(|orphan| orphan.folder != name.folder)) {
        folders.entry(name.id.clone()).or_default().push(name.folder.clone());
    }
    folders.retain(|_, folders| folders.len() > 1);
    folders.into_iter().map(|(id, folders)| twins(session, id, folders)).collect()
}

/// The folder with acts or signatures keeps the id; among equals the one that has been there longest.
fn twins(session: &Session, id: ContractId, mut folders: Vec<String>) -> Result<Twins> {
    let mut order: Vec<(bool, i64, String)> = Vec::new();
    for folder in folders.drain(..) {
        let free = session.dossier_in(&folder)?.is_some_and(|dossier| is_free(&dossier));
        order.push((free, since(session, &folder)?, folder));
    }
    order.sort();
    let mut order = order.into_iter();
    let kept = order.next().map(|(_, _, folder)| folder).unwrap_or_default();
    let (copies, bound): (Vec<_>, Vec<_>) = order.partition(|(free, ..)| *free);
    let folder = |(_, _, folder): (bool, i64, String)| folder;
    Ok(Twins {
        id,
        kept,
        copies: copies.into_iter().map(folder).collect(),
        bound: bound.into_iter().map(folder).collect(),
    })
}

/// Whether nothing in the folder names the id but the text itself.
fn is_free(dossier: &Dossier) -> bool {
    dossier.acts.is_empty() && dossier.statements.is_empty() && dossier.document.is_ok()
}

/// When the folder's text first came into history.
fn since(session: &Session, folder: &str) -> Result<i64> {
    let log = session.store.log(Some(session.head), About::Path(&format!("{folder}/contract.md")), usize::MAX)?;
    Ok(log.last().map_or(i64::MAX, |first| first.time.timestamp()))
}
