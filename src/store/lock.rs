//! clm's own lock, and git's lock files taken so that a crash leaves nothing only a person could clear.
//!
//! The own lock is an operating-system lock on `.git/clm/lock`: it dies with its holder. Git's locks are files; ours
//! are hard links to a file in the scratch folder, so that a left-over lock with the same inode is known to be ours.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::error::{At as _, StoreError};

/// Held until dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

/// Makes a folder and those above it, readable by its owner only.
pub(super) fn private_folder(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).at(folder)
}

impl Lock {
    /// Takes the lock in `folder`, waiting as long as `wait`.
    pub(super) fn take(folder: &Path, wait: Duration) -> Result<Self, StoreError> {
        let path = folder.join("lock");
        let mut pause = Pause::new(wait);
        loop {
            if let Some(lock) = Self::try_take(folder)? {
                return Ok(lock);
            }
            if !pause.again() {
                return Err(StoreError::Busy { pid: holder(&path), what: path });
            }
        }
    }

    /// Takes the lock in `folder` if it is free.
    pub(super) fn try_take(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = folder.join("lock");
        let open = || OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path);
        let file = open().or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                private_folder(folder).map_err(std::io::Error::other)?;
                open()
            }
            _ => Err(error),
        });
        let mut file = file.at(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error).at(&path),
        }
        // Only a help to whoever waits; a failure to write it changes nothing.
        let _ = file.set_len(0).and_then(|()| file.write_all(format!("{}\n", std::process::id()).as_bytes()));
        Ok(Some(Self { file }))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

fn holder(path: &Path) -> Option<u32> {
    let mut text = String::new();
    File::open(path).ok()?.take(20).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

/// Waiting with growing pauses that differ from process to process.
struct Pause {
    until: Instant,
    next: Duration,
}

impl Pause {
    fn new(wait: Duration) -> Self {
        let now = Instant::now();
        Self { until: now.checked_add(wait).unwrap_or(now), next: Duration::from_micros(500) }
    }

    /// Sleeps, and says whether another try is worth it.
    fn again(&mut self) -> bool {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        let jitter = Duration::from_micros(u64::from(std::process::id() % 17) * 60);
        sleep((self.next + jitter).min(left));
        self.next = (self.next * 3 / 2).min(Duration::from_millis(40));
        true
    }
}

/// One of git's lock files, taken for `target`; what is written to it replaces the target.
#[derive(Debug)]
pub(super) struct GitLock {
    staged: PathBuf,
    target: PathBuf,
    pub(super) file: File,
}

/// Git's lock file for a file of git's.
fn lock_of(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

impl GitLock {
    /// Takes git's lock for `target` by linking `staged`, a new file in the scratch folder, to it.
    pub(super) fn take(staged: PathBuf, target: PathBuf, wait: Duration) -> Result<Self, StoreError> {
        // Never truncated: after a finished change the old name is a link to the live file.
        let _ = std::fs::remove_file(&staged);
        let file = OpenOptions::new().create_new(true).read(true).write(true).open(&staged).at(&staged)?;
        let lock = lock_of(&target);
        let mut pause = Pause::new(wait);
        loop {
            match std::fs::hard_link(&staged, &lock) {
                Ok(()) => return Ok(Self { staged, target, file }),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    let folder = lock.parent().unwrap_or(&lock);
                    std::fs::create_dir_all(folder).at(folder)?;
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                    if !pause.again() {
                        return Err(StoreError::Busy { what: lock, pid: None });
                    }
                }
                Err(error) => return Err(error).at(&lock),
            }
        }
    }

    /// The new contents.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.file.write_all(bytes).at(&self.staged)
    }

    /// Puts the new contents in place and lets go of the lock.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        std::fs::rename(lock_of(&self.target), &self.target).at(&self.target)
    }
}

/// Removes git's lock for `target` if it is a link to `staged`, that is: if we left it behind.
pub(super) fn clear_ours(staged: &Path, target: &Path) -> Result<(), StoreError> {
    let lock = lock_of(target);
    let inode = |path: &Path| path.symlink_metadata().ok().map(|m| (m.dev(), m.ino()));
    if inode(staged).is_some() && inode(staged) == inode(&lock) {
        std::fs::remove_file(&lock).at(&lock)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{GitLock, Lock, clear_ours};
    use crate::store::StoreError;

    #[test]
    fn a_held_lock_is_busy_and_names_its_holder() {
        let dir = tempfile::tempdir().unwrap();
        let held = Lock::take(dir.path(), Duration::ZERO).unwrap();
        let busy = Lock::take(dir.path(), Duration::from_millis(5)).unwrap_err();
        assert!(matches!(busy, StoreError::Busy { pid: Some(pid), .. } if pid == std::process::id()), "{busy}");
        drop(held);
        Lock::take(dir.path(), Duration::ZERO).unwrap();
    }

    #[test]
    fn only_our_own_left_over_git_lock_is_cleared() {
        let dir = tempfile::tempdir().unwrap();
        let (staged, target) = (dir.path().join("staged"), dir.path().join("index"));
        drop(GitLock::take(staged.clone(), target.clone(), Duration::ZERO).unwrap());
        clear_ours(&staged, &target).unwrap();
        assert!(!dir.path().join("index.lock").exists());
        std::fs::write(dir.path().join("index.lock"), "").unwrap();
        clear_ours(&staged, &target).unwrap();
        assert!(dir.path().join("index.lock").exists());
        let busy = GitLock::take(staged, target, Duration::from_millis(2)).unwrap_err();
        assert!(matches!(busy, StoreError::Busy { .. }), "{busy}");
    }
}
