//! `new --from`: a draft from the other side's paper. Their text is kept byte for byte behind our header, their file as it
//! came in `files/`, named by digest in `record.toml`.

use super::{Drawn, Ids, Source};
use crate::contract::document::Document;
use crate::contract::header;
use crate::contract::key_path::{KeyPath, KeyPathError};
use crate::contract::language;
use crate::contract::outline::Outline;
use crate::contract::problem::quoted;
use crate::contract::visible::is_hidden;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::executed::safe_name;
use crate::ops::moving::import::{Named, agreement, text};
use crate::ops::paper::known_workspace;
use crate::ops::session::Session;
use crate::ops::session::faults;

/// What a contract is when nobody says what kind.
const KIND: &str = "other";

/// Their file, and what our header says of it.
#[derive(Debug, Clone, Copy)]
pub struct PaperRequest<'a> {
    /// Markdown or plain text.
    pub file: &'a Named,
    /// Such as `nda`.
    pub kind: Option<&'a str>,
    /// The parties beside us; at least one.
    pub parties: &'a [String],
    /// Keys of the header with their values.
    pub set: &'a [(String, String)],
    /// Instead of the first heading.
    pub title: Option<&'a str>,
    /// Instead of the default workspace.
    pub workspace: Option<&'a str>,
}

/// Makes a draft of their paper.
///
/// # Errors
/// When the file is no text, no party is named, or a key or value does not fit the header.
pub fn from_paper(session: &Session, request: &PaperRequest<'_>) -> Result<Drawn> {
    let workspace = request.workspace.unwrap_or(&session.organisation.default_workspace);
    let workspace = known_workspace(session, workspace)?.to_owned();
    let shown = request.file.shown.display().to_string();
    let unfit = |why: String| {
        Error::new(Kind::InvalidContent, "paper", format!("{shown}: {why}"))
            .hint("--from takes a Markdown or plain text file in UTF-8; nothing was written")
            .about(shown.clone())
    };
    let bytes = text::read(&request.file.at, text::Kept::AsOriginal).map_err(unfit)?;
    if bytes.starts_with(b"%PDF-") {
        return Err(unfit("it is a PDF".to_owned()).hint(
            "`pdftotext -layout FILE paper.md` takes its text out; `clm import` brings in what is signed already",
        ));
    }
    let body = text::checked(&bytes).map_err(unfit)?;
    if request.parties.is_empty() {
        let message = "no party beside us is named";
        return Err(Error::new(Kind::Usage, "missing-answer", message).hint("give --party NAME, once for each party"));
    }
    let kind = request.kind.unwrap_or(KIND);
    let id = Ids::of(session)?.fresh(kind)?;
    let title = request.title.map_or_else(|| title(body, request.file), ToOwned::to_owned);
    let mut changes = vec![
        (KeyPath::of("id", &[]), Some(id.to_string().into())),
        (KeyPath::of("title", &[]), Some(title.into())),
        (KeyPath::of("kind", &[]), Some(kind.into())),
    ];
    changes.extend(parties(session, request.parties)?);
    if let Some(found) = language::guess(body).filter(|found| *found != "en") {
        changes.push((KeyPath::of("language", &[]), Some(found.into())));
    }
    for (key, value) in request.set {
        changes.push(set(key, value)?);
    }
    let front = header::edit("", &changes)?;
    let header = header::parse("header", &front, 1).map_err(|problems| {
        faults::invalid("the header of the draft is not valid", &problems)
            .hint("change the flags; nothing was written")
            .about(shown.clone())
    })?;
    let source = Source::Paper(safe_name(&request.file.at), bytes.clone());
    Ok(Drawn { id, bytes: Document::compose(&header::write(&header), body), workspace, source })
}

type HeaderChange = (KeyPath, Option<toml_edit::Value>);

/// We first, with who signs for us; then the others in their order.
fn parties(session: &Session, others: &[String]) -> Result<Vec<HeaderChange>> {
    let organisation = &session.organisation;
    let mut changes = Vec::new();
    let mut add = |path: String, value: &str| -> Result<()> {
        changes.push((path.parse().map_err(bad_key)?, Some(value.into())));
        Ok(())
    };
    add("party.0.name".to_owned(), &organisation.name)?;
    if let Some(signatory) = &organisation.signatory {
        add("party.0.signatory.0.name".to_owned(), &signatory.name)?;
        for (key, value) in [("email", &signatory.email), ("title", &signatory.title)] {
            if let Some(value) = value {
                add(format!("party.0.signatory.0.{key}"), value)?;
            }
        }
    }
    for (number, name) in (1_usize..).zip(others) {
        add(format!("party.{number}.name"), name.trim())?;
    }
    Ok(changes)
}

fn set(key: &str, value: &str) -> Result<HeaderChange> {
    let path: KeyPath = key.parse().map_err(bad_key)?;
    if matches!(key, "id" | "kind") {
        let message = format!("{} is not set like other keys", quoted(key));
        return Err(Error::new(Kind::Usage, "key", message).hint("--kind says what kind it is; clm makes the id"));
    }
    let value = header::value_for(&path, value)?;
    Ok((path, value))
}

fn bad_key(fault: KeyPathError) -> Error {
    Error::new(Kind::InvalidContent, "key", fault.to_string()).hint("`clm man set` names the keys")
}

/// The first heading's words, else the file's name.
fn title(body: &str, file: &Named) -> String {
    let outline = Outline::of(body);
    let heading = outline.clauses().iter().find(|clause| clause.number.is_none()).map(|clause| clause.title.as_str());
    let seen: String = heading.unwrap_or_default().chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect();
    let title = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { agreement::title(&file.at) } else { title }
}
