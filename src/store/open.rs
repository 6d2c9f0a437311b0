//! Finding, opening and founding a repository, and the forms of repository that are refused with a remedy.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use git2::{Repository, RepositoryInitOptions, RepositoryOpenFlags};

use super::error::{At as _, StoreError};
use super::id::{CommitId, ObjectId};
use super::object::Objects;
use super::{lock, raw, recover, tree};

/// The file that makes a git repository a clm repository.
const MARK: &str = "clm.toml";

/// A clm repository on disk.
pub struct Store {
    pub(super) repo: Repository,
    /// What this process found out about repeated commits; see `ops::session::signature`.
    repeaters: RefCell<HashMap<CommitId, Option<String>>>,
}

/// Where HEAD stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// Full name of the branch, `refs/heads/main`; absent when HEAD is detached.
    pub branch: Option<String>,
    /// The newest commit; absent before the first.
    pub commit: Option<CommitId>,
}

impl Store {
    /// Makes `dir` a git repository with the branch `main`, unless it is one, and opens it. The caller's first change
    /// puts `clm.toml` in place.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when `dir` is a clm repository already, and the forms of repository clm refuses.
    pub fn init(dir: &Path) -> Result<Self, StoreError> {
        let found = Repository::open_ext(dir, RepositoryOpenFlags::NO_SEARCH, &[] as &[&Path]);
        let repo = match found {
            Ok(repo) => repo,
            Err(error) if error.code() == git2::ErrorCode::NotFound => {
                let mut options = RepositoryInitOptions::new();
                options.external_template(false).initial_head("main").no_reinit(true);
                Repository::init_opts(dir, &options)?
            }
            Err(error) => return Err(refusal(&error)),
        };
        let store = Self::of(repo);
        store.refuse_unsupported()?;
        // First what a crash left: the mark of a repository that was never founded goes with it.
        store.ready()?;
        if store.is_marked()? {
            return Err(StoreError::Exists(dir.to_owned()));
        }
        Ok(store)
    }

    /// Opens what [`Self::init`] made at `dir`, before its branch has a commit.
    ///
    /// # Errors
    /// As [`Self::discover`].
    pub fn begun(dir: &Path) -> Result<Self, StoreError> {
        let found = Repository::open_ext(dir, RepositoryOpenFlags::NO_SEARCH, &[] as &[&Path]);
        let store = Self::of(found.map_err(|error| refusal(&error))?);
        store.refuse_unsupported()?;
        store.ready()?;
        Ok(store)
    }

    /// Opens the clm repository `start` lies in, looking upwards as git does, and mends what a crash left behind.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Owner`], [`StoreError::Unsupported`], and faults of the disk.
    pub fn discover(start: &Path) -> Result<Self, StoreError> {
        let repo =
            Repository::open_ext(start, RepositoryOpenFlags::empty(), &[] as &[&Path]).map_err(|error| match error
                .code()
            {
                git2::ErrorCode::NotFound => StoreError::NotFound(start.to_owned()),
                _ => refusal(&error),
            })?;
        let store = Self::of(repo);
        if !store.is_marked()? {
            return Err(StoreError::NotFound(start.to_owned()));
        }
        store.refuse_unsupported()?;
        store.ready()?;
        // What a crash left is mended now: the mark of a repository that was never founded is gone.
        if !store.is_marked()? {
            return Err(StoreError::NotFound(start.to_owned()));
        }
        Ok(store)
    }

    pub(super) fn of(repo: Repository) -> Self {
        Self { repo, repeaters: RefCell::default() }
    }

    /// Who repeated a commit of another repository, as was found out before; the inner none for nobody.
    #[must_use]
    pub fn known_repeater(&self, commit: CommitId) -> Option<Option<String>> {
        self.repeaters.borrow().get(&commit).cloned()
    }

    /// Keeps in mind who repeated a commit.
    pub fn keep_repeater(&self, commit: CommitId, by: Option<String>) {
        self.repeaters.borrow_mut().insert(commit, by);
    }

    /// The top folder of the work tree; absent in a bare repository.
    #[must_use]
    pub fn root(&self) -> Option<&Path> {
        self.repo.workdir()
    }

    /// Git's own folder for this work tree.
    #[must_use]
    pub fn git_dir(&self) -> &Path {
        self.repo.path()
    }

    /// The folder for caches, lock and journal, shared by all work trees: `.git/clm`, mode 0700.
    #[must_use]
    pub fn cache_dir(&self) -> PathBuf {
        self.repo.commondir().join("clm")
    }

