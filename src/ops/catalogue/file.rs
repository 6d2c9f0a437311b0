//! The cache file: a line of facts about itself, rows by day, names, entries. Read in pieces, written as a whole.
//!
//! Every piece has a checksum: a disk that forgets a bit must not move a deadline. The first three pieces are compared on
//! opening, an entry when it is read.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use chrono::{Datelike as _, NaiveDate};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Name;
use super::decode;
use super::entry::Entry;
use crate::contract::id::ContractId;
use crate::error::{Error, Kind, Result};

/// Raised whenever the shape of the file or of an entry changes; an older file is made anew.
const FORMAT: u32 = 5;
/// After so many days the rows are made anew, so that old dates do not gather at their beginning.
const MOST_DAYS: i64 = 31;
/// Bytes of a row: day, place, length.
const ROW: usize = 16;
/// Bytes of a checksum.
const SUM: usize = 4;
/// Bytes before the facts: their length and their checksum.
const BEFORE: usize = 8 + SUM;

/// What the cache says about itself.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct About {
    format: u32,
    version: String,
    /// The commit it is about.
    pub commit: String,
    /// The blobs of `clm.toml` and `.clm/policy.toml` everything was judged by.
    pub rules: Vec<String>,
    /// The day its rows were made for; they are right for that day and later ones.
    day: NaiveDate,
    count: usize,
    /// Which entries, by place, were ever archived: most searches leave those out, and need not read the others for it.
    archived: Vec<usize>,
    rows: u64,
    names: u64,
    entries: u64,
    /// The checksum of rows and names.
    sum: u32,
}

impl About {
    /// Whether its rows were made so long ago that many of them only hold what has dropped off since.
    pub fn is_older_than(&self, today: NaiveDate) -> bool {
        (today - self.day).num_days() > MOST_DAYS
    }
}

/// Where the bytes of a cache are.
trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

/// An open cache file.
pub struct CacheFile {
    about: About,
    file: Mutex<Box<dyn Bytes>>,
    lines: OnceLock<String>,
}

impl CacheFile {
    /// Opens the cache; nothing when there is none that can be used.
    pub fn open(path: &Path) -> Option<Self> {
        Self::read_from(Box::new(File::open(path).ok()?))
    }

    /// A cache that lies nowhere on a disk.
    pub fn held(bytes: Vec<u8>) -> Option<Self> {
        Self::read_from(Box::new(Cursor::new(bytes)))
    }

    fn read_from(mut file: Box<dyn Bytes>) -> Option<Self> {
        let (mut length, mut sum) = ([0; 8], [0; SUM]);
        file.read_exact(&mut length).ok()?;
        file.read_exact(&mut sum).ok()?;
        let length = usize::try_from(u64::from_le_bytes(length)).ok().filter(|length| *length < 1 << 24)?;
        let mut about = vec![0; length];
        file.read_exact(&mut about).ok()?;
        if crc32fast::hash(&about) != u32::from_le_bytes(sum) {
            return None;
        }
        let about: About = serde_json::from_slice(&about).ok()?;
        let usable = about.format == FORMAT && about.version == env!("CARGO_PKG_VERSION");
        let opened = usable.then(|| Self { about, file: Mutex::new(file), lines: OnceLock::new() })?;
        let pieces = opened.read(opened.about.rows, opened.about.entries)?;
        (crc32fast::hash(&pieces) == opened.about.sum).then_some(opened)
    }

    /// What it says about itself.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// How many contracts it holds.
    pub fn count(&self) -> usize {
        self.about.count
    }

    /// Whether its rows are right for `today`: they forget what dropped off before the day they were made for.
    pub fn reaches_back_to(&self, today: NaiveDate) -> bool {
        today >= self.about.day
    }

    /// The places of the entries that can have something due until `day`.
    pub fn rows_until(&self, day: NaiveDate) -> Vec<(u64, u32)> {
        let rows = self.read(self.about.rows, self.about.names).unwrap_or_default();
        let until = day.num_days_from_ce();
        rows.chunks_exact(ROW).map_while(row).take_while(|(day, _)| *day <= until).map(|(_, at)| at).collect()
    }

    /// The entries that were ever archived.
    pub fn archived(&self) -> Vec<(u64, u32)> {
        if self.about.archived.is_empty() {
            return Vec::new();
        }
        let mut wanted = self.about.archived.iter().copied().peekable();
        let lines = self.lines().lines().enumerate();
        let archived = lines.filter(|(place, _)| wanted.next_if_eq(place).is_some());
        archived.filter_map(|(_, line)| name(line)?.at).collect()
    }

