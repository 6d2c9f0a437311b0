//! Writes acts.

use chrono::{DateTime, FixedOffset};

use super::{Act, Deed};
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
        Deed::Send { revision, until } => {
            writer.shown("revision", revision);
            writer.maybe_date("until", *until);
        }
        Deed::Extend { until } => writer.maybe_date("until", Some(*until)),
        Deed::Reopen { revision, reason } => {
            writer.shown("revision", revision);
            writer.maybe_text("reason", reason.as_deref());
        }
        Deed::Void { reason } => writer.text("reason", reason),
        Deed::Decline { party, reason } => {
            writer.text("party", party);
            writer.text("reason", reason);
        }
        Deed::Correct { from, to, reason } => {
            writer.shown("from", from);
            writer.shown("to", to);
            writer.maybe_text("reason", reason.as_deref());
        }
        Deed::Comment { text, clause } => {
            writer.text("text", text);
            writer.maybe_text("clause", clause.as_deref());
        }
        Deed::Archive | Deed::Unarchive => {}
        Deed::Undo { act } => writer.shown("undoes", act),
        dated => write_dated(writer, dated),
    }
}

/// The acts that say on which day something happened outside.
fn write_dated(writer: &mut Writer, deed: &Deed) {
    match deed {
        Deed::Receive { statement, key, basis, on, note } => {
            writer.shown("statement", statement);
            writer.text("key", key);
            writer.text("basis", basis.word());
            writer.maybe_date("on", Some(*on));
            writer.maybe_text("note", note.as_deref());
        }
        Deed::Executed { revision, on, how, platform, evidence } => {
            writer.shown("revision", revision);
            writer.maybe_date("on", Some(*on));
            writer.text("how", how.word());
            writer.maybe_text("platform", platform.as_deref());
            writer.table("[evidence]");
            for (path, digest) in evidence {
                writer.shown(path, digest);
            }
        }
        Deed::Notice { party, sent, received, reason } => {
            writer.text("party", party);
            writer.maybe_date("sent", *sent);
            writer.maybe_date("received", Some(*received));
            writer.maybe_text("reason", reason.as_deref());
        }
        Deed::Terminate { on, reason } => {
            writer.maybe_date("on", Some(*on));
            writer.text("reason", reason);
        }
        Deed::Done { what, due, on, note } => {
            writer.text("what", what);
            writer.maybe_date("due", *due);
            writer.maybe_date("on", Some(*on));
            writer.maybe_text("note", note.as_deref());
        }
        _ => {}
    }
}
