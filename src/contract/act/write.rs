//! Writes acts.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::{Act, Deed, Page, Reported, Told};
use crate::contract::digest::Digest;
use crate::contract::id::ContractId;
use crate::contract::toml_write::Writer;

/// The bytes of an act: the common keys, then what the act needs, in a fixed order.
#[must_use]
pub fn write(contract: &ContractId, by: &str, at: DateTime<FixedOffset>, after: &[Digest], deed: &Deed) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.text("act", deed.word());
    writer.shown("contract", contract);
    writer.text("by", by);
    writer.moment("at", at);
    writer.texts("after", after);
    write_deed(&mut writer, deed);
    writer.finish().into_bytes()
}

/// The name of the act's file: `2026-12-01-send-0123abcd.toml`, with the day its author's clock showed.
#[must_use]
pub fn file_name(act: &Act) -> String {
    format!("{}-{}-{}.toml", act.at.format("%Y-%m-%d"), act.deed.word(), act.digest.short(8))
}

fn write_deed(writer: &mut Writer, deed: &Deed) {
    match deed {
        Deed::Submit { revision } => writer.shown("revision", revision),
        Deed::Approve { revision, note } => {
            writer.shown("revision", revision);
            writer.maybe_text("note", note.as_deref());
        }
        Deed::Reject { revision, reason } => {
            writer.shown("revision", revision);
            writer.text("reason", reason);
        }
        Deed::Send { revision, until, pages } => {
            writer.shown("revision", revision);
            writer.maybe_date("until", *until);
            pages.iter().for_each(|page| write_page(writer, page));
        }
        Deed::Extend { until } => writer.maybe_date("until", Some(*until)),
        Deed::Reopen { revision, reason } => {
            writer.shown("revision", revision);
            writer.maybe_text("reason", reason.as_deref());
        }
        Deed::Void { reason } => writer.text("reason", reason),
        Deed::Decline { party, reason, told } => {
            writer.text("party", party);
            writer.text("reason", reason);
            told.iter().for_each(|told| write_told(writer, told));
        }
        Deed::Correct { from, to, reason } => {
            writer.shown("from", from);
            writer.shown("to", to);
            writer.maybe_text("reason", reason.as_deref());
        }
        Deed::Comment { text, clause, from } => {
            writer.text("text", text);
            writer.maybe_text("clause", clause.as_deref());
            from.iter().for_each(|from| write_reported(writer, from));
        }
        Deed::Archive | Deed::Unarchive => {}
        Deed::Undo { act } => writer.shown("undoes", act),
        dated => write_dated(writer, dated),
    }
}

/// The acts that say on which day something happened outside.
fn write_dated(writer: &mut Writer, deed: &Deed) {
    match deed {
        Deed::Receive { statement, key, basis, on, note, evidence } => {
            writer.shown("statement", statement);
            writer.text("key", key);
            writer.text("basis", basis.word());
            writer.maybe_date("on", Some(*on));
            writer.maybe_text("note", note.as_deref());
            write_evidence(writer, evidence);
        }
        Deed::Executed { revision, on, how, platform, evidence } => {
            writer.shown("revision", revision);
            writer.maybe_date("on", Some(*on));
            writer.text("how", how.word());
            writer.maybe_text("platform", platform.as_deref());
            write_evidence(writer, evidence);
        }
        Deed::Notice { party, sent, received, reason, evidence } => {
            writer.text("party", party);
            writer.maybe_date("sent", *sent);
            writer.maybe_date("received", Some(*received));
            writer.maybe_text("reason", reason.as_deref());
            write_evidence(writer, evidence);
        }
        Deed::Terminate { on, ground, party, reason, evidence } => {
            writer.maybe_date("on", Some(*on));
            writer.maybe_text("ground", ground.map(super::Ground::word));
            writer.maybe_text("party", party.as_deref());
            writer.text("reason", reason);
            write_evidence(writer, evidence);
        }
        Deed::Done { what, due, on, note, evidence } => {
            writer.text("what", what);
            writer.maybe_date("due", *due);
            writer.maybe_date("on", Some(*on));
            writer.maybe_text("note", note.as_deref());
            write_evidence(writer, evidence);
        }
        _ => {}
    }
}

fn write_page(writer: &mut Writer, page: &Page) {
    writer.table("[[page]]");
    writer.text("party", &page.party);
    writer.maybe_text("name", page.name.as_deref());
    writer.maybe_text("email", page.email.as_deref());
    writer.text("language", page.language.code());
    writer.shown("shown", page.shown);
    writer.raw("code", page.code);
}

fn write_told(writer: &mut Writer, told: &Told) {
    writer.text("name", &told.name);
    writer.maybe_date("on", Some(told.on));
    writer.text("basis", told.basis.word());
    write_evidence(writer, &told.evidence);
}

fn write_reported(writer: &mut Writer, from: &Reported) {
    writer.text("party", &from.party);
    writer.text("name", &from.name);
    writer.maybe_text("email", from.email.as_deref());
    writer.text("basis", from.basis.word());
    writer.maybe_date("on", Some(from.on));
    from.send.iter().for_each(|send| writer.shown("send", send));
    writer.maybe_text("proposes", from.proposes.as_deref());
    write_evidence(writer, &from.evidence);
}

/// `[evidence]`, where there is any; a table ends what stands before it, so it comes last.
fn write_evidence(writer: &mut Writer, evidence: &BTreeMap<String, Digest>) {
    if evidence.is_empty() {
        return;
    }
    writer.table("[evidence]");
    for (path, digest) in evidence {
        writer.shown(path, digest);
    }
}
