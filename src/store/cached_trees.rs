//! The index's TREE extension: which tree each folder of the index would make. Git trusts it for speed, so it is either
//! right after a change or marked invalid, folder by folder.
//!
//! A folder that was HEAD's tree before becomes HEAD's tree after; any other folder on the way of a change becomes
//! invalid, as it does when git itself touches an entry.

use std::collections::BTreeMap;

use super::build::Folders;
use super::id::ObjectId;
use super::index::Entry;
use super::path::join;

/// By how many entries each folder grows (empty for the top).
pub(super) type Counts = BTreeMap<String, i64>;

/// Notes that an entry was added (+1) or removed (−1).
pub(super) fn count(counts: &mut Counts, path: &str, by: i64) {
    *counts.entry(String::new()).or_default() += by;
    for (at, _) in path.match_indices('/') {
        *counts.entry(path.get(..at).unwrap_or_default().to_owned()).or_default() += by;
    }
}

/// The extension after the change; `None` when it cannot be understood and is better left out.
pub(super) fn update(
    body: &[u8],
    edits: &BTreeMap<String, Entry>,
    folders: &Folders,
    counts: &Counts,
) -> Option<Vec<u8>> {
    let mut work = Work { body, at: 0, edits, folders, counts };
    let mut out = Vec::with_capacity(body.len() + 512);
    work.node(&mut out, "", 0)?;
    (work.at == body.len()).then_some(out)
}

struct Work<'w> {
    body: &'w [u8],
    at: usize,
    edits: &'w BTreeMap<String, Entry>,
    folders: &'w Folders,
    counts: &'w Counts,
}

/// One node's header: its name, how many entries it covers (negative: invalid), its children, its tree.
struct Header<'w> {
    name: &'w [u8],
    entries: i64,
    children: usize,
    id: Option<ObjectId>,
}

impl<'w> Work<'w> {
    fn header(&mut self) -> Option<Header<'w>> {
        let rest = self.body.get(self.at..)?;
        let nul = memchr::memchr(0, rest)?;
        let line = rest.get(nul + 1..)?;
        let newline = memchr::memchr(b'\n', line)?;
        let (entries, children) = std::str::from_utf8(line.get(..newline)?).ok()?.split_once(' ')?;
        let entries: i64 = entries.parse().ok()?;
        let mut used = nul + newline + 2;
        let id = if entries < 0 {
            None
        } else {
            used += 20;
            Some(ObjectId::from_raw(rest.get(used - 20..used)?)?)
        };
        self.at += used;
        Some(Header { name: rest.get(..nul)?, entries, children: children.parse().ok()?, id })
    }

    /// Moves past a node's children.
    fn skip(&mut self, mut children: usize) -> Option<()> {
        while children > 0 {
            children = children - 1 + self.header()?.children;
        }
        Some(())
    }

    /// Copies or renews the node here. `Some(false)`: its folder is gone, and nothing was written.
    fn node(&mut self, out: &mut Vec<u8>, prefix: &str, depth: usize) -> Option<bool> {
        let start = self.at;
        let header = self.header()?;
        let path = join(prefix, std::str::from_utf8(header.name).ok()?);
        if depth > 200 {
            return None;
        }
        if !self.touched(&path) {
            self.skip(header.children)?;
            out.extend_from_slice(self.body.get(start..self.at)?);
            return Some(true);
        }
        let renewed = match (header.id, self.folders.get(&path)) {
            (Some(id), Some((Some(old), new))) if id == *old => Some(*new),
            _ => None,
        };
        let (mut below, mut children, mut seen) = (Vec::new(), 0_usize, Vec::new());
        for _ in 0..header.children {
            let from = self.at;
            let child = Self { at: from, ..*self }.header()?.name;
            seen.push(child);
            children += usize::from(self.node(&mut below, &path, depth + 1)?);
        }
        match renewed {
            // Git never has an empty folder; the top may be.
            Some(None) => return Some(false),
            Some(Some(id)) => {
                children += self.new_children(&mut below, &path, &seen);
                let entries = header.entries + self.counts.get(&path).copied().unwrap_or(0);
                write_node(out, header.name, entries, children, Some(id));
            }
            None => write_node(out, header.name, -1, children, None),
        }
        out.extend_from_slice(&below);
        Some(true)
    }

    /// Whether a change lies below the folder.
    fn touched(&self, folder: &str) -> bool {
        if folder.is_empty() {
            return !self.edits.is_empty();
        }
        let first = format!("{folder}/");
        self.edits.range(first.clone()..).next().is_some_and(|(path, _)| path.starts_with(&first))
    }

    /// Nodes for the folders that the change made below a valid one.
    fn new_children(&self, out: &mut Vec<u8>, parent: &str, seen: &[&[u8]]) -> usize {
        let first = if parent.is_empty() { String::new() } else { format!("{parent}/") };
        let mut made = 0;
        for (path, (_, new)) in self.folders.range(first.clone()..).take_while(|(path, _)| path.starts_with(&first)) {
            let name = path.get(first.len()..).unwrap_or_default();
            let (Some(id), false) = (new, name.is_empty() || name.contains('/') || seen.contains(&name.as_bytes()))
            else {
                continue;
            };
            let mut below = Vec::new();
            let children = self.new_children(&mut below, path, &[]);
            let entries = self.counts.get(path).copied().unwrap_or(0);
            write_node(out, name.as_bytes(), entries, children, Some(*id));
            out.extend_from_slice(&below);
            made += 1;
        }
        made
    }
}

fn write_node(out: &mut Vec<u8>, name: &[u8], entries: i64, children: usize, id: Option<ObjectId>) {
    out.extend_from_slice(name);
    out.push(0);
    out.extend_from_slice(format!("{entries} {children}\n").as_bytes());
    if let Some(id) = id {
        out.extend_from_slice(id.as_bytes());
    }
}
