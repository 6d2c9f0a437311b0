//! Evidence that lies where its contract was: a merge by plain git, of a move in one clone and a signature in another, leaves
//! it in a folder without a contract. It belongs to its contract by id, and is brought there.
//!
//! **Owns** what lies in such a folder and where it goes. **Refuses to know** whether it is good. **Invariants**: nothing is
//! lost: what would take another file's place, or change the agreement, is laid into `files/`; where it cannot be told whose
//! it is, it stays and `verify` names it.

use std::collections::BTreeMap;

use crate::contract::id::ContractId;
use crate::error::Result;
use crate::ops::dossier::part::{Part, within};
use crate::ops::drafting::draft;
use crate::ops::recording::answer::item;
use crate::ops::recording::recorder::{self, Account, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::policy::{Question, Right};
use crate::report::act::ActReport;
use crate::store::path::folder_suffix;

/// A folder without a contract, whose contract lies elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// The folder.
    pub folder: String,
    /// Where the contract lies.
    pub home: String,
    /// The contract.
    pub id: ContractId,
}

/// All of them at HEAD.
///
/// # Errors
/// When HEAD cannot be read.
pub fn find(session: &Session) -> Result<Vec<Orphan>> {
    let mut snapshot = session.snapshot()?;
    let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for folder in snapshot.contracts()? {
        let Some(suffix) = folder_suffix(&folder.path).map(ToOwned::to_owned) else { continue };
        folders.entry(suffix).or_default().push(folder.path);
    }
    let mut found = Vec::new();
    for several in folders.into_values().filter(|folders| folders.len() > 1) {
        let (mut homes, mut left) = (Vec::new(), Vec::new());
        for folder in several {
            let has_text = snapshot.find(&format!("{folder}/contract.md"))?.is_some();
            if has_text { homes.push(folder) } else { left.push(folder) }
        }
        let [home] = homes.as_slice() else { continue };
        let Some(whose) = session.dossier_in(home)? else { continue };
        for folder in left {
            let Some(dossier) = session.dossier_in(&folder)? else { continue };
            let silent = dossier.acts.is_empty() && dossier.statements.is_empty();
            if dossier.id == whose.id || silent {
                found.push(Orphan { folder, home: home.clone(), id: whose.id.clone() });
            }
        }
    }
    Ok(found)
}

/// Brings everything home in one commit, as far as the actor may; `act` is what did it.
///
/// # Errors
/// When a folder has changes that are not recorded, or the store refuses.
pub fn rehome(session: &Session, actor: &Actor, act: &str, manner: &Manner<'_>) -> Result<ActReport> {
    let mut change = session.change()?;
    let (mut items, mut named, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    let orphans = find(session)?;
    if orphans.is_empty() {
        return Ok(draft::nothing("every signature and act lies with its contract"));
    }
    let all = session.store.changed(None, Some(session.head))?;
    let mut snapshot = session.snapshot()?;
    for orphan in orphans {
        let Some(dossier) = session.dossier_in(&orphan.home)? else { continue };
        if !may(session, actor, Some(dossier.workspace()), dossier.record.owner.as_deref()) {
            continue;
        }
        for file in &all {
            let Some((name, entry)) = within(&file.path, &orphan.folder).zip(file.new) else { continue };
            let to = format!("{}/{name}", orphan.home);
            let there = snapshot.find(&to)?;
            if there != Some(entry) {
                let moves =
                    there.is_none() && matches!(Part::of(name), Some(Part::Evidence | Part::Attached | Part::Record));
                let to = if moves { to } else { aside(&orphan.home, name, &entry.id.to_string()) };
                change.put_blob(&to, entry.id)?;
                lines.push(format!("{}: to {to}", file.path));
            }
            change.remove(&file.path)?;
        }
        items.push(item(&dossier, act));
        named.push((dossier.title(), orphan.id));
    }
    if items.is_empty() {
        return Ok(draft::nothing("what lies without its contract is nobody's you may bring it to"));
    }
    let subject = format!("bring what belongs to {} to it", draft::naming(&named));
    let entry = Entry { act, subject, contracts: named.into_iter().map(|(_, id)| id).collect() };
    let account = Account { lines, ..Account::default() };
    recorder::record_telling(session, actor, change, &entry, items, manner, &account)
}

/// Whether the actor may mend what others broke in a contract: any right to write in it will do.
pub fn may(session: &Session, actor: &Actor, workspace: Option<&str>, owner: Option<&str>) -> bool {
    let question = |right| Question::usual(right, workspace).owned_by(owner);
    let rights = [Right::Draft, Right::Edit, Right::Record];
    rights.into_iter().any(|right| session.policy.decide(actor.member(), &question(right)).is_permit())
}

/// A place among the contract's files that takes nobody's.
fn aside(home: &str, name: &str, blob: &str) -> String {
    let short: String = blob.chars().take(8).collect();
    let base = name.rsplit('/').next().unwrap_or(name);
    format!("{home}/files/{short}-{base}")
}
