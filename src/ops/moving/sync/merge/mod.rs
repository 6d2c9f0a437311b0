//! Two lines of history made one, by meaning: worked out in full before anything is written.
//!
//! **Owns** which side's file stands where, contract by contract. **Refuses to know** remotes, and who signs the merge.
//! **Invariants**: what only one side changed is taken as it is; evidence is only ever added; a contract is found by its
//! id, wherever either side moved it; no contract becomes broken by being merged; whatever does not stand at its path
//! afterwards is named in the answer and lies in history, and where it was somebody's text beside the contract too.

mod agreement;
mod choice;
mod side;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::contract::reconcile::Later;
use crate::error::{Error, Kind, Result};
use crate::ops::proving::audit::need;
use crate::ops::session::Session;
use crate::policy::{self, Policy};
use crate::report::sync::{ConflictItem, SyncItem};
use crate::store::{Change, CommitId, Entry, Kind as Thing, ObjectId, Snapshot};

pub use side::Side;

/// What shall stand at a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// A blob one of the sides has.
    Blob(ObjectId),
    /// Bytes of the merge's own.
    Bytes(Vec<u8>),
    /// Nothing.
    Gone,
}

/// Two wordings nobody but a person can choose from.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Names these very three wordings, so that an answer counts for nothing else.
    pub key: String,
    /// The file, where it lies on our side.
    pub path: String,
    /// The contract's id.
    pub id: Option<String>,
    /// As we have it.
    pub ours: Vec<u8>,
    /// As they have it.
    pub theirs: Vec<u8>,
    /// Both wordings between marks; none where it is no text.
    pub draft: Option<String>,
    /// Clause by clause.
    pub shown: Vec<ConflictItem>,
}

/// How two sides become one.
#[derive(Default, Debug)]
pub struct Plan {
    /// Folders of ours that move.
    renames: Vec<(String, String)>,
    /// What changes on our side, by path afterwards.
    puts: BTreeMap<String, What>,
    /// What was decided.
    pub items: Vec<SyncItem>,
    /// What cannot be.
    pub conflicts: Vec<Conflict>,
}

impl Plan {
    /// The paths that are as neither side has them.
    pub fn own(&self) -> impl Iterator<Item = &str> {
        self.puts.iter().filter(|(_, what)| matches!(what, What::Bytes(_))).map(|(path, _)| path.as_str())
    }

    /// Puts it into a change.
    ///
    /// # Errors
    /// When a path may not be written.
    pub fn fill(&self, change: &mut Change<'_>) -> Result<()> {
        for (from, to) in &self.renames {
            change.rename(from, to)?;
        }
        for (path, what) in &self.puts {
            match what {
                What::Blob(id) => change.put_blob(path, *id)?,
                What::Bytes(bytes) => change.put(path, bytes.clone())?,
                What::Gone => change.remove(path)?,
            }
        }
        Ok(())
    }

    fn note(&mut self, path: &str, says: impl Into<String>) {
        self.items.push(SyncItem { path: path.to_owned(), says: says.into() });
    }
}

/// The two sides, and what was settled by a person.
pub struct Meeting<'a> {
    /// Our side.
    pub session: &'a Session,
    /// Their side, verified.
    pub other: &'a Session,
    /// Where they met last.
    pub base: CommitId,
    /// The text a person chose for a conflict.
    pub settled: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// The meeting laid out.
struct Table<'a> {
    meeting: &'a Meeting<'a>,
    base: RefCell<Snapshot<'a>>,
    ours: Side,
    theirs: Side,
    later: Later,
    policy: &'a Policy,
}

