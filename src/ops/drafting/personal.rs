//! Warnings about numbers that identify a person or an account, in text that everybody with the clone can read.
//!
//! The agreement, annexes that are text, our record and the words of acts are looked at; originals in `files/` are not:
//! what was signed elsewhere is kept as it is. A reason in `record.toml` or `clm.toml` silences the warning knowingly.

use crate::contract::document::Document;
use crate::contract::organisation::Organisation;
use crate::contract::personal::{self, Found};
use crate::ops::dossier::{Dossier, File};
use crate::ops::session::Session;
use crate::report::check::CheckItem;

/// The stable word of such a finding.
pub const CODE: &str = "personal-data";

/// So many sentences are told of one contract by an act.
const MOST_TOLD: usize = 3;

/// Findings in the files of a contract, given by their paths in its folder.
#[must_use]
pub fn items(organisation: &Organisation, dossier: &Dossier, files: &[File]) -> Vec<CheckItem> {
    if is_accepted(organisation, dossier) {
        return Vec::new();
    }
    let mut items = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| is_read_by_people(name)) {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let file = format!("{}/{name}", dossier.folder);
        items.extend(personal::find(text).iter().map(|found| item(&file, found, dossier.id.as_str())));
    }
    items
}

/// Findings as sentences for the warnings of an act; the way out is named once.
#[must_use]
pub fn sentences(items: &[CheckItem]) -> Vec<String> {
    let mut said: Vec<String> = items.iter().take(MOST_TOLD).map(crate::ops::drafting::examine::place).collect();
    if items.len() > MOST_TOLD {
        said.push(format!("{} such numbers in all; `clm check` names every place", items.len()));
    }
    said
}

/// Sentences about an agreement on its way in from a file called `shown`, which lacks `added` lines of it.
#[must_use]
pub fn coming_in(organisation: &Organisation, shown: &str, document: &Document, added: usize) -> Vec<String> {
    if organisation.personal_data.is_some() {
        return Vec::new();
    }
    let above = document.body_line().saturating_sub(1);
    let told = |found: &Found| {
        let line = found.line.saturating_add(above).saturating_sub(added);
        let message = message(found, document.header().id.as_str());
        format!("{shown}:{line}:{}: {message}", found.column)
    };
    personal::find(document.body()).iter().take(MOST_TOLD).map(told).collect()
}

/// The findings in HEAD's or the desk's version of some files of a contract.
#[must_use]
pub fn warnings(session: &Session, dossier: &Dossier, files: &[File]) -> Vec<String> {
    sentences(&items(&session.organisation, dossier, files))
}

fn is_accepted(organisation: &Organisation, dossier: &Dossier) -> bool {
    organisation.personal_data.is_some() || dossier.record.personal_data.is_some()
}

fn is_read_by_people(name: &str) -> bool {
    name == "contract.md" || name == "record.toml" || name.starts_with("annexes/") || name.starts_with("acts/")
}

fn item(file: &str, found: &Found, id: &str) -> CheckItem {
    CheckItem {
        file: file.to_owned(),
        line: found.line,
        column: found.column,
        severity: "warning".to_owned(),
        code: CODE.to_owned(),
        message: message(found, id),
        id: Some(id.to_owned()),
        recordable: true,
    }
}

fn message(found: &Found, id: &str) -> String {
    format!(
        "{} ({}) stands where everybody with a clone reads it, now and in history: take it out, keep such contracts in \
         a repository of their own for HR (`clm init hr`), or accept it with `clm set {id} \
         personal_data.accepted=REASON`",
        found.kind.words(),
        found.masked
    )
}
