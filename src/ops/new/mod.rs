//! `new`: a draft from a template.
//!
//! Three steps, so that a person can be asked between the first two and look at the text between the last two:
//! [`Questions::open`] takes what was given, [`Questions::draw`] makes the text, [`record`] files it.

mod questions;

use super::actor::Actor;
use super::catalogue::Catalogue;
use super::dossier::Dossier;
use super::recorder::{self, Entry, Manner};
use super::session::Session;
use super::sign::item;
use super::{draft, examine, set};
use crate::contract::document::Document;
use crate::contract::header;
use crate::contract::id::ContractId;
use crate::contract::key_path::KeyPath;
use crate::contract::name::{folder_name, is_safe_path};
use crate::contract::problem::quoted;
use crate::contract::record::{self, Change, TemplateOrigin};
use crate::error::{Error, Kind, Result};
use crate::policy::Right;
use crate::report::act::ActReport;
use crate::report::check::CheckItem;
use crate::template::Expanded;
pub use questions::Questions;

/// What is to be drawn, beside the answers to the template's fields.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewRequest<'a> {
    /// Title instead of the template's.
    pub title: Option<&'a str>,
    /// Tags to give it.
    pub tags: &'a [String],
    /// The member who answers for it; the actor when absent.
    pub owner: Option<&'a str>,
    /// Folder below the workspace's `contracts/`; the month when absent.
    pub folder: Option<&'a str>,
}

/// A drawn draft, not recorded yet.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// Its id.
    pub id: ContractId,
    /// `contract.md`.
    pub bytes: Vec<u8>,
    workspace: String,
    origin: TemplateOrigin,
}

/// The file as it is called before it has a place.
const DRAFT: &str = "contract.md";

impl Drawn {
    /// Gives what was expanded an id and a title.
    fn of(session: &Session, questions: &Questions, expanded: &Expanded, title: Option<&str>) -> Result<Self> {
        let found = questions.found();
        let id = fresh_id(session, &found.template.about().kind)?;
        let mut header = format!("id = \"{id}\"\n{}", expanded.header_toml);
        if let Some(title) = title {
            header = header::edit(&header, &[(KeyPath::of("title", &[]), Some(title.into()))])?;
        }
        let name = format!("{}/{}", found.workspace, found.template.about().name);
        Ok(Self {
            id,
            bytes: Document::compose(&header, &expanded.body),
            workspace: found.workspace.clone(),
            origin: TemplateOrigin { name, digest: expanded.digest },
        })
    }

    /// Everything that keeps the text from being recorded, with its place in the file.
    #[must_use]
    pub fn faults(&self, bytes: &[u8]) -> Vec<CheckItem> {
        super::edit::faults(DRAFT, bytes, Some(&self.id))
    }
}

/// An id nobody has.
pub(super) fn fresh_id(session: &Session, kind: &str) -> Result<ContractId> {
    let catalogue = Catalogue::open(session)?;
    loop {
        let id = ContractId::new(kind, super::random()?).map_err(|fault| {
            Error::new(Kind::InvalidContent, "kind", fault.to_string()).hint("mend the template's `kind`")
        })?;
        if catalogue.names().iter().all(|name| name.id.suffix() != id.suffix()) {
            return Ok(id);
        }
    }
}

/// Refuses before anybody is asked anything.
///
/// # Errors
/// When the policy, the owner, the folder or a tag does not do.
pub fn may(session: &Session, actor: &Actor, workspace: &str, request: &NewRequest<'_>) -> Result<()> {
    actor.must_have(session, Right::Draft, Some(workspace))?;
    set::owner(session, request.owner.unwrap_or(actor.email()))?;
    if let Some(folder) = request.folder
        && (!is_safe_path(folder) || folder.split('/').any(is_part))
    {
        let message = format!("{} cannot be a folder of contracts", quoted(folder));
        return Err(Error::new(Kind::Usage, "folder", message).hint(
            "--folder takes names of lower-case letters, digits, `-` and `_` with `/` between, such as customers/acme",
        ));
    }
    notes(request.owner.unwrap_or(actor.email()), request.tags, None).map(|_| ())
}

/// Names that mean something inside a contract.
fn is_part(name: &str) -> bool {
    matches!(name, "annexes" | "signatures" | "acts" | "files")
}

/// The text of a new `record.toml`.
fn notes(owner: &str, tags: &[String], origin: Option<&TemplateOrigin>) -> Result<String> {
    let mut changes = vec![Change::Owner(Some(owner.to_owned()))];
    changes.extend(tags.iter().cloned().map(Change::AddTag));
    changes.extend(origin.cloned().map(Change::Template));
    Ok(record::edit("", &changes)?)
}

/// Files a draft. `bytes` is its text, as drawn or as edited since.
///
/// # Errors
/// When the text is not fit, or the store refuses.
pub fn record(
    session: &Session,
    actor: &Actor,
    drawn: &Drawn,
    bytes: &[u8],
    request: &NewRequest<'_>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    may(session, actor, &drawn.workspace, request)?;
    if let Some(error) = examine::refusal("the draft cannot be recorded", &drawn.faults(bytes)) {
        let template = &drawn.origin.name;
        return Err(error.hint(format!("change the answers, or the template {template}; nothing was written")));
    }
    let notes = notes(request.owner.unwrap_or(actor.email()), request.tags, Some(&drawn.origin))?;
    let document = Document::parse(DRAFT, bytes).map_err(|problems| super::faults::invalid("the draft", &problems))?;
    let title = document.header().title.clone();
    let month = session.now.format("%Y-%m").to_string();
    let place = request.folder.unwrap_or(&month);
    let folder = format!("{}/contracts/{place}/{}", drawn.workspace, folder_name(&title, &drawn.id));
    let mut change = session.change()?;
    change.put(&format!("{folder}/contract.md"), bytes)?;
    change.put(&format!("{folder}/record.toml"), notes.clone())?;
    let files = [("contract.md".to_owned(), bytes.to_vec()), ("record.toml".to_owned(), notes.into_bytes())];
    let dossier = Dossier::read(&folder, &files);
    let entry = Entry { act: "new", subject: recorder::naming(&title, &drawn.id), contracts: vec![drawn.id.clone()] };
    let report = recorder::record(session, actor, change, &entry, vec![item(&dossier, "new")], manner)?;
    let mut report = draft::settle(session, report)?;
    report.warnings.extend(advice(&examine::dossier(&dossier)));
    Ok(report)
}

/// What is still to be filled in, and whatever else was found, in a few sentences.
pub(super) fn advice(items: &[CheckItem]) -> Vec<String> {
    let mut blanks: Vec<&str> =
        items.iter().filter(|item| item.code == "unfilled").map(|item| item.message.as_str()).collect();
    blanks.sort_unstable();
    blanks.dedup();
    let count = items.iter().filter(|item| item.code == "unfilled").count();
    let mut advice = Vec::new();
    if count > 0 {
        let places = if count == 1 { "1 blank is".to_owned() } else { format!("{count} blanks are") };
        let named: Vec<&str> = blanks.iter().filter_map(|message| message.split('`').nth(1)).collect();
        let again = if count > named.len() { " (one of them more than once)" } else { "" };
        advice.push(format!("{places} still to be filled in before anybody can sign{again}: {}", named.join(", ")));
    }
    let other = |item: &&CheckItem| item.code != "unfilled" && !examine::refuses(item);
    advice.extend(items.iter().filter(other).map(examine::place));
    advice
}
