//! Git's settings: read in git's order, written as git writes them.
//!
//! **Invariant**: the file of settings is the old one or the new, and git's lock on it, when a crash left it behind and it
//! is ours, is taken away by the next who writes a setting. Ours is one that is the same file as the one prepared beside it,
//! which its maker holds an operating-system lock on while it lives.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::change::WAIT;
use super::error::{At as _, StoreError};
use super::lock::{self, GitLock};
use super::open::Store;
use crate::disk::{scratch::Scratch, whole_file};

impl Store {
    /// A git setting, from the repository, the user or the system, in that order.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        match self.repo.config()?.snapshot()?.get_string(name) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A git setting of the user or the system, not of the repository: what a repository may not decide.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub fn user_setting(name: &str) -> Result<Option<String>, StoreError> {
        match git2::Config::open_default()?.snapshot()?.get_string(name) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes a git setting of this repository (`.git/config`), durably.
    ///
    /// # Errors
    /// When the file is locked or cannot be written.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let file = self.repo.commondir().join("config");
        let near = whole_file::beside(&file);
        clear(&near, &file)?;
        let lock = GitLock::take(near.clone(), file.clone(), WAIT)?;
        let written = lock.file.try_lock().map_err(std::io::Error::from).at(&near).and_then(|()| {
            let bytes = with(&file, name, value)?;
            write(&file, &bytes, lock)
        });
        match written {
            Ok(()) => remove(&near),
            Err(fault) => {
                drop(lock::clear_ours(&near, &file).and_then(|()| remove(&near)));
                Err(fault)
            }
        }
    }
}

/// Takes away what a crash left beside the file, and git's lock where that is the same.
fn clear(near: &Path, file: &Path) -> Result<(), StoreError> {
    let held = match File::open(near) {
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(()),
        other => other.at(near)?,
    };
    if held.try_lock().is_err() {
        return Err(StoreError::Busy { what: near.to_owned(), pid: None });
    }
    lock::clear_ours(near, file)?;
    remove(near)
}

/// The bytes of the settings with one more, as git would write them.
fn with(file: &Path, name: &str, value: &str) -> Result<Vec<u8>, StoreError> {
    let folder = std::env::temp_dir();
    let scratch = Scratch::make(&folder, "clm-config-").at(&folder)?;
    let copy: PathBuf = scratch.path().join("config");
    match std::fs::copy(file, &copy) {
        Err(fault) if fault.kind() == ErrorKind::NotFound => {}
        other => drop(other.at(file)?),
    }
    git2::Config::open(&copy)?.set_str(name, value)?;
    std::fs::read(&copy).at(&copy)
}

fn write(file: &Path, bytes: &[u8], mut lock: GitLock) -> Result<(), StoreError> {
    // Nobody else reads what the user closed to others.
    if let Ok(about) = file.metadata() {
        lock.file.set_permissions(about.permissions()).at(file)?;
    }
    lock.write(bytes)?;
    lock.file.sync_all().at(file)?;
    lock.finish()?;
    let folder = file.parent().unwrap_or(file);
    OpenOptions::new().read(true).open(folder).and_then(|folder| folder.sync_all()).at(folder)
}

fn remove(near: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(near) {
        Err(fault) if fault.kind() != ErrorKind::NotFound => Err(fault).at(near),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use crate::store::Store;

    #[test]
    fn a_setting_is_added_and_changed_and_the_rest_stays() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        let file = folder.path().join(".git/config");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        for value in ["one", "two \"quoted\" # words"] {
            store.set_setting("clm.test", value).unwrap();
            assert_eq!(store.setting("clm.test").unwrap().as_deref(), Some(value));
        }
        assert!(fs::read_to_string(&file).unwrap().contains("repositoryformatversion"));
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(store.set_setting("no name", "x").is_err());
        let left: Vec<_> = fs::read_dir(folder.path().join(".git")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().contains("config.")), "{left:?}");
    }

    #[test]
    fn a_lock_a_crash_left_is_cleared_and_somebody_elses_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::init(folder.path()).unwrap();
        let (near, lock) = (folder.path().join(".git/.config.clm-new"), folder.path().join(".git/config.lock"));
        fs::write(&near, "half").unwrap();
        fs::hard_link(&near, &lock).unwrap();
        store.set_setting("clm.test", "one").unwrap();
        assert_eq!(store.setting("clm.test").unwrap().as_deref(), Some("one"));
        assert!(!near.exists() && !lock.exists());
        // As it is after the rename: beside lies a link to the live file, which may not be touched.
        fs::hard_link(folder.path().join(".git/config"), &near).unwrap();
        store.set_setting("clm.test", "two").unwrap();
        assert_eq!(store.setting("clm.test").unwrap().as_deref(), Some("two"));
        let held = fs::File::create(&near).unwrap();
        held.try_lock().unwrap();
        assert!(store.set_setting("clm.test", "three").is_err(), "another is at it");
        assert_eq!(store.setting("clm.test").unwrap().as_deref(), Some("two"));
    }
}