    /// Where HEAD stands.
    ///
    /// # Errors
    /// When references cannot be read.
    pub fn head(&self) -> Result<Head, StoreError> {
        let head = self.repo.find_reference("HEAD")?;
        let branch = head.symbolic_target().ok().flatten().map(ToOwned::to_owned);
        let target = match &branch {
            None => head.target(),
            Some(name) => self.branch_tip(name)?.map(|id| id.object().oid()),
        };
        Ok(Head { branch, commit: target.map(|oid| CommitId(oid.into())) })
    }

    /// The commit a branch or other full reference name stands at.
    pub(super) fn branch_tip(&self, name: &str) -> Result<Option<CommitId>, StoreError> {
        match self.repo.refname_to_id(name) {
            Ok(oid) => Ok(Some(CommitId(oid.into()))),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The commit that goes by a name git understands (`HEAD~2`, a branch, an abbreviation).
    ///
    /// # Errors
    /// [`StoreError::NoSuchCommit`].
    pub fn resolve(&self, name: &str) -> Result<CommitId, StoreError> {
        let missing = || StoreError::NoSuchCommit(name.chars().take(200).collect());
        let object = self.repo.revparse_single(name).map_err(|_| missing())?;
        object.peel_to_commit().map(|commit| CommitId(commit.id().into())).map_err(|_| missing())
    }

    /// The tree a commit records.
    pub(super) fn tree_of(&self, commit: CommitId) -> Result<ObjectId, StoreError> {
        let id = commit.object();
        let raw = Objects::of(&self.repo)?.commit(id)?;
        raw::links(&raw).map(|links| links.tree).ok_or(StoreError::Grammar { id, why: "it names no tree" })
    }

    fn is_marked(&self) -> Result<bool, StoreError> {
        if self.root().is_some_and(|root| root.join(MARK).symlink_metadata().is_ok()) {
            return Ok(true);
        }
        let Some(commit) = self.head()?.commit else { return Ok(false) };
        let tree = self.tree_of(commit)?;
        Ok(tree::Trees::of(&self.repo)?.find(Some(tree), MARK)?.is_some())
    }

    fn ready(&self) -> Result<(), StoreError> {
        lock::private_folder(&self.cache_dir())?;
        recover::before_reading(self)
    }

    pub(super) fn refuse_unsupported(&self) -> Result<(), StoreError> {
        let config = self.repo.config()?.snapshot()?;
        let on = |name: &str| config.get_bool(name).unwrap_or(false);
        if on("core.splitindex") {
            let mend = "git config core.splitIndex false && git update-index --no-split-index";
            return Err(StoreError::Unsupported { what: "a split index (core.splitIndex)", mend });
        }
        let partial = config.get_string("extensions.partialclone").is_ok() || promised(&config)?;
        if partial {
            let (what, mend) = ("a partial clone (objects are left on the server)", "git clone URL, without --filter");
            return Err(StoreError::Unsupported { what, mend });
        }
        Ok(())
    }
}

/// Whether any remote holds objects this clone lacks.
fn promised(config: &git2::Config) -> Result<bool, StoreError> {
    let mut found = false;
    config.entries(Some(r"^remote\..*\.promisor$"))?.for_each(|entry| {
        found |= entry.value().is_ok_and(|value| matches!(value, "true" | "1" | "yes" | "on"));
    })?;
    Ok(found)
}

/// Puts libgit2's refusals of whole repositories into our words where there is a remedy.
pub(super) fn refusal(error: &git2::Error) -> StoreError {
    let text = error.message().to_ascii_lowercase();
    if text.contains("refstorage") || text.contains("reftable") {
        return StoreError::Unsupported {
            what: "reference storage in a reftable",
            mend: "git refs migrate --ref-format=files",
        };
    }
    if text.contains("objectformat") || text.contains("sha256") {
        return StoreError::Unsupported {
            what: "a repository with SHA-256 object names",
            mend: "git init --object-format=sha1 in a new folder",
        };
    }
    if error.code() == git2::ErrorCode::Owner {
        return StoreError::Owner(error.message().to_owned());
    }
    StoreError::Git(error.message().to_owned())
}

impl Store {
    /// Replaces a cache file below [`Self::cache_dir`] as a whole: readers see the old bytes or the new. Not durable.
    ///
    /// # Errors
    /// Faults of the disk.
    pub fn replace_cache(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.cache_dir().join(name);
        let folder = path.parent().unwrap_or(&path);
        lock::private_folder(folder)?;
        crate::disk::whole_file::replace_cache(&path, bytes, 0o600).at(&path)
    }
}
