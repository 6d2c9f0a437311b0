//! A new draft drawn from a living contract: filed beside it, with its owner and tags, linked to the exact revision.

use toml_edit::Value;

use super::state::Living;
use crate::contract::document::Document;
use crate::contract::id::ContractId;
use crate::contract::key_path::KeyPath;
use crate::contract::name::folder_name;
use crate::contract::record::{self, Change as Note};
use crate::error::Result;
use crate::ops::catalogue::{Catalogue, Entry};
use crate::ops::dossier::Dossier;
use crate::ops::recording::answer::item;
use crate::ops::recording::recorder::{self, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::{drafting::draft, drafting::edit, drafting::examine, paper::new, session::faults};
use crate::report::act::{ActReport, Outcome};

/// The file as it is called before it has a place.
const DRAFT: &str = "contract.md";

/// A draft about to be filed.
pub struct Heir {
    /// Its id.
    pub id: ContractId,
    /// `contract.md`.
    pub bytes: Vec<u8>,
    /// Whether the annexes of the old contract are part of it.
    pub annexes: bool,
}

/// Files a draft in the workspace of the contract it was drawn from. `word` is the act: `renew`, `amend`.
///
/// # Errors
/// When the text is not fit, or the store refuses.
pub fn file(
    session: &Session,
    actor: &Actor,
    living: &Living,
    (word, heir): (&'static str, &Heir),
    outcome: Outcome,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let found = edit::faults(DRAFT, &heir.bytes, Some(&heir.id));
    if let Some(error) = examine::refusal("the draft cannot be recorded", &found) {
        return Err(error.hint("give other days or another length; nothing was written"));
    }
    let document = Document::parse(DRAFT, &heir.bytes).map_err(|problems| faults::invalid("the draft", &problems))?;
    let title = document.header().title.clone();
    let owner = living.entry.record.owner.clone().unwrap_or_else(|| actor.email().to_owned());
    let mut notes = vec![Note::Owner(Some(owner))];
    notes.extend(living.entry.record.tags.iter().cloned().map(Note::AddTag));
    let notes = record::edit("", &notes)?;
    let month = session.now.format("%Y-%m").to_string();
    let folder = format!("{}/contracts/{month}/{}", living.dossier.workspace(), folder_name(&title, &heir.id));
    let mut change = session.change()?;
    change.put(&format!("{folder}/{DRAFT}"), heir.bytes.clone())?;
    change.put(&format!("{folder}/record.toml"), notes.clone())?;
    if heir.annexes {
        let mut snapshot = session.snapshot()?;
        for subject in living.dossier.subjects.iter().filter(|subject| subject.name != DRAFT) {
            if let Some(found) = snapshot.find(&format!("{}/{}", living.dossier.folder, subject.name))? {
                change.put_blob(&format!("{folder}/{}", subject.name), found.id)?;
            }
        }
    }
    let files = [(DRAFT.to_owned(), heir.bytes.clone()), ("record.toml".to_owned(), notes.into_bytes())];
    let dossier = Dossier::read(&folder, &files);
    let entry = recorder::Entry {
        act: word,
        subject: recorder::naming(&title, &heir.id),
        contracts: vec![heir.id.clone(), living.dossier.id.clone()],
    };
    let report = recorder::record(session, actor, change, &entry, vec![item(&dossier, word)], manner)?;
    let mut report = draft::settle(session, report)?;
    report.warnings.extend(new::advice(&examine::dossier(&dossier)));
    Ok(ActReport { outcome: Some(outcome), ..report })
}

/// A key of the header and its new text.
pub fn set(first: &str, rest: &[&str], text: &str) -> (KeyPath, Option<Value>) {
    (KeyPath::of(first, rest), Some(text.into()))
}

/// A key of the header that goes.
pub fn unset(first: &str, rest: &[&str]) -> (KeyPath, Option<Value>) {
    (KeyPath::of(first, rest), None)
}

/// Another contract by its id.
///
/// # Errors
/// When the catalogue cannot be read.
pub fn other(session: &Session, id: &ContractId) -> Result<Option<Entry>> {
    let catalogue = Catalogue::open(session)?;
    let name = catalogue.exactly(id.as_str());
    name.map_or(Ok(None), |name| catalogue.in_folder(&name.folder))
}