    /// All names.
    pub fn names(&self) -> Vec<Name> {
        self.lines().lines().filter_map(name).collect()
    }

    /// The contract in a folder.
    pub fn in_folder(&self, folder: &str) -> Option<Name> {
        self.with(folder).filter(|name| name.folder == folder)
    }

    /// The contract with an id.
    pub fn with_id(&self, id: &ContractId) -> Option<Name> {
        self.with(id.as_str()).filter(|name| name.id == *id)
    }

    /// The first name with this field, found without reading the others.
    fn with(&self, field: &str) -> Option<Name> {
        let lines = self.lines();
        let at = memchr::memmem::find(lines.as_bytes(), format!("\t{field}\t").as_bytes())?;
        let start = lines.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
        lines.get(start..)?.lines().next().and_then(name)
    }

    fn lines(&self) -> &str {
        self.lines.get_or_init(|| {
            let bytes = self.read(self.about.names, self.about.entries).unwrap_or_default();
            String::from_utf8(bytes).unwrap_or_default()
        })
    }

    /// One entry.
    ///
    /// # Errors
    /// When the cache was damaged since it was opened.
    pub fn entry(&self, (from, length): (u64, u32)) -> Result<Entry> {
        let bytes = self.read(from, from.saturating_add(u64::from(length)));
        bytes.and_then(|bytes| serde_json::from_slice(sound(&bytes)?).ok()).ok_or_else(damaged)
    }

    /// Several entries, or parts of them, in the order of `places`: the file is read once.
    ///
    /// # Errors
    /// When the cache was damaged since it was opened.
    pub fn several<T: DeserializeOwned + Send>(&self, places: &[(u64, u32)]) -> Result<Vec<T>> {
        self.several_with(places, &|one: T| one)
    }

    /// As [`CacheFile::several`], each handed to `then` at once.
    ///
    /// # Errors
    /// When the cache was damaged since it was opened.
    pub fn several_with<T: DeserializeOwned, U: Send>(
        &self,
        places: &[(u64, u32)],
        then: &(dyn Fn(T) -> U + Sync),
    ) -> Result<Vec<U>> {
        let read = |bytes: &[u8]| serde_json::from_slice(sound(bytes)?).ok().map(then);
        self.stretch(places).and_then(|(all, ranges)| decode::all(&all, &ranges, &read)).ok_or_else(damaged)
    }

    /// Where the entries lie, in the order of folders, but for those in some folders.
    pub fn places_outside(&self, folders: &BTreeSet<String>) -> Vec<(u64, u32)> {
        let one = |line: &str| {
            let mut parts = line.splitn(5, '\t');
            let (from, length) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            let folder = parts.nth(1)?;
            (!folders.contains(folder)).then_some((from, length))
        };
        self.lines().lines().filter_map(one).collect()
    }

    /// The stretch of the file in which `places` lie, and where each lies in it.
    fn stretch(&self, places: &[(u64, u32)]) -> Option<(Vec<u8>, Vec<Range<usize>>)> {
        let end = |(from, length): &(u64, u32)| from.saturating_add(u64::from(*length));
        let first = places.iter().map(|(from, _)| *from).min().unwrap_or(self.about.entries);
        let all = self.read(first, places.iter().map(end).max().unwrap_or(first))?;
        let range = |(from, length): &(u64, u32)| {
            let from = usize::try_from(from.checked_sub(first)?).ok()?;
            Some(from..from.checked_add(usize::try_from(*length).ok()?)?)
        };
        Some((all, places.iter().map(range).collect::<Option<_>>()?))
    }

    fn read(&self, from: u64, to: u64) -> Option<Vec<u8>> {
        let mut file = self.file.lock().ok()?;
        file.seek(SeekFrom::Start(from)).ok()?;
        let mut bytes = vec![0; usize::try_from(to.checked_sub(from)?).ok()?];
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }
}

/// An entry without the checksum behind it, when it is the one that was written.
fn sound(bytes: &[u8]) -> Option<&[u8]> {
    let (entry, sum) = bytes.split_last_chunk::<SUM>()?;
    (crc32fast::hash(entry) == u32::from_le_bytes(*sum)).then_some(entry)
}

fn damaged() -> Error {
    Error::new(Kind::Failed, "cache", "the cache in .git/clm/ is damaged")
        .hint("delete .git/clm/catalogue; it is made anew")
}

