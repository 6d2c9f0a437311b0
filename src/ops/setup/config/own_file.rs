//! A person's own configuration file, replaced as a whole: a reader sees the old text or the new one.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};
use crate::ops::machine::whole_file;

/// The file to write: what `path` links to when it is a link, as people keep such files in a folder of their own.
#[must_use]
pub fn target(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Puts `text` into the file at `path`, making its folder where needed.
///
/// # Errors
/// Faults of the disk.
pub fn replace(path: &Path, text: &str) -> Result<()> {
    let path = target(path);
    let refused = |fault: std::io::Error| {
        Error::new(Kind::Failed, "disk", format!("{}: {fault}", path.display()))
            .hint("see that the folder is yours and the disk has room")
            .about(path.display().to_string())
    };
    let folder = path.parent().unwrap_or(Path::new("/"));
    fs::create_dir_all(folder).map_err(refused)?;
    whole_file::replace(&path, text.as_bytes(), mode(&path)).map_err(refused)
}

/// The permissions the file has; a new one is its owner's to write.
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).map_or(0o644, |about| about.permissions().mode())
}
