//! Making a batch of files and folders durable at once. Syncs run side by side, because a journalling file system then
//! settles them in one or two commits instead of one each; large batches become one sync of the file system.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::error::{At as _, StoreError};

/// How many files and folders are synced one by one.
const MANY: usize = 64;

/// How many syncs run side by side.
const SIDE_BY_SIDE: usize = 6;

/// Files and folders that must be on disk before the next step.
#[derive(Default)]
pub(super) struct Barrier {
    files: Vec<(PathBuf, File)>,
    folders: BTreeSet<PathBuf>,
    /// Too many to name: the file systems of these are synced whole.
    whole: bool,
}

impl Barrier {
    /// A file written through this handle.
    pub(super) fn file(&mut self, path: &Path, file: File) {
        if self.files.len() < MANY {
            self.files.push((path.to_owned(), file));
        } else {
            self.whole = true;
        }
    }

    /// A folder in which names changed.
    pub(super) fn folder(&mut self, path: &Path) {
        if self.folders.len() >= MANY {
            self.whole = true;
        } else if !self.folders.contains(path) {
            self.folders.insert(path.to_owned());
        }
    }

    /// Returns when everything is on disk.
    pub(super) fn settle(mut self) -> Result<(), StoreError> {
        for folder in std::mem::take(&mut self.folders) {
            // A folder that is gone again had nothing to keep.
            match File::open(&folder) {
                Ok(open) => self.files.push((folder, open)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error).at(&folder),
            }
        }
        if (self.whole || self.files.len() > MANY) && sync_whole(&self.files)? {
            return Ok(());
        }
        side_by_side(&self.files)
    }
}

/// Syncs each file, several at a time.
fn side_by_side(files: &[(PathBuf, File)]) -> Result<(), StoreError> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<(), StoreError> {
        while let Some((path, file)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            file.sync_all().at(path)?;
        }
        Ok(())
    };
    if files.len() < 3 {
        return work();
    }
    std::thread::scope(|scope| {
        let helpers: Vec<_> = (1..SIDE_BY_SIDE.min(files.len())).map(|_| scope.spawn(work)).collect();
        let mut result = work();
        for helper in helpers {
            let done = helper.join().unwrap_or_else(|_| Err(StoreError::Git("a sync did not finish".to_owned())));
            result = result.and(done);
        }
        result
    })
}

/// Syncs the file systems the files lie on, where the system can.
#[cfg(target_os = "linux")]
fn sync_whole(files: &[(PathBuf, File)]) -> Result<bool, StoreError> {
    use std::os::unix::fs::MetadataExt as _;
    let mut done = BTreeSet::new();
    for (path, file) in files {
        if done.insert(file.metadata().at(path)?.dev()) {
            rustix::fs::syncfs(file).map_err(std::io::Error::from).at(path)?;
        }
    }
    Ok(!done.is_empty())
}

#[cfg(not(target_os = "linux"))]
fn sync_whole(_: &[(PathBuf, File)]) -> Result<bool, StoreError> {
    Ok(false)
}
