//! What happened elsewhere rests on its evidence: the files that `executed`, `notice`, `terminate`, `done` and `decline`
//! name, those that came with what was received, and those of witnessed signatures and mandates, byte for byte.

use crate::contract::act::{Act, Deed};
use crate::contract::digest::Digest;
use crate::error::Result;
use crate::ops::dossier::Dossier;
use crate::ops::dossier::judge::Judgement;
use crate::ops::session::Session;
use crate::signature::statement::Instead;
use crate::signature::verdict::Verdict;

/// Looks for every piece of evidence among the contract's files.
pub fn check(
    session: &Session,
    dossier: &Dossier,
    (acts, judged): (&[Act], &[Judgement]),
    findings: &mut Vec<(Verdict, String)>,
) -> Result<()> {
    let of_acts = acts
        .iter()
        .filter_map(|act| match &act.deed {
            Deed::Executed { evidence, .. }
            | Deed::Notice { evidence, .. }
            | Deed::Terminate { evidence, .. }
            | Deed::Receive { evidence, .. }
            | Deed::Done { evidence, .. } => Some(evidence),
            Deed::Comment { from: Some(from), .. } => Some(&from.evidence),
            Deed::Decline { told, .. } => told.as_ref().map(|told| &told.evidence),
            _ => None,
        })
        .flatten()
        .map(|(name, digest)| (name.as_str(), *digest));
    let stated = judged.iter().filter_map(|one| one.result.as_ref().ok()?.statement().instead.as_ref());
    let of_statements = stated.flat_map(Instead::evidence).map(|file| (file.name.as_str(), file.digest));
    let wanted: Vec<(&str, Digest)> = of_acts.chain(of_statements).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let mut snapshot = session.snapshot()?;
    let mut present = Vec::with_capacity(dossier.files.len());
    for file in &dossier.files {
        let Some(entry) = snapshot.find(&format!("{}/{file}", dossier.folder))? else { continue };
        present.push((file, Digest::from_bytes(snapshot.sha256(entry.id)?)));
    }
    for (name, digest) in wanted {
        if present.iter().any(|(_, found)| *found == digest) {
            continue;
        }
        let changed = present.iter().find(|(file, _)| file.ends_with(name));
        let sentence = match changed {
            Some((file, found)) => format!("{}/{file}: evidence recorded as {digest}, is {found}", dossier.folder),
            None => {
                let name = name.strip_prefix("files/").unwrap_or(name);
                format!("{}/files/{name}: evidence recorded as {digest}, is missing", dossier.folder)
            }
        };
        findings.push((Verdict::Broken, sentence));
    }
    Ok(())
}
