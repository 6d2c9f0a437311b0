//! A file put in place whole: readers see the old bytes or the new, and where the disk can hold bytes without a name, a
//! crash on the way leaves nothing behind.

use std::fs::{File, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// How often a name is tried for that others take and leave meanwhile, and how long is waited between.
#[cfg(target_os = "linux")]
const TRIES: usize = 2_000;
#[cfg(target_os = "linux")]
const PAUSE: std::time::Duration = std::time::Duration::from_millis(1);

/// Replaces the file at `path`, whose folder is there, by `bytes`, durably; the new one has `mode`, less what the process
/// masks.
///
/// # Errors
/// Faults of the disk; the old file is as it was then.
pub fn replace(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let fresh = Fresh::write(folder(path), bytes, mode)?;
    fresh.sync()?;
    fresh.replace(path)?;
    File::open(folder(path))?.sync_all()
}

/// As [`replace`], for what may be lost with the power and is made again then.
///
/// # Errors
/// As [`replace`].
pub fn replace_cache(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    Fresh::write(folder(path), bytes, mode)?.replace(path)
}

/// Makes a file at `path`, where nothing is yet and whose folder is there, of `bytes`, durably; whole or not at all.
///
/// # Errors
/// Faults of the disk, and when something is there already: that stays.
pub fn create(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let fresh = Fresh::write(folder(path), bytes, mode)?;
    fresh.sync()?;
    fresh.create(path)?;
    File::open(folder(path))?.sync_all()
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file that is written and not yet in its place; gone when it is dropped.
#[derive(Debug)]
pub struct Fresh(Kind);

#[derive(Debug)]
enum Kind {
    /// The disk keeps it until it is closed or gets a name.
    #[cfg(target_os = "linux")]
    Nameless(File),
    /// For disks that cannot.
    Named(NamedTempFile),
}

impl Fresh {
    /// Writes `bytes` in `folder`; the file has `mode`, less what the process masks.
    ///
    /// # Errors
    /// Faults of the disk.
    pub fn write(folder: &Path, bytes: &[u8], mode: u32) -> io::Result<Self> {
        let kind = match nameless(folder, mode)? {
            Some(kind) => kind,
            None => {
                let permissions = Permissions::from_mode(mode);
                Kind::Named(tempfile::Builder::new().permissions(permissions).tempfile_in(folder)?)
            }
        };
        let fresh = Self(kind);
        fresh.file().write_all(bytes)?;
        Ok(fresh)
    }

    /// The open file.
    #[must_use]
    pub fn file(&self) -> &File {
        match &self.0 {
            #[cfg(target_os = "linux")]
            Kind::Nameless(file) => file,
            Kind::Named(named) => named.as_file(),
        }
    }

    /// Returns when its bytes are on disk.
    ///
    /// # Errors
    /// Faults of the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.file().sync_all()
    }

    /// Puts it at `path`, in the folder it was written in, where nothing is yet.
    ///
    /// # Errors
    /// Faults of the disk, and when something is there: that stays.
    pub fn create(self, path: &Path) -> io::Result<()> {
        match self.0 {
            #[cfg(target_os = "linux")]
            Kind::Nameless(file) => link(&file, path),
            Kind::Named(named) => named.persist_noclobber(path).map(drop).map_err(|lost| lost.error),
        }
    }

    /// Puts it at `path`, in the folder it was written in, in the place of what may be there.
    ///
    /// # Errors
    /// Faults of the disk; the old file is as it was then.
    pub fn replace(self, path: &Path) -> io::Result<()> {
        match self.0 {
            #[cfg(target_os = "linux")]
            Kind::Nameless(file) => over(&file, path),
            Kind::Named(named) => named.persist(path).map(drop).map_err(|lost| lost.error),
        }
    }
}

/// A file without a name; none where the disk has no such thing.
#[cfg(target_os = "linux")]
fn nameless(folder: &Path, mode: u32) -> io::Result<Option<Kind>> {
    use rustix::fs::{Mode, OFlags};
    use rustix::io::Errno;
    // It gets its name through this folder.
    if !Path::new("/proc/self/fd").exists() {
        return Ok(None);
    }
    match rustix::fs::open(folder, OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC, Mode::from_raw_mode(mode)) {
        Ok(file) => Ok(Some(Kind::Nameless(file.into()))),
        Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL) => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn nameless(_: &Path, _: u32) -> io::Result<Option<Kind>> {
    Ok(None)
}

/// Gives a nameless file a name that nothing has.
#[cfg(target_os = "linux")]
fn link(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD};
    use std::os::fd::AsRawFd as _;
    let from = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(rustix::fs::linkat(CWD, from, CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

/// Lets a nameless file take a name that something may have: under a name beside it, then by a rename. It is locked
/// meanwhile, so that what a crash between the two left is known for that, and taken away by the next who comes this way.
#[cfg(target_os = "linux")]
fn over(file: &File, path: &Path) -> io::Result<()> {
    let near = beside(path);
    // Where locks are not to be had, two who meet here may fail; neither leaves half a file.
    let _ = file.try_lock();
    for _ in 0..TRIES {
        match link(file, &near) {
            Ok(()) => {
                return std::fs::rename(&near, path).inspect_err(|_| drop(gone(&near)));
            }
            Err(fault) if fault.kind() == ErrorKind::AlreadyExists => clear(&near)?,
            Err(fault) => return Err(fault),
        }
    }
    Err(io::Error::new(ErrorKind::WouldBlock, "others write it all the time"))
}

/// Takes away what lies at `near`, unless its maker lives; then waits a little.
#[cfg(target_os = "linux")]
fn clear(near: &Path) -> io::Result<()> {
    use std::fs::TryLockError;
    use std::os::unix::fs::MetadataExt as _;
    let there = match File::open(near) {
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    if matches!(there.try_lock(), Err(TryLockError::WouldBlock)) {
        std::thread::sleep(PAUSE);
        return Ok(());
    }
    match (near.symlink_metadata(), there.metadata()) {
        (Ok(one), Ok(other)) if (one.dev(), one.ino()) == (other.dev(), other.ino()) => gone(near),
        _ => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn gone(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(fault) if fault.kind() != ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

/// The name a new file has for a moment before it takes the place of `path`.
#[must_use]
pub fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name: String = name.chars().take(50).collect();
    path.with_file_name(format!(".{name}.clm-new"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::{beside, create, replace};

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

    #[test]
    fn what_a_crash_left_beside_it_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("told");
        fs::write(beside(&path), "half").unwrap();
        replace(&path, b"whole", 0o600).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn many_who_replace_one_file_leave_one_of_theirs_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("told");
        std::thread::scope(|scope| {
            for writer in 0..8_u8 {
                let path = &path;
                scope.spawn(move || (0..50).for_each(|_| replace(path, &[writer; 3000], 0o600).unwrap()));
            }
        });
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.len() == 3000 && bytes.iter().all(|byte| *byte == bytes[0]));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
