//! Files that a statement names as what shows it: a scan, a platform's file, a mandate. Each lies once in `files/`, under the
//! digest the statement gives it.

use std::path::PathBuf;

use super::executed;
use crate::contract::digest::Digest;
use crate::contract::lifecycle::StatementAct;
use crate::contract::revision::Subject;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::ops::session::Session;
use crate::signature::statement::Statement;
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

/// What somebody else's statement may claim: it witnesses nothing, and every file it names lies in `files/`, to the byte.
///
/// # Errors
/// When it witnesses, or naming the file that is not there.
pub fn of_stranger(session: &Session, dossier: &Dossier, statement: &Statement) -> Result<()> {
    let id = &dossier.id;
    let fail = |code, message: String, hint: String| {
        Err(Error::new(Kind::VerificationFailed, code, message).hint(hint).about(id.to_string()))
    };
    if statement.act == StatementAct::Witness {
        return fail(
            "a-witness",
            "only a member witnesses a signature, and does so here".to_owned(),
            format!("record it with `clm witness {id}` and the scan"),
        );
    }
    let Some(instead) = &statement.instead else { return Ok(()) };
    let present = present(session, dossier)?;
    match instead.evidence().iter().find(|file| !present.iter().any(|there| there.digest == file.digest)) {
        None => Ok(()),
        Some(file) => fail(
            "evidence",
            format!("the statement names {} ({}), which is not among the files of {id}", file.name, file.digest),
            format!("keep it first: `clm attach {id} FILE --evidence`"),
        ),
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
