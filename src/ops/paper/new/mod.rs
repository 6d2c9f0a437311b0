//! `new`: drafts from a template, or one from the other side's paper.
//!
//! Three steps, so that a person can be asked between the first two and look at the text between the last two:
//! [`Questions::open`] takes what was given, [`Questions::draw`] makes the text, [`record`] files it.

mod batch;
mod paper;
mod questions;
mod table;

use std::collections::BTreeSet;

use crate::contract::digest::Digest;
use crate::contract::document::Document;
use crate::contract::header;
use crate::contract::id::ContractId;
use crate::contract::key_path::KeyPath;
use crate::contract::name::{folder_name, is_safe_path};
use crate::contract::problem::quoted;
use crate::contract::record::{self, Change, FileOrigin, TemplateOrigin};
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::Catalogue;
use crate::ops::dossier::Dossier;
use crate::ops::recording::answer::item;
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::ops::{drafting::draft, drafting::examine, drafting::set, paper::template};
use crate::policy::{Question, Right};
use crate::report::act::ActReport;
use crate::report::check::CheckItem;
use crate::store;
use crate::template::{Expanded, Template, file_stem};
pub use batch::{BatchRequest, batch};
pub use paper::{PaperRequest, from_paper};
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

/// A draft with its text, not recorded yet.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// Its id.
    pub id: ContractId,
    /// `contract.md`.
    pub bytes: Vec<u8>,
    workspace: String,
    source: Source,
}

/// Where a draft's text came from.
#[derive(Debug, Clone)]
enum Source {
    /// Our own paper, with what it asserts.
    Template(Box<Template>, TemplateOrigin),
    /// Theirs: its name in `files/`, and its bytes.
    Paper(String, Vec<u8>),
}

/// The file as it is called before it has a place.
const DRAFT: &str = "contract.md";

impl Drawn {
    /// Gives what was expanded an id and a title.
    fn of(questions: &Questions, expanded: &Expanded, title: Option<&str>, ids: &mut Ids) -> Result<Self> {
        let found = questions.found();
        let id = ids.fresh(&found.template.about().kind)?;
        let mut header = format!("id = \"{id}\"\n{}", expanded.header_toml);
        if let Some(title) = title {
            header = header::edit(&header, &[(KeyPath::of("title", &[]), Some(title.into()))])?;
        }
        let fallbacks = expanded.fallbacks.iter().map(|(name, variant)| file_stem(name, Some(variant)));
        let origin = TemplateOrigin {
            name: format!("{}/{}", found.workspace, found.template.about().name),
            version: u32::try_from(found.template.about().version).ok(),
            digest: expanded.digest,
            fallbacks: fallbacks.collect(),
        };
        Ok(Self {
            id,
            bytes: Document::compose(&header, &expanded.body),
            workspace: found.workspace.clone(),
            source: Source::Template(Box::new(found.template.clone()), origin),
        })
    }

    /// The workspace it is filed in.
    #[must_use]
    pub fn workspace(&self) -> &str {
        &self.workspace
    }

    /// Everything that keeps the text from being recorded, with its place in the file.
    #[must_use]
    pub fn faults(&self, bytes: &[u8]) -> Vec<CheckItem> {
        crate::ops::drafting::edit::faults(DRAFT, bytes, Some(&self.id))
    }

    /// The text read, when nothing keeps it from being recorded.
    fn ready(&self, bytes: &[u8]) -> Result<Document> {
        let change = match &self.source {
            Source::Template(_, origin) => format!("change the answers, or the template {}", origin.name),
            Source::Paper(..) => "mend the file, or change the flags".to_owned(),
        };
        if let Some(error) = examine::refusal("the draft cannot be recorded", &self.faults(bytes)) {
            return Err(error.hint(format!("{change}; nothing was written")));
        }
        let document = Document::parse(DRAFT, bytes)
            .map_err(|problems| crate::ops::session::faults::invalid("the draft", &problems))?;
        match &self.source {
            Source::Template(template, origin) => {
                template::refusal(template, &origin.name, DRAFT, &document).map_or(Ok(document), Err)
            }
            Source::Paper(..) => Ok(document),
        }
    }
}

