//! What one commit records: files, folders, and the contracts among them. Nothing here looks at the work tree.

use super::error::StoreError;
use super::id::{CommitId, ObjectId};
use super::object::{FILE_LIMIT, TEXT_LIMIT};
use super::open::Store;
use super::path::{self, join};
use super::tree::{DEPTH_LIMIT, Entry, Kind, Named, Trees};

/// The state a commit records. Reading keeps the folders it has seen, so that neighbouring questions are cheap.
pub struct Snapshot<'s> {
    /// The commit; absent before the first.
    pub commit: Option<CommitId>,
    pub(super) root: Option<ObjectId>,
    pub(super) trees: Trees<'s>,
}

/// A contract's folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Folder {
    /// From the top of the repository, no trailing slash.
    pub path: String,
    /// Its tree: equal ids are equal contents to the byte.
    pub tree: ObjectId,
}

/// An entry of a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Its name; bytes that are not UTF-8 show as replacement characters.
    pub name: String,
    /// What it is.
    pub entry: Entry,
}

/// A file that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blob {
    /// Relative to the contract's folder.
    pub name: String,
    /// Git's name of the bytes.
    pub id: ObjectId,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A file that was not read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attached {
    /// Relative to the contract's folder.
    pub name: String,
    /// Git's name of the bytes.
    pub id: ObjectId,
    /// In bytes.
    pub size: u64,
}

/// Something in a contract's folder that is not taken for what it claims to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// From the top of the repository.
    pub path: String,
    /// What is wrong with it.
    pub what: String,
}

/// Everything in a contract's folder.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contents {
    /// `contract.md`.
    pub contract: Option<Blob>,
    /// Files below `annexes/`, in bytewise order of their names.
    pub annexes: Vec<Blob>,
    /// Files of `signatures/`.
    pub signatures: Vec<Blob>,
    /// Files of `acts/`.
    pub acts: Vec<Blob>,
    /// `record.toml`.
    pub record: Option<Blob>,
    /// Files below `files/`; their bytes are read when asked for.
    pub files: Vec<Attached>,
    /// Files in no place of the design; theirs is no meaning.
    pub others: Vec<Attached>,
    /// Links, submodules, executables, unsafe names, and what is too large or cannot be read.
    pub findings: Vec<Finding>,
}

impl Store {
    /// What HEAD records.
    ///
    /// # Errors
    /// When HEAD or its commit cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot<'_>, StoreError> {
        self.snapshot_at(self.head()?.commit)
    }

    /// What a commit records; nothing for no commit.
    ///
    /// # Errors
    /// When the commit cannot be read.
    pub fn snapshot_at(&self, commit: Option<CommitId>) -> Result<Snapshot<'_>, StoreError> {
        let root = commit.map(|commit| self.tree_of(commit)).transpose()?;
        Ok(Snapshot { commit, root, trees: Trees::of(&self.repo)? })
    }
}

