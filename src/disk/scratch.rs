//! A folder for the time of one piece of work. It is locked while its maker lives, so that the next maker knows which
//! folders of the same sort a crash left, and takes them away.

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// How often another folder is made, where somebody swept the new one before it was locked.
const TRIES: usize = 16;

/// Gone when it is dropped, and after a crash with the next of its sort.
#[derive(Debug)]
pub struct Scratch {
    folder: TempDir,
    held: File,
}

impl Scratch {
    /// Makes a folder for nobody else's eyes in `parent`, its name beginning with `prefix`, and sweeps what crashes left of
    /// this sort.
    ///
    /// # Errors
    /// Faults of the disk.
    pub fn make(parent: &Path, prefix: &str) -> io::Result<Self> {
        Self::make_sparing(parent, prefix, &|_| false).map(|(scratch, _)| scratch)
    }

    /// As [`Self::make`]; of what crashes left, the folders `spare` wants kept stay, and are answered.
    ///
    /// # Errors
    /// As [`Self::make`].
    pub fn make_sparing(
        parent: &Path,
        prefix: &str,
        spare: &dyn Fn(&Path) -> bool,
    ) -> io::Result<(Self, Vec<PathBuf>)> {
        for _ in 0..TRIES {
            let folder = tempfile::Builder::new().prefix(prefix).tempdir_in(parent)?;
            let held = match File::open(folder.path()) {
                Err(fault) if fault.kind() == ErrorKind::NotFound => continue,
                other => other?,
            };
            // Where locks are not to be had nobody sweeps either.
            let locked = !matches!(held.try_lock(), Err(TryLockError::WouldBlock));
            if locked && is_still(&held, folder.path()) {
                let spared = sweep(parent, prefix, &held, spare);
                return Ok((Self { folder, held }, spared));
            }
        }
        Err(io::Error::new(ErrorKind::WouldBlock, "others sweep it all the time"))
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Lets programs started from now on hold it as well: it is then alive as long as they are.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn lend(&self) -> io::Result<()> {
        Ok(rustix::io::fcntl_setfd(&self.held, rustix::io::FdFlags::empty())?)
    }

    /// Leaves it where it is.
    #[must_use]
    pub fn keep(self) -> PathBuf {
        self.folder.keep()
    }

    /// Moves it to `to`, where nothing is or an empty folder, and leaves it there.
    ///
    /// # Errors
    /// Faults of the disk; it is gone then.
    pub fn settle(self, to: &Path) -> io::Result<()> {
        std::fs::rename(self.folder.path(), to)?;
        let _: PathBuf = self.folder.keep();
        Ok(())
    }
}

fn is_still(held: &File, path: &Path) -> bool {
    let (Ok(one), Ok(other)) = (held.metadata(), path.symlink_metadata()) else { return false };
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Removes the folders of one sort and of the owner of `ours` whose makers are gone, but for those to be spared. Nobody
/// waits for it to succeed.
fn sweep(parent: &Path, prefix: &str, ours: &File, spare: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut spared = Vec::new();
    let Ok(owner) = ours.metadata().map(|about| about.uid()) else { return spared };
    for entry in std::fs::read_dir(parent).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(prefix) {
            continue;
        }
        let path = entry.path();
        if !path.symlink_metadata().is_ok_and(|about| about.is_dir() && about.uid() == owner) {
            continue;
        }
        // The lock is held while the folder goes, so that a maker who has just made it notices.
        let Ok(held) = File::open(&path) else { continue };
        if held.try_lock().is_err() || !is_still(&held, &path) {
            continue;
        }
        if spare(&path) {
            spared.push(path);
        } else {
            drop(std::fs::remove_dir_all(&path));
        }
    }
    spared.sort();
    spared
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Scratch;

    #[test]
    fn the_next_one_takes_away_what_a_crash_left_and_nothing_else() {
        let parent = tempfile::tempdir().unwrap();
        let left = parent.path().join("clm-x-left");
        fs::create_dir_all(left.join("deep")).unwrap();
        fs::write(left.join("deep/file"), "x").unwrap();
        fs::create_dir(parent.path().join("other")).unwrap();
        fs::write(parent.path().join("clm-x-file"), "x").unwrap();
        std::os::unix::fs::symlink("other", parent.path().join("clm-x-link")).unwrap();
        let alive = Scratch::make(parent.path(), "clm-x-").unwrap();
        assert!(!left.exists());
        let second = Scratch::make(parent.path(), "clm-x-").unwrap();
        assert!(alive.path().is_dir() && second.path().is_dir() && alive.path() != second.path());
        for stays in ["other", "clm-x-file", "clm-x-link"] {
            assert!(parent.path().join(stays).symlink_metadata().is_ok(), "{stays}");
        }
        let gone = alive.path().to_owned();
        drop(alive);
        assert!(!gone.exists());
    }

    #[test]
    fn it_settles_over_an_empty_folder_and_over_nothing_else() {
        let parent = tempfile::tempdir().unwrap();
        let (empty, full) = (parent.path().join("empty"), parent.path().join("full"));
        fs::create_dir(&empty).unwrap();
        fs::create_dir_all(full.join("inside")).unwrap();
        let scratch = Scratch::make(parent.path(), "clm-x-").unwrap();
        fs::write(scratch.path().join("file"), "x").unwrap();
        scratch.settle(&empty).unwrap();
        assert_eq!(fs::read(empty.join("file")).unwrap(), b"x");
        let scratch = Scratch::make(parent.path(), "clm-x-").unwrap();
        let was = scratch.path().to_owned();
        assert!(scratch.settle(&full).is_err());
        assert!(!was.exists() && full.join("inside").exists());
    }

    #[test]
    fn many_who_make_and_sweep_do_each_other_no_harm() {
        let parent = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..40 {
                        let scratch = Scratch::make(parent.path(), "clm-x-").unwrap();
                        fs::write(scratch.path().join("file"), "x").unwrap();
                        assert_eq!(fs::read(scratch.path().join("file")).unwrap(), b"x");
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 0);
    }
}
