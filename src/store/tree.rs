//! Raw trees: read, written and compared without libgit2's diff, which walks equal subtrees too.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

use super::error::StoreError;
use super::id::ObjectId;
use super::object::Objects;

/// What a tree entry is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A regular file.
    File,
    /// A regular file with the executable bit; clm writes none.
    Executable,
    /// A symbolic link; never followed.
    Symlink,
    /// A submodule; never entered.
    Gitlink,
    /// A folder.
    Folder,
}

/// What stands at a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Blob or tree.
    pub id: ObjectId,
}

/// An entry with its name, which need not be UTF-8.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Named {
    pub(super) name: Vec<u8>,
    pub(super) entry: Entry,
}

impl Kind {
    fn of(mode: &[u8]) -> Option<Self> {
        match mode {
            b"40000" | b"040000" => Some(Self::Folder),
            b"100644" | b"100664" => Some(Self::File),
            b"100755" => Some(Self::Executable),
            b"120000" => Some(Self::Symlink),
            b"160000" => Some(Self::Gitlink),
            _ => None,
        }
    }

    fn mode(self) -> &'static str {
        match self {
            Self::Folder => "40000",
            Self::File => "100644",
            Self::Executable => "100755",
            Self::Symlink => "120000",
            Self::Gitlink => "160000",
        }
    }
}

impl Named {
    /// The name as text; other bytes become replacement characters, for findings only.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.name).into_owned()
    }

    /// Git sorts folders as if their name ended in a slash.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let shared = self.name.len().min(other.name.len());
        let tail = |named: &Self| match named.name.get(shared) {
            Some(byte) => *byte,
            None if named.entry.kind == Kind::Folder => b'/',
            None => 0,
        };
        self.name.get(..shared).cmp(&other.name.get(..shared)).then_with(|| tail(self).cmp(&tail(other)))
    }
}

/// Reads a raw tree. `None` when it is malformed.
pub(super) fn parse(mut raw: &[u8]) -> Option<Vec<Named>> {
    let mut entries = Vec::with_capacity(raw.len() / 40);
    while !raw.is_empty() {
        let space = memchr::memchr(b' ', raw.get(..8.min(raw.len()))?)?;
        let kind = Kind::of(raw.get(..space)?)?;
        let rest = raw.get(space + 1..)?;
        let end = memchr::memchr(0, rest)?;
        let name = rest.get(..end).filter(|name| !name.is_empty() && !name.contains(&b'/'))?;
        let id = ObjectId::from_raw(rest.get(end + 1..end + 21)?)?;
        entries.push(Named { name: name.to_vec(), entry: Entry { kind, id } });
        raw = rest.get(end + 21..)?;
    }
    Some(entries)
}

/// Writes a tree; `entries` must be in git's order.
pub(super) fn write(entries: &[Named]) -> Vec<u8> {
    let mut raw = Vec::with_capacity(entries.len() * 48);
    for named in entries {
        raw.extend_from_slice(named.entry.kind.mode().as_bytes());
        raw.push(b' ');
        raw.extend_from_slice(&named.name);
        raw.push(0);
        raw.extend_from_slice(named.entry.id.as_bytes());
    }
    raw
}

/// Trees of one repository, the last few thousand of them kept: neighbouring commits share nearly all.
pub(super) struct Trees<'r> {
    pub(super) objects: Objects<'r>,
    kept: HashMap<ObjectId, Rc<Vec<Named>>>,
    /// How many entries the present walk may still see.
    left: usize,
}

/// A name with what stood there and what stands there.
pub(super) type Pair = (Vec<u8>, Option<Entry>, Option<Entry>);

/// How many trees are kept.
const KEPT: usize = 4_096;

/// How many entries one walk may see. A few trees that name each other again and again stand for more files than any disk
/// holds.
const MOST_ENTRIES: usize = 4_000_000;

/// How deep trees may nest; deeper ones are refused rather than followed.
pub(super) const DEPTH_LIMIT: usize = 64;

impl<'r> Trees<'r> {
    pub(super) fn of(repo: &'r git2::Repository) -> Result<Self, StoreError> {
        Ok(Self { objects: Objects::of(repo)?, kept: HashMap::new(), left: MOST_ENTRIES })
    }

