//! The whole history, read once: where each append-only file entered, what was lost, which policy ruled there.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::contract::digest::Digest;
use crate::error::Result;
use crate::ops::dossier::{Dossier, StatementFile};
use crate::ops::judge::{Judgement, introduction};
use crate::ops::session::Session;
use crate::policy::{self, Policy};
use crate::signature::verdict::{Envelope, Introduction, Place, check_in_order};
use crate::store::path::id_suffix;
use crate::store::{About, CommitId, History, Item, Passage, Snapshot};

/// What history says about append-only files.
pub struct Past<'s> {
    session: &'s Session,
    snapshot: RefCell<Snapshot<'s>>,
    history: History,
    places: HashMap<String, usize>,
    policies: RefCell<HashMap<String, Option<Rc<Policy>>>>,
}

impl<'s> Past<'s> {
    /// Walks all ancestors of HEAD.
    pub fn read(session: &'s Session) -> Result<Self> {
        let history = session.store.history_of(Some(session.head), None)?;
        let commits = session.store.log(Some(session.head), About::All, usize::MAX)?;
        let places =
            commits.iter().rev().enumerate().map(|(place, logged)| (logged.commit.to_string(), place)).collect();
        let snapshot = RefCell::new(session.snapshot()?);
        Ok(Self { session, snapshot, history, places, policies: RefCell::new(HashMap::new()) })
    }

    /// Whether this clone lacks part of the history, so that nothing can be proved from it.
    pub fn is_shallow(&self) -> bool {
        self.history.shallow
    }

    /// The commit in which a file with these bytes first stood under this name in any contract's folder.
    pub fn entered(&self, dossier: &Dossier, file: &str) -> Result<Option<CommitId>> {
        let path = format!("{}/{file}", dossier.folder);
        let Some(entry) = self.snapshot.borrow_mut().find(&path)? else { return Ok(None) };
        let name = file.rsplit('/').next().unwrap_or(file).to_owned();
        let passage = self.history.items.get(&Item { name, blob: entry.id });
        Ok(passage.and_then(|passage| passage.entered.last()).map(|(commit, _)| *commit))
    }

    /// The policy a commit is judged by: that of its first parent, or its own where it has none.
    pub fn policy_before(&self, commit: CommitId) -> Result<Option<Rc<Policy>>> {
        let parent = self.session.store.logged(commit)?.parents.first().copied();
        self.policy_at(parent.unwrap_or(commit))
    }

    fn policy_at(&self, commit: CommitId) -> Result<Option<Rc<Policy>>> {
        let mut snapshot = self.session.store.snapshot_at(Some(commit))?;
        let Some(entry) = snapshot.find(policy::FILE)? else { return Ok(None) };
        let key = entry.id.to_string();
        if let Some(known) = self.policies.borrow().get(&key) {
            return Ok(known.clone());
        }
        let bytes = snapshot.read(policy::FILE)?.unwrap_or_default();
        let read = std::str::from_utf8(&bytes).ok().and_then(|text| Policy::parse(text).ok()).map(Rc::new);
        self.policies.borrow_mut().insert(key, read.clone());
        Ok(read)
    }

    /// Paths of files that history had and HEAD lacks or changed, of one contract.
    pub fn lost_of(&self, dossier: &Dossier) -> Vec<String> {
        let own = |path: &String| {
            path.starts_with(&format!("{}/", dossier.folder))
                || path.split('/').find_map(id_suffix).is_some_and(|suffix| suffix == dossier.id.suffix())
        };
        self.history.lost().filter_map(|(_, passage)| last_path(passage)).filter(own).collect()
    }

    /// Folders that only history knows.
    pub fn vanished(&self, present: &[String]) -> Vec<String> {
        let folder_of = |path: String| path.rsplitn(3, '/').nth(2).map(ToOwned::to_owned);
        let known = |folder: &String| {
            let suffix = folder.split('/').find_map(id_suffix);
            let same = |other: &String| {
                other == folder || (suffix.is_some() && other.split('/').find_map(id_suffix) == suffix)
            };
            present.iter().any(same)
        };
        let lost = self.history.lost().filter_map(|(_, passage)| last_path(passage));
        lost.filter_map(folder_of).filter(|folder| !known(folder)).collect()
    }

    /// Judges all statements of a contract, each by the policy where it entered history, in the order of entry.
    pub fn judge(&self, dossier: &Dossier) -> Result<Vec<Judgement>> {
        let acts: Vec<_> = dossier.acts.iter().map(|file| file.act.clone()).collect();
        let mut readable = Vec::new();
        for file in &dossier.statements {
            if let Ok(envelope) = &file.envelope {
                readable.push(self.placed(dossier, file, envelope, introduction(&acts, file.digest))?);
            }
        }
        readable.sort_by_key(|one| (one.order, one.envelope.statement().claimed, one.digest));
        let nobody = NoMembers;
        let placed: Vec<(Envelope, Place<'_>)> = readable
            .iter()
            .map(|one| {
                let members: &dyn crate::signature::verdict::Members = match &one.policy {
                    Some(policy) => policy.as_ref(),
                    None => &nobody,
                };
                (one.envelope.clone(), Place { members, introduction: one.introduction.as_ref(), existed: None })
            })
            .collect();
        let checked = check_in_order(&placed);
        let mut judged: Vec<Judgement> = readable
            .iter()
            .zip(checked)
            .map(|(one, result)| Judgement {
                file: one.file.clone(),
                digest: one.digest,
                result: result.map_err(|f| f.to_string()),
            })
            .collect();
        judged.extend(dossier.statements.iter().filter_map(|file| {
            let fault = file.envelope.as_ref().err()?.clone();
            Some(Judgement { file: file.file.clone(), digest: file.digest, result: Err(fault) })
        }));
        Ok(judged)
    }

    fn placed(
        &self,
        dossier: &Dossier,
        file: &StatementFile,
        envelope: &Envelope,
        introduction: Option<Introduction>,
    ) -> Result<Placed> {
        let commit = self.entered(dossier, &file.file)?;
        let policy = match commit {
            Some(commit) => self.policy_before(commit)?,
            None => None,
        };
        let order = commit.and_then(|commit| self.places.get(&commit.to_string()).copied()).unwrap_or(usize::MAX);
        Ok(Placed {
            file: file.file.clone(),
            digest: file.digest,
            envelope: envelope.clone(),
            policy,
            introduction,
            order,
        })
    }
}

/// Where a file was last seen.
fn last_path(passage: &Passage) -> Option<String> {
    passage.dropped.first().or(passage.entered.first()).map(|(_, path)| path.clone())
}

/// A readable statement with where it entered.
struct Placed {
    file: String,
    digest: Digest,
    envelope: Envelope,
    policy: Option<Rc<Policy>>,
    introduction: Option<Introduction>,
    order: usize,
}

/// The policy of a place that has none: nobody is known.
struct NoMembers;

impl crate::signature::verdict::Members for NoMembers {
    fn keyholder(&self, _key: &crate::signature::key::PublicKey) -> Option<crate::signature::verdict::Keyholder> {
        None
    }

    fn is_member(&self, _email: &crate::signature::principal::Principal) -> bool {
        false
    }
}
