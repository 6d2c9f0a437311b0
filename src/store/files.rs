//! The work tree's files as clm meets them: read without following links, replaced as a whole, compared by bytes.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use git2::ObjectType;

use super::error::{At as _, StoreError};
use super::id::ObjectId;
use super::object::name;

/// What stands at a path of the work tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Found {
    Missing,
    File(Vec<u8>),
    /// Too large to be any of ours.
    Large,
    /// A folder, link, socket or whatever.
    Other,
}

/// The largest work-tree file that is read whole.
const LIMIT: u64 = super::object::FILE_LIMIT;

/// Fails when a folder on the way to `path` is a symbolic link or a file.
pub(super) fn check_way(root: &Path, path: &str) -> Result<(), StoreError> {
    for (at, _) in path.match_indices('/') {
        let folder = root.join(path.get(..at).unwrap_or_default());
        match folder.symlink_metadata() {
            Ok(meta) if meta.is_dir() => {}
            Ok(_) => {
                let why = "a folder on the way is a link or a file in the work tree";
                return Err(StoreError::UnsafePath { path: path.to_owned(), why });
            }
            Err(error) if is_missing(&error) => return Ok(()),
            Err(error) => return Err(error).at(&folder),
        }
    }
    Ok(())
}

/// Whether nothing is there; a name that no file system here takes is one of nothing.
fn is_missing(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidFilename)
}

/// Reads what stands at `path`.
pub(super) fn look(root: &Path, path: &str) -> Result<Found, StoreError> {
    let whole = root.join(path);
    let meta = match whole.symlink_metadata() {
        Ok(meta) => meta,
        Err(error) if is_missing(&error) || error.kind() == ErrorKind::NotADirectory => return Ok(Found::Missing),
        Err(error) => return Err(error).at(&whole),
    };
    if !meta.is_file() {
        return Ok(Found::Other);
    }
    if meta.len() > LIMIT {
        return Ok(Found::Large);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0).saturating_add(1));
    File::open(&whole).and_then(|file| file.take(LIMIT + 1).read_to_end(&mut bytes)).at(&whole)?;
    Ok(Found::File(bytes))
}

impl Found {
    /// Whether it is the blob, or its absence; line ends that git converted on checkout are no difference.
    pub(super) fn is(&self, blob: Option<ObjectId>) -> bool {
        match (self, blob) {
            (Self::Missing, None) => true,
            (Self::File(bytes), Some(id)) => {
                name(ObjectType::Blob, bytes) == id
                    || unconverted(bytes).is_some_and(|plain| name(ObjectType::Blob, &plain) == id)
            }
            _ => false,
        }
    }

    /// Whether it is the blob to the byte.
    pub(super) fn is_exactly(&self, blob: ObjectId) -> bool {
        matches!(self, Self::File(bytes) if name(ObjectType::Blob, bytes) == blob)
    }
}

/// The text with LF for CRLF, when every line ends in CRLF: what `core.autocrlf` makes of a text on checkout.
pub(super) fn unconverted(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.contains(&b'\r') || bytes.contains(&0) {
        return None;
    }
    let mut plain = Vec::with_capacity(bytes.len());
    let mut last = 0;
    for byte in bytes {
        match (last, *byte) {
            (b'\r', b'\n') => {
                plain.pop();
            }
            (_, b'\n') => return None,
            _ => {}
        }
        plain.push(*byte);
        last = *byte;
    }
    Some(plain)
}

/// A file prepared in the scratch folder.
pub(super) struct Prepared {
    pub(super) from: PathBuf,
    pub(super) file: File,
}

/// Writes `bytes` to a new file in the scratch folder.
pub(super) fn prepare(from: PathBuf, bytes: &[u8]) -> Result<Prepared, StoreError> {
    let _ = std::fs::remove_file(&from);
    let mut file = OpenOptions::new().create_new(true).write(true).mode(0o666).open(&from).at(&from)?;
    file.write_all(bytes).at(&from)?;
    Ok(Prepared { from, file })
}

/// The name a prepared file takes in its own folder when the scratch folder is on another file system.
fn beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    target.with_file_name(format!(".{name}.clm-new"))
}

/// Puts a prepared file in place, making the folders on the way. Says which folders changed.
pub(super) fn put(
    root: &Path,
    path: &str,
    from: &Path,
    changed: &mut dyn FnMut(&Path),
) -> Result<Metadata, StoreError> {
    check_way(root, path)?;
    let target = root.join(path);
    if let Err(error) = std::fs::rename(from, &target) {
        match error.kind() {
            ErrorKind::NotFound => {
                make_folders(root, path, changed)?;
                std::fs::rename(from, &target).or_else(|e| across(e, from, &target)).at(&target)?;
            }
            _ => across(error, from, &target).at(&target)?,
        }
    }
    changed(target.parent().unwrap_or(root));
    target.symlink_metadata().at(&target)
}

fn across(error: std::io::Error, from: &Path, target: &Path) -> std::io::Result<()> {
    if error.kind() != ErrorKind::CrossesDevices {
        return Err(error);
    }
    let near = beside(target);
    std::fs::copy(from, &near)?;
    File::open(&near)?.sync_all()?;
    std::fs::rename(&near, target)
}

fn make_folders(root: &Path, path: &str, changed: &mut dyn FnMut(&Path)) -> Result<(), StoreError> {
    for (at, _) in path.match_indices('/') {
        let folder = root.join(path.get(..at).unwrap_or_default());
        match std::fs::create_dir(&folder) {
            Ok(()) => {
                changed(folder.parent().unwrap_or(root));
                changed(&folder);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).at(&folder),
        }
    }
    Ok(())
}

/// Deletes a file and the folders this leaves empty.
pub(super) fn delete(root: &Path, path: &str, changed: &mut dyn FnMut(&Path)) -> Result<(), StoreError> {
    check_way(root, path)?;
    let target = root.join(path);
    match std::fs::remove_file(&target) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).at(&target),
        _ => {}
    }
    let mut folder = target.parent();
    while let Some(here) = folder.filter(|here| *here != root && here.starts_with(root)) {
        changed(here);
        if std::fs::remove_dir(here).is_err() {
            return Ok(());
        }
        folder = here.parent();
    }
    changed(root);
    Ok(())
}

/// Removes what a crash left beside a file.
pub(super) fn clear_beside(root: &Path, path: &str) {
    let _ = std::fs::remove_file(beside(&root.join(path)));
}

#[cfg(test)]
mod tests {
    use super::unconverted;

    #[test]
    fn only_a_text_converted_throughout_counts_as_converted() {
        assert_eq!(unconverted(b"a\r\nb\r\n"), Some(b"a\nb\n".to_vec()));
        for mixed in [b"a\r\nb\n".as_slice(), b"a\nb\n", b"a\r\n\0"] {
            assert_eq!(unconverted(mixed), None);
        }
    }
}
