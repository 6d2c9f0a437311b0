//! One entry of git's index, as bytes.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;

use super::id::ObjectId;
use super::index::{FIXED, low};

/// Extended flag: a sparse checkout leaves the file out of the work tree.
pub(super) const SKIP: u16 = 0x4000;

/// Extended flag: `git add -N`.
pub(super) const INTENT: u16 = 0x2000;

/// Whether the entry at `start` has extended flags.
pub(super) fn is_extended(raw: &[u8], start: usize) -> bool {
    raw.get(start + 60).is_some_and(|flags| flags & 0x40 != 0)
}

/// The extended flags of the entry at `start`.
pub(super) fn extended(raw: &[u8], start: usize, version: u32) -> u16 {
    if version < 3 || !is_extended(raw, start) {
        return 0;
    }
    raw.get(start + FIXED..start + FIXED + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_be_bytes)
}

/// Writes an entry for `path`, a regular file. `was` is the fixed part (and the two bytes behind it) of the entry it
/// replaces: without a file its particulars are kept, and a file that is left out of the work tree stays so.
pub(super) fn write(
    out: &mut Vec<u8>,
    version: u32,
    (path, previous): (&str, &[u8]),
    id: ObjectId,
    file: Option<&Metadata>,
    was: Option<&[u8]>,
) {
    let start = out.len();
    let skip = was.is_some_and(|was| extended(was, 0, version) & SKIP != 0);
    out.extend_from_slice(&particulars(file));
    out.extend_from_slice(id.as_bytes());
    let length = u16::try_from(path.len().min(0xfff)).unwrap_or(0xfff);
    out.extend_from_slice(&(length | if skip { 0x4000 } else { 0 }).to_be_bytes());
    if skip {
        out.extend_from_slice(&SKIP.to_be_bytes());
    }
    if version == 4 {
        return write_compressed(out, previous, path.as_bytes());
    }
    out.extend_from_slice(path.as_bytes());
    let end = start + ((out.len() - start + 8) & !7);
    out.resize(end, 0);
}

/// Times, device, inode, mode, owner and size; without a file all but the mode are zero, and git looks for itself.
fn particulars(file: Option<&Metadata>) -> [u8; 40] {
    let mut raw = [0; 40];
    let fields = match file {
        Some(m) => [
            low(m.ctime()),
            low(m.ctime_nsec()),
            low(m.mtime()),
            low(m.mtime_nsec()),
            low(m.dev()),
            low(m.ino()),
            0o100_644,
            m.uid(),
            m.gid(),
            low(m.size()),
        ],
        None => [0, 0, 0, 0, 0, 0, 0o100_644, 0, 0, 0],
    };
    for (slot, field) in raw.chunks_exact_mut(4).zip(fields) {
        slot.copy_from_slice(&field.to_be_bytes());
    }
    raw
}

/// A name of version 4: how many bytes to drop from the previous name, then the rest and a NUL.
pub(super) fn write_compressed(out: &mut Vec<u8>, previous: &[u8], name: &[u8]) {
    let shared = previous.iter().zip(name).take_while(|(a, b)| a == b).count();
    let mut strip = previous.len() - shared;
    let mut digits = vec![u8::try_from(strip & 127).unwrap_or(0)];
    strip >>= 7;
    while strip > 0 {
        strip -= 1;
        digits.push(0x80 | u8::try_from(strip & 127).unwrap_or(0));
        strip >>= 7;
    }
    out.extend(digits.iter().rev());
    out.extend_from_slice(name.get(shared..).unwrap_or_default());
    out.push(0);
}

/// A number in git's offset encoding, and how many bytes it took.
pub(super) fn varint(raw: &[u8]) -> Option<(usize, usize)> {
    let (mut value, mut used) = (0_usize, 0);
    loop {
        let byte = *raw.get(used)?;
        used += 1;
        value = value.checked_mul(128)?.checked_add(usize::from(byte & 127))?;
        if byte & 128 == 0 {
            return Some((value, used));
        }
        value = value.checked_add(1)?;
    }
}

#[cfg(test)]
mod tests {
    use super::{varint, write_compressed};

    #[test]
    fn what_is_stripped_is_read_back() {
        for length in [0, 1, 127, 128, 129, 300, 16_511, 16_512, 70_000] {
            let mut out = Vec::new();
            write_compressed(&mut out, &vec![b'a'; length], b"z");
            let (strip, used) = varint(&out).unwrap();
            assert_eq!((strip, &out[used..]), (length, b"z\0".as_slice()));
        }
    }
}
