//! The whole history, read once: where each append-only file entered, what was lost, which policy ruled there.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::authority::{Authority, Meeting};
use super::authorship::Authorship;
use super::split;
use crate::contract::act::Act;
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::error::Result;
use crate::ops::dossier::heritage::{Heritage, Vanished};
use crate::ops::dossier::judge::{Judgement, introduction};
use crate::ops::dossier::{self, Dossier, StatementFile};
use crate::ops::session::{Session, signature};
use crate::policy::{self, Policy, Ruling};
use crate::signature::principal::Principal;
use crate::signature::verdict::{Envelope, Introduction, Place, check_in_order};
use crate::store::{About, CommitId, Difference, Entry, Item, Logged, Passage, Snapshot};

/// What history says about append-only files.
pub struct Past<'s> {
    session: &'s Session,
    snapshot: RefCell<Snapshot<'s>>,
    heritage: Heritage,
    authority: Authority,
    places: HashMap<CommitId, usize>,
    /// The commits whose line of first parents begins where HEAD's does. Another beginning can bring any policy.
    founded: HashSet<CommitId>,
    /// Read once somebody's approval is to be judged.
    authorship: OnceCell<Authorship>,
    commits: Vec<Logged>,
    /// What is wrong with whoever took this history out of another repository.
    fault_of_split: Option<String>,
}

impl<'s> Past<'s> {
    /// Walks all ancestors of HEAD.
    pub fn read(session: &'s Session) -> Result<Self> {
        let heritage = dossier::inherited(session)?;
        let commits = session.store.log(Some(session.head), About::All, usize::MAX)?;
        let places = commits.iter().rev().enumerate().map(|(place, logged)| (logged.commit, place)).collect();
        let founded = founded(session.head, &commits);
        let snapshot = RefCell::new(session.snapshot()?);
        // Where the beginning is not here no policy can be judged; a verdict on a shallow clone is never a good one anyway.
        let authority = match heritage.history().shallow {
            true => Authority::default(),
            false => Authority::read(session, &commits)?,
        };
        let (authorship, fault_of_split) = (OnceCell::new(), split::fault(session, &commits)?);
        Ok(Self { session, snapshot, heritage, authority, places, founded, authorship, commits, fault_of_split })
    }

    /// Who wrote which text.
    pub fn authorship(&self) -> Result<&Authorship> {
        if let Some(known) = self.authorship.get() {
            return Ok(known);
        }
        let read = Authorship::read(self.session, &self.commits, self.is_shallow())?;
        Ok(self.authorship.get_or_init(|| read))
    }

    /// What is wrong with the policy that rules now.
    pub fn fault_of_policy(&self) -> Option<&str> {
        self.authority.fault()
    }

    /// What is wrong with whoever took this history out of another repository.
    pub fn fault_of_split(&self) -> Option<&str> {
        self.fault_of_split.as_deref()
    }

    /// Why a commit could not change the policy as it did.
    pub fn fault_of_policy_in(&self, commit: CommitId) -> Option<&str> {
        self.authority.fault_in(commit)
    }

    /// Whether this clone lacks part of the history, so that nothing can be proved from it.
    pub fn is_shallow(&self) -> bool {
        self.heritage.history().shallow
    }

    /// The commit in which a file with these bytes first stood under this name in any contract's folder, and its path there.
    pub fn entered(&self, dossier: &Dossier, file: &str) -> Result<Option<(CommitId, String)>> {
        let path = format!("{}/{file}", dossier.folder);
        let Some(entry) = self.snapshot.borrow_mut().find(&path)? else { return Ok(None) };
        Ok(self.entry(&Item::at(file, entry.id)).cloned())
    }

