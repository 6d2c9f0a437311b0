//! Workspaces that moved out into a repository of their own: `.clm/moved/<workspace>.toml` says where to, and what went.
//!
//! **Owns** that file and when it explains that signed evidence is gone. **Refuses to know** how the other repository is made.
//! **Invariants**: only the commit that brings the file explains a loss, only where it leaves nothing of the workspace, and only
//! if one who may administer the whole house signed it; what was recorded there later is lost like anything else.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::disowned;
use super::heritage::Heritage;
use crate::contract::id::ContractId;
use crate::error::{Error, Kind, Result};
use crate::ops::session::{Session, signature};
use crate::policy::Right;
use crate::store::{About, CommitId, Item, Snapshot};

/// The folder of these files.
const FOLDER: &str = ".clm/moved";

/// What is known of a workspace that moved out.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Departed {
    /// Its name.
    pub workspace: String,
    /// What the new repository was called when it was made.
    pub into: String,
    /// Its first commit, by which it is known wherever it lies.
    pub root: String,
    /// Its newest commit then.
    pub commit: String,
    /// The newest commit here that went along.
    pub from: String,
    /// The day.
    pub on: String,
    /// Who did it.
    pub by: String,
    /// The contracts that went, by id.
    pub contracts: Vec<String>,
}

/// The file about a workspace.
#[must_use]
pub fn file(workspace: &str) -> String {
    format!("{FOLDER}/{workspace}.toml")
}

impl Departed {
    /// As it is recorded.
    ///
    /// # Errors
    /// Never for what `workspace split` writes.
    pub fn text(&self) -> Result<String> {
        let text = toml::to_string(self).map_err(|fault| Error::new(Kind::Failed, "moved", fault.to_string()))?;
        Ok(format!(
            "# This workspace lives in a repository of its own now; its past is in the history here as well.\n{text}"
        ))
    }

    /// Where it went, in a sentence without its end.
    #[must_use]
    pub fn sentence(&self) -> String {
        let root: String = self.root.chars().take(10).collect();
        format!(
            "moved out with the workspace `{}` on {}, into the repository `{}` that begins with {root}",
            self.workspace, self.on, self.into
        )
    }
}

/// Whence a repository came that was split off from another.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Whence {
    /// The workspace it was.
    pub workspace: String,
    /// The other repository's first commit.
    pub root: String,
    /// Its newest commit then.
    pub from: String,
    /// Who split it off.
    pub by: String,
}

/// The file in which a repository says whence it came.
pub const WHENCE: &str = ".clm/split.toml";

impl Whence {
    /// As a snapshot has it; none where the repository was split off from no other, or the file cannot be read.
    ///
    /// # Errors
    /// When the snapshot cannot be read.
    pub fn of(snapshot: &mut Snapshot<'_>) -> Result<Option<Self>> {
        let bytes = snapshot.read(WHENCE)?;
        Ok(bytes.and_then(|bytes| toml::from_str(std::str::from_utf8(&bytes).ok()?).ok()))
    }

    /// As it is recorded.
    ///
    /// # Errors
    /// Never for what `workspace split` writes.
    pub fn text(&self) -> Result<String> {
        let text = toml::to_string(self).map_err(|fault| Error::new(Kind::Failed, "split", fault.to_string()))?;
        Ok(format!("# Whence this repository came: the other one's first commit, and its newest then.\n{text}"))
    }
}

/// The workspaces that moved out, as HEAD tells it; what cannot be read is left out.
///
/// # Errors
/// When HEAD cannot be read.
pub fn all(snapshot: &mut Snapshot<'_>) -> Result<Vec<Departed>> {
    let mut found = Vec::new();
    for listed in snapshot.list(FOLDER)? {
        let Some(workspace) = listed.name.strip_suffix(".toml") else { continue };
        let Some(bytes) = snapshot.read(&file(workspace))? else { continue };
        let read = std::str::from_utf8(&bytes).ok().and_then(|text| toml::from_str::<Departed>(text).ok());
        found.extend(read.filter(|departed| departed.workspace == workspace));
    }
    Ok(found)
}