impl Meeting<'_> {
    /// Works out how the sides become one.
    ///
    /// # Errors
    /// When both changed the policy, evidence was changed, or two texts were frozen; and when something cannot be read.
    pub fn plan(&self) -> Result<Plan> {
        let store = &self.session.store;
        let ours = Side::read(store, self.base, self.session.head)?;
        let theirs = Side::read(store, self.base, self.other.head)?;
        let (mine, other) = (ours.changes.get(policy::FILE), theirs.changes.get(policy::FILE));
        if mine.is_some() && other.is_some() && mine != other {
            return Err(two_policies(self.other.head));
        }
        let time = |commit| Ok::<_, Error>(store.logged(commit)?.time.to_utc());
        let later = if time(self.session.head)? > time(self.other.head)? { Later::Ours } else { Later::Theirs };
        let policy = if other.is_some() { &self.other.policy } else { &self.session.policy };
        let base = RefCell::new(store.snapshot_at(Some(self.base))?);
        let table = Table { meeting: self, base, ours, theirs, later, policy };
        let mut plan = Plan::default();
        table.moves(&mut plan)?;
        let mut folders = BTreeSet::new();
        for path in table.theirs.changes.keys() {
            match need::contract(path) {
                Some((folder, _)) => drop(folders.insert(folder)),
                None => table.file(path, &mut plan)?,
            }
        }
        for folder in folders {
            table.folder(folder, &mut plan)?;
        }
        Ok(plan)
    }
}

impl Table<'_> {
    fn before(&self, path: &str) -> Result<Option<Entry>> {
        Ok(self.base.borrow_mut().find(path)?)
    }

    fn snapshot(&self, side: &Side) -> Result<Snapshot<'_>> {
        Ok(self.meeting.session.store.snapshot_at(Some(side.commit))?)
    }

    fn blob(&self, id: ObjectId) -> Result<Vec<u8>> {
        Ok(self.base.borrow().blob(id)?)
    }

    /// Contracts they moved move here; one that both moved stays where we moved it.
    fn moves(&self, plan: &mut Plan) -> Result<()> {
        let mut here = self.snapshot(&self.ours)?;
        for (from, to) in &self.theirs.moved {
            if self.ours.gone.contains(from) || self.ours.moved.get(from) == Some(to) {
                continue;
            }
            if let Some(mine) = self.ours.moved.get(from) {
                plan.note(mine, format!("was moved by both; it stays here, not in {to}"));
            } else if here.find(to)?.is_some() {
                plan.note(from, format!("stays here, because something else lies in {to}"));
            } else {
                plan.renames.push((from.clone(), to.clone()));
            }
        }
        Ok(())
    }

    /// Where a contract of the base will lie.
    fn place(&self, folder: &str, plan: &Plan) -> String {
        let moved = plan.renames.iter().find(|(from, _)| from == folder).map(|(_, to)| to.as_str());
        moved.unwrap_or_else(|| self.ours.folder(folder)).to_owned()
    }

    fn folder(&self, folder: &str, plan: &mut Plan) -> Result<()> {
        if self.ours.gone.contains(folder) {
            let there = self.theirs.folder(folder).to_owned();
            for (name, entry) in side::files(&mut self.snapshot(&self.theirs)?, &there)? {
                plan.puts.insert(format!("{there}/{name}"), taken(&there, Some(entry))?);
            }
            plan.note(&there, "was removed here and changed there: it is kept");
            return Ok(());
        }
        if self.theirs.gone.contains(folder) && (self.ours.touched(folder) || self.ours.moved.contains_key(folder)) {
            plan.note(self.ours.folder(folder), "was removed there and changed here: it is kept");
            return Ok(());
        }
        self.agreement(folder, plan)
    }
}

/// What a side has, if it is a regular file.
fn taken(path: &str, entry: Option<Entry>) -> Result<What> {
    match entry {
        None => Ok(What::Gone),
        Some(Entry { kind: Thing::File, id }) => Ok(What::Blob(id)),
        Some(_) => Err(Error::new(Kind::VerificationFailed, "no-file", format!("{path} is no regular file there"))
            .hint("whoever pushed it takes it back: `git rm` and a new commit")
            .about(path)),
    }
}

/// A policy names its forerunner, so that a change of it cannot be put behind another one; nobody else has ours yet.
fn two_policies(theirs: CommitId) -> Error {
    Error::new(
        Kind::Busy,
        "two-policies",
        "the policy was changed here and there, and no rule says which of two policies rules the other",
    )
    .hint(format!(
        "begin again from theirs: `git branch before-sync && git reset --keep {theirs}`, then do your change anew; \
         `clm log --at before-sync` shows what you had done"
    ))
    .about(policy::FILE)
}
