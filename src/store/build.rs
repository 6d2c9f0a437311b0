//! New trees out of old ones: only the folders on the way to a changed file are rewritten, never the index's idea.

use std::collections::BTreeMap;

use git2::ObjectType;

use super::error::StoreError;
use super::id::ObjectId;
use super::object::name;
use super::path::join;
use super::tree::{Entry, Kind, Named, Trees, write};

/// An object to be written.
pub(super) struct Object {
    pub(super) kind: ObjectType,
    pub(super) id: ObjectId,
    pub(super) bytes: Vec<u8>,
}

impl Object {
    pub(super) fn new(kind: ObjectType, bytes: Vec<u8>) -> Self {
        Self { kind, id: name(kind, &bytes), bytes }
    }
}

/// The tree ids of the rewritten folders, old and new, by path (empty for the top).
pub(super) type Folders = BTreeMap<String, (Option<ObjectId>, Option<ObjectId>)>;

/// What building gives.
pub(super) struct Built {
    pub(super) root: ObjectId,
    pub(super) trees: Vec<Object>,
    pub(super) folders: Folders,
}

/// What shall stand at each path afterwards: a blob, or nothing.
pub(super) type Edits = BTreeMap<String, Option<ObjectId>>;

/// Rewrites the tree `root` with `edits`.
pub(super) fn build(trees: &mut Trees<'_>, root: Option<ObjectId>, edits: &Edits) -> Result<Built, StoreError> {
    let mut work = Work { trees, made: Vec::new(), folders: Folders::new() };
    let edits: Vec<(&str, Option<ObjectId>)> = edits.iter().map(|(path, to)| (path.as_str(), *to)).collect();
    let top = match work.folder("", root, &edits)? {
        Some(top) => top,
        None => work.keep(Vec::new()),
    };
    work.folders.insert(String::new(), (root, Some(top)));
    Ok(Built { root: top, trees: work.made, folders: work.folders })
}

struct Work<'t, 'r> {
    trees: &'t mut Trees<'r>,
    made: Vec<Object>,
    folders: Folders,
}

impl Work<'_, '_> {
    fn keep(&mut self, raw: Vec<u8>) -> ObjectId {
        let object = Object::new(ObjectType::Tree, raw);
        let id = object.id;
        self.made.push(object);
        id
    }

    /// The new id of a folder, or nothing when nothing is left in it. `edits` are relative to it and sorted.
    fn folder(
        &mut self,
        prefix: &str,
        old: Option<ObjectId>,
        edits: &[(&str, Option<ObjectId>)],
    ) -> Result<Option<ObjectId>, StoreError> {
        let mut entries: Vec<Named> = self.trees.entries(old)?.to_vec();
        let mut rest = edits;
        while let Some((path, to)) = rest.first() {
            let Some((folder, _)) = path.split_once('/') else {
                let file = to.map(|id| Entry { kind: Kind::File, id });
                place(&mut entries, &join(prefix, path), path, file, Kind::Folder)?;
                rest = rest.get(1..).unwrap_or_default();
                continue;
            };
            let within = |path: &str| path.strip_prefix(folder).is_some_and(|tail| tail.starts_with('/'));
            let count = rest.iter().take_while(|(path, _)| within(path)).count();
            let below: Vec<_> =
                rest.iter().take(count).filter_map(|(p, to)| Some((p.get(folder.len() + 1..)?, *to))).collect();
            let whole = join(prefix, folder);
            let before = find(&entries, folder).filter(|entry| entry.kind == Kind::Folder).map(|entry| entry.id);
            let after = self.folder(&whole, before, &below)?;
            self.folders.insert(whole.clone(), (before, after));
            place(&mut entries, &whole, folder, after.map(|id| Entry { kind: Kind::Folder, id }), Kind::File)?;
            rest = rest.get(count..).unwrap_or_default();
        }
        if entries.is_empty() {
            return Ok(None);
        }
        entries.sort_by(Named::order);
        Ok(Some(self.keep(write(&entries))))
    }
}

fn find(entries: &[Named], name: &str) -> Option<Entry> {
    entries.iter().find(|named| named.name == name.as_bytes()).map(|named| named.entry)
}

/// Puts `to` under `name`; something of the kind `clash` there already is in the way.
fn place(entries: &mut Vec<Named>, path: &str, name: &str, to: Option<Entry>, clash: Kind) -> Result<(), StoreError> {
    let at = entries.iter().position(|named| named.name == name.as_bytes());
    if let Some(there) = at.and_then(|at| entries.get(at)).map(|named| named.entry.kind) {
        let why = match (there, clash) {
            (Kind::Folder, Kind::Folder) => Some("a folder has that name"),
            (Kind::File | Kind::Executable, Kind::File) => Some("a file has the name of a folder on the way"),
            (Kind::Symlink | Kind::Gitlink, _) => Some("a link or submodule is in the way"),
            _ => None,
        };
        if let Some(why) = why {
            return Err(StoreError::UnsafePath { path: path.to_owned(), why });
        }
    }
    match (at, to) {
        (Some(at), Some(entry)) => {
            if let Some(named) = entries.get_mut(at) {
                named.entry = entry;
            }
        }
        (Some(at), None) => drop(entries.remove(at)),
        (None, Some(entry)) => entries.push(Named { name: name.as_bytes().to_vec(), entry }),
        (None, None) => {}
    }
    Ok(())
}
