//! Writes an archive.

use super::{CENTRAL, DATE, END, LOCAL, MADE_BY, MODE, STORED, TIME, VERSION};
use crate::signature::bundle::Files;

/// The one archive of these files; none when it would be larger than a plain zip archive can be.
#[must_use]
pub fn write(files: &Files) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut central = Vec::new();
    for (name, bytes) in files {
        let at = u32::try_from(out.len()).ok()?;
        let described = described(name, bytes)?;
        put32(&mut out, LOCAL);
        put16(&mut out, VERSION);
        out.extend_from_slice(&described);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(bytes);
        put32(&mut central, CENTRAL);
        put16(&mut central, MADE_BY);
        put16(&mut central, VERSION);
        central.extend_from_slice(&described);
        // Comment, disk and internal attributes.
        central.extend_from_slice(&[0; 6]);
        put32(&mut central, MODE);
        put32(&mut central, at);
        central.extend_from_slice(name.as_bytes());
    }
    let (start, length) = (u32::try_from(out.len()).ok()?, u32::try_from(central.len()).ok()?);
    let count = u16::try_from(files.len()).ok().filter(|count| *count < u16::MAX)?;
    out.append(&mut central);
    put32(&mut out, END);
    // The number of this disk and of the first.
    out.extend_from_slice(&[0; 4]);
    put16(&mut out, count);
    put16(&mut out, count);
    put32(&mut out, length);
    put32(&mut out, start);
    put16(&mut out, 0);
    Some(out)
}

/// What local and central headers say alike: flags, method, time, checksum, sizes, length of the name, no extra field.
fn described(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let size = u32::try_from(bytes.len()).ok()?;
    let mut out = Vec::with_capacity(24);
    for field in [0, STORED, TIME, DATE] {
        put16(&mut out, field);
    }
    for field in [crc32fast::hash(bytes), size, size] {
        put32(&mut out, field);
    }
    put16(&mut out, u16::try_from(name.len()).ok()?);
    put16(&mut out, 0);
    Some(out)
}

fn put16(out: &mut Vec<u8>, value: u16) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}
