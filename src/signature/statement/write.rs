//! The one spelling of a statement. The fields below stand in alphabetical order, because serde writes them as they stand.

use serde::Serialize;

use super::error::StatementError;
use super::instead::{MandateEntry, WitnessedEntry, mandate_entry, witnessed_entry};
use super::read::TIME;
use super::{PREDICATE_TYPE, STATEMENT_TYPE, Statement};
use crate::contract::digest::Digest;
use crate::contract::lifecycle::StatementAct;
use crate::contract::revision::Subject;

#[derive(Serialize)]
struct Top<'a> {
    _type: &'static str,
    predicate: Predicate<'a>,
    #[serde(rename = "predicateType")]
    predicate_type: &'static str,
    subject: Vec<SubjectEntry<'a>>,
}

#[derive(Serialize)]
struct Predicate<'a> {
    act: &'static str,
    after: Vec<Digest>,
    claimed: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_hmac: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'a str>,
    consent: &'a str,
    contract: Contract<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mandate: Option<MandateEntry<'a>>,
    nonce: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    send: Option<Digest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shown_sha256: Option<String>,
    signer: SignerEntry<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    witnessed: Option<WitnessedEntry<'a>>,
}

#[derive(Serialize)]
struct Contract<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct SignerEntry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    capacity: Option<&'a str>,
    email: &'a str,
    key: &'a str,
    name: &'a str,
    party: &'a str,
}

/// A file and its digest.
#[derive(Serialize)]
pub(super) struct SubjectEntry<'a> {
    digest: DigestEntry,
    name: &'a str,
}

/// A digest as in-toto writes it.
#[derive(Serialize)]
struct DigestEntry {
    sha256: String,
}

/// Writes a statement; subjects and `after` are sorted on the way.
pub(super) fn bytes(statement: &Statement) -> Result<Vec<u8>, StatementError> {
    let top = Top {
        _type: STATEMENT_TYPE,
        predicate: predicate(statement),
        predicate_type: PREDICATE_TYPE,
        subject: subjects(&statement.subjects),
    };
    // Two-space indent is what serde_json calls pretty; it cannot fail on these types.
    let mut bytes = serde_json::to_vec_pretty(&top).map_err(|error| StatementError::NotJson {
        line: error.line(),
        column: error.column(),
        message: error.to_string(),
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn predicate(statement: &Statement) -> Predicate<'_> {
    let mut after = statement.after.clone();
    after.sort_unstable();
    after.dedup();
    let signer = &statement.signer;
    Predicate {
        act: word(statement.act),
        after,
        claimed: statement.claimed.format(TIME).to_string(),
        code_hmac: statement.code_hmac.map(|hmac| hmac.to_string()),
        commit: statement.commit.as_deref(),
        consent: &statement.consent,
        contract: Contract { id: statement.contract.as_str(), title: &statement.title },
        mandate: mandate_entry(statement),
        nonce: statement.nonce.to_string(),
        reason: statement.reason.as_deref(),
        send: statement.send,
        shown_sha256: statement.shown.map(|digest| digest.hex()),
        signer: SignerEntry {
            capacity: signer.capacity.as_deref(),
            email: signer.email.as_str(),
            key: &signer.key,
            name: &signer.name,
            party: &signer.party,
        },
        witnessed: witnessed_entry(statement),
    }
}

/// Files in the order of their names.
pub(super) fn subjects(files: &[Subject]) -> Vec<SubjectEntry<'_>> {
    let mut subjects: Vec<_> = files.iter().collect();
    subjects.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
    subjects
        .into_iter()
        .map(|subject| SubjectEntry { digest: DigestEntry { sha256: subject.digest.hex() }, name: &subject.name })
        .collect()
}

const fn word(act: StatementAct) -> &'static str {
    match act {
        StatementAct::Sign => "sign",
        StatementAct::Decline => "decline",
        StatementAct::Witness => "witness",
    }
}
