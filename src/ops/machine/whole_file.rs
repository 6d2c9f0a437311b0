//! A file of the user's, replaced whole: readers see the old bytes or the new, and the new ones are on disk when it is said
//! that they are. What lies in the repository's history is the store's.

use std::fs::{File, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Replaces the file at `path`, whose folder is there, by `bytes`; the new one has `mode`, less what the process masks.
///
/// # Errors
/// Faults of the disk; the old file is as it was then.
pub fn replace(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let (folder, file) = written(path, bytes, mode)?;
    file.persist(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

/// Makes a file at `path`, where nothing is yet and whose folder is there, of `bytes`; whole or not at all.
///
/// # Errors
/// Faults of the disk, and when something is there already: that stays.
pub fn create(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let (folder, file) = written(path, bytes, mode)?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

/// The bytes on disk beside `path`, under a name that goes with them unless they are kept.
fn written<'p>(path: &'p Path, bytes: &[u8], mode: u32) -> io::Result<(&'p Path, tempfile::NamedTempFile)> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().permissions(Permissions::from_mode(mode)).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok((folder, file))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::{create, replace};

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("told");
        for bytes in [&b"one"[..], b"", b"\xff\x00three"] {
            replace(&path, bytes, 0o600).unwrap();
            assert_eq!(fs::read(&path).unwrap(), bytes);
        }
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_new_file_takes_no_place_that_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new");
        create(&path, b"one", 0o644).unwrap();
        let dangling = folder.path().join("link");
        std::os::unix::fs::symlink("nowhere", &dangling).unwrap();
        for taken in [&path, &dangling] {
            let refused = create(taken, b"two", 0o644).unwrap_err();
            assert_eq!(refused.kind(), std::io::ErrorKind::AlreadyExists);
        }
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn where_it_cannot_be_the_old_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("busy");
        fs::create_dir(&path).unwrap();
        assert!(replace(&path, b"x", 0o600).is_err());
        assert!(replace(&folder.path().join("gone/file"), b"x", 0o600).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
