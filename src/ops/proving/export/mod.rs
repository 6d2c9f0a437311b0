//! `export`: an agreement as a file for people: its exact Markdown, the printable page, that page as PDF or Word.
//!
//! **Owns** what may be exported and what is told beside it. **Invariants**: what is recorded is exported, never the work
//! tree; the page carries the fingerprints of the exact bytes and names every signature with its verdict; a contract that
//! is broken or holds something invalid is not printed as if it were in order.

mod engine;
mod paper;

use std::ffi::OsStr;

use crate::contract::digest::Digest;
use crate::contract::language::Language;
use crate::error::{Error, Kind, Result};
use crate::ops::proving::verify;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::report::export::ExportReport;
use crate::report::verify::VerifyItem;
use crate::signature::verdict::Verdict;

/// What kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// `contract.md`, byte for byte.
    Markdown,
    /// The printable page.
    Html,
    /// That page printed.
    Pdf,
    /// That page as a Word document.
    Docx,
}

impl Format {
    /// Each with the word it is asked for by, which is also how its files end, and what it is.
    pub const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Markdown, "md", "the agreement's own file, byte for byte"),
        (Self::Html, "html", "one self-contained page to read and print"),
        (Self::Pdf, "pdf", "that page, printed by Chromium or WeasyPrint"),
        (Self::Docx, "docx", "that page for Word, written by pandoc"),
    ];

    /// That of a file's name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        Self::ALL.iter().find(|(_, word, _)| *word == ending).map(|(format, ..)| *format)
    }

    /// How its files end.
    #[must_use]
    pub fn ending(self) -> &'static str {
        Self::ALL.iter().find(|(format, ..)| *format == self).map_or("", |(_, word, _)| word)
    }

    /// Whether a terminal can show it.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Self::Markdown | Self::Html)
    }

    /// Its name in a sentence.
    fn word(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Pdf => "PDF",
            Self::Docx => "Word document",
        }
    }
}

/// What is to be exported, and with what.
#[derive(Debug, Clone, Copy)]
pub struct ExportRequest<'a> {
    /// As what.
    pub format: Format,
    /// The language of the words around the text; that of the contract when absent.
    pub language: Option<Language>,
    /// The PATH on which programs are looked for.
    pub search: &'a OsStr,
}

/// A file, not yet written anywhere.
#[derive(Debug)]
pub struct Exported {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What is told of it; it names no path yet.
    pub report: ExportReport,
    /// What a reader should know, in sentences.
    pub warnings: Vec<String>,
}

/// Makes the file.
///
/// # Errors
/// When the contract is broken or unreadable, or no program makes the format.
pub fn export(session: &Session, place: &Place, request: &ExportRequest<'_>) -> Result<Exported> {
    let dossier = session.dossier(place)?;
    let proven = verify::prove(session, &dossier)?;
    must_be_in_order(place, &proven.item)?;
    let (bytes, engine) = match request.format {
        Format::Markdown => (crate::ops::finding::show::raw(session, place)?, None),
        Format::Html => (paper::page(session, &dossier, &proven, request.language)?.into_bytes(), None),
        format => {
            let page = paper::page(session, &dossier, &proven, request.language)?;
            let elsewhere = format!(
                "write the page itself, which any browser prints: `clm export {} --format html -o {0}.html`",
                place.id
            );
            let made = engine::make(&page, format, request.search, engine::LIMITS, &elsewhere)?;
            (made.bytes, Some(made.engine.to_owned()))
        }
    };
    let item = proven.item;
    let report = ExportReport {
        id: place.id.to_string(),
        title: item.title,
        format: request.format.ending().to_owned(),
        path: None,
        bytes: bytes.len() as u64,
        sha256: Digest::of(&bytes).hex(),
        engine,
        revision: item.revision,
        verdict: item.verdict,
        status: item.status,
        commit: session.head.to_string(),
        dry_run: false,
    };
    let warnings = warnings(place, &report, &session.edited(place)?);
    Ok(Exported { bytes, report, warnings })
}

/// What the file alone might lead a reader to believe.
fn warnings(place: &Place, report: &ExportReport, edited: &[String]) -> Vec<String> {
    let mut warnings = Vec::new();
    if !edited.is_empty() {
        let files = edited.join(", ");
        warnings.push(format!("the work tree differs from what is recorded, which is what was exported: {files}"));
    }
    match (Verdict::of_word(&report.verdict), report.status.as_str()) {
        (Some(Verdict::Incomplete), "draft" | "review" | "approved") => {}
        (Some(Verdict::Incomplete), status) => {
            warnings.push(format!("{} is not signed by everybody: {status}", place.id))
        }
        (Some(Verdict::Untrusted), _) => {
            warnings.push(format!("{} has a signature that nobody vouched for; the file leaves it out", place.id));
        }
        _ => {}
    }
    warnings
}

/// A copy on paper is believed: nothing goes out that `verify` answers 5 for.
fn must_be_in_order(place: &Place, item: &VerifyItem) -> Result<()> {
    match Verdict::of_word(&item.verdict).unwrap_or(Verdict::Broken) {
        verdict @ (Verdict::Broken | Verdict::Invalid) => {
            let message = format!("{} is {}: a copy of it would pass for what was agreed", place.id, verdict.word());
            Err(Error::new(Kind::VerificationFailed, "not-in-order", message)
                .details(item.findings.iter().take(10).cloned())
                .hint(format!(
                    "`clm verify {}` says what is wrong; --at COMMIT exports what was recorded then",
                    place.id
                ))
                .about(place.id.to_string()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn a_name_says_its_format() {
        for (name, format) in [
            ("a.md", Some(Format::Markdown)),
            ("x/a.b.HTML", Some(Format::Html)),
            ("a.pdf", Some(Format::Pdf)),
            ("a.docx", Some(Format::Docx)),
            ("a.txt", None),
            ("pdf", None),
            ("-", None),
            ("", None),
        ] {
            assert_eq!(Format::of_name(name), format, "{name}");
        }
    }
}
