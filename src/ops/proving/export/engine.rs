//! Turning the printable page into PDF or Word with a program of the machine: Chromium or WeasyPrint, pandoc.
//!
//! **Owns** which programs are asked, with which arguments, and whether what they wrote is what was asked for.
//! **Refuses to know** what stands on the page. **Invariants**: the program works in a folder of its own, reads one file
//! of ours and is offered nothing to fetch; what it wrote is taken whole or not at all.

use std::ffi::OsStr;
use std::io::{Cursor, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::time::Duration;

use super::Format;
use crate::error::{Error, Kind, Result};
use crate::ops::machine::outside::{Helper, Limits};

/// A program gets so long for one page; a browser that starts for the first time is slow.
pub(super) const LIMITS: Limits = Limits { time: Duration::from_secs(60), output: 1 << 20, memory: None };

/// The largest file that is taken from a program: 64 MiB.
const LARGEST: u64 = 64 << 20;

/// What the page is called while a program reads it.
const PAGE: &str = "page.html";

/// Browsers of one family, of which the first that is there is asked.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/// How a browser prints without a window, an account, a profile of the user's or a network.
const HEADLESS: &[&str] = &[
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--no-first-run",
    "--no-default-browser-check",
    "--blink-settings=scriptEnabled=false",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--user-data-dir=profile",
    "--no-pdf-header-footer",
];

/// What was made, and by which program.
#[derive(Debug)]
pub(super) struct Made {
    /// The file.
    pub bytes: Vec<u8>,
    /// The program's name.
    pub engine: &'static str,
}

/// One program that may be there, and how it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Engine {
    Browser,
    WeasyPrint,
    Pandoc,
}

impl Engine {
    /// Those that write `format`, the best first.
    fn of(format: Format) -> &'static [Self] {
        match format {
            Format::Pdf => &[Self::Browser, Self::WeasyPrint],
            Format::Docx => &[Self::Pandoc],
            Format::Markdown | Format::Html => &[],
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Browser => BROWSERS,
            Self::WeasyPrint => &["weasyprint"],
            Self::Pandoc => &["pandoc"],
        }
    }

    fn find(self, search: &OsStr) -> Option<(&'static str, Helper)> {
        self.names().iter().find_map(|name| Some((*name, Helper::find(name, search)?)))
    }

    /// Its arguments; it is run in a folder that holds [`PAGE`] and is to leave `result` there.
    fn arguments(self, folder: &Path, result: &str) -> Vec<String> {
        match self {
            Self::Browser => {
                let mut arguments: Vec<String> = HEADLESS.iter().map(ToString::to_string).collect();
                // No browser's sandbox works for root; the page runs nothing and fetches nothing.
                if folder.metadata().is_ok_and(|meta| meta.uid() == 0) {
                    arguments.push("--no-sandbox".to_owned());
                }
                arguments.extend([format!("--print-to-pdf={result}"), PAGE.to_owned()]);
                arguments
            }
            Self::WeasyPrint => vec![PAGE.to_owned(), result.to_owned()],
            // Not --sandbox: with it the pandoc of Debian does not find its own data. The page names nothing to read.
            Self::Pandoc => {
                let bound = ["+RTS", "-M2g", "-RTS", "--from=html", "--to=docx"].map(ToOwned::to_owned);
                bound.into_iter().chain([format!("--output={result}"), "--".to_owned(), PAGE.to_owned()]).collect()
            }
        }
    }
}

