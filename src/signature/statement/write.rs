//! The one spelling of a statement. The fields below stand in alphabetical order, because serde writes them as they stand.

use serde::Serialize;

use super::error::StatementError;
use super::read::TIME;
use super::{PREDICATE_TYPE, STATEMENT_TYPE, Statement};
use crate::contract::digest::Digest;
use crate::contract::lifecycle::StatementAct;

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
    nonce: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    send: Option<Digest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shown_sha256: Option<String>,
    signer: SignerEntry<'a>,
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

#[derive(Serialize)]
struct SubjectEntry<'a> {
    digest: DigestEntry,
    name: &'a str,
}

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
        subject: subjects(statement),
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
    }
}

fn subjects(statement: &Statement) -> Vec<SubjectEntry<'_>> {
    let mut subjects: Vec<_> = statement.subjects.iter().collect();
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
