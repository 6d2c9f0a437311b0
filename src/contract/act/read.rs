//! Reads acts.

use std::collections::BTreeMap;

use super::words::{ACTS, BASES, EXECUTIONS, GROUNDS};
use super::{Act, Deed, Execution, Page, Reported, Told};
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::contract::language::LANGUAGES;
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

/// Most pages of one send.
const MOST_PAGES: usize = 200;
/// What tells who told us of a refusal.
const TOLD: &[&str] = &["name", "on", "basis", "evidence"];
/// What tells whose words a comment is.
const FROM: &[&str] = &["party", "name", "email", "basis", "on", "send", "proposes", "evidence"];
/// All keys of a comment.
const COMMENTED: &[&str] = &["text", "clause", "party", "name", "email", "basis", "on", "send", "proposes", "evidence"];

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
        "send" => (&["revision", "until", "page"], &["revision"]),
        "extend" => (&["until"], &["until"]),
        "reopen" => (&["revision", "reason"], &["revision"]),
        "void" => (&["reason"], &["reason"]),
        "decline" => (&["party", "reason", "name", "on", "basis", "evidence"], &["party", "reason"]),
        "receive" => (&["statement", "key", "basis", "on", "note", "evidence"], &["statement", "key", "basis", "on"]),
        "executed" => (&["revision", "on", "how", "platform", "evidence"], &["revision", "on", "how", "evidence"]),
        "correct" => (&["from", "to", "reason"], &["from", "to"]),
        "notice" => (&["party", "sent", "received", "reason", "evidence"], &["party", "received"]),
        "terminate" => (&["on", "ground", "party", "reason", "evidence"], &["on", "reason"]),
        "done" => (&["what", "due", "on", "note", "evidence"], &["what", "on"]),
        "comment" => (COMMENTED, &["text"]),
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
            let pages = pages(fields);
            Deed::Send { revision: digest("revision")?, until, pages: pages? }
        }
        "extend" => Deed::Extend { until: fields.date("until")? },
        "reopen" => {
            let reason = note("reason");
            Deed::Reopen { revision: digest("revision")?, reason }
        }
        "void" => Deed::Void { reason: note("reason")? },
        "decline" => {
            let (party, reason) = (fields.text("party", NAME), note("reason"));
            let told = if TOLD.iter().any(|key| fields.has(key)) { Some(Box::new(told(fields)?)) } else { None };
            Deed::Decline { party: party?, reason: reason?, told }
        }
        "correct" => {
            let (from, to, reason) = (digest("from"), digest("to"), note("reason"));
            Deed::Correct { from: from?, to: to?, reason }
        }
        "comment" => {
            let clause = fields.text("clause", NAME);
            let from = if FROM.iter().any(|key| fields.has(key)) { Some(Box::new(reported(fields)?)) } else { None };
            Deed::Comment { text: fields.prose("text", COMMENT)?, clause, from }
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
            let evidence = maybe_evidence(fields)?;
            Some(Deed::Receive { statement: statement?, key: key?, basis: basis?, on: on?, note, evidence })
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
            let evidence = maybe_evidence(fields);
            Some(Deed::Notice { party: party?, sent, received: received?, reason, evidence: evidence? })
        }
        "terminate" => {
            let (ground, party) = (fields.word("ground", GROUNDS), fields.text("party", NAME));
            let (reason, evidence) = (fields.prose("reason", NOTE), maybe_evidence(fields));
            Some(Deed::Terminate { on: on?, ground, party, reason: reason?, evidence: evidence? })
        }
        "done" => {
            let (what, due) = (fields.text("what", NAME), fields.date("due"));
            let evidence = maybe_evidence(fields);
            Some(Deed::Done { what: what?, due, on: on?, note, evidence: evidence? })
        }
        _ => None,
    }
}

/// The pages of a send; none in those of earlier versions.
fn pages(fields: &Fields<'_, '_>) -> Option<Vec<Page>> {
    let tables = fields.tables("page");
    if tables.len() > MOST_PAGES {
        fields.problem("page", "too-many", format!("{} pages; at most {MOST_PAGES} are read", tables.len()));
        return None;
    }
    tables.into_iter().map(page).collect()
}

fn page(fields: Fields<'_, '_>) -> Option<Page> {
    let fields = fields.only(&["party", "name", "email", "language", "shown", "code"]);
    let fields = fields.with(&["party", "language", "shown", "code"]);
    let (party, name) = (fields.text("party", NAME), fields.text("name", NAME));
    let email = if fields.has("email") { Some(fields.email("email")?) } else { None };
    let language = fields.word("language", LANGUAGES);
    let shown = fields.read("shown", "bad-digest", str::parse::<Digest>);
    let code = fields.flag("code");
    Some(Page { party: party?, name, email, language: language?, shown: shown?, code: code? })
}

/// Who told us of a refusal.
fn told(fields: &Fields<'_, '_>) -> Option<Told> {
    let fields = &fields.clone().with(&["name", "on", "basis"]);
    let (name, on, basis) = (fields.text("name", NAME), fields.date("on"), fields.word("basis", BASES));
    let evidence = maybe_evidence(fields);
    Some(Told { name: name?, on: on?, basis: basis?, evidence: evidence? })
}

/// Whose words a comment tells.
fn reported(fields: &Fields<'_, '_>) -> Option<Reported> {
    let fields = &fields.clone().with(&["party", "name", "basis", "on"]);
    let (party, name) = (fields.text("party", NAME), fields.text("name", NAME));
    let email = if fields.has("email") { Some(fields.email("email")?) } else { None };
    let (basis, on) = (fields.word("basis", BASES), fields.date("on"));
    let send = if fields.has("send") { Some(fields.read("send", "bad-digest", str::parse::<Digest>)?) } else { None };
    let proposes = fields.text("proposes", NAME);
    let evidence = maybe_evidence(fields)?;
    if let Some(path) = proposes.as_ref().filter(|path| !evidence.contains_key(*path)) {
        fields.problem("proposes", "contradiction", format!("{} is not among the evidence", quoted(path)));
    }
    Some(Reported { party: party?, name: name?, email, basis: basis?, on: on?, send, proposes, evidence })
}

/// As [`evidence`], where there may be none.
fn maybe_evidence(fields: &Fields<'_, '_>) -> Option<BTreeMap<String, Digest>> {
    if fields.has("evidence") { evidence(fields) } else { Some(BTreeMap::new()) }
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
