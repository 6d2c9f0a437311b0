//! Reads and writes `clm.toml`.

use chrono_tz::Tz;

use super::{FORMAT, Organisation};
use crate::contract::business_day::Calendars;
use crate::contract::name::{calendar_name, is_workspace_name};
use crate::contract::party::Signatory;
use crate::contract::problem::{Problem, nearest, quoted};
use crate::contract::record::accepted;
use crate::contract::reminder_rule::rules;
use crate::contract::toml_read::{Fields, Reader, text_of};
use crate::contract::toml_write::Writer;

/// Largest `clm.toml`, in bytes.
const LARGEST: usize = 64 << 10;

const KEYS: &[&str] =
    &["format", "name", "time_zone", "default_workspace", "calendar", "signatory", "personal_data", "reminders"];

pub(super) fn parse(file: &str, bytes: &[u8], others: &[&'static str]) -> Result<Organisation, Vec<Problem>> {
    let text = text_of(file, bytes, LARGEST)?;
    let reader = Reader::new(file, text, 1);
    let organisation = reader.document().and_then(|table| read(&Fields::root(&reader, &table), others));
    reader.finish(organisation)
}

fn read(root: &Fields<'_, '_>, others: &[&'static str]) -> Option<Organisation> {
    // The keys of another format are unknown by nature: only the format itself is worth a word.
    let format = root.clone().with(&["format"]).integer("format", 0..=u32::MAX)?;
    if format != FORMAT {
        let message = format!("this repository has format {format}, and this program reads format {FORMAT} only");
        root.problem("format", "unknown-format", message);
        return None;
    }
    let fields = root.clone().only(&[KEYS, others].concat()).with(&["name", "default_workspace"]);
    let name = fields.text("name", 200);
    let time_zone = if fields.has("time_zone") { zone(&fields) } else { Some(Tz::UTC) };
    let default_workspace = fields.read("default_workspace", "bad-workspace", workspace);
    let usual = fields.read("calendar", "bad-calendar", calendar_name);
    let signatory = fields.table("signatory").and_then(|fields| signatory(&fields));
    let personal_data = fields.table("personal_data").and_then(|fields| accepted(&fields));
    let reminders = rules(&fields, false);
    let calendars = Calendars::with_usual(usual);
    let (name, time_zone, default_workspace) = (name?, time_zone?, default_workspace?);
    Some(Organisation { format, name, signatory, time_zone, default_workspace, personal_data, calendars, reminders })
}

fn zone(fields: &Fields<'_, '_>) -> Option<Tz> {
    let text = fields.text("time_zone", 60)?;
    if let Ok(zone) = text.parse::<Tz>() {
        return Some(zone);
    }
    let near = nearest(&text, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())).or_else(|| of_city(&text));
    let message = format!("`time_zone`: {} is not a time zone such as `Europe/Oslo`", quoted(&text));
    fields.problem_near("time_zone", "bad-time-zone", message, near);
    None
}

/// The zone whose last part is nearest: people know their city better than its continent.
fn of_city(text: &str) -> Option<String> {
    let city = |zone: &&chrono_tz::Tz| zone.name().rsplit_once('/').map(|(_, city)| city);
    let near = nearest(&text.replace(' ', "_"), chrono_tz::TZ_VARIANTS.iter().filter_map(|zone| city(&zone)))?;
    let found = chrono_tz::TZ_VARIANTS.iter().find(|zone| city(zone) == Some(near.as_str()))?;
    Some(found.name().to_owned())
}

fn workspace(text: &str) -> Result<String, String> {
    if is_workspace_name(text) {
        return Ok(text.to_owned());
    }
    Err(format!("{} is not a workspace: expected a lower-case letter, then letters, digits and `-`", quoted(text)))
}

fn signatory(fields: &Fields<'_, '_>) -> Option<Signatory> {
    let fields = fields.clone().only(&["name", "email", "title"]).with(&["name"]);
    let (name, email, title) = (fields.text("name", 200), fields.email("email"), fields.text("title", 200));
    Some(Signatory { name: name?, email, title, ..Signatory::default() })
}

/// The text of a new `clm.toml`.
#[must_use]
pub fn write(organisation: &Organisation) -> String {
    let mut writer = Writer::default();
    writer.raw("format", organisation.format);
    writer.text("name", &organisation.name);
    writer.text("time_zone", organisation.time_zone.name());
    writer.text("default_workspace", &organisation.default_workspace);
    writer.maybe_text("calendar", organisation.calendars.usual.as_deref());
    if let Some(signatory) = &organisation.signatory {
        writer.table("[signatory]");
        writer.text("name", &signatory.name);
        writer.maybe_text("email", signatory.email.as_deref());
        writer.maybe_text("title", signatory.title.as_deref());
    }
    if let Some(reason) = &organisation.personal_data {
        writer.table("[personal_data]");
        writer.text("accepted", reason);
    }
    for rule in &organisation.reminders {
        writer.table("[[reminders]]");
        writer.text("before", &rule.before.to_string());
        writer.texts("what", rule.what.iter().map(|what| what.word()));
        writer.maybe_text("kind", rule.kind.as_deref());
        writer.maybe_text("workspace", rule.workspace.as_deref());
        writer.maybe_text("tag", rule.tag.as_deref());
    }
    writer.finish()
}
