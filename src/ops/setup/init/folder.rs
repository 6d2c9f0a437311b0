//! Whether a folder can take a repository: nothing of the user's is overwritten, and no repository lies in another.

use std::path::Path;

use super::File;
use crate::error::{Error, Kind, Result};
use crate::store::Store;

/// Refuses a folder that is a clm repository or lies inside one.
///
/// # Errors
/// Naming the repository.
pub fn must_be_free(folder: &Path) -> Result<()> {
    let shown = folder.display();
    if folder.exists() && !folder.is_dir() {
        return Err(Error::new(Kind::Refused, "not-a-folder", format!("{shown} is no folder"))
            .hint("choose another name, or move the file away"));
    }
    let Some(there) = folder.ancestors().find(|above| above.is_dir()) else { return Ok(()) };
    // A repository of another kind or in an unfit state above the folder does not concern us; at the folder itself
    // `Store::init` looks again.
    let Ok(store) = Store::discover(there) else { return Ok(()) };
    let root = store.root().unwrap_or_else(|| store.git_dir());
    let same = |a: &Path, b: &Path| matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b);
    let message = if same(root, folder) {
        format!("{shown} already is a clm repository")
    } else {
        format!("{shown} lies inside the clm repository {}", root.display())
    };
    Err(Error::new(Kind::Refused, "exists", message)
        .hint("work in it with `clm -C DIR …`; `clm workspace add` makes room for another team")
        .about(root.display().to_string()))
}

/// Refuses when a file of the first commit would take another's place.
///
/// # Errors
/// Naming every file in the way.
pub(super) fn nothing_in_the_way(folder: &Path, files: &[File]) -> Result<()> {
    let taken = |(path, bytes): &&File| {
        let path = folder.join(path);
        let link_or_file = path.symlink_metadata();
        link_or_file.is_ok_and(|found| !found.is_file() || std::fs::read(&path).map_or(true, |there| there != *bytes))
    };
    let taken: Vec<String> = files.iter().filter(taken).map(|(path, _)| path.clone()).collect();
    let Some(first) = taken.first() else { return Ok(()) };
    let message = format!("{} has files where clm keeps its own", folder.display());
    Err(Error::new(Kind::Refused, "in-the-way", message)
        .about(first.clone())
        .details(taken)
        .hint("move them away, choose another first workspace with -w, or another folder"))
}