fn row(bytes: &[u8]) -> Option<(i32, (u64, u32))> {
    let day = i32::from_le_bytes(bytes.get(..4)?.try_into().ok()?);
    let length = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
    let from = u64::from_le_bytes(bytes.get(8..16)?.try_into().ok()?);
    Some((day, (from, length)))
}

fn name(line: &str) -> Option<Name> {
    let mut parts = line.split('\t');
    let (from, length) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let (id, folder, title) = (parts.next()?.parse().ok()?, parts.next()?.to_owned(), parts.next()?.to_owned());
    Some(Name { id, folder, title, at: Some((from, length)) })
}

/// The bytes of a cache of `entries`, each with the earliest day it can be due.
///
/// # Errors
/// When an entry cannot be serialised, which is a fault of ours.
pub fn bytes(
    commit: String,
    rules: Vec<String>,
    day: NaiveDate,
    entries: &[(Entry, Option<NaiveDate>)],
) -> serde_json::Result<Vec<u8>> {
    let blob = |(entry, _): &(Entry, Option<NaiveDate>)| -> serde_json::Result<Vec<u8>> {
        let mut blob = serde_json::to_vec(entry)?;
        blob.extend(crc32fast::hash(&blob).to_le_bytes());
        Ok(blob)
    };
    let blobs: Vec<Vec<u8>> = entries.iter().map(blob).collect::<serde_json::Result<_>>()?;
    let mut about = About {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit,
        rules,
        day,
        count: entries.len(),
        archived: (0..).zip(entries).filter(|(_, (entry, _))| entry.was_archived()).map(|(place, _)| place).collect(),
        rows: u64::MAX / 2,
        names: u64::MAX / 2,
        entries: u64::MAX / 2,
        sum: u32::MAX,
    };
    // The numbers above are as long as any: the head's length is known before its numbers are, and spaces fill the rest.
    let head = serde_json::to_vec(&about)?.len();
    let names_length: usize = entries.iter().map(|(entry, _)| name_length(entry)).sum();
    about.rows = (BEFORE + head) as u64;
    about.names = about.rows + (entries.len() * ROW) as u64;
    about.entries = about.names + names_length as u64;
    let places = places(&blobs, about.entries);
    let mut pieces = rows(entries, &places);
    for ((entry, _), place) in entries.iter().zip(&places) {
        pieces.extend(name_line(entry, *place).into_bytes());
    }
    about.sum = crc32fast::hash(&pieces);
    let mut facts = serde_json::to_vec(&about)?;
    facts.resize(head, b' ');
    let mut out = Vec::with_capacity(BEFORE + head + pieces.len() + blobs.iter().map(Vec::len).sum::<usize>());
    out.extend((head as u64).to_le_bytes());
    out.extend(crc32fast::hash(&facts).to_le_bytes());
    out.extend(facts);
    out.extend(pieces);
    blobs.iter().for_each(|blob| out.extend(blob));
    Ok(out)
}

fn places(blobs: &[Vec<u8>], start: u64) -> Vec<(u64, u32)> {
    let mut at = start;
    let mut places = Vec::with_capacity(blobs.len());
    for blob in blobs {
        places.push((at, u32::try_from(blob.len()).unwrap_or(u32::MAX)));
        at += blob.len() as u64;
    }
    places
}

fn rows(entries: &[(Entry, Option<NaiveDate>)], places: &[(u64, u32)]) -> Vec<u8> {
    let day = |date: &Option<NaiveDate>| date.map_or(i32::MAX, |date| date.num_days_from_ce());
    let mut sorted: Vec<(i32, (u64, u32))> =
        entries.iter().zip(places).map(|((_, date), at)| (day(date), *at)).collect();
    sorted.sort_unstable();
    let mut out = Vec::with_capacity(sorted.len() * ROW);
    for (day, (from, length)) in sorted {
        out.extend(day.to_le_bytes());
        out.extend(length.to_le_bytes());
        out.extend(from.to_le_bytes());
    }
    out
}

/// Numbers are padded so that the length of a line is known before its place is.
fn name_line(entry: &Entry, (from, length): (u64, u32)) -> String {
    format!("{from:020}\t{length:010}\t{}\t{}\t{}\n", entry.id, entry.folder, one_line(&entry.title))
}

fn name_length(entry: &Entry) -> usize {
    name_line(entry, (0, 0)).len()
}

fn one_line(title: &str) -> String {
    title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
