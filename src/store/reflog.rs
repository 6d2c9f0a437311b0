//! Git's reference log: one line for HEAD and one for the branch, so that `git reflog` knows clm's commits as well.

use std::fs::OpenOptions;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use super::error::{At as _, StoreError};
use super::journal::Journal;
use super::open::Store;

/// Adds the journal's move to the logs, unless its line is there already.
pub(super) fn append(store: &Store, journal: &Journal) -> Result<(), StoreError> {
    let keep = store.setting("core.logallrefupdates")?.map(|value| value.to_ascii_lowercase());
    let wanted = match keep.as_deref() {
        Some("false" | "no" | "off" | "0") => false,
        Some(_) => true,
        None => !store.repo.is_bare(),
    };
    let old = journal.old.map_or_else(|| "0".repeat(40), |id| id.to_string());
    let line = format!("{old} {} {}\n", journal.new, journal.reflog);
    let branch = store.repo.commondir().join("logs").join(&journal.branch);
    for log in [store.repo.path().join("logs").join("HEAD"), branch] {
        if wanted || log.exists() {
            append_line(&log, &line)?;
        }
    }
    Ok(())
}

fn append_line(log: &Path, line: &str) -> Result<(), StoreError> {
    let open = || OpenOptions::new().create(true).read(true).append(true).open(log);
    let mut file = match open() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let folder = log.parent().unwrap_or(log);
            std::fs::create_dir_all(folder).at(folder)?;
            open().at(log)?
        }
        other => other.at(log)?,
    };
    let size = file.metadata().at(log)?.len();
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(size.saturating_sub(line.len() as u64))).at(log)?;
    file.read_to_end(&mut tail).at(log)?;
    if tail == line.as_bytes() { Ok(()) } else { file.write_all(line.as_bytes()).at(log) }
}