/// Makes `format` of a page with the first program that can; `elsewhere` is the way out for a person without one.
///
/// # Errors
/// When no program is there, or none of those that are made it.
pub(super) fn make(page: &str, format: Format, search: &OsStr, limits: Limits, elsewhere: &str) -> Result<Made> {
    let word = format.word();
    if let Some(tag) = fetched(page) {
        let message = format!("the page holds `{tag}`, which a program could be made to fetch something by");
        return Err(Error::new(Kind::Failed, "page", message).hint("this is a fault of clm: please report it"));
    }
    let mut faults = Vec::new();
    let engines = Engine::of(format);
    for (engine, (name, helper)) in engines.iter().filter_map(|engine| Some((engine, engine.find(search)?))) {
        match run(*engine, &helper, page, format, limits) {
            Ok(bytes) => return Ok(Made { bytes, engine: name }),
            Err(fault) => faults.push(format!("{name}: {fault}")),
        }
    }
    if faults.is_empty() {
        let known: Vec<&str> = engines.iter().flat_map(|engine| engine.names()).copied().collect();
        let message = format!("no program that writes {word} is installed: looked for {}", known.join(", "));
        return Err(Error::new(Kind::Helper, "no-engine", message).hint(format!("install one of them, or {elsewhere}")));
    }
    let message = format!("no {word} was written: {}", faults.join("; "));
    Err(Error::new(Kind::Helper, "engine-failed", message).hint(format!("mend that program, or {elsewhere}")))
}

/// An element by which a program would load something. All text on the page is escaped, so none comes from a contract.
fn fetched(page: &str) -> Option<&'static str> {
    const LOADING: &[&str] = &[
        "<img", "<image", "<link", "<script", "<iframe", "<frame", "<object", "<embed", "<svg", "<video", "<audio",
        "<source", "<base", "<input", "@import", "<?xml",
    ];
    let page = page.to_ascii_lowercase();
    LOADING.iter().find(|tag| page.contains(**tag)).copied()
}

fn run(
    engine: Engine,
    helper: &Helper,
    page: &str,
    format: Format,
    limits: Limits,
) -> std::result::Result<Vec<u8>, String> {
    let disk = |error: std::io::Error| format!("there is no room to work in: {error}");
    let folder = tempfile::tempdir().map_err(disk)?;
    std::fs::write(folder.path().join(PAGE), page).map_err(disk)?;
    let result = format!("page.{}", format.ending());
    let arguments = engine.arguments(folder.path(), &result);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let answer = helper.run(folder.path(), &arguments, limits).map_err(|fault| fault.to_string())?;
    match answer.code {
        Some(0) => taken(&folder.path().join(result), format),
        Some(code) => Err(format!("it failed with exit code {code}{}", reason(&answer.said))),
        None => Err(format!("it was stopped by a signal{}", reason(&answer.said))),
    }
}

/// The end of what a program said, where its last words usually are.
fn reason(said: &str) -> String {
    if said.contains("No usable sandbox") {
        return ": its sandbox does not work on this machine".to_owned();
    }
    let last: String = said.chars().rev().take(200).collect::<Vec<_>>().into_iter().rev().collect();
    if last.is_empty() { last } else { format!(": {last}") }
}

/// What was written, if it is whole and of the kind that was asked for.
fn taken(path: &Path, format: Format) -> std::result::Result<Vec<u8>, String> {
    let word = format.word();
    let meta = std::fs::symlink_metadata(path).map_err(|_| format!("it wrote no {word}"))?;
    if !meta.is_file() || meta.len() > LARGEST {
        return Err(format!("what it wrote is no file of at most {} MiB", LARGEST >> 20));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| format!("what it wrote cannot be read: {error}"))?;
    file.take(LARGEST).read_to_end(&mut bytes).map_err(|error| format!("what it wrote cannot be read: {error}"))?;
    let is_whole = match format {
        Format::Pdf => is_pdf(&bytes),
        Format::Docx => is_docx(&bytes),
        Format::Markdown | Format::Html => false,
    };
    if is_whole { Ok(bytes) } else { Err(format!("what it wrote is no whole {word}")) }
}

fn is_pdf(bytes: &[u8]) -> bool {
    let end = bytes.get(bytes.len().saturating_sub(1024)..).unwrap_or_default();
    bytes.starts_with(b"%PDF-") && end.windows(5).any(|five| five == b"%%EOF")
}

fn is_docx(bytes: &[u8]) -> bool {
    zip::ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| archive.index_for_name("word/document.xml").is_some())
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
