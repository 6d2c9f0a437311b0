//! The commits in which one contract changed, with the objects that prove them: each commit, the trees on the way to the
//! contract's folder, and what lay in it. Nothing of other contracts is taken but the names that stand in those trees.

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use git2::ObjectType;

use super::error::StoreError;
use super::id::{CommitId, ObjectId};
use super::log::{About, Logged, Places};
use super::object::FILE_LIMIT;
use super::open::Store;
use super::tree::{Entry, Kind, Trees};

/// What proves how one contract came to be.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The commits, newest first.
    pub commits: Vec<Logged>,
    /// The objects as git keeps them, each in a file of its own, compressed.
    pub objects: BTreeMap<ObjectId, Vec<u8>>,
}

impl Store {
    /// The account of the contract whose folder ends in `-` and `suffix`, as an ancestor of `head` had it; with the files
    /// at the paths `also`.
    ///
    /// # Errors
    /// When an object cannot be read.
    pub fn account(&self, head: CommitId, suffix: &str, also: &[&str]) -> Result<Account, StoreError> {
        let about = About::Contract(suffix);
        let commits = self.log(Some(head), about, usize::MAX)?;
        let mut taking = Taking { trees: Trees::of(&self.repo)?, objects: BTreeMap::new() };
        let mut places = Places::default();
        for logged in &commits {
            let root = self.tree_of(logged.commit)?;
            let raw = taking.trees.objects.commit(logged.commit.object())?;
            taking.keep(logged.commit.object(), ObjectType::Commit, &raw)?;
            let mut paths: Vec<String> = also.iter().map(|path| (*path).to_owned()).collect();
            paths.extend(places.of(&mut taking.trees, root, about)?.iter().map(|(path, _)| path.clone()));
            for path in paths {
                taking.way(root, &path)?;
            }
        }
        Ok(Account { commits, objects: taking.objects })
    }
}

struct Taking<'r> {
    trees: Trees<'r>,
    objects: BTreeMap<ObjectId, Vec<u8>>,
}

impl Taking<'_> {
    /// The trees from the top to a path, and everything below it.
    fn way(&mut self, root: ObjectId, path: &str) -> Result<(), StoreError> {
        let mut at = root;
        for name in path.split('/') {
            self.tree(at)?;
            match self.trees.find(Some(at), name)? {
                Some(Entry { kind: Kind::Folder, id }) => at = id,
                Some(Entry { kind: Kind::File, id }) => return self.blob(id),
                _ => return Ok(()),
            }
        }
        self.below(at)
    }

    fn below(&mut self, tree: ObjectId) -> Result<(), StoreError> {
        if self.objects.contains_key(&tree) {
            return Ok(());
        }
        self.tree(tree)?;
        for named in self.trees.entries(Some(tree))?.iter() {
            match named.entry.kind {
                Kind::Folder => self.below(named.entry.id)?,
                Kind::Gitlink => {}
                Kind::File | Kind::Executable | Kind::Symlink => self.blob(named.entry.id)?,
            }
        }
        Ok(())
    }

    fn tree(&mut self, id: ObjectId) -> Result<(), StoreError> {
        let raw = self.trees.objects.tree(id)?;
        self.keep(id, ObjectType::Tree, &raw)
    }

    fn blob(&mut self, id: ObjectId) -> Result<(), StoreError> {
        let raw = self.trees.objects.blob(id, FILE_LIMIT)?;
        self.keep(id, ObjectType::Blob, &raw)
    }

    fn keep(&mut self, id: ObjectId, kind: ObjectType, raw: &[u8]) -> Result<(), StoreError> {
        if self.objects.contains_key(&id) {
            return Ok(());
        }
        let mut loose = ZlibEncoder::new(Vec::new(), Compression::best());
        let head = format!("{} {}\0", kind.str(), raw.len());
        let written =
            loose.write_all(head.as_bytes()).and_then(|()| loose.write_all(raw)).and_then(|()| loose.finish());
        let loose = written.map_err(|fault| StoreError::Object { id, why: fault.to_string() })?;
        self.objects.insert(id, loose);
        Ok(())
    }
}