    /// Begins a walk through all that is below a tree.
    pub(super) fn begin_walk(&mut self) {
        self.left = MOST_ENTRIES;
    }

    /// Counts entries of a walk.
    pub(super) fn count(&mut self, entries: usize, place: &str) -> Result<(), StoreError> {
        let fault =
            || StoreError::Damaged { what: place.to_owned(), why: "it holds more files than clm walks through" };
        self.left = self.left.checked_sub(entries).ok_or_else(fault)?;
        Ok(())
    }

    /// The entries of a tree; none for no tree.
    pub(super) fn entries(&mut self, tree: Option<ObjectId>) -> Result<Rc<Vec<Named>>, StoreError> {
        let Some(id) = tree else { return Ok(Rc::default()) };
        if let Some(kept) = self.kept.get(&id) {
            return Ok(Rc::clone(kept));
        }
        let parsed = parse(&self.objects.tree(id)?)
            .ok_or_else(|| StoreError::Damaged { what: format!("tree {id}"), why: "it is malformed" })?;
        if self.kept.len() >= KEPT {
            self.kept.clear();
        }
        let parsed = Rc::new(parsed);
        self.kept.insert(id, Rc::clone(&parsed));
        Ok(parsed)
    }

    /// What stands at `path` below `tree`. The empty path is the tree itself.
    pub(super) fn find(&mut self, tree: Option<ObjectId>, path: &str) -> Result<Option<Entry>, StoreError> {
        let Some(id) = tree else { return Ok(None) };
        let mut found = Entry { kind: Kind::Folder, id };
        for name in path.split('/').filter(|_| !path.is_empty()) {
            if found.kind != Kind::Folder {
                return Ok(None);
            }
            let entries = self.entries(Some(found.id))?;
            match entries.iter().find(|named| named.name == name.as_bytes()) {
                Some(named) => found = named.entry,
                None => return Ok(None),
            }
        }
        Ok(Some(found))
    }

    /// Pairs the entries of two trees by name and kind of thing (folder or not), leaving out equal ones.
    pub(super) fn pairs(&mut self, old: Option<ObjectId>, new: Option<ObjectId>) -> Result<Vec<Pair>, StoreError> {
        if old == new {
            return Ok(Vec::new());
        }
        let (old, new) = (self.entries(old)?, self.entries(new)?);
        let (mut left, mut right) = (old.iter().peekable(), new.iter().peekable());
        let mut pairs = Vec::new();
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => return Ok(pairs),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(a), Some(b)) => a.order(b),
            };
            let a = if order.is_le() { left.next() } else { None };
            let b = if order.is_ge() { right.next() } else { None };
            let (before, after) = (a.map(|n| n.entry), b.map(|n| n.entry));
            if before != after {
                pairs.push((a.or(b).map(|n| n.name.clone()).unwrap_or_default(), before, after));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Kind, Named, parse, write};
    use crate::store::id::ObjectId;

    fn named(name: &str, kind: Kind) -> Named {
        Named { name: name.into(), entry: Entry { kind, id: ObjectId::from_raw(&[7; 20]).unwrap() } }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let entries = vec![named("a", Kind::Folder), named("b.md", Kind::File), named("c", Kind::Symlink)];
        assert_eq!(parse(&write(&entries)), Some(entries));
    }

    #[test]
    fn folders_sort_with_their_slash() {
        let mut entries = [named("a", Kind::Folder), named("a.md", Kind::File), named("a-b", Kind::File)];
        entries.sort_by(Named::order);
        let names: Vec<_> = entries.iter().map(Named::text).collect();
        assert_eq!(names, ["a-b", "a.md", "a"]);
    }

    #[test]
    fn malformed_trees_are_refused() {
        let good = write(&[named("a", Kind::File)]);
        for cut in 1..good.len() {
            assert_eq!(parse(&good[..cut]), None, "{cut}");
        }
        assert_eq!(parse(b"100600 a\0aaaaaaaaaaaaaaaaaaaa"), None);
        assert_eq!(parse(b"100644 a/b\0aaaaaaaaaaaaaaaaaaaa"), None);
        assert_eq!(parse(b"100644 \0aaaaaaaaaaaaaaaaaaaa"), None);
    }
}
