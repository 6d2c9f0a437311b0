//! Commits repeated from another repository, and what proves the originals.
//!
//! A workspace that moves out takes its commits along, and not the other teams' texts in them: each is made again with
//! fewer files, the same author, dates and words, and one trailer more that names the original. In its own tree, below
//! [`ORIGIN`], lie the raw original and those raw trees of it that are needed to see that everything here stood there. Whoever
//! has the repeated commit can compute the original's name from these bytes and check the signature that is on it.
//!
//! **Owns** reading that evidence. **Refuses to know** who signed, and whether whoever repeated a commit might.
//! **Invariants**: only the commit's own tree is asked, so that nothing depends on what else a clone has; a file that is
//! needed for nothing makes the evidence void; what the original did not have, the repeated commit does not have.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use git2::ObjectType;

use super::error::StoreError;
use super::id::{CommitId, ObjectId};
use super::object::{Objects, TEXT_LIMIT, name};
use super::open::Store;
use super::raw::{self, Signed};
use super::tree::{DEPTH_LIMIT, Kind, Trees, parse};

/// The folder of the evidence in a repeated commit's tree.
pub const ORIGIN: &str = ".clm/origin";
/// The trailer that names the original.
pub(super) const FROM: &str = "Clm-Split-From";
/// The folder [`ORIGIN`] lies in, and its own name there.
pub(super) const HOUSE: (&str, &str) = (".clm", "origin");

/// The commit that a repeated one repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Its name in the other repository.
    pub commit: CommitId,
    /// What its signature covers, and the signature; or which rule of the strict grammar it breaks.
    pub signed: Result<Option<Signed>, &'static str>,
}

/// Raw objects by name, as [`ORIGIN`] holds them.
pub(super) type Evidence = BTreeMap<ObjectId, Vec<u8>>;

impl Store {
    /// The commit of another repository that a commit repeats, where its tree proves it.
    ///
    /// # Errors
    /// When the commit or its evidence cannot be read.
    pub fn original(&self, commit: CommitId) -> Result<Option<Original>, StoreError> {
        let raw = Objects::of(&self.repo)?.commit(commit.object())?;
        let Some((named, links)) = named(&raw).zip(raw::links(&raw)) else { return Ok(None) };
        let mut trees = Trees::of(&self.repo)?;
        let evidence = evidence(&mut trees, links.tree)?;
        let Some(original) = evidence.get(&named).filter(|raw| name(ObjectType::Commit, raw) == named) else {
            return Ok(None);
        };
        let Some(before) = raw::links(original) else { return Ok(None) };
        if !["author ", "committer "]
            .iter()
            .all(|who| line(&raw, who).is_some() && line(&raw, who) == line(original, who))
            || raw::split(&raw).1 != message(original, named)
        {
            return Ok(None);
        }
        let mut used = BTreeSet::from([named]);
        if !holds(&mut trees, &evidence, ("", links.tree, before.tree), &mut used)? || used.len() != evidence.len() {
            return Ok(None);
        }
        Ok(Some(Original { commit: CommitId(named), signed: raw::signed_parts(original) }))
    }
}

/// The original that a commit's last trailer names.
pub(super) fn named(raw: &[u8]) -> Option<ObjectId> {
    memchr::memmem::find(raw, FROM.as_bytes())?;
    let (_, _, trailers) = raw::message(raw);
    trailers.last().filter(|(key, _)| key == FROM)?.1.parse().ok()
}

/// A line of a commit's header, without the word it begins with.
pub(super) fn line<'r>(raw: &'r [u8], header: &str) -> Option<&'r [u8]> {
    raw::split(raw).0.split(|byte| *byte == b'\n').find_map(|line| line.strip_prefix(header.as_bytes()))
}

/// The words of a commit with the trailer that names it.
pub(super) fn message(raw: &[u8], named: ObjectId) -> Vec<u8> {
    let (_, _, trailers) = raw::message(raw);
    let mut words = raw::split(raw).1.trim_ascii_end().to_vec();
    words.extend_from_slice(if trailers.is_empty() { b"\n\n" } else { b"\n" });
    words.extend_from_slice(format!("{FROM}: {named}\n").as_bytes());
    words
}

/// What lies below [`ORIGIN`] in a tree.
pub(super) fn evidence(trees: &mut Trees<'_>, root: ObjectId) -> Result<Evidence, StoreError> {
    let Some(folder) = trees.find(Some(root), ORIGIN)?.filter(|entry| entry.kind == Kind::Folder) else {
        return Ok(Evidence::new());
    };
    let mut found = Evidence::new();
    for listed in trees.entries(Some(folder.id))?.iter() {
        let Ok(name) = listed.text().parse::<ObjectId>() else { return Ok(Evidence::new()) };
        if listed.entry.kind != Kind::File {
            return Ok(Evidence::new());
        }
        found.insert(name, trees.objects.blob(listed.entry.id, TEXT_LIMIT)?);
    }
    Ok(found)
}

/// Whether everything in a tree stood in the tree of the original, by the raw trees of the evidence.
fn holds(
    trees: &mut Trees<'_>,
    evidence: &Evidence,
    (path, here, there): (&str, ObjectId, ObjectId),
    used: &mut BTreeSet<ObjectId>,
) -> Result<bool, StoreError> {
    if here == there {
        return Ok(true);
    }
    let deep = path.bytes().filter(|byte| *byte == b'/').count() >= DEPTH_LIMIT;
    let raw = evidence.get(&there).filter(|raw| !deep && name(ObjectType::Tree, raw) == there);
    let Some(entries) = raw.and_then(|raw| parse(raw)) else { return Ok(false) };
    used.insert(there);
    let stood: HashMap<&[u8], _> = entries.iter().map(|named| (named.name.as_slice(), named.entry)).collect();
    for named in trees.entries(Some(here))?.iter() {
        if path == HOUSE.0 && named.name == HOUSE.1.as_bytes() {
            continue;
        }
        let Some(original) = stood.get(named.name.as_slice()).copied() else {
            // A commit from before the repository was clm's has no such folder; then nothing but the evidence is in it.
            let bare = path.is_empty() && named.name == HOUSE.0.as_bytes();
            if bare && trees.entries(Some(named.entry.id))?.iter().all(|inner| inner.name == HOUSE.1.as_bytes()) {
                continue;
            }
            return Ok(false);
        };
        if original == named.entry {
            continue;
        }
        let below = if path.is_empty() { named.text() } else { format!("{path}/{}", named.text()) };
        let folders = named.entry.kind == Kind::Folder && original.kind == Kind::Folder;
        if !folders || !holds(trees, evidence, (&below, named.entry.id, original.id), used)? {
            return Ok(false);
        }
    }
    Ok(true)
}
