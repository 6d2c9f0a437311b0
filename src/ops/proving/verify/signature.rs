//! One statement as `verify` tells it: who, for whom, on which ground, and what is wrong with it.

use crate::contract::digest::Digest;
use crate::contract::revision::Subject;
use crate::ops::dossier::Dossier;
use crate::ops::dossier::judge::Judgement;
use crate::report::verify::{EvidenceItem, MandateItem, SignatureItem, WitnessedItem};
use crate::signature::statement::{Instead, Statement};
use crate::signature::verdict::{Trust, Verdict, Verified};

fn files(evidence: &[Subject]) -> Vec<EvidenceItem> {
    evidence.iter().map(|file| EvidenceItem { file: file.name.clone(), sha256: file.digest.hex() }).collect()
}

/// One statement as the answer tells it.
pub fn item(dossier: &Dossier, one: &Judgement) -> SignatureItem {
    let statement = match &one.result {
        Ok(verified) => Some(verified.statement()),
        Err(_) => dossier
            .statements
            .iter()
            .find(|file| file.file == one.file)
            .and_then(|file| file.envelope.as_ref().ok().map(|envelope| envelope.statement())),
    };
    let (verdict, basis, findings) = match &one.result {
        Err(fault) => ("invalid", None, vec![fault.clone()]),
        Ok(verified) => trust(verified),
    };
    let file = format!("{}/{}", dossier.folder, one.file);
    told(file, one.digest, statement, Outcome { verdict: verdict.to_owned(), basis, findings })
}

/// What became of a statement.
pub(in crate::ops::proving) struct Outcome {
    /// `valid`, `untrusted`, `invalid`, or the way in which a witnessed signature was made.
    pub verdict: String,
    /// Why its signer is known.
    pub basis: Option<String>,
    /// What is wrong or doubtful.
    pub findings: Vec<String>,
}

/// A statement as reports tell of it; what cannot be read of it stays empty.
pub(in crate::ops::proving) fn told(
    file: String,
    digest: Digest,
    statement: Option<&Statement>,
    outcome: Outcome,
) -> SignatureItem {
    let (mandate, witnessed) = stands_in(statement);
    let of = |f: &dyn Fn(&Statement) -> String| statement.map(f).unwrap_or_default();
    SignatureItem {
        file,
        statement: digest.to_string(),
        act: of(&|s| s.act.word().to_owned()),
        name: of(&|s| s.signer.name.clone()),
        email: of(&|s| s.signer.email.to_string()),
        party: of(&|s| s.signer.party.clone()),
        capacity: of(&|s| s.signer.capacity.clone().unwrap_or_default()),
        key: of(&|s| s.signer.key.clone()),
        claimed: of(&|s| s.claimed.format("%Y-%m-%dT%H:%M:%SZ").to_string()),
        verdict: outcome.verdict,
        basis: outcome.basis,
        mandate,
        witnessed,
        findings: outcome.findings,
    }
}

/// Who gave a mandate, and what was witnessed.
pub(in crate::ops::proving) fn stands_in(
    statement: Option<&Statement>,
) -> (Option<MandateItem>, Option<WitnessedItem>) {
    let instead = statement.and_then(|statement| statement.instead.as_ref());
    let mandate = instead.and_then(Instead::mandate).map(|mandate| MandateItem {
        name: mandate.name.clone(),
        email: mandate.email.as_ref().map(ToString::to_string),
        evidence: files(&mandate.evidence),
    });
    let witnessed = instead.and_then(Instead::witnessed).map(|seen| WitnessedItem {
        name: seen.name.clone(),
        email: seen.email.as_ref().map(ToString::to_string),
        party: seen.party.clone(),
        capacity: seen.capacity.clone(),
        how: seen.how.word().to_owned(),
        platform: seen.platform.clone(),
        on: seen.on,
        evidence: files(&seen.evidence),
    });
    (mandate, witnessed)
}

fn trust(verified: &Verified) -> (&'static str, Option<String>, Vec<String>) {
    match verified.trust() {
        Trust::Member { .. } => match verified.statement().instead.as_ref().and_then(Instead::witnessed) {
            Some(seen) => (Verdict::of_execution(seen.how).word(), Some("witness".to_owned()), Vec::new()),
            None => ("valid", Some("member".to_owned()), Vec::new()),
        },
        Trust::Known { basis } => ("valid", Some(basis.word().to_owned()), Vec::new()),
        Trust::Untrusted { reason } => ("untrusted", None, vec![reason.to_string()]),
    }
}