/// Where a contract is that is not here, as far as splits tell: a sentence without its beginning.
///
/// # Errors
/// When HEAD cannot be read.
pub fn elsewhere(session: &Session, id: &ContractId) -> Result<Option<String>> {
    let mut snapshot = session.snapshot()?;
    if let Some(departed) =
        all(&mut snapshot)?.into_iter().find(|one| one.contracts.iter().any(|went| went == id.as_str()))
    {
        return Ok(Some(departed.sentence()));
    }
    Ok(Whence::of(&mut snapshot)?.map(|whence| {
        let root: String = whence.root.chars().take(10).collect();
        format!("is not here: look in the repository that begins with {root}, from which this one was split off")
    }))
}

/// The contract that went and is called so, by its id, the start of it or of its last part; none where several are.
///
/// # Errors
/// When HEAD cannot be read.
pub fn called(session: &Session, typed: &str) -> Result<Option<(String, Departed)>> {
    let is = |id: &&String| {
        let short = id.split_once('-').map_or("", |(_, short)| short);
        !typed.is_empty() && (id.starts_with(typed) || short.starts_with(typed))
    };
    let mut found = Vec::new();
    for departed in all(&mut session.snapshot()?)? {
        found.extend(departed.contracts.iter().filter(is).map(|id| (id.clone(), departed.clone())));
    }
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// The split that took a workspace out, while nothing of it is here again.
///
/// # Errors
/// When HEAD cannot be read.
pub fn workspace(session: &Session, name: &str) -> Result<Option<Departed>> {
    let mut snapshot = session.snapshot()?;
    if snapshot.find(name)?.is_some() {
        return Ok(None);
    }
    Ok(all(&mut snapshot)?.into_iter().find(|departed| departed.workspace == name))
}

/// The commits that lawfully took a workspace out, with its name.
///
/// # Errors
/// When history cannot be read.
pub fn departures(session: &Session) -> Result<BTreeMap<CommitId, String>> {
    let mut found = BTreeMap::new();
    for departed in all(&mut session.snapshot()?)? {
        for logged in session.store.log(Some(session.head), About::Path(&file(&departed.workspace)), usize::MAX)? {
            if is_lawful(session, logged.commit, &departed.workspace)? {
                found.insert(logged.commit, departed.workspace.clone());
            }
        }
    }
    Ok(found)
}

/// Takes what went along out of what history had here.
///
/// # Errors
/// When history cannot be read.
pub(super) fn forget(session: &Session, heritage: &mut Heritage) -> Result<()> {
    if heritage.history().shallow {
        return Ok(());
    }
    let departures = departures(session)?;
    if departures.is_empty() {
        return Ok(());
    }
    let went =
        |(commit, path): &(CommitId, String)| departures.get(commit).is_some_and(|workspace| is_in(path, workspace));
    let gone: BTreeSet<Item> = heritage
        .history()
        .lost()
        .filter(|(_, passage)| passage.dropped.iter().any(went))
        .map(|(item, _)| item.clone())
        .collect();
    heritage.forget(&gone);
    Ok(())
}

/// Whether a path lies in a workspace.
#[must_use]
pub fn is_in(path: &str, workspace: &str) -> bool {
    path.strip_prefix(workspace).is_some_and(|rest| rest.starts_with('/'))
}

fn is_lawful(session: &Session, commit: CommitId, workspace: &str) -> Result<bool> {
    let logged = session.store.logged(commit)?;
    let mut here = session.store.snapshot_at(Some(commit))?;
    if here.find(&file(workspace))?.is_none() || here.find(workspace)?.is_some() {
        return Ok(false);
    }
    for parent in &logged.parents {
        if session.store.snapshot_at(Some(*parent))?.find(&file(workspace))?.is_some() {
            return Ok(false);
        }
    }
    let Some((key, policy)) = signature::of(&session.store, commit).key().zip(disowned::ruling(session, commit)) else {
        return Ok(false);
    };
    let member = policy.member_by_key(&key, logged.time.to_utc());
    Ok(member.is_some_and(|member| policy.may(member, Right::Administer, None).is_permit()))
}
