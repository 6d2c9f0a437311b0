//! Texts that were written and not recorded, kept where their author finds them: `.git/clm/edits/`.
//!
//! **Invariants**: nothing kept is ever overwritten by something else; only its owner can read it (mode 0600).

use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::PathBuf;

use crate::error::{Error, Kind, Result};
use crate::ops::session::Session;

/// At most so many versions under one name.
const MOST: usize = 1000;

/// Keeps `bytes` under a name such as `nda-7k2m9qxt.md`; answers the file. The same bytes are kept once.
///
/// # Errors
/// When the disk refuses.
pub fn keep(session: &Session, name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let folder = session.store.cache_dir().join("edits");
    let refused = |fault: std::io::Error| {
        Error::new(Kind::Failed, "disk", format!("nothing can be kept in {}: {fault}", folder.display()))
            .hint("see that the disk is writable and has room")
    };
    DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(refused)?;
    for number in 1..=MOST {
        let path = folder.join(numbered(name, number));
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut file) => {
                file.write_all(bytes).and_then(|()| file.sync_all()).map_err(refused)?;
                return Ok(path);
            }
            Err(fault) if fault.kind() == ErrorKind::AlreadyExists => {
                if std::fs::read(&path).is_ok_and(|old| old == bytes) {
                    return Ok(path);
                }
            }
            Err(fault) => return Err(refused(fault)),
        }
    }
    Err(Error::new(Kind::Failed, "disk", format!("{} holds {MOST} versions of {name} already", folder.display()))
        .hint("move away what you do not need any more"))
}

/// The path as one types it, from the top of the repository where that is possible.
#[must_use]
pub fn shown(session: &Session, path: &std::path::Path) -> String {
    let below = session.store.root().and_then(|root| path.strip_prefix(root).ok());
    below.unwrap_or(path).display().to_string()
}

fn numbered(name: &str, number: usize) -> String {
    match (number, name.rsplit_once('.')) {
        (1, _) => name.to_owned(),
        (_, Some((stem, extension))) => format!("{stem}-{number}.{extension}"),
        (_, None) => format!("{name}-{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn a_further_version_has_a_further_name() {
        assert_eq!(numbered("nda-7k2m9qxt.md", 1), "nda-7k2m9qxt.md");
        assert_eq!(numbered("nda-7k2m9qxt.md", 2), "nda-7k2m9qxt-2.md");
        assert_eq!(numbered("x", 3), "x-3");
    }
}
