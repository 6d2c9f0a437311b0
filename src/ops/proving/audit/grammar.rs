//! What may stand in a tree at all: paths that clm would write, regular files, of a bearable size.

use super::fault::{Fault, Mended};
use super::need;
use crate::error::Result;
use crate::ops::session::Session;
use crate::signature::verdict::Verdict;
use crate::store::{Difference, FILE_LIMIT, Kind, TEXT_LIMIT, path};

/// What a commit brought that may not stand where it does.
pub fn faults(session: &Session, changes: &[Difference]) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for change in changes {
        if let Some(finding) = fault(session, change)? {
            let path = Some(change.path.clone());
            faults.push(Fault { path, verdict: Verdict::Invalid, finding, mended: Mended::without([change]) });
        }
    }
    Ok(faults)
}

fn fault(session: &Session, change: &Difference) -> Result<Option<String>> {
    let Some(new) = change.new else { return Ok(None) };
    let kind = match new.kind {
        Kind::File => None,
        Kind::Symlink => Some("it is a symbolic link"),
        Kind::Executable => Some("it is an executable file"),
        _ => Some("it is no regular file"),
    };
    let name = path::check(&change.path).err().map(|fault| fault.to_string());
    if let Some(why) = name.or(kind.map(ToOwned::to_owned)) {
        return Ok(Some(why));
    }
    let attached = need::contract(&change.path).is_some_and(|(_, name)| name.starts_with("files/"));
    let (size, limit) = (session.store.size_of(new.id)?, if attached { FILE_LIMIT } else { TEXT_LIMIT });
    Ok((size > limit).then(|| format!("it has {} MiB, and {} MiB are read at most", size >> 20, limit >> 20)))
}
