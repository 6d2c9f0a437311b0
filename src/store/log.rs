//! The commits that touched a contract or a path, and the signed parts of a commit.

use std::collections::HashMap;
use std::rc::Rc;

use chrono::{DateTime, FixedOffset};

use super::ancestors::ancestors;
use super::error::StoreError;
use super::id::{CommitId, ObjectId};
use super::object::Objects;
use super::open::Store;
use super::path;
use super::raw::{self, Person, Signed};
use super::tree::{DEPTH_LIMIT, Entry, Kind, Trees};

/// What the log is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About<'a> {
    /// Everything.
    All,
    /// A file or folder, where it lies.
    Path(&'a str),
    /// The contract whose folder ends in `-` and these eight characters, wherever it lay.
    Contract(&'a str),
}

/// One commit of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Logged {
    /// Which.
    pub commit: CommitId,
    /// Its parents.
    pub parents: Vec<CommitId>,
    /// First line of the message.
    pub subject: String,
    /// The whole message.
    pub message: String,
    /// The `Key: value` lines of its last paragraph.
    pub trailers: Vec<(String, String)>,
    /// Whom the commit names as author. A claim, until the signature was checked.
    pub author: Person,
    /// Whom the commit names as committer. A claim as well.
    pub committer: Person,
    /// When, as the committer claims.
    pub time: DateTime<FixedOffset>,
}

impl Logged {
    /// Whether it says that it repeats a commit of another repository; [`Store::original`] looks whether it does.
    #[must_use]
    pub fn claims_original(&self) -> bool {
        self.trailers.last().is_some_and(|(key, _)| key == super::original::FROM)
    }
}

impl Store {
    /// The ancestors of `from` (HEAD without) that touched something, newest first; at most `limit`. A merge is among
    /// them only if it differs from each of its parents.
    ///
    /// # Errors
    /// When a commit or tree cannot be read.
    pub fn log(&self, from: Option<CommitId>, about: About<'_>, limit: usize) -> Result<Vec<Logged>, StoreError> {
        let head = match from {
            Some(commit) => Some(commit),
            None => self.head()?.commit,
        };
        let walk = ancestors(self, head, None)?;
        let mut trees = Trees::of(&self.repo)?;
        let mut places = Places::default();
        let mut log = Vec::new();
        for (commit, links) in &walk.commits {
            if log.len() >= limit {
                break;
            }
            let here = places.of(&mut trees, links.tree, about)?;
            let mut touched = !links.parents.is_empty() || !here.is_empty();
            for parent in links.parents.iter().filter(|_| !walk.shallow.contains(commit)) {
                let there = places.of(&mut trees, self.tree_of(*parent)?, about)?;
                touched &= about == About::All || here != there;
            }
            if touched {
                log.push(self.logged(*commit)?);
            }
        }
        Ok(log)
    }

    /// One commit as the log shows it.
    ///
    /// # Errors
    /// When it cannot be read or names no author.
    pub fn logged(&self, commit: CommitId) -> Result<Logged, StoreError> {
        let id = commit.object();
        let raw = Objects::of(&self.repo)?.commit(id)?;
        let fault = |why| StoreError::Grammar { id, why };
        let links = raw::links(&raw).ok_or_else(|| fault("it names no tree"))?;
        let (author, _) = raw::person(&raw, "author").ok_or_else(|| fault("it has no well-formed author"))?;
        let (committer, time) =
            raw::person(&raw, "committer").ok_or_else(|| fault("it has no well-formed committer"))?;
        let (subject, message, trailers) = raw::message(&raw);
        Ok(Logged { commit, parents: links.parents, subject, message, trailers, author, committer, time })
    }

    /// What a commit's signature covers, and the signature; `None` for a well-formed commit without one. Read from the
    /// raw bytes by a strict grammar: exactly one tree, author and committer, at most one signature, no other header,
    /// UTF-8. Whether the signature is good is for the caller to say.
    ///
    /// # Errors
    /// [`StoreError::Grammar`] for a commit outside the grammar, or when it cannot be read.
    pub fn signed_parts(&self, commit: CommitId) -> Result<Option<Signed>, StoreError> {
        let id = commit.object();
        let raw = Objects::of(&self.repo)?.commit(id)?;
        raw::signed_parts(&raw).map_err(|why| StoreError::Grammar { id, why })
    }

    /// Whether `ancestor` is `commit` or an ancestor of it.
    ///
    /// # Errors
    /// When a commit cannot be read.
    pub fn is_ancestor(&self, ancestor: CommitId, commit: CommitId) -> Result<bool, StoreError> {
        Ok(ancestor == commit || ancestors(self, Some(commit), Some(ancestor))?.continues)
    }
}

/// Where something lies, and what it is there.
pub(super) type Found = Rc<Vec<(String, ObjectId)>>;

/// Where something lies in a tree, remembered by tree: most of two neighbouring commits is the same.
#[derive(Default)]
pub(super) struct Places {
    /// By tree, and whether it was taken as the top of a repository.
    known: HashMap<(bool, ObjectId), Found>,
}

impl Places {
    pub(super) fn of(&mut self, trees: &mut Trees<'_>, root: ObjectId, about: About<'_>) -> Result<Found, StoreError> {
        match about {
            About::All => Ok(Rc::new(vec![(String::new(), root)])),
            About::Path(path) => {
                let found = trees.find(Some(root), path)?.map(|entry| (path.to_owned(), entry.id));
                Ok(Rc::new(found.into_iter().collect()))
            }
            About::Contract(suffix) => {
                if let Some(known) = self.known.get(&(true, root)) {
                    return Ok(Rc::clone(known));
                }
                let mut found = Vec::new();
                for workspace in trees.entries(Some(root))?.iter().filter(|named| named.entry.kind == Kind::Folder) {
                    if let Some(Entry { kind: Kind::Folder, id }) = trees.find(Some(workspace.entry.id), "contracts")? {
                        let prefix = path::join(&workspace.text(), "contracts");
                        let below = self.below(trees, id, suffix, 0)?;
                        found.extend(below.iter().map(|(path, id)| (path::join(&prefix, path), *id)));
                    }
                }
                let found = Rc::new(found);
                self.known.insert((true, root), Rc::clone(&found));
                Ok(found)
            }
        }
    }

    /// The contract's folders below a folder that is none, by paths relative to it.
    fn below(
        &mut self,
        trees: &mut Trees<'_>,
        tree: ObjectId,
        suffix: &str,
        depth: usize,
    ) -> Result<Found, StoreError> {
        if let Some(known) = self.known.get(&(false, tree)) {
            return Ok(Rc::clone(known));
        }
        if depth > DEPTH_LIMIT {
            return Err(StoreError::Damaged { what: format!("tree {tree}"), why: "its folders nest too deep" });
        }
        let mut found = Vec::new();
        for named in trees.entries(Some(tree))?.iter().filter(|named| named.entry.kind == Kind::Folder) {
            let name = named.text();
            match path::id_suffix(&name) {
                Some(other) if other == suffix => found.push((name, named.entry.id)),
                // Another contract's folder: not worth entering.
                Some(_) => {}
                None => {
                    let below = self.below(trees, named.entry.id, suffix, depth + 1)?;
                    found.extend(below.iter().map(|(path, id)| (path::join(&name, path), *id)));
                }
            }
        }
        let found = Rc::new(found);
        self.known.insert((false, tree), Rc::clone(&found));
        Ok(found)
    }
}
