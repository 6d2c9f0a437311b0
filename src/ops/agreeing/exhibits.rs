//! Files that a statement names as what shows it: a scan, a platform's file, a mandate. Each lies once in `files/`, under the
//! digest the statement gives it.

use std::path::PathBuf;

use super::executed;
use crate::contract::digest::Digest;
use crate::contract::revision::Subject;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::ops::session::Session;
use crate::store::Change;

/// Names files, and puts those into the contract's `files/` that are not there yet; in the order of their names.
///
/// # Errors
/// When one cannot be read, is empty, or the store does not take it.
pub fn keep(session: &Session, dossier: &Dossier, paths: &[PathBuf], change: &mut Change<'_>) -> Result<Vec<Subject>> {
    let present = present(session, dossier)?;
    let mut kept: Vec<Subject> = Vec::with_capacity(paths.len());
    for path in paths {
        let (name, bytes) = executed::read(path)?;
        let digest = Digest::of(&bytes);
        if kept.iter().any(|file| file.digest == digest) {
            continue;
        }
        if let Some(there) = present.iter().find(|file| file.digest == digest) {
            kept.push(there.clone());
            continue;
        }
        let taken = |name: &String| {
            let path = format!("files/{name}");
            dossier.files.contains(&path) || kept.iter().any(|file| file.name == path)
        };
        let name = format!("files/{}", executed::free_name(name, &taken));
        change.put(&format!("{}/{name}", dossier.folder), bytes)?;
        kept.push(Subject { name, digest });
    }
    kept.sort_unstable();
    Ok(kept)
}

/// Names files that must lie in the contract's `files/` already, because nothing is recorded now.
///
/// # Errors
/// When one cannot be read, or does not lie there.
pub fn kept_before(session: &Session, dossier: &Dossier, paths: &[PathBuf]) -> Result<Vec<Subject>> {
    let present = present(session, dossier)?;
    let mut named = Vec::with_capacity(paths.len());
    for path in paths {
        let (_, bytes) = executed::read(path)?;
        let digest = Digest::of(&bytes);
        match present.iter().find(|file| file.digest == digest) {
            Some(file) => named.push(file.clone()),
            None => {
                return Err(Error::new(
                    Kind::Refused,
                    "not-kept",
                    format!("{} is not among the files of {} yet", path.display(), dossier.id),
                )
                .hint(format!("keep it first: `clm attach {} {} --evidence`", dossier.id, path.display()))
                .about(dossier.id.to_string()));
            }
        }
    }
    named.sort_unstable();
    named.dedup();
    Ok(named)
}

/// Refuses unless every file that a statement names lies in the contract's `files/`, to the byte.
///
/// # Errors
/// Naming the one that is not there.
pub fn must_be_there(session: &Session, dossier: &Dossier, named: &[Subject]) -> Result<()> {
    let present = present(session, dossier)?;
    match named.iter().find(|file| !present.iter().any(|there| there.digest == file.digest)) {
        None => Ok(()),
        Some(file) => Err(Error::new(
            Kind::VerificationFailed,
            "evidence",
            format!(
                "the statement names {} ({}), which is not among the files of {}",
                file.name, file.digest, dossier.id
            ),
        )
        .hint(format!("keep it first: `clm attach {} FILE --evidence`", dossier.id))
        .about(dossier.id.to_string())),
    }
}

/// The files beside the agreement with their digests.
fn present(session: &Session, dossier: &Dossier) -> Result<Vec<Subject>> {
    let mut snapshot = session.snapshot()?;
    let mut present = Vec::with_capacity(dossier.files.len());
    for name in &dossier.files {
        let Some(entry) = snapshot.find(&format!("{}/{name}", dossier.folder))? else { continue };
        present.push(Subject { name: name.clone(), digest: Digest::from_bytes(snapshot.sha256(entry.id)?) });
    }
    Ok(present)
}
