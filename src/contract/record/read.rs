//! Reads `record.toml`.

use super::{FileOrigin, Record, Reminder, TemplateOrigin, is_tag};
use crate::contract::digest::Digest;
use crate::contract::name::is_safe_name;
use crate::contract::problem::{Problem, quoted};
use crate::contract::reminder_rule::rules;
use crate::contract::toml_read::{Fields, Reader, text_of};

/// Largest record, in bytes.
const LARGEST: usize = 256 << 10;

pub(super) fn parse(file: &str, bytes: &[u8]) -> Result<Record, Vec<Problem>> {
    let text = text_of(file, bytes, LARGEST)?;
    let reader = Reader::new(file, text, 1);
    let record = reader.document().and_then(|table| read(&Fields::root(&reader, &table), text));
    reader.finish(record)
}

fn read(root: &Fields<'_, '_>, text: &str) -> Option<Record> {
    let root =
        root.clone().only(&["owner", "tags", "reminder", "reminders", "template", "origin", "personal_data", "custom"]);
    let owner = root.email("owner");
    let mut tags = root.list("tags", "bad-tag", 200, tag).unwrap_or_default();
    tags.sort_unstable();
    tags.dedup();
    let reminders = reminders(&root);
    let rules = rules(&root, true);
    let template = root.table("template").and_then(|fields| template(&fields));
    let origin = root.table("origin").and_then(|fields| origin(&fields));
    let personal_data = root.table("personal_data").and_then(|fields| accepted(&fields));
    let custom = if root.table("custom").is_some() { custom(&root, text) } else { Some(toml::Table::new()) };
    Some(Record { owner, tags, reminders, rules, template, origin, personal_data, custom: custom? })
}

fn tag(text: &str) -> Result<String, String> {
    if is_tag(text) { Ok(text.to_owned()) } else { Err(format!("{} is not a tag", quoted(text))) }
}

fn reminders(root: &Fields<'_, '_>) -> Vec<Reminder> {
    let mut reminders: Vec<Reminder> = Vec::new();
    for fields in root.tables("reminder") {
        let needed = ["id", "date", "what"];
        let fields = fields.only(&needed).with(&needed);
        let (id, date, what) = (fields.text("id", 60), fields.date("date"), fields.text("what", 1000));
        let (Some(id), Some(date), Some(what)) = (id, date, what) else { continue };
        if reminders.iter().any(|other| other.id == id) {
            fields.problem("id", "duplicate-reminder", format!("another reminder has the id {} too", quoted(&id)));
        }
        reminders.push(Reminder { id, date, what });
    }
    reminders
}

fn template(fields: &Fields<'_, '_>) -> Option<TemplateOrigin> {
    let fields = fields.clone().only(&["name", "version", "digest", "fallbacks"]).with(&["name", "digest"]);
    let (name, digest) = (fields.text("name", 200), fields.read("digest", "bad-digest", str::parse::<Digest>));
    let version = fields.integer("version", 1..=u32::MAX);
    let mut fallbacks = fields.list("fallbacks", "bad-fallback", 200, fallback).unwrap_or_default();
    fallbacks.sort_unstable();
    fallbacks.dedup();
    Some(TemplateOrigin { name: name?, version, digest: digest?, fallbacks })
}

fn origin(fields: &Fields<'_, '_>) -> Option<FileOrigin> {
    let fields = fields.clone().only(&["file", "digest"]).with(&["file", "digest"]);
    let name = |text: &str| {
        if is_safe_name(text) { Ok(text.to_owned()) } else { Err(format!("{} is not a safe name", quoted(text))) }
    };
    let (file, digest) =
        (fields.read("file", "bad-name", name), fields.read("digest", "bad-digest", str::parse::<Digest>));
    Some(FileOrigin { file: file?, digest: digest? })
}

fn fallback(text: &str) -> Result<String, String> {
    let good = is_safe_name(text) && text.split("--").count() == 2;
    if good { Ok(text.to_owned()) } else { Err(format!("{} is not the name of a fallback", quoted(text))) }
}

/// `[personal_data]`: a reason in words, because silence is asked for knowingly.
pub(in crate::contract) fn accepted(fields: &Fields<'_, '_>) -> Option<String> {
    let fields = fields.clone().only(&["accepted"]).with(&["accepted"]);
    fields.text("accepted", 500)
}

/// `[custom]` with its values as TOML has them; only what TOML itself cannot hold (a number of 70 bits) is refused.
fn custom(root: &Fields<'_, '_>, text: &str) -> Option<toml::Table> {
    match toml::from_str::<toml::Table>(text) {
        Ok(mut table) => match table.remove("custom") {
            Some(toml::Value::Table(custom)) => Some(custom),
            _ => None,
        },
        Err(fault) => {
            root.problem("custom", "bad-value", format!("`custom`: {}", fault.message().replace('\n', " ")));
            None
        }
    }
}
