//! Moving the branch to a commit that exists already and continues it: what `sync` does when only the other side moved.

use git2::ObjectType;

use super::build::{Edits, Object, build};
use super::change::{WAIT, ready_branch, steps};
use super::error::StoreError;
use super::id::CommitId;
use super::land::{self, Landing};
use super::lock::Lock;
use super::object::Objects;
use super::open::Store;
use super::raw::Person;
use super::recover;
use super::tree::{Kind, Trees};

impl Store {
    /// Moves branch, work tree and index on to `to`, as safely as a change of our own. `who` and `time` are for git's
    /// reference log. Whether `to` may be trusted is for the caller to have judged.
    ///
    /// # Errors
    /// [`StoreError::Moved`] when `to` does not continue the branch; [`StoreError::UnsafePath`] when it brings links,
    /// submodules, executables or paths that may not be written; otherwise as [`super::Change::commit`].
    pub fn fast_forward(
        &self,
        to: CommitId,
        who: &Person,
        time: chrono::DateTime<chrono::FixedOffset>,
    ) -> Result<(), StoreError> {
        let _lock = Lock::take(&self.cache_dir(), WAIT)?;
        recover::under_lock(self)?;
        let (branch, old) = ready_branch(self)?;
        if old == Some(to) {
            return Ok(());
        }
        if let Some(old) = old
            && !self.is_ancestor(old, to)?
        {
            return Err(StoreError::Moved(branch));
        }
        let mut edits = Edits::new();
        for difference in self.changed(old, Some(to))? {
            if difference.new.is_some_and(|entry| entry.kind != Kind::File)
                || !super::journal::is_foreign(&difference.path)
            {
                let why = "a link, submodule, executable or unsafe name came with the other side";
                return Err(StoreError::UnsafePath { path: difference.path, why });
            }
            edits.insert(difference.path, difference.new.map(|entry| entry.id));
        }
        let mut trees = Trees::of(&self.repo)?;
        let root = self.root_of(old)?;
        let steps = steps(&mut trees, root, &mut edits)?;
        let built = build(&mut trees, root, &edits)?;
        if built.root != self.tree_of(to)? {
            return Err(StoreError::Damaged { what: format!("commit {to}"), why: "its tree is not in canonical form" });
        }
        let raw = Objects::of(&self.repo)?.commit(to.object())?;
        let commit = || Ok(Object { kind: ObjectType::Commit, id: to.object(), bytes: raw.clone() });
        let plain = |text: &str| text.replace(|c: char| c.is_control() || matches!(c, '<' | '>'), " ");
        let stamp = format!("{} {}", time.timestamp(), time.format("%z"));
        let reflog = format!("{} <{}> {stamp}\tclm: fast-forward", plain(&who.name), plain(&who.email));
        let landing =
            Landing { branch, old, steps, blobs: Vec::new(), trees: built.trees, folders: built.folders, reflog };
        land::land(self, landing, &commit, WAIT, &mut |_, _| {}).map(|_| ())
    }
}
