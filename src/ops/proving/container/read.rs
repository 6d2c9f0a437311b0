//! Reads an archive, taking nothing on faith: the list at its end, the headers before each file and the files themselves
//! must agree, fill the archive without a gap, and come to no more than a bundle may hold.

use std::collections::BTreeSet;
use std::io::Read as _;

use super::{CENTRAL, DEFLATED, END, LOCAL, STORED, write};
use crate::signature::bundle::{Files, MOST_BYTES, MOST_FILES, is_place};

/// Length of the record at the end.
const END_SIZE: usize = 22;
/// Flags: encrypted, in one way or another.
const ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;
/// Flag: checksum and sizes stand behind the data.
const BEHIND: u16 = 1 << 3;
/// Flags that change nothing here: how hard it was compressed, sizes behind the data, names in UTF-8.
const HARMLESS: u16 = 0b110 | BEHIND | 1 << 11;

/// The files of an archive.
#[derive(Debug)]
pub struct Read {
    /// By path.
    pub files: Files,
    /// Whether it is, to the byte, the archive that clm writes of them.
    pub as_written: bool,
}

/// Why an archive is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContainerFault {
    /// Not a zip archive, or cut short.
    #[error("it is no whole zip archive: {0}")]
    Shape(&'static str),
    /// A file that is not what its header says.
    #[error("{0:?}: {1}")]
    File(String, &'static str),
    /// Too many files.
    #[error("it holds {0} files; at most {MOST_FILES} are read")]
    Count(usize),
    /// Too many bytes.
    #[error("it unpacks to more than {} MiB", MOST_BYTES >> 20)]
    Size,
}

/// Reads an archive.
///
/// # Errors
/// The first [`ContainerFault`] found.
pub fn read(archive: &[u8]) -> Result<Read, ContainerFault> {
    let list = list(archive)?;
    let mut files = Files::new();
    let (mut at, mut left, mut spelled) = (0, MOST_BYTES, BTreeSet::new());
    for entry in &list.entries {
        let fault = |why| ContainerFault::File(entry.name.clone(), why);
        entry.check().map_err(fault)?;
        if !spelled.insert(entry.name.to_ascii_lowercase()) {
            return Err(fault("it is there twice"));
        }
        if entry.at != at {
            return Err(fault("there are bytes before it that belong to no file, or files overlap"));
        }
        let (data, next) = entry.data(archive, list.start).map_err(fault)?;
        at = next;
        if entry.is_folder() {
            continue;
        }
        let size = u64::from(entry.size);
        left = left.checked_sub(size).ok_or(ContainerFault::Size)?;
        files.insert(entry.name.clone(), entry.unpacked(data).map_err(fault)?);
    }
    if at != list.start {
        return Err(ContainerFault::Shape("there are bytes behind the last file that belong to none"));
    }
    let as_written = write(&files).is_some_and(|written| written == archive);
    Ok(Read { files, as_written })
}

/// The list of files at the end of an archive.
struct List {
    start: usize,
    entries: Vec<Entry>,
}

/// One file as the list has it.
struct Entry {
    name: String,
    /// Everything that the header before the file must repeat: version, flags, method, time, date.
    repeated: Vec<u8>,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u32,
    size: u32,
    disk: u16,
    mode: u32,
    unix: bool,
    at: usize,
}

fn list(archive: &[u8]) -> Result<List, ContainerFault> {
    let wrong = ContainerFault::Shape;
    let end_at = archive.len().checked_sub(END_SIZE).ok_or(wrong("it is too short"))?;
    let mut end = Fields { bytes: archive, at: end_at };
    // A comment would move the record away from the very end.
    if end.number32() != Some(END) {
        return Err(wrong("it does not end as one: it is cut short, or something stands behind it"));
    }
    let mut next = || end.number16().map(usize::from);
    let numbers = (next(), next(), next(), next());
    let (Some(0), Some(0), Some(here), Some(count)) = numbers else {
        return Err(wrong("it is one of several parts"));
    };
    let (Some(length), Some(start), Some(0)) = (end.length(), end.length(), end.number16()) else {
        return Err(wrong("it has a comment"));
    };
    if here != count || count > MOST_FILES {
        return Err(if count > MOST_FILES {
            ContainerFault::Count(count)
        } else {
            wrong("it is one of several parts")
        });
    }
    // Other bytes before it, between the list and its end, or the larger format's records.
    if start.checked_add(length) != Some(end_at) {
        return Err(wrong("something stands before, between or behind its parts"));
    }
    let mut fields = Fields { bytes: archive, at: start };
    let entries = (0..count).map(|_| entry(&mut fields)).collect::<Option<Vec<_>>>();
    let entries = entries.ok_or(wrong("its list of files is damaged, or a name is not plain"))?;
    if fields.at != end_at {
        return Err(wrong("its list of files is longer than it says"));
    }
    Ok(List { start, entries })
}

fn entry(fields: &mut Fields<'_>) -> Option<Entry> {
    (fields.number32()? == CENTRAL).then_some(())?;
    let unix = fields.number16()? >> 8 == 3;
    let repeated = fields.bytes.get(fields.at..fields.at.checked_add(10)?)?.to_vec();
    let (_version, flags, method, _time, _date) =
        (fields.number16()?, fields.number16()?, fields.number16()?, fields.number16()?, fields.number16()?);
    let (crc, packed, size) = (fields.number32()?, fields.number32()?, fields.number32()?);
    let (name, extra, comment) = (fields.number16()?, fields.number16()?, fields.number16()?);
    let (disk, _internal, mode) = (fields.number16()?, fields.number16()?, fields.number32()?);
    let at = fields.length()?;
    let name = std::str::from_utf8(fields.take(usize::from(name))?).ok()?.to_owned();
    fields.take(usize::from(extra))?;
    fields.take(usize::from(comment))?;
    Some(Entry { name, repeated, flags, method, crc, packed, size, disk, mode, unix, at })
}

impl Entry {
    /// Other tools list folders too; nothing is lost by passing them over.
    fn is_folder(&self) -> bool {
        self.name.ends_with('/')
    }

    fn check(&self) -> Result<(), &'static str> {
        let kind = self.mode >> 16 & 0o170_000;
        let plain = if self.is_folder() { 0o040_000 } else { 0o100_000 };
        let place = self.name.strip_suffix('/').unwrap_or(&self.name);
        if self.flags & ENCRYPTED != 0 {
            Err("it is encrypted")
        } else if self.flags & !HARMLESS != 0 {
            Err("it has flags that clm does not know")
        } else if self.method != STORED && self.method != DEFLATED {
            Err("it is compressed in a way that clm does not read")
        } else if self.unix && kind != 0 && kind != plain {
            Err("it is no plain file, but a link or something else")
        } else if self.disk != 0 {
            Err("it lies in another part")
        } else if !is_place(place) {
            Err("a file of a bundle has no such name")
        } else if self.method == STORED && self.packed != self.size {
            Err("it is stored, but has two sizes")
        } else if self.is_folder() && (self.size, self.packed) != (0, 0) {
            Err("a folder has no bytes")
        } else {
            Ok(())
        }
    }

    /// The file's bytes as they are packed, and where the next one begins.
    fn data<'b>(&self, archive: &'b [u8], end: usize) -> Result<(&'b [u8], usize), &'static str> {
        const DIFFERS: &str = "the header before it says something else than the list at the end";
        let mut fields = Fields { bytes: archive.get(..end).unwrap_or_default(), at: self.at };
        let start = (fields.number32(), fields.take(10));
        if start != (Some(LOCAL), Some(self.repeated.as_slice())) {
            return Err(DIFFERS);
        }
        let sums = (fields.number32(), fields.number32(), fields.number32());
        let listed = (Some(self.crc), Some(self.packed), Some(self.size));
        let behind = self.flags & BEHIND != 0;
        if sums != listed && !(behind && sums == (Some(0), Some(0), Some(0))) {
            return Err(DIFFERS);
        }
        let (name, extra) = (fields.number16().unwrap_or_default(), fields.number16().unwrap_or_default());
        if fields.take(usize::from(name)) != Some(self.name.as_bytes()) {
            return Err(DIFFERS);
        }
        let cut = "it reaches into the list of files";
        fields.take(usize::from(extra)).ok_or(cut)?;
        let data = fields.take(usize::try_from(self.packed).map_err(|_| cut)?).ok_or(cut)?;
        if behind {
            self.behind(&mut fields).ok_or(DIFFERS)?;
        }
        Ok((data, fields.at))
    }

    /// Checksum and sizes once more, behind the data, with or without a mark.
    fn behind(&self, fields: &mut Fields<'_>) -> Option<()> {
        const MARK: u32 = 0x0807_4b50;
        let first = fields.number32()?;
        let crc = if first == MARK && self.crc != MARK { fields.number32()? } else { first };
        let sizes = (fields.number32()?, fields.number32()?);
        (crc == self.crc && sizes == (self.packed, self.size)).then_some(())
    }

    fn unpacked(&self, data: &[u8]) -> Result<Vec<u8>, &'static str> {
        let bytes = if self.method == STORED { data.to_vec() } else { self.inflated(data)? };
        if u32::try_from(bytes.len()) != Ok(self.size) {
            return Err("it does not have the size it says");
        }
        if crc32fast::hash(&bytes) != self.crc {
            return Err("its checksum does not fit: it was changed or damaged");
        }
        Ok(bytes)
    }

    fn inflated(&self, data: &[u8]) -> Result<Vec<u8>, &'static str> {
        let mut bytes = Vec::new();
        let mut reader = flate2::bufread::DeflateDecoder::new(data);
        // One more than it says, so that a bomb is stopped there.
        let most = u64::from(self.size).saturating_add(1);
        reader.by_ref().take(most).read_to_end(&mut bytes).map_err(|_| "its compressed bytes are damaged")?;
        let whole = usize::try_from(reader.total_in()) == Ok(data.len());
        if whole { Ok(bytes) } else { Err("its compressed bytes do not come to what it says") }
    }
}

/// Little-endian numbers, one after another.
struct Fields<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Fields<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let end = self.at.checked_add(count)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn number16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    fn number32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number32()?).ok()
    }
}