impl Snapshot<'_> {
    /// What stands at a path; the empty path is the top.
    ///
    /// # Errors
    /// When a tree cannot be read.
    pub fn find(&mut self, path: &str) -> Result<Option<Entry>, StoreError> {
        self.trees.find(self.root, path)
    }

    /// The bytes of a regular file of at most 16 MiB; `None` where there is no regular file.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`], or when an object cannot be read.
    pub fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.find(path)? {
            Some(Entry { kind: Kind::File | Kind::Executable, id }) => self.blob(id).map(Some),
            _ => Ok(None),
        }
    }

    /// The bytes of a blob of at most 16 MiB.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`], or when it cannot be read.
    pub fn blob(&self, id: ObjectId) -> Result<Vec<u8>, StoreError> {
        self.trees.objects.blob(id, TEXT_LIMIT)
    }

    /// The bytes of a blob of `files/`, at most 64 MiB.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`], or when it cannot be read.
    pub fn file(&self, id: ObjectId) -> Result<Vec<u8>, StoreError> {
        self.trees.objects.blob(id, FILE_LIMIT)
    }

    /// The SHA-256 of a blob of at most 64 MiB, without holding a loose one in memory.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`], or when it cannot be read.
    pub fn sha256(&self, id: ObjectId) -> Result<[u8; 32], StoreError> {
        self.trees.objects.sha256(id, FILE_LIMIT)
    }

    /// The entries of a folder; none where there is no folder.
    ///
    /// # Errors
    /// When a tree cannot be read.
    pub fn list(&mut self, path: &str) -> Result<Vec<Listed>, StoreError> {
        let Some(Entry { kind: Kind::Folder, id }) = self.find(path)? else { return Ok(Vec::new()) };
        let entries = self.trees.entries(Some(id))?;
        Ok(entries.iter().map(|named| Listed { name: named.text(), entry: named.entry }).collect())
    }

    /// All contract folders, in order of their paths: any folder below `<workspace>/contracts/` that has a
    /// `contract.md`, or whose name ends like a contract's and that holds signatures, acts or a record.
    ///
    /// # Errors
    /// When a tree cannot be read or nests too deep.
    pub fn contracts(&mut self) -> Result<Vec<Folder>, StoreError> {
        let mut found = Vec::new();
        for workspace in self.trees.entries(self.root)?.iter().filter(|named| named.entry.kind == Kind::Folder) {
            let shelf = self.trees.find(Some(workspace.entry.id), "contracts")?;
            if let Some(Entry { kind: Kind::Folder, id }) = shelf {
                let path = join(&workspace.text(), "contracts");
                walk(&mut self.trees, (&path, id), 0, &mut |path, tree| found.push(Folder { path, tree }))?;
            }
        }
        Ok(found)
    }

    /// The contract folder at exactly this path.
    ///
    /// # Errors
    /// When a tree cannot be read.
    pub fn contract_at(&mut self, path: &str) -> Result<Option<Folder>, StoreError> {
        let Some(Entry { kind: Kind::Folder, id }) = self.find(path)? else { return Ok(None) };
        let name = path.rsplit('/').next().unwrap_or_default();
        let above = path.rsplit('/').nth(1).unwrap_or_default();
        let part = path::PARTS.contains(&name) && path::id_suffix(above).is_some();
        let is = !part && path::below_contracts(path) && is_contract(name, &self.trees.entries(Some(id))?);
        Ok(is.then(|| Folder { path: path.to_owned(), tree: id }))
    }

    /// Reads a contract's folder: all of it but the bytes of `files/`.
    ///
    /// # Errors
    /// When a tree cannot be read; a blob that cannot be is a finding.
    pub fn contents(&mut self, folder: &Folder) -> Result<Contents, StoreError> {
        let mut contents = Contents::default();
        self.gather(folder, "", folder.tree, &mut contents)?;
        contents.annexes.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(contents)
    }

    fn gather(
        &mut self,
        folder: &Folder,
        within: &str,
        tree: ObjectId,
        contents: &mut Contents,
    ) -> Result<(), StoreError> {
        if within.matches('/').count() > DEPTH_LIMIT {
            return Err(StoreError::Damaged { what: folder.path.clone(), why: "its folders nest too deep" });
        }
        for named in self.trees.entries(Some(tree))?.iter() {
            let name = join(within, &named.text());
            let finding = |what: String| Finding { path: join(&folder.path, &name), what };
            if let Some(what) = fault(named) {
                contents.findings.push(finding(what.to_owned()));
                continue;
            }
            if named.entry.kind == Kind::Folder {
                self.gather(folder, &name, named.entry.id, contents)?;
                continue;
            }
            if let Err(error) = self.sort_in(name.clone(), named.entry.id, contents) {
                contents.findings.push(finding(error.to_string()));
            }
        }
        Ok(())
    }

    fn sort_in(&self, name: String, id: ObjectId, contents: &mut Contents) -> Result<(), StoreError> {
        let read = |name: String| Ok::<_, StoreError>(Blob { bytes: self.blob(id)?, name, id });
        match name.split_once('/').map_or((name.as_str(), ""), |(part, rest)| (part, rest)) {
            ("contract.md", "") => contents.contract = Some(read(name)?),
            ("record.toml", "") => contents.record = Some(read(name)?),
            ("annexes", rest) if !rest.is_empty() => contents.annexes.push(read(name)?),
            ("signatures", rest) if !rest.is_empty() => contents.signatures.push(read(name)?),
            ("acts", rest) if !rest.is_empty() => contents.acts.push(read(name)?),
            (part, rest) => {
                let attached = Attached { size: self.trees.objects.size(id)?, id, name: name.clone() };
                if part == "files" && !rest.is_empty() {
                    if attached.size > FILE_LIMIT {
                        return Err(StoreError::TooLarge { id, size: attached.size, limit: FILE_LIMIT });
                    }
                    contents.files.push(attached);
                } else {
                    contents.others.push(attached);
                }
            }
        }
        Ok(())
    }
}

/// Why an entry is not read.
fn fault(named: &Named) -> Option<&'static str> {
    match named.entry.kind {
        Kind::Symlink => Some("a symbolic link; it is not followed"),
        Kind::Gitlink => Some("a submodule; it is not entered"),
        Kind::Executable => Some("an executable file"),
        Kind::File | Kind::Folder => match std::str::from_utf8(&named.name) {
            Ok(name) => path::name_fault(name),
            Err(_) => Some("its name is not UTF-8"),
        },
    }
}

/// Whether a folder of that name with these entries is a contract's.
pub(super) fn is_contract(name: &str, entries: &[Named]) -> bool {
    let has = |wanted: &str| entries.iter().any(|named| named.name == wanted.as_bytes());
    has("contract.md") || (path::id_suffix(name).is_some() && (has("signatures") || has("acts") || has("record.toml")))
}

/// Calls `each` for every contract folder below `prefix`. Contracts may lie in another's folder, but not in its parts.
pub(super) fn walk(
    trees: &mut Trees<'_>,
    (prefix, tree): (&str, ObjectId),
    depth: usize,
    each: &mut dyn FnMut(String, ObjectId),
) -> Result<(), StoreError> {
    if depth > DEPTH_LIMIT {
        return Err(StoreError::Damaged { what: prefix.to_owned(), why: "its folders nest too deep" });
    }
    if depth == 0 {
        trees.begin_walk();
    }
    let entries = trees.entries(Some(tree))?;
    trees.count(entries.len(), prefix)?;
    let name = prefix.rsplit('/').next().unwrap_or_default();
    let contract = depth > 0 && is_contract(name, &entries);
    let parted = contract || path::id_suffix(name).is_some();
    if contract {
        each(prefix.to_owned(), tree);
    }
    for named in entries.iter().filter(|named| named.entry.kind == Kind::Folder) {
        if !(parted && path::PARTS.iter().any(|part| named.name == part.as_bytes())) {
            walk(trees, (&join(prefix, &named.text()), named.entry.id), depth + 1, each)?;
        }
    }
    Ok(())
}
