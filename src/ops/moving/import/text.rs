//! The bytes of a file to import: whether they are text that can be kept as it is.

use std::io::Read as _;
use std::path::Path;

use crate::contract::document::LARGEST_FILE;
use crate::contract::problem::place;

/// Largest original: the store reads and verifies no larger file.
const LARGEST_ORIGINAL: u64 = 64 << 20;

/// Where the bytes end up, which bounds their number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::ops) enum Kept {
    /// In `files/`.
    AsOriginal,
    /// Nowhere: a CSV.
    Nowhere,
}

/// Largest CSV.
const LARGEST_CSV: u64 = 256 << 20;

/// Reads a regular file of bounded size.
pub(in crate::ops) fn read(path: &Path, kept: Kept) -> Result<Vec<u8>, String> {
    let fault = |fault: std::io::Error| match fault.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => format!("it cannot be read: {fault}"),
    };
    let meta = std::fs::metadata(path).map_err(fault)?;
    if meta.is_dir() {
        return Err("it is a folder".to_owned());
    }
    if !meta.is_file() {
        return Err("it is no regular file".to_owned());
    }
    let most = if kept == Kept::AsOriginal { LARGEST_ORIGINAL } else { LARGEST_CSV };
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len().min(most)).unwrap_or_default());
    let file = std::fs::File::open(path).map_err(fault)?;
    // The file may grow while it is read: never more than is allowed, and one byte to know it.
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > most {
        return Err(format!("it is larger than {} MiB, the most that is kept of one file", most >> 20));
    }
    Ok(bytes)
}

/// The bytes as text, or why they cannot be the text of a contract.
pub(in crate::ops) fn checked(bytes: &[u8]) -> Result<&str, String> {
    if bytes.len() > LARGEST_FILE {
        return Err(format!("it is larger than {} MiB, the most a contract's text may have", LARGEST_FILE >> 20));
    }
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let at = fault.valid_up_to();
        let before = bytes.get(..at).and_then(|good| std::str::from_utf8(good).ok()).unwrap_or_default();
        let (line, column) = place(before, before.len());
        format!("not UTF-8 at byte {at} (line {line}, column {column}){}", looks_like(bytes))
    })?;
    if let Some(at) = memchr::memchr(0, bytes) {
        let (line, column) = place(text, at);
        return Err(format!("a NUL at byte {at} (line {line}, column {column}){}", looks_like(bytes)));
    }
    if text.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    Ok(text)
}

/// What a file that is no UTF-8 text probably is, and what to do about it.
fn looks_like(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => ": it is UTF-16; save it as UTF-8",
        _ if bytes.iter().take(64).filter(|byte| **byte == 0).count() > 16 => ": it may be UTF-16; save it as UTF-8",
        _ if !bytes.contains(&0) => "; `iconv -f latin1 -t utf-8` converts Latin-1",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, checked, read};

    #[test]
    fn only_utf_8_text_is_taken() {
        for (bytes, said) in [
            (&b""[..], "empty"),
            (b" \r\n\t\n", "empty"),
            (b"Kj\xf8p\n", "not UTF-8 at byte 2 (line 1, column 3); `iconv"),
            (b"one\ntw\0o", "a NUL at byte 6 (line 2, column 3)"),
            (b"\xff\xfeK\0j\0", "UTF-16"),
        ] {
            let why = checked(bytes).unwrap_err();
            assert!(why.contains(said), "{bytes:?}: {why}");
        }
        for good in ["Kjøp\r\nuten linjeskift", "\u{feff}x", "a\u{200b}b", "\u{c}"] {
            assert_eq!(checked(good.as_bytes()).is_ok(), !good.trim().is_empty(), "{good:?}");
        }
    }

    #[test]
    fn only_regular_files_are_read() {
        assert!(read("/dev/zero".as_ref(), Kept::AsOriginal).unwrap_err().contains("regular"));
        assert!(read("/".as_ref(), Kept::AsOriginal).unwrap_err().contains("folder"));
        assert!(read("/nowhere/x".as_ref(), Kept::Nowhere).unwrap_err().contains("no such file"));
    }
}
