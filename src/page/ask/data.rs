//! What the script of a page reads.

use serde::Serialize;
use serde_json::Value;

use super::Ask;
use crate::contract::digest::Digest;
use crate::page::consent;
use crate::page::words::Script;

#[derive(Serialize)]
struct Data<'a> {
    contract: &'a str,
    title: &'a str,
    organisation: &'a str,
    send: Digest,
    revision: Digest,
    shown: Digest,
    party: &'a str,
    email: Option<&'a str>,
    /// What a proof of the code is bound to.
    who: &'a str,
    until: String,
    until_day: String,
    code: bool,
    may_sign: bool,
    statement: &'a Value,
    refusal: String,
    clauses: Vec<Clause<'a>>,
    blocks: Vec<Passage<'a>>,
    words: &'static Script,
}

#[derive(Serialize)]
struct Clause<'a> {
    name: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct Passage<'a> {
    lines: String,
    text: &'a str,
    sha256: String,
    clause: Option<&'a str>,
}

/// The data of one page.
pub(super) fn json(ask: &Ask<'_>) -> String {
    let passages = ask.article.blocks.iter().map(|block| Passage {
        lines: format!("{}-{}", block.lines.0, block.lines.1),
        text: &block.text,
        sha256: Digest::of(block.text.as_bytes()).hex(),
        clause: block.clause.as_deref(),
    });
    let clauses = ask.article.clauses.iter().map(|clause| Clause { name: &clause.name, title: &clause.title });
    let data = Data {
        contract: ask.contract,
        title: ask.title,
        organisation: ask.organisation,
        send: ask.send,
        revision: ask.revision,
        shown: ask.article.digest(),
        party: ask.party,
        email: ask.email,
        who: ask.email.unwrap_or(ask.party),
        until: ask.until.to_string(),
        until_day: ask.language.date(ask.until),
        code: ask.code,
        may_sign: ask.may_sign,
        statement: ask.statement,
        refusal: consent::refusal(ask.language, ask.title, ask.contract, ask.party),
        clauses: clauses.collect(),
        blocks: passages.collect(),
        words: Script::of(ask.language),
    };
    // Cannot fail: texts, lists and a value that is JSON already.
    serde_json::to_string(&data).unwrap_or_default()
}