/// Ids that nobody has.
pub struct Ids(BTreeSet<String>);

impl Ids {
    /// Knows the ids of the repository.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(session: &Session) -> Result<Self> {
        let catalogue = Catalogue::open(session)?;
        Ok(Self(catalogue.names().iter().map(|name| name.id.suffix().to_owned()).collect()))
    }

    /// A new one.
    ///
    /// # Errors
    /// When `kind` cannot open an id.
    pub(in crate::ops) fn fresh(&mut self, kind: &str) -> Result<ContractId> {
        loop {
            let id = ContractId::new(kind, crate::ops::random()?).map_err(|fault| {
                Error::new(Kind::InvalidContent, "kind", fault.to_string())
                    .hint("a kind is a few lower-case letters, such as nda: `kind` of the template, or --kind")
            })?;
            if self.0.insert(id.suffix().to_owned()) {
                return Ok(id);
            }
        }
    }
}

/// Refuses before anybody is asked anything.
///
/// # Errors
/// When the policy, the owner, the folder or a tag does not do.
pub fn may(session: &Session, actor: &Actor, workspace: &str, request: &NewRequest<'_>) -> Result<()> {
    let owner = request.owner.unwrap_or(actor.email());
    actor.must(session, &Question::usual(Right::Draft, Some(workspace)).owned_by(Some(owner)))?;
    set::owner(session, owner)?;
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
fn notes(owner: &str, tags: &[String], source: Option<&Source>) -> Result<String> {
    let mut changes = vec![Change::Owner(Some(owner.to_owned()))];
    changes.extend(tags.iter().cloned().map(Change::AddTag));
    changes.extend(source.map(|source| match source {
        Source::Template(_, origin) => Change::Template(origin.clone()),
        Source::Paper(file, bytes) => Change::Origin(FileOrigin { file: file.clone(), digest: Digest::of(bytes) }),
    }));
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
    let document = drawn.ready(bytes)?;
    let mut change = session.change()?;
    let owner = request.owner.unwrap_or(actor.email());
    let dossier = put(session, &mut change, drawn, &document, (owner, request.tags, request.folder))?;
    let entry = Entry {
        act: "new",
        subject: recorder::naming(&document.header().title, &drawn.id),
        contracts: vec![drawn.id.clone()],
    };
    let report = recorder::record(session, actor, change, &entry, vec![item(&dossier, "new")], manner)?;
    let mut report = draft::settle(session, report)?;
    report.warnings.extend(advice(&examine::dossier(&dossier)));
    let files = [
        ("contract.md".to_owned(), document.bytes().to_vec()),
        ("record.toml".to_owned(), dossier.record_text.clone().into_bytes()),
    ];
    report.warnings.extend(crate::ops::drafting::personal::warnings(session, &dossier, &files));
    Ok(report)
}

/// Puts a draft's files into a change: owner, tags and folder as asked.
fn put(
    session: &Session,
    change: &mut store::Change<'_>,
    drawn: &Drawn,
    document: &Document,
    (owner, tags, folder): (&str, &[String], Option<&str>),
) -> Result<Dossier> {
    let notes = notes(owner, tags, Some(&drawn.source))?;
    let month = session.now.format("%Y-%m").to_string();
    let place = folder.unwrap_or(&month);
    let folder = format!("{}/contracts/{place}/{}", drawn.workspace, folder_name(&document.header().title, &drawn.id));
    change.put(&format!("{folder}/contract.md"), document.bytes())?;
    change.put(&format!("{folder}/record.toml"), notes.clone())?;
    if let Source::Paper(name, bytes) = &drawn.source {
        change.put(&format!("{folder}/files/{name}"), bytes.clone())?;
    }
    let files = [("contract.md".to_owned(), document.bytes().to_vec()), ("record.toml".to_owned(), notes.into_bytes())];
    Ok(Dossier::read(&folder, &files))
}

/// What is still to be filled in, and whatever else was found, in a few sentences.
pub(in crate::ops) fn advice(items: &[CheckItem]) -> Vec<String> {
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
