//! Git's index, patched in one pass: the entries of the paths a change touches and nothing else.
//!
//! Formats 2, 3 and 4 (gitformat-index). Entries of other paths are copied as they are, so that what the user has
//! staged stays staged. Of the extensions, the cached trees are brought up to date ([`super::cached_trees`]), those that
//! count entries or bytes are left out (git makes them anew), the rest is copied.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use sha1::{Digest as _, Sha1};

use super::build::Folders;
use super::error::{At as _, StoreError};
use super::id::ObjectId;
use super::{cached_trees, index_entry};

/// Length of an entry's fixed part.
pub(super) const FIXED: usize = 62;

/// The index as it was read.
pub(super) struct Index {
    raw: Vec<u8>,
    version: u32,
    slots: Vec<Slot>,
    /// Names of version 4, where they are compressed in the file.
    names: Vec<u8>,
    extensions: Vec<([u8; 4], std::ops::Range<usize>)>,
    /// Where the entries end in `raw`.
    end: usize,
    /// When the file was written, to tell entries that may hide a change in the same moment.
    written: (u32, u32),
}

/// Where one entry lies.
#[derive(Clone, Copy)]
struct Slot {
    start: usize,
    /// In `raw`, or in `names` for version 4.
    name: (usize, usize),
    stage: u8,
}

/// What the index has at a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Staged {
    /// Nothing.
    Absent,
    /// This blob; `skipped` when a sparse checkout leaves the file out of the work tree.
    Blob { id: ObjectId, skipped: bool },
    /// A promise to add (`git add -N`).
    Intent,
    /// Several stages of an unfinished merge.
    Conflict,
}

/// What the index shall have at a path.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    /// This blob with the file's particulars where there is a file.
    Blob(ObjectId, Option<Metadata>),
    /// Nothing.
    Absent,
}

fn damaged(why: &'static str) -> StoreError {
    StoreError::Damaged { what: "git's index".to_owned(), why }
}

pub(super) fn number(raw: &[u8], at: usize) -> Option<u32> {
    raw.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_be_bytes)
}

