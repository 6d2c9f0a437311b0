//! What belongs into a bundle, taken from the object database: the agreement, the statements on it, what they rest on.

use super::{evidence, signers};
use crate::contract::act::{Act, Deed};
use crate::contract::digest::Digest;
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::proving::verify::Proven;
use crate::ops::session::actor::Actor;
use crate::ops::session::{Session, dossier_and_files_of};
use crate::signature::bundle::{ALLOWED_SIGNERS, Executed, Files, Known, Made, SIGNATURES};
use crate::signature::statement::{Instead, Statement};
use crate::signature::verdict::{Trust, Verified};

/// The files, and what the manifest says of them.
pub struct Gathered {
    pub files: Files,
    pub signatures: Vec<Known>,
    pub execution: Option<Executed>,
}

/// Gathers the files of a contract.
pub fn gather(session: &Session, actor: &Actor, dossier: &Dossier, proven: &Proven, made: &Made) -> Result<Gathered> {
    let mut snapshot = session.snapshot()?;
    let (_, all) =
        dossier_and_files_of(&mut snapshot, &dossier.folder)?.unwrap_or_else(|| (dossier.clone(), Vec::new()));
    let is_text = |name: &str| name == "contract.md" || name.starts_with("annexes/");
    let mut files: Files = all.iter().filter(|(name, _)| is_text(name)).cloned().collect();
    let scans = evidence::Cabinet::open(&mut snapshot, dossier)?;
    let mut signatures = Vec::new();
    for (one, verified) in proven.counted(dossier) {
        let Some((bytes, armour)) = pair(&all, &one.file) else { continue };
        let name = one.file.rsplit('/').next().unwrap_or(&one.file);
        let path = format!("{SIGNATURES}{name}");
        let mut named = Vec::new();
        for (kind, digest) in rests_on(verified.statement()) {
            named.extend(scans.take(kind, digest, &mut files)?);
        }
        named.sort();
        named.dedup();
        signatures.push(Known {
            basis: basis(verified),
            evidence: named,
            received: verified.fact(session.organisation.time_zone).arrived,
            statement: path.clone(),
        });
        files.insert(format!("{path}.sig"), armour);
        files.insert(path, bytes);
    }
    let execution = match proven.acts.iter().find_map(executed) {
        None => None,
        Some((mut execution, digests)) => {
            for digest in digests {
                execution.evidence.extend(scans.take("execution", digest, &mut files)?);
            }
            execution.evidence.sort();
            execution.evidence.dedup();
            Some(execution)
        }
    };
    let verified: Vec<&Verified> = proven.counted(dossier).map(|(_, verified)| verified).collect();
    files.insert(ALLOWED_SIGNERS.to_owned(), signers::text(session, actor, &verified, made)?.into_bytes());
    Ok(Gathered { files, signatures, execution })
}

/// The basis in a word.
pub fn basis(verified: &Verified) -> String {
    match verified.trust() {
        Trust::Member { .. } => "member".to_owned(),
        Trust::Known { basis } => basis.word().to_owned(),
        Trust::Untrusted { .. } => String::new(),
    }
}

/// The evidence a signature rests on by its own words. The reply and the mail it came in are none: they may name people
/// who sign nothing.
fn rests_on(statement: &Statement) -> impl Iterator<Item = (&'static str, Digest)> + '_ {
    let word = |instead: &Instead| if instead.mandate().is_some() { "mandate" } else { "signature" };
    let files = |instead: &'_ Instead| instead.evidence().iter().map(|file| file.digest).collect::<Vec<_>>();
    statement
        .instead
        .iter()
        .flat_map(move |instead| files(instead).into_iter().map(move |digest| (word(instead), digest)))
}

fn executed(act: &Act) -> Option<(Executed, Vec<Digest>)> {
    let Deed::Executed { on, how, platform, evidence, .. } = &act.deed else { return None };
    let execution = Executed { evidence: Vec::new(), how: how.word().to_owned(), on: *on, platform: platform.clone() };
    Some((execution, evidence.values().copied().collect()))
}

fn pair(all: &[(String, Vec<u8>)], file: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let find = |name: &str| all.iter().find(|(other, _)| other == name).map(|(_, bytes)| bytes.clone());
    Some((find(file)?, find(&format!("{file}.sig"))?))
}
