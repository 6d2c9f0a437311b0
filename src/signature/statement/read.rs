//! From a JSON tree to a statement.

use chrono::{DateTime, NaiveDateTime, Timelike as _, Utc};

use super::error::StatementError;
use super::fields::{Fields, as_list, as_text, parse};
use super::json::Node;
use super::{PREDICATE_TYPE, STATEMENT_TYPE, Signer, Statement, instead};
use crate::contract::digest::Digest;
use crate::contract::lifecycle::StatementAct;
use crate::contract::revision::Subject;
use crate::signature::key::is_fingerprint;

pub(super) const LONGEST_NAME: usize = 200;
const LONGEST_SENTENCE: usize = 4000;
/// How times are written: UTC, whole seconds.
pub(super) const TIME: &str = "%Y-%m-%dT%H:%M:%SZ";

/// Reads the whole tree.
pub(super) fn statement(node: &Node) -> Result<Statement, StatementError> {
    let top = Fields::of(node, "")?;
    constant(&top, "_type", STATEMENT_TYPE)?;
    constant(&top, "predicateType", PREDICATE_TYPE)?;
    let subjects = subjects(top.need("subject")?)?;
    let predicate = top.object("predicate")?;
    top.finish()?;
    let statement = predicate_of(&predicate, subjects)?;
    predicate.finish()?;
    Ok(statement)
}

fn predicate_of(fields: &Fields<'_>, subjects: Vec<Subject>) -> Result<Statement, StatementError> {
    let act = act(fields)?;
    let contract = fields.object("contract")?;
    let (id, title) = (contract.parsed("id")?, contract.words("title", LONGEST_NAME)?);
    contract.finish()?;
    let reason = fields.optional_words("reason", LONGEST_SENTENCE)?;
    if reason.is_some() && act != StatementAct::Decline {
        return Err(wrong(fields, "reason", "only a `decline` has a reason"));
    }
    Ok(Statement {
        subjects,
        act,
        contract: id,
        title,
        signer: signer(&fields.object("signer")?)?,
        consent: fields.words("consent", LONGEST_SENTENCE)?,
        claimed: claimed(fields)?,
        after: after(fields.need("after")?, &fields.at("after"))?,
        commit: commit(fields)?,
        nonce: fields.parsed("nonce")?,
        send: fields.optional("send")?,
        shown: fields.get("shown_sha256").map(|_| bare_digest(fields, "shown_sha256")).transpose()?,
        code_hmac: fields.optional("code_hmac")?,
        instead: instead::read(fields, act)?,
        reason,
    })
}

fn act(fields: &Fields<'_>) -> Result<StatementAct, StatementError> {
    match fields.text("act")? {
        "sign" => Ok(StatementAct::Sign),
        "decline" => Ok(StatementAct::Decline),
        "witness" => Ok(StatementAct::Witness),
        _ => Err(wrong(fields, "act", "expected `sign`, `decline` or `witness`")),
    }
}

fn signer(fields: &Fields<'_>) -> Result<Signer, StatementError> {
    let key = fields.text("key")?;
    if !is_fingerprint(key) {
        return Err(wrong(fields, "key", "expected a fingerprint such as `SHA256:…`"));
    }
    let signer = Signer {
        name: fields.words("name", LONGEST_NAME)?,
        email: fields.parsed("email")?,
        party: fields.words("party", LONGEST_NAME)?,
        capacity: fields.optional_words("capacity", LONGEST_NAME)?,
        key: key.to_owned(),
    };
    fields.finish()?;
    Ok(signer)
}

fn claimed(fields: &Fields<'_>) -> Result<DateTime<Utc>, StatementError> {
    let text = fields.text("claimed")?;
    let time = NaiveDateTime::parse_from_str(text, TIME).ok().map(|time| time.and_utc());
    // chrono also reads years with a sign and the leap second `:60`, which it keeps as nanoseconds.
    time.filter(|time| text.len() == 20 && time.nanosecond() == 0 && time.format(TIME).to_string() == text)
        .ok_or_else(|| wrong(fields, "claimed", "expected a UTC time such as `2026-11-24T13:37:00Z`"))
}

fn commit(fields: &Fields<'_>) -> Result<Option<String>, StatementError> {
    let Some(node) = fields.get("commit") else { return Ok(None) };
    let text = as_text(node, &fields.at("commit"))?;
    let hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if hex && matches!(text.len(), 40 | 64) {
        return Ok(Some(text.to_owned()));
    }
    Err(wrong(fields, "commit", "expected 40 or 64 lower-case hexadecimal digits"))
}

fn after(node: &Node, path: &str) -> Result<Vec<Digest>, StatementError> {
    let digests: Vec<Digest> = as_list(node, path)?
        .iter()
        .map(|item| parse(as_text(item, path)?, path))
        .collect::<Result<_, StatementError>>()?;
    if is_ascending(&digests) { Ok(digests) } else { Err(unsorted(path)) }
}

fn subjects(node: &Node) -> Result<Vec<Subject>, StatementError> {
    let list = as_list(node, "subject")?;
    let subjects: Vec<Subject> = list
        .iter()
        .enumerate()
        .map(|(place, item)| subject(item, &format!("subject[{place}]")))
        .collect::<Result<_, _>>()?;
    let names: Vec<&str> = subjects.iter().map(|subject| subject.name.as_str()).collect();
    if !is_ascending(&names) {
        return Err(unsorted("subject"));
    }
    if !names.contains(&"contract.md") {
        return Err(StatementError::Value {
            path: "subject".to_owned(),
            message: "does not name `contract.md`".to_owned(),
        });
    }
    Ok(subjects)
}

fn subject(node: &Node, path: &str) -> Result<Subject, StatementError> {
    let fields = Fields::of(node, path)?;
    let name = fields.text("name")?;
    if name != "contract.md" && !name.strip_prefix("annexes/").is_some_and(is_tree_path) {
        return Err(wrong(&fields, "name", "expected `contract.md` or a path below `annexes/`"));
    }
    let digest = fields.object("digest")?;
    let sha256 = bare_digest(&digest, "sha256")?;
    digest.finish()?;
    fields.finish()?;
    Ok(Subject { name: name.to_owned(), digest: sha256 })
}

/// Where the key already says `sha256` the value is the digits alone, as in-toto writes it.
pub(super) fn bare_digest(fields: &Fields<'_>, key: &'static str) -> Result<Digest, StatementError> {
    Digest::from_hex(fields.text(key)?).map_err(|_| wrong(fields, key, "expected 64 lower-case hexadecimal digits"))
}

/// Names in the tree: lower-case ASCII letters, digits, `-`, `_`, `.` (not leading), 200 bytes at most.
pub(super) fn is_tree_path(path: &str) -> bool {
    path.split('/').all(|name| {
        !name.is_empty()
            && name.len() <= 200
            && !name.starts_with('.')
            && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.'))
    })
}

pub(super) fn is_ascending<T: PartialOrd>(items: &[T]) -> bool {
    items.iter().zip(items.iter().skip(1)).all(|(before, after)| before < after)
}

fn constant(fields: &Fields<'_>, key: &'static str, expected: &str) -> Result<(), StatementError> {
    if fields.text(key)? == expected { Ok(()) } else { Err(wrong(fields, key, &format!("expected `{expected}`"))) }
}

pub(super) fn wrong(fields: &Fields<'_>, key: &str, message: &str) -> StatementError {
    StatementError::Value { path: fields.at(key), message: message.to_owned() }
}

pub(super) fn unsorted(path: &str) -> StatementError {
    StatementError::Value { path: path.to_owned(), message: "must be sorted, each entry once".to_owned() }
}