impl Index {
    /// Reads the index; a missing file is an empty index.
    pub(super) fn read(path: &Path) -> Result<Self, StoreError> {
        let raw = match std::fs::read(path) {
            Ok(raw) => raw,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::empty()),
            Err(error) => return Err(error).at(path),
        };
        let moment = path.metadata().map(|m| (low(m.mtime()), low(m.mtime_nsec()))).at(path)?;
        Self::parse(raw, moment)
    }

    fn empty() -> Self {
        let raw = [b"DIRC".as_slice(), &2_u32.to_be_bytes(), &0_u32.to_be_bytes()].concat();
        Self { end: raw.len(), raw, version: 2, slots: vec![], names: vec![], extensions: vec![], written: (0, 0) }
    }

    fn parse(raw: Vec<u8>, written: (u32, u32)) -> Result<Self, StoreError> {
        let short = || damaged("it is cut short");
        if raw.get(..4) != Some(b"DIRC") {
            return Err(damaged("it does not begin with DIRC"));
        }
        let version = number(&raw, 4).filter(|v| (2..=4).contains(v)).ok_or_else(|| damaged("unknown version"))?;
        let count = number(&raw, 8).ok_or_else(short)? as usize;
        if count > raw.len() / 10 {
            return Err(damaged("it counts more entries than it can hold"));
        }
        let mut index = Self {
            raw,
            version,
            slots: Vec::with_capacity(count),
            names: vec![],
            extensions: vec![],
            end: 12,
            written,
        };
        for _ in 0..count {
            index.next_slot().ok_or_else(short)?;
        }
        index.read_extensions()?;
        index.smudge();
        Ok(index)
    }

    /// Reads the entry at `end` and moves on.
    fn next_slot(&mut self) -> Option<()> {
        let start = self.end;
        let flags = u16::from_be_bytes(self.raw.get(start + 60..start + 62)?.try_into().ok()?);
        let extended = self.version >= 3 && flags & 0x4000 != 0;
        let name_at = start + FIXED + if extended { 2 } else { 0 };
        let name;
        if self.version == 4 {
            let (strip, used) = index_entry::varint(self.raw.get(name_at..)?)?;
            let from = name_at + used;
            let length = memchr::memchr(0, self.raw.get(from..)?)?;
            let (last_start, last_end) = self.slots.last().map_or((0, 0), |slot| slot.name);
            let keep = (last_end - last_start).checked_sub(strip)?;
            let begin = self.names.len();
            self.names.extend_from_within(last_start..last_start + keep);
            self.names.extend_from_slice(self.raw.get(from..from + length)?);
            name = (begin, self.names.len());
            self.end = from + length + 1;
        } else {
            let length = match usize::from(flags & 0xfff) {
                0xfff => memchr::memchr(0, self.raw.get(name_at..)?)?,
                length => length,
            };
            name = (name_at, name_at + length);
            self.end = start + ((name.1 - start + 8) & !7);
        }
        self.raw.get(..self.end)?;
        self.slots.push(Slot { start, name, stage: u8::try_from((flags >> 12) & 3).ok()? });
        Some(())
    }

    fn read_extensions(&mut self) -> Result<(), StoreError> {
        let short = || damaged("an extension is cut short");
        let last = self.raw.len().checked_sub(20).filter(|last| *last >= self.end).ok_or_else(short)?;
        let mut at = self.end;
        while at < last {
            let name: [u8; 4] = self.raw.get(at..at + 4).and_then(|s| s.try_into().ok()).ok_or_else(short)?;
            let length = number(&self.raw, at + 4).ok_or_else(short)? as usize;
            let range = at + 8..(at + 8).checked_add(length).filter(|end| *end <= last).ok_or_else(short)?;
            at = range.end;
            match &name {
                b"link" => {
                    let mend = "git config core.splitIndex false && git update-index --no-split-index";
                    return Err(StoreError::Unsupported { what: "a split index (core.splitIndex)", mend });
                }
                b"sdir" => {
                    let mend = "git sparse-checkout reapply --no-sparse-index";
                    return Err(StoreError::Unsupported { what: "a sparse index (index.sparse)", mend });
                }
                // An upper-case first letter marks what a reader may ignore.
                [first, ..] if !first.is_ascii_uppercase() => return Err(damaged("it needs an unknown extension")),
                _ => self.extensions.push((name, range)),
            }
        }
        Ok(())
    }

    /// Makes git look into files whose recorded moment is that of the index or later: their contents may have changed
    /// in the same moment, and our newer file would hide it. Git does the same ("racy git"), by a size of zero.
    fn smudge(&mut self) {
        for slot in &self.slots {
            let at = slot.start;
            let moment = (number(&self.raw, at + 8).unwrap_or(0), number(&self.raw, at + 12).unwrap_or(0));
            if moment >= self.written
                && moment != (0, 0)
                && let Some(size) = self.raw.get_mut(at + 36..at + 40)
            {
                size.fill(0);
            }
        }
    }

    fn name(&self, slot: &Slot) -> &[u8] {
        let from = if self.version == 4 { &self.names } else { &self.raw };
        from.get(slot.name.0..slot.name.1).unwrap_or_default()
    }

    /// The place of the first entry with this name or, if there is none, where it would be.
    fn place(&self, path: &[u8]) -> usize {
        self.slots.partition_point(|slot| self.name(slot) < path)
    }

    fn at(&self, place: usize, path: &[u8]) -> Option<&Slot> {
        self.slots.get(place).filter(|slot| self.name(slot) == path)
    }

    /// What the index has at `path`.
    pub(super) fn staged(&self, path: &str) -> Staged {
        let Some(slot) = self.at(self.place(path.as_bytes()), path.as_bytes()) else { return Staged::Absent };
        if slot.stage != 0 {
            return Staged::Conflict;
        }
        let extended = index_entry::extended(&self.raw, slot.start, self.version);
        if extended & index_entry::INTENT != 0 {
            return Staged::Intent;
        }
        let id = self.raw.get(slot.start + 40..slot.start + 60).and_then(ObjectId::from_raw);
        id.map_or(Staged::Conflict, |id| Staged::Blob { id, skipped: extended & index_entry::SKIP != 0 })
    }

    /// The files a sparse checkout leaves out of the work tree.
    pub(super) fn skipped(&self) -> impl Iterator<Item = String> {
        self.slots
            .iter()
            .filter(|slot| index_entry::extended(&self.raw, slot.start, self.version) & index_entry::SKIP != 0)
            .map(|slot| String::from_utf8_lossy(self.name(slot)).into_owned())
    }

    /// Whether the index has a file where `path` needs a folder, or a folder where it needs a file.
    pub(super) fn clashes(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let below = self.slots.get(self.place(folder.as_bytes())).map(|slot| self.name(slot));
        below.is_some_and(|name| name.starts_with(folder.as_bytes()))
            || path.match_indices('/').any(|(at, _)| {
                let above = path.as_bytes().get(..at).unwrap_or_default();
                self.at(self.place(above), above).is_some()
            })
    }

    /// The bytes of the index after `edits`. `folders` are the trees before and after, where HEAD moves along.
    pub(super) fn patched(&self, edits: &BTreeMap<String, Entry>, folders: &Folders) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.raw.len() + edits.len() * 160 + 64);
        out.extend_from_slice(b"DIRC");
        out.extend_from_slice(&self.version.to_be_bytes());
        out.extend_from_slice(&[0; 4]);
        let (mut cursor, mut count, mut counts) = (0, self.slots.len(), cached_trees::Counts::new());
        // The name before the next entry, for version 4; `None` while it is the one the entry was written against.
        let mut before: Option<Vec<u8>> = None;
        for (path, entry) in edits {
            let place = self.place(path.as_bytes());
            self.copy(&mut out, cursor, place, &mut before);
            let old = self.at(place, path.as_bytes());
            cursor = place + usize::from(old.is_some());
            let previous = before.take().unwrap_or_else(|| self.name_before(place).to_vec());
            match entry {
                Entry::Absent => {
                    before = Some(previous);
                    count -= usize::from(old.is_some());
                }
                Entry::Blob(id, file) => {
                    let was = old.and_then(|slot| self.raw.get(slot.start..slot.start + FIXED + 2));
                    index_entry::write(&mut out, self.version, (path, &previous), *id, file.as_ref(), was);
                    before = old.is_none().then(|| path.as_bytes().to_vec());
                    count += usize::from(old.is_none());
                }
            }
            let added = i64::from(matches!(entry, Entry::Blob(..))) - i64::from(old.is_some());
            cached_trees::count(&mut counts, path, added);
        }
        self.copy(&mut out, cursor, self.slots.len(), &mut before);
        if let Some(field) = out.get_mut(8..12) {
            field.copy_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes());
        }
        self.write_extensions(&mut out, edits, folders, &counts);
        let sum: [u8; 20] = Sha1::digest(&out).into();
        out.extend_from_slice(&sum);
        out
    }

    fn name_before(&self, place: usize) -> &[u8] {
        place.checked_sub(1).and_then(|last| self.slots.get(last)).map(|slot| self.name(slot)).unwrap_or_default()
    }

    /// Copies the entries from one place up to another. In version 4 the first is written anew if another name than
    /// it was written against now stands before it.
    fn copy(&self, out: &mut Vec<u8>, mut from: usize, upto: usize, before: &mut Option<Vec<u8>>) {
        if self.version == 4
            && from < upto
            && let (Some(previous), Some(slot)) = (before.take(), self.slots.get(from))
        {
            let fixed = FIXED + if index_entry::is_extended(&self.raw, slot.start) { 2 } else { 0 };
            out.extend_from_slice(self.raw.get(slot.start..slot.start + fixed).unwrap_or_default());
            index_entry::write_compressed(out, &previous, self.name(slot));
            from += 1;
        }
        if from < upto {
            *before = None;
        }
        let start = |place: usize| self.slots.get(place).map_or(self.end, |slot| slot.start);
        out.extend_from_slice(self.raw.get(start(from)..start(upto)).unwrap_or_default());
    }

    fn write_extensions(
        &self,
        out: &mut Vec<u8>,
        edits: &BTreeMap<String, Entry>,
        folders: &Folders,
        counts: &cached_trees::Counts,
    ) {
        for (name, range) in &self.extensions {
            let body = self.raw.get(range.clone()).unwrap_or_default();
            let body = match name {
                // Offsets and bitmaps by entry number: wrong after any insertion, and optional.
                b"EOIE" | b"IEOT" | b"FSMN" => continue,
                b"TREE" => match cached_trees::update(body, edits, folders, counts) {
                    Some(body) => body,
                    None => continue,
                },
                _ => body.to_vec(),
            };
            out.extend_from_slice(name);
            out.extend_from_slice(&u32::try_from(body.len()).unwrap_or(0).to_be_bytes());
            out.extend_from_slice(&body);
        }
    }
}

/// The low 32 bits, as the index keeps times, sizes and inode numbers.
pub(super) fn low<N: TryInto<i128>>(number: N) -> u32 {
    number.try_into().map_or(0, |wide| u32::try_from(wide & 0xffff_ffff).unwrap_or(0))
}
