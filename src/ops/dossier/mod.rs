//! One contract as its folder holds it: read, not yet judged.
//!
//! Reading never fails as a whole: an unreadable agreement beside good statements is exactly what `verify` must be able
//! to name, so every part carries its own fault.

pub mod approval;
pub mod departed;
pub mod disowned;
pub mod heritage;
pub mod judge;
pub mod part;

use crate::contract::act::Act;
use crate::contract::digest::Digest;
use crate::contract::document::Document;
use crate::contract::header::Header;
use crate::contract::id::ContractId;
use crate::contract::problem::Problem;
use crate::contract::record::Record;
use crate::contract::revision::{Subject, revision};
use crate::error;
use crate::ops::session::Session;
use crate::signature::verdict::Envelope;
use crate::store::path::id_suffix;
use heritage::Heritage;

/// What the history of HEAD had of every contract, without what never was anybody's and what moved out lawfully.
///
/// # Errors
/// When history cannot be read.
pub fn inherited(session: &Session) -> error::Result<Heritage> {
    let mut heritage = Heritage::of(session.store.history_of(Some(session.head), None)?);
    disowned::forget(session, &mut heritage)?;
    departed::forget(session, &mut heritage)?;
    Ok(heritage)
}

/// A contract's folder, read.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// Path from the top of the repository.
    pub folder: String,
    /// From the header; where that is unreadable from the acts, the statements or the folder's name.
    pub id: ContractId,
    /// `contract.md`.
    pub document: Result<Document, Vec<Problem>>,
    /// The files of the agreement with their digests.
    pub subjects: Vec<Subject>,
    /// What they add up to.
    pub revision: Digest,
    /// The annexes a person reads as text, `.md` and `.txt`: what they hide, the agreement hides.
    pub texts: Vec<File>,
    /// Acts of this contract that can be read.
    pub acts: Vec<ActFile>,
    /// Statements on this contract, readable or not.
    pub statements: Vec<StatementFile>,
    /// `record.toml`; empty when there is none or it is unreadable.
    pub record: Record,
    /// The text of `record.toml`.
    pub record_text: String,
    /// What could not be read in acts and record.
    pub problems: Vec<Problem>,
    /// Acts and statements of another contract that lie here.
    pub strays: Vec<String>,
    /// Paths of originals, scans and evidence, relative to the folder.
    pub files: Vec<String>,
}

/// An act and the file it was read from.
#[derive(Debug, Clone)]
pub struct ActFile {
    /// Relative to the folder.
    pub file: String,
    /// The act.
    pub act: Act,
}

/// A statement and the file it was read from.
#[derive(Debug, Clone)]
pub struct StatementFile {
    /// Relative to the folder.
    pub file: String,
    /// Digest of the statement's bytes.
    pub digest: Digest,
    /// The statement with its signature, or why there is none.
    pub envelope: Result<Envelope, String>,
}

/// A file of a contract's folder: its path relative to the folder, and its bytes. Files below `files/` need no bytes.
pub type File = (String, Vec<u8>);

/// Whether a file of the folder is an annex that is read as text.
fn is_text(path: &str) -> bool {
    path.starts_with("annexes/") && [".md", ".txt"].iter().any(|ending| path.ends_with(ending))
}

impl Dossier {
    /// Reads the files of `folder`.
    #[must_use]
    pub fn read(folder: &str, files: &[File]) -> Self {
        let find = |name: &str| files.iter().find(|(path, _)| path == name).map(|(_, bytes)| bytes.as_slice());
        let contract = format!("{folder}/contract.md");
        let document = match find("contract.md") {
            Some(bytes) => Document::parse(&contract, bytes),
            None => Err(vec![Problem::at(&contract, (1, 1), "missing-file", "contract.md is missing")]),
        };
        let subjects: Vec<Subject> = files
            .iter()
            .filter(|(path, _)| path == "contract.md" || path.starts_with("annexes/"))
            .map(|(path, bytes)| Subject { name: path.clone(), digest: Digest::of(bytes) })
            .collect();
        let mut problems = Vec::new();
        let (record, record_text) = record(folder, find("record.toml"), &mut problems);
        let acts = acts(folder, files, &mut problems);
        let statements = statements(files);
        let id = identity(folder, document.as_ref().ok().map(Document::header), &acts, &statements);
        let mut dossier = Self {
            folder: folder.to_owned(),
            id,
            document,
            revision: revision(&subjects),
            subjects,
            texts: files.iter().filter(|(path, _)| is_text(path)).cloned().collect(),
            acts,
            statements,
            record,
            record_text,
            problems,
            strays: Vec::new(),
            files: files.iter().filter(|(path, _)| path.starts_with("files/")).map(|(path, _)| path.clone()).collect(),
        };
        dossier.set_strays_aside();
        dossier.tell_other_id();
        dossier
    }