    /// What became of every append-only file.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.heritage.history().items.values()
    }

    /// The commit in which an append-only file first stood anywhere, and its path there.
    pub fn entry(&self, item: &Item) -> Option<&(CommitId, String)> {
        self.heritage.history().items.get(item)?.entered.last()
    }

    /// Whether a commit was the first on its line to have an append-only file; whatever the dates say, only an ancestor
    /// can have had it before. What nobody knows of is new.
    fn is_new(&self, item: &Item, commit: CommitId) -> Result<bool> {
        let Some(passage) = self.heritage.course(item) else { return Ok(true) };
        let entered = || passage.entered.iter().map(|(entered, _)| *entered);
        if !entered().any(|entered| entered == commit) {
            return Ok(false);
        }
        for other in entered().filter(|other| *other != commit) {
            if self.session.store.is_ancestor(other, commit)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The file that a commit's change brings, where no ancestor had it before.
    pub fn brought(&self, change: &Difference, commit: CommitId) -> Result<Option<Entry>> {
        let Some(new) = change.new else { return Ok(None) };
        Ok(self.is_new(&Item::at(&change.path, new.id), commit)?.then_some(new))
    }

    /// The parent whose policy a merge is judged by; none where lines meet that each made a policy of their own.
    pub fn ruling(&self, merge: CommitId) -> Option<Option<CommitId>> {
        self.authority.ruling(merge)
    }

    /// Where lines with different policies met.
    pub fn meetings(&self) -> &[Meeting] {
        self.authority.meetings()
    }

    /// What stands at a path at HEAD.
    pub fn at_head(&self, path: &str) -> Result<Option<Entry>> {
        Ok(self.snapshot.borrow_mut().find(path)?)
    }

    /// The policy a commit is judged by: that of its first parent, or its own where the repository begins with it. None
    /// where history is not this repository's own, or where this clone lacks it.
    pub fn policy_before(&self, commit: CommitId) -> Result<Option<Rc<Policy>>> {
        if !self.founded.contains(&commit) {
            return Ok(None);
        }
        let parent = self.session.store.logged(commit)?.parents.first().copied();
        match self.policy_at(parent.unwrap_or(commit)) {
            Err(_) if self.is_shallow() => Ok(None),
            found => found,
        }
    }

    /// The policy that lies in a commit, where it counts.
    pub fn policy_at(&self, commit: CommitId) -> Result<Option<Rc<Policy>>> {
        if !self.is_shallow() {
            return Ok(self.authority.policy_at(commit));
        }
        let bytes = self.session.store.snapshot_at(Some(commit))?.read(policy::FILE)?.unwrap_or_default();
        Ok(std::str::from_utf8(&bytes).ok().and_then(|text| Policy::parse(text).ok()).map(Rc::new))
    }

    /// Last places of files that a contract had and lacks.
    pub fn lost_of(&self, dossier: &Dossier) -> Result<Vec<String>> {
        self.heritage.lost_of(&self.snapshot.borrow(), &dossier.folder, &dossier.id)
    }

    /// A contract whose own files name it no more, called by the id its lost evidence names.
    pub fn named(&self, dossier: Dossier) -> Result<Dossier> {
        if dossier.header().is_some() {
            return Ok(dossier);
        }
        let id = self.heritage.id_of(&self.snapshot.borrow(), &dossier.folder)?;
        Ok(Dossier { id: id.unwrap_or_else(|| dossier.id.clone()), ..dossier })
    }

    /// Contracts that history had and none of `present` is.
    pub fn vanished(&self, present: &[(String, ContractId)]) -> Result<impl Iterator<Item = Vanished>> {
        Ok(self.heritage.vanished(&self.snapshot.borrow(), present)?.into_iter())
    }

    /// Judges all statements of a contract, each by the policy where it entered history, in the order of entry.
    /// Only the acts that count vouch for anybody.
    pub fn judge(&self, dossier: &Dossier, acts: &[Act]) -> Result<Vec<Judgement>> {
        let mut readable = Vec::new();
        for file in &dossier.statements {
            if let Ok(envelope) = &file.envelope {
                readable.push(self.placed(dossier, file, envelope, introduction(acts, file.digest))?);
            }
        }
        readable.sort_by_key(|one| (one.order, one.envelope.statement().claimed, one.digest));
        let nobody = NoMembers;
        let present = &self.session.policy;
        let rulings: Vec<Option<Ruling<'_>>> = readable
            .iter()
            .map(|one| {
                let workspace = Some(one.workspace.as_str());
                one.policy.as_deref().map(|policy| Ruling { policy, workspace, present })
            })
            .collect();
        let mut placed: Vec<(Envelope, Place<'_>)> = Vec::with_capacity(readable.len());
        for (one, ruling) in readable.iter().zip(&rulings) {
            let members: &dyn crate::signature::verdict::Members = match ruling {
                Some(ruling) => ruling,
                None => &nobody,
            };
            let existed = Some(self.existed(one)?);
            let (workspace, introduction) = (one.workspace.as_str(), one.introduction.as_ref());
            placed.push((one.envelope.clone(), Place { members, workspace, introduction, existed }));
        }
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
        let entered = self.entered(dossier, &file.file)?;
        let workspace = entered.as_ref().and_then(|(_, path)| path.split('/').next()).unwrap_or(dossier.workspace());
        let workspace = workspace.to_owned();
        let commit = entered.map(|(commit, _)| commit);
        let policy = match commit {
            Some(commit) => self.policy_before(commit)?,
            None => None,
        };
        let order = commit.and_then(|commit| self.places.get(&commit).copied()).unwrap_or(usize::MAX);
        Ok(Placed {
            file: file.file.clone(),
            digest: file.digest,
            envelope: envelope.clone(),
            policy,
            workspace,
            commit,
            introduction,
            order,
        })
    }

    /// A moment at which a statement existed for certain. Where its key was revoked, that is the date of a commit by
    /// somebody else, from before then, that rests on it, for its own signer may write any date; elsewhere all that is
    /// proven is that it exists now.
    fn existed(&self, one: &Placed) -> Result<DateTime<Utc>> {
        let now = self.session.now.to_utc();
        let present = &self.session.policy;
        let (Ok(key), Some(commit)) = (one.envelope.signing_key(), one.commit) else { return Ok(now) };
        let Some(since) = present.revoked_since(&key) else { return Ok(now) };
        let holder = present.holder(&key).map(|(member, _)| member.email.clone());
        // Newest first: in a history without branches the first that is old enough rests on it, or none does.
        for logged in self.session.store.log(Some(self.session.head), About::All, usize::MAX)? {
            let later = self.places.get(&logged.commit).is_some_and(|place| *place > one.order);
            if !later || logged.time.to_utc() > since {
                continue;
            }
            let other = self.signer(logged.commit).is_some_and(|(email, good)| Some(&email) != holder.as_ref() && good);
            if other && self.session.store.is_ancestor(commit, logged.commit)? {
                return Ok(logged.time.to_utc());
            }
        }
        Ok(now)
    }

    /// Who signed a commit by the keys of today, and whether that key was never revoked.
    fn signer(&self, commit: CommitId) -> Option<(Principal, bool)> {
        let key = signature::of(&self.session.store, commit).key()?;
        let (member, held) = self.session.policy.holder(&key)?;
        Some((member.email.clone(), !held.revoked))
    }
}

/// The commits whose line of first parents ends in the same commit as that of `head`.
fn founded(head: CommitId, commits: &[Logged]) -> HashSet<CommitId> {
    let before: HashMap<CommitId, Option<CommitId>> =
        commits.iter().map(|logged| (logged.commit, logged.parents.first().copied())).collect();
    // Commits by whether their line is HEAD's; every commit is passed once.
    let mut known: HashMap<CommitId, bool> = HashMap::new();
    for start in std::iter::once(head).chain(commits.iter().map(|logged| logged.commit)) {
        let (mut line, mut at) = (Vec::new(), Some(start));
        while let Some(commit) = at.filter(|commit| !known.contains_key(commit)) {
            line.push(commit);
            at = before.get(&commit).copied().flatten();
        }
        let ours = at.map_or(start == head, |commit| known.get(&commit).copied().unwrap_or_default());
        known.extend(line.into_iter().map(|commit| (commit, ours)));
    }
    known.into_iter().filter_map(|(commit, ours)| ours.then_some(commit)).collect()
}

/// A readable statement with where it entered.
struct Placed {
    file: String,
    digest: Digest,
    envelope: Envelope,
    policy: Option<Rc<Policy>>,
    workspace: String,
    commit: Option<CommitId>,
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

    fn may_record(&self, _email: &crate::signature::principal::Principal, _workspace: &str) -> bool {
        false
    }
}
