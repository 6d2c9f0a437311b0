//! Reads acts.

use std::collections::BTreeMap;

use super::words::{ACTS, BASES, EXECUTIONS};
use super::{Act, Deed, Execution};
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::contract::name::is_safe_path;
use crate::contract::problem::{Problem, quoted};
use crate::contract::toml_read::{Fields, Reader, text_of};

/// Largest act file, in bytes.
const LARGEST: usize = 256 << 10;
/// Longest name of a party.
const NAME: usize = 200;
/// Longest reason or note.
const NOTE: usize = 4_000;
/// Longest comment.
const COMMENT: usize = 40_000;
/// Most acts and statements an author can have seen.
const SEEN: usize = 2_000;

const COMMON: &[&str] = &["act", "contract", "by", "at", "after"];

pub(super) fn parse(file: &str, bytes: &[u8]) -> Result<Act, Vec<Problem>> {
    let text = text_of(file, bytes, LARGEST)?;
    let reader = Reader::new(file, text, 1);
    let act = reader.document().and_then(|table| read(&Fields::root(&reader, &table), Digest::of(bytes)));
    reader.finish(act)
}

fn read(root: &Fields<'_, '_>, digest: Digest) -> Option<Act> {
    let words: Vec<(&'static str, &'static str)> = ACTS.iter().map(|word| (*word, *word)).collect();
    let fields = root.clone().with(COMMON);
    let word = fields.word("act", &words)?;
    let contract = fields.read("contract", "bad-id", str::parse::<ContractId>);
    let by = fields.email("by");
    let at = fields.moment("at");
    let after = fields.list("after", "bad-digest", SEEN, str::parse::<Digest>);
    let (own, needed) = keys(word);
    let known: Vec<&'static str> = COMMON.iter().chain(own).copied().collect();
    let deed = deed(&fields.only(&known).with(needed), word);
    Some(Act { digest, contract: contract?, by: by?, at: at?, after: after?, deed: deed? })
}

/// The keys an act may have beyond the common ones, and those of them it must have.
fn keys(word: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match word {
        "submit" => (&["revision"], &["revision"]),
        "approve" => (&["revision", "note"], &["revision"]),
        "reject" => (&["revision", "reason"], &["revision", "reason"]),
        "send" => (&["revision", "until"], &["revision"]),
        "extend" => (&["until"], &["until"]),
        "reopen" => (&["revision", "reason"], &["revision"]),
        "void" => (&["reason"], &["reason"]),
        "decline" => (&["party", "reason"], &["party", "reason"]),
        "receive" => (&["statement", "key", "basis", "on", "note"], &["statement", "key", "basis", "on"]),
        "executed" => (&["revision", "on", "how", "platform", "evidence"], &["revision", "on", "how", "evidence"]),
        "correct" => (&["from", "to", "reason"], &["from", "to"]),
        "notice" => (&["party", "sent", "received", "reason"], &["party", "received"]),
        "terminate" => (&["on", "reason"], &["on", "reason"]),
        "done" => (&["what", "due", "on", "note"], &["what", "on"]),
        "comment" => (&["text", "clause"], &["text"]),
        "undo" => (&["undoes"], &["undoes"]),
        _ => (&[], &[]),
    }
}

fn deed(fields: &Fields<'_, '_>, word: &str) -> Option<Deed> {
    let digest = |key| fields.read(key, "bad-digest", str::parse::<Digest>);
    let note = |key| fields.prose(key, NOTE);
    // What is optional is read before what is needed, so that a missing key does not hide another fault.
    Some(match word {
        "submit" => Deed::Submit { revision: digest("revision")? },
        "approve" => {
            let note = note("note");
            Deed::Approve { revision: digest("revision")?, note }
        }
        "reject" => {
            let (revision, reason) = (digest("revision"), note("reason"));
            Deed::Reject { revision: revision?, reason: reason? }
        }
        "send" => {
            let until = fields.date("until");
            Deed::Send { revision: digest("revision")?, until }
        }
        "extend" => Deed::Extend { until: fields.date("until")? },
        "reopen" => {
            let reason = note("reason");
            Deed::Reopen { revision: digest("revision")?, reason }
        }
        "void" => Deed::Void { reason: note("reason")? },
        "decline" => {
            let (party, reason) = (fields.text("party", NAME), note("reason"));
            Deed::Decline { party: party?, reason: reason? }
        }
        "correct" => {
            let (from, to, reason) = (digest("from"), digest("to"), note("reason"));
            Deed::Correct { from: from?, to: to?, reason }
        }
        "comment" => {
            let clause = fields.text("clause", NAME);
            Deed::Comment { text: fields.prose("text", COMMENT)?, clause }
        }
        "archive" => Deed::Archive,
        "unarchive" => Deed::Unarchive,
        "undo" => Deed::Undo { act: digest("undoes")? },
        _ => dated(fields, word)?,
    })
}

/// The acts that say on which day something happened outside.
fn dated(fields: &Fields<'_, '_>, word: &str) -> Option<Deed> {
    let digest = |key| fields.read(key, "bad-digest", str::parse::<Digest>);
    let (on, note) = (fields.date("on"), fields.prose("note", NOTE));
    match word {
        "receive" => {
            let (statement, key) = (digest("statement"), fields.text("key", 2_000));
            let basis = fields.word("basis", BASES);
            Some(Deed::Receive { statement: statement?, key: key?, basis: basis?, on: on?, note })
        }
        "executed" => {
            let (revision, how) = (digest("revision"), fields.word("how", EXECUTIONS));
            let (platform, evidence) = (fields.text("platform", NAME), evidence(fields));
            if platform.is_some() && how == Some(Execution::Paper) {
                fields.problem("platform", "contradiction", "paper has no `platform`");
            }
            Some(Deed::Executed { revision: revision?, on: on?, how: how?, platform, evidence: evidence? })
        }
        "notice" => {
            let (party, sent, received) = (fields.text("party", NAME), fields.date("sent"), fields.date("received"));
            let reason = fields.prose("reason", NOTE);
            if let (Some(sent), Some(received)) = (sent, received)
                && received < sent
            {
                fields.problem(
                    "received",
                    "contradiction",
                    format!("received on {received}, before it was sent on {sent}"),
                );
            }
            Some(Deed::Notice { party: party?, sent, received: received?, reason })
        }
        "terminate" => {
            let reason = fields.prose("reason", NOTE);
            Some(Deed::Terminate { on: on?, reason: reason? })
        }
        "done" => {
            let (what, due) = (fields.text("what", NAME), fields.date("due"));
            Some(Deed::Done { what: what?, due, on: on?, note })
        }
        _ => None,
    }
}

/// `[evidence]`: paths below the contract's folder and the digests of what lies there, at least one.
fn evidence(fields: &Fields<'_, '_>) -> Option<BTreeMap<String, Digest>> {
    let table = fields.table("evidence")?;
    let paths = table.keys_as_written();
    if paths.is_empty() || paths.len() > SEEN {
        fields.problem("evidence", "empty", "`evidence` must name at least one file");
        return None;
    }
    let mut evidence = BTreeMap::new();
    for path in paths {
        if !is_safe_path(path) {
            table.problem(path, "bad-path", format!("{} is not a path inside the contract's folder", quoted(path)));
        }
        if let Some(digest) = table.read(path, "bad-digest", str::parse::<Digest>) {
            evidence.insert(path.to_owned(), digest);
        }
    }
    Some(evidence)
}