    /// The workspace the folder lies in.
    #[must_use]
    pub fn workspace(&self) -> &str {
        self.folder.split('/').next().unwrap_or_default()
    }

    /// The header, when it is readable.
    #[must_use]
    pub fn header(&self) -> Option<&Header> {
        self.document.as_ref().ok().map(Document::header)
    }

    /// The title, or the id where there is none.
    #[must_use]
    pub fn title(&self) -> String {
        let stated = || {
            let envelope = self.statements.iter().find_map(|file| file.envelope.as_ref().ok())?;
            Some(envelope.statement().title.clone())
        };
        self.header().map(|header| header.title.clone()).or_else(stated).unwrap_or_else(|| self.id.to_string())
    }

    /// Digests of all acts and statements: what an author of the next one has seen.
    #[must_use]
    pub fn seen(&self) -> Vec<Digest> {
        let acts = self.acts.iter().map(|file| file.act.digest);
        let mut seen: Vec<Digest> = acts.chain(self.statements.iter().map(|file| file.digest)).collect();
        seen.sort_unstable();
        seen.dedup();
        seen
    }

    /// An agreement that took another id under its evidence.
    fn tell_other_id(&mut self) {
        let Some(stated) = self.header().map(|header| header.id.clone()).filter(|stated| *stated != self.id) else {
            return;
        };
        let file = format!("{}/contract.md", self.folder);
        let message = format!("it calls itself {stated}, but what was recorded here is about {}", self.id);
        self.problems.push(Problem::at(&file, (1, 1), "other-id", message));
    }

    /// What belongs to another contract by its id is not ours, wherever it lies.
    fn set_strays_aside(&mut self) {
        let id = self.id.clone();
        let strays = &mut self.strays;
        self.acts.retain(|file| {
            let ours = file.act.contract == id;
            if !ours {
                strays.push(file.file.clone());
            }
            ours
        });
        self.statements.retain(|file| {
            let ours = file.envelope.as_ref().map_or(true, |envelope| envelope.statement().contract == id);
            if !ours {
                strays.push(file.file.clone());
            }
            ours
        });
    }
}

fn record(folder: &str, bytes: Option<&[u8]>, problems: &mut Vec<Problem>) -> (Record, String) {
    let Some(bytes) = bytes else { return (Record::default(), String::new()) };
    let text = String::from_utf8_lossy(bytes).into_owned();
    match Record::parse(&format!("{folder}/record.toml"), bytes) {
        Ok(record) => (record, text),
        Err(found) => {
            problems.extend(found);
            (Record::default(), text)
        }
    }
}

fn acts(folder: &str, files: &[File], problems: &mut Vec<Problem>) -> Vec<ActFile> {
    let mut acts = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("acts/")) {
        match Act::parse(&format!("{folder}/{path}"), bytes) {
            Ok(act) => acts.push(ActFile { file: path.clone(), act }),
            Err(found) => problems.extend(found),
        }
    }
    acts
}

fn statements(files: &[File]) -> Vec<StatementFile> {
    let signature = |path: &str| {
        let wanted = format!("{path}.sig");
        files.iter().find(|(other, _)| *other == wanted).map(|(_, bytes)| bytes.clone())
    };
    let read = |path: &str, bytes: &[u8]| match signature(path) {
        None => Err(format!("the signature {path}.sig is missing")),
        Some(armour) => Envelope::open(bytes.to_vec(), armour).map_err(|error| error.to_string()),
    };
    files
        .iter()
        .filter(|(path, _)| path.starts_with("signatures/") && path.ends_with(".json"))
        .map(|(path, bytes)| StatementFile {
            file: path.clone(),
            digest: Digest::of(bytes),
            envelope: read(path, bytes),
        })
        .collect()
}

/// Whose folder it is. A broken agreement is still found by what was said about it, and one that took another id under
/// its evidence by the folder's name and the evidence together.
fn identity(folder: &str, header: Option<&Header>, acts: &[ActFile], statements: &[StatementFile]) -> ContractId {
    let name = folder.rsplit('/').next().unwrap_or_default();
    let suffix = id_suffix(name);
    let stated = header.map(|header| &header.id);
    let by_statement =
        || statements.iter().filter_map(|file| file.envelope.as_ref().ok()).map(|e| &e.statement().contract);
    let mut said = acts.iter().map(|file| &file.act.contract).chain(by_statement());
    let fitting = said.find(|id| suffix == Some(id.suffix()));
    let own = stated.filter(|id| fitting.is_none() || suffix == Some(id.suffix()));
    match own.or(fitting).or_else(|| by_statement().next()) {
        Some(id) => id.clone(),
        None => ContractId::by_name("contract", name),
    }
}
