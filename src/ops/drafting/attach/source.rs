//! A file that somebody hands over: read only when it is a regular file of a size that can be kept, under a safe name.

use std::io::Read as _;
use std::path::Path;

use crate::contract::digest::Digest;
use crate::contract::name::is_safe_name;
use crate::contract::problem::quoted;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::executed::safe_name;

/// From this size on, people are told that git keeps a file for ever.
pub const LARGE: u64 = 10 << 20;

/// A file, read.
pub struct Source {
    /// Its name in the contract's folder.
    pub name: String,
    /// All of it.
    pub bytes: Vec<u8>,
    /// The digest of its bytes.
    pub digest: Digest,
    /// The file as the person called it.
    pub shown: String,
}

/// Reads a file of at most `limit` bytes; it is kept as `name`, or under its own name made safe.
///
/// # Errors
/// When it is no regular file, empty, too large or unreadable, or the name is not safe.
pub fn read(path: &Path, name: Option<&str>, limit: u64) -> Result<Source> {
    let shown = path.display().to_string();
    let refused = |code, why: String, hint: &str| {
        Error::new(Kind::InvalidContent, code, format!("{} {why}", quoted(&shown))).hint(hint).about(shown.clone())
    };
    let unreadable = |fault: std::io::Error| refused("unreadable", format!("cannot be read: {fault}"), "name a file");
    let about = path.symlink_metadata().map_err(unreadable)?;
    let what = match about.file_type() {
        kind if kind.is_symlink() => Some("is a symbolic link"),
        kind if kind.is_dir() => Some("is a folder"),
        kind if !kind.is_file() => Some("is a pipe, socket or device"),
        _ => None,
    };
    if let Some(what) = what {
        return Err(refused(
            "not-a-file",
            what.to_owned(),
            "name the regular file itself; a folder's files are named each",
        ));
    }
    let too_large = || {
        let megabytes = limit >> 20;
        let hint = "a PDF made smaller, or the file kept elsewhere and its digest noted with `clm comment`, will do";
        refused("too-large", format!("is larger than {megabytes} MB"), hint)
    };
    if about.len() > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    if bytes.is_empty() {
        return Err(refused("empty", "is empty".to_owned(), "see that it was saved, and name it again"));
    }
    let name = match name {
        Some(name) => good(name)?,
        None => safe_name(path),
    };
    Ok(Source { name, digest: Digest::of(&bytes), bytes, shown })
}

/// The name somebody chose.
fn good(name: &str) -> Result<String> {
    if is_safe_name(name) && !name.starts_with('-') && !name.ends_with('.') {
        return Ok(name.to_owned());
    }
    let near = safe_name(Path::new(name));
    Err(Error::new(Kind::Usage, "bad-name", format!("{} cannot be a file's name here", quoted(name)))
        .hint(format!("lower-case letters, digits, `-`, `_` and `.`: --as {near}"))
        .about(name))
}
