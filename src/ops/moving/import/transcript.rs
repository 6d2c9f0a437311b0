//! The text of a PDF or Word document, taken out by `pdftotext` or `pandoc` where they are installed.
//!
//! A text is a convenience: what was agreed is the original. So that a missing program, a scan or a program that fails
//! does not stop an archive, the contract then says where its agreement is.

use std::ffi::OsStr;
use std::time::Duration;

use super::format::Format;
use super::tidy;
use crate::ops::machine::outside::{Answer, Helper, Limits};

/// A program gets so long for one file.
const TIME: Duration = Duration::from_secs(60);
/// And may write so much, well below what a contract may hold.
const OUTPUT: u64 = 12 << 20;
/// And use so much memory, in KiB.
const MEMORY: u64 = 4 << 20;

/// The programs there are.
#[derive(Debug)]
pub(super) struct Transcriber {
    pdftotext: Option<Helper>,
    pandoc: Option<Helper>,
}

/// What came of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Transcript {
    /// Its text.
    Text(String),
    /// No text, and why: the original alone is kept.
    Without(String),
    /// The program cannot read the file at all: nobody may be able to.
    Unreadable(String),
}

impl Transcriber {
    /// The programs in the folders of `search`, which is a PATH.
    pub fn find(search: &OsStr) -> Self {
        Self { pdftotext: Helper::find("pdftotext", search), pandoc: Helper::find("pandoc", search) }
    }

    /// The text of a file of `format` with these bytes.
    pub fn text(&self, format: Format, bytes: &[u8]) -> Transcript {
        let (program, found, package) = match format {
            Format::Text => return Transcript::Text(String::from_utf8_lossy(bytes).into_owned()),
            Format::Pdf => ("pdftotext", &self.pdftotext, "poppler-utils"),
            Format::Docx => ("pandoc", &self.pandoc, "pandoc"),
        };
        let Some(helper) = found else {
            return Transcript::Without(format!("{program} is not installed (package {package})"));
        };
        // The file goes by a name of ours: the program reads the bytes that were hashed, and no name from outside.
        let laid = tempfile::tempdir().and_then(|folder| {
            std::fs::write(folder.path().join(NAME), bytes)?;
            Ok(folder)
        });
        let Ok(folder) = laid else {
            return Transcript::Without("no temporary file could be written".to_owned());
        };
        match format {
            Format::Docx => word(helper, folder.path()),
            _ => pdf(helper, folder.path()),
        }
    }
}

/// What the file is called while a program reads it.
const NAME: &str = "original";

fn pdf(helper: &Helper, folder: &std::path::Path) -> Transcript {
    let limits = Limits { time: TIME, output: OUTPUT, memory: Some(MEMORY) };
    let run = |args: &[&str]| helper.run(folder, args, limits);
    // As laid out, paragraphs stay apart; where the page has columns, they are read one after the other instead.
    let answer = match run(&["-enc", "UTF-8", "-layout", "--", NAME, "-"]) {
        Ok(answer) => answer,
        Err(fault) => return Transcript::Without(format!("pdftotext: {fault}")),
    };
    let text = match said(&answer, "pdftotext") {
        Ok(text) => text,
        Err(other) => return unread_pdf(&answer, other),
    };
    let text = match tidy::is_in_columns(&text).then(|| run(&["-enc", "UTF-8", "--", NAME, "-"])) {
        Some(Ok(Answer { code: Some(0), output, .. })) => String::from_utf8_lossy(&output).replace('\0', ""),
        _ => text,
    };
    if tidy::is_blank(&text) {
        return Transcript::Without("it holds no text: it may be a scan".to_owned());
    }
    Transcript::Text(tidy::tidy(&text))
}

/// What the exit codes of pdftotext mean.
fn unread_pdf(answer: &Answer, other: Transcript) -> Transcript {
    match answer.code {
        Some(1) if answer.said.to_lowercase().contains("password") => Transcript::Unreadable(
            "it needs a password: `qpdf --decrypt`, or printing it to PDF, takes it off".to_owned(),
        ),
        Some(1) => Transcript::Unreadable("it is damaged: pdftotext cannot open it".to_owned()),
        Some(3) => Transcript::Without("its author does not allow its text to be copied".to_owned()),
        _ => other,
    }
}

fn word(helper: &Helper, folder: &std::path::Path) -> Transcript {
    let limits = Limits { time: TIME, output: OUTPUT, memory: None };
    let to = ["--sandbox", "--from=docx", "--to=gfm-raw_html", "--wrap=none"];
    let bound = ["+RTS", "-M2g", "-RTS"];
    let args: Vec<&str> = bound.into_iter().chain(to).chain(["--", NAME]).collect();
    let answer = match helper.run(folder, &args, limits) {
        Ok(answer) => answer,
        Err(fault) => return Transcript::Without(format!("pandoc: {fault}")),
    };
    match said(&answer, "pandoc") {
        Ok(text) if tidy::is_blank(&text) => Transcript::Without("it holds no text".to_owned()),
        Ok(text) => Transcript::Text(text),
        Err(_) if answer.code.is_some() => Transcript::Unreadable("it is damaged: pandoc cannot read it".to_owned()),
        Err(other) => other,
    }
}

/// What a program that went well wrote.
fn said(answer: &Answer, program: &str) -> Result<String, Transcript> {
    match answer.code {
        Some(0) => Ok(String::from_utf8_lossy(&answer.output).replace('\0', "")),
        Some(code) => Err(Transcript::Without(format!("{program} failed with exit code {code}"))),
        None => Err(Transcript::Without(format!("{program} was stopped by a signal"))),
    }
}

/// The text of a contract whose agreement is only in its original.
pub(super) fn stand_in(original: &str) -> String {
    format!("The agreement is the file `files/{original}`. Its text is not transcribed here.\n")
}
