//! `certificate.html`: what happened, for people.

use super::gather::basis;
use crate::contract::act::Execution;
use crate::contract::digest::Digest;
use crate::contract::lifecycle::StatementAct;
use crate::ops::dossier::Dossier;
use crate::ops::proving::verify::Proven;
use crate::page::certificate::{Certificate, File, Outside, Signature, certificate};
use crate::signature::bundle::{ANNEXES, CONTRACT, EVIDENCE, Files, Manifest, SIGNATURES};
use crate::signature::statement::{Instead, Statement};

/// The page.
pub fn html(dossier: &Dossier, proven: &Proven, manifest: &Manifest, files: &Files) -> String {
    let mut said: Vec<_> = proven.counted(dossier).collect();
    said.sort_by_key(|(one, verified)| (verified.statement().claimed, one.digest));
    let file = |name: &str| format!("{SIGNATURES}{}", name.rsplit('/').next().unwrap_or(name));
    let known = |path: &str| manifest.signatures.iter().find(|known| known.statement == path);
    let signatures: Vec<Signature> = said
        .iter()
        .map(|(one, verified)| {
            let (statement, path) = (verified.statement(), file(&one.file));
            let known = known(&path);
            Signature {
                what: word(statement),
                name: statement.signer.name.clone(),
                email: statement.signer.email.to_string(),
                party: statement.signer.party.clone(),
                capacity: statement.signer.capacity.clone(),
                instead: statement.instead.as_ref().map(instead),
                consent: statement.consent.clone(),
                claimed: statement.claimed,
                received: known.map(|known| known.received),
                key: verified.key().fingerprint(),
                basis: basis(verified),
                evidence: known.map(|known| known.evidence.clone()).unwrap_or_default(),
                digest: one.digest,
                file: path,
            }
        })
        .collect();
    let shown = |path: &&String| *path == CONTRACT || path.starts_with(ANNEXES) || path.starts_with(EVIDENCE);
    let listed = files.iter().filter(|(path, _)| shown(path));
    let outside = manifest.execution.as_ref().map(|execution| Outside {
        how: execution.how.clone(),
        on: execution.on,
        platform: execution.platform.clone(),
        evidence: execution.evidence.clone(),
    });
    certificate(&Certificate {
        title: manifest.agreement.title.clone(),
        contract: manifest.agreement.contract.to_string(),
        revision: manifest.agreement.revision,
        verdict: manifest.verdict.clone(),
        state: manifest.state.clone(),
        parties: dossier.header().map(|header| header.parties.clone()).unwrap_or_default(),
        signatures,
        outside,
        missing: proven.standing.as_ref().map(|standing| standing.missing.clone()).unwrap_or_default(),
        files: listed.map(|(path, bytes)| File { path: path.clone(), digest: Digest::of(bytes) }).collect(),
        maker: format!("{} <{}>", manifest.made.name, manifest.made.email),
        maker_key: manifest.made.key.clone(),
    })
}

/// Whose place it fills, in words.
fn instead(of: &Instead) -> String {
    let address = of.email().map(|email| format!(" <{email}>")).unwrap_or_default();
    let person = format!("{}{address}", of.name());
    let Some(seen) = of.witnessed() else { return format!("{person}, who gave a mandate") };
    let capacity = seen.capacity.as_ref().map(|capacity| format!(", {capacity}")).unwrap_or_default();
    let how = match (seen.how, &seen.platform) {
        (Execution::Paper, _) => "on paper".to_owned(),
        (Execution::External, Some(platform)) => format!("with {platform}"),
        (Execution::External, None) => "with another signing service".to_owned(),
    };
    format!("{person}{capacity}, for {}, who signed {how} on {}", seen.party, seen.on)
}

fn word(statement: &Statement) -> &'static str {
    match statement.act {
        StatementAct::Sign => "signed",
        StatementAct::Decline => "declined",
        StatementAct::Witness => "witnessed",
    }
}
