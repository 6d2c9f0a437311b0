//! Everything that speaks against an agreement's text: its front matter, blanks, contradictions, deceptive characters.
//!
//! `check` reports it, `new` and `set` refuse what cannot be read, `sign` refuses all errors, because after it the text
//! is frozen.

use crate::contract::business_day::Calendars;
use crate::contract::contradiction::contradictions;
use crate::contract::deception::{self, Finding, Severity, What};
use crate::contract::document::Document;
use crate::contract::plan::governing;
use crate::contract::problem::Problem;
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::Dossier;
use crate::report::check::CheckItem;
use crate::template::unfilled;

/// All findings of one contract, sorted by place.
#[must_use]
pub fn dossier(dossier: &Dossier) -> Vec<CheckItem> {
    let id = dossier.id.to_string();
    let file = format!("{}/contract.md", dossier.folder);
    let mut items = match &dossier.document {
        Ok(document) => self::document(&file, document),
        Err(problems) => problems.iter().map(problem).collect(),
    };
    items.extend(dossier.problems.iter().map(problem));
    items.extend(dossier.texts.iter().flat_map(|(name, bytes)| annex(&format!("{}/{name}", dossier.folder), bytes)));
    for file in &dossier.statements {
        if let Err(fault) = &file.envelope {
            items.push(whole_file(&format!("{}/{}", dossier.folder, file.file), "statement", fault));
        }
    }
    for item in &mut items {
        item.id = Some(id.clone());
    }
    items.sort();
    items
}

/// As [`dossier`], with what only the repository can say: whether there is the calendar its terms name.
#[must_use]
pub fn in_repository(dossier: &Dossier, calendars: &Calendars) -> Vec<CheckItem> {
    let mut items = self::dossier(dossier);
    let fault = dossier.header().and_then(|header| governing(&header.term, calendars).err());
    items.extend(fault.map(|fault| CheckItem {
        id: Some(dossier.id.to_string()),
        recordable: true,
        ..whole_file(&format!("{}/contract.md", dossier.folder), "unknown-calendar", &fault.why)
    }));
    items.sort();
    items
}

/// The findings of an agreement whose front matter is readable.
#[must_use]
pub fn document(file: &str, document: &Document) -> Vec<CheckItem> {
    let (front, body) = (document.front_matter(), document.body());
    let mut items = deceptions(file, front, What::Header, 1);
    items.extend(deceptions(file, body, What::Body, document.body_line().saturating_sub(1)));
    items.extend(blanks(file, front, 1));
    items.extend(blanks(file, body, document.body_line().saturating_sub(1)));
    for fault in contradictions(&document.header().term) {
        let message = format!("[term] contradicts itself: {}", fault.why);
        let (line, column) = place_in_term(front, &fault.keys);
        items.push(CheckItem { line, column, ..whole_file(file, "contradiction", &message) });
    }
    items
}

/// The findings of an annex that is read as text. Bytes that are no text show nothing and hide nothing. An annex stays as
/// it came, so its line ends, where all are alike, are nobody's fault.
fn annex(file: &str, bytes: &[u8]) -> Vec<CheckItem> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let mut items = deceptions(file, text, What::Body, 0);
    items.retain(|item| item.code != "crlf");
    items.extend(blanks(file, text, 0));
    items
}

/// Where the first of `keys` stands in `[term]`: the line of the file and the column; zeros where it is not found.
fn place_in_term(front: &str, keys: &[&str]) -> (usize, usize) {
    let mut table = "";
    for (number, line) in front.lines().enumerate() {
        let start = line.trim_start();
        if start.starts_with('[') {
            table = start;
        }
        let key = start.split('=').next().unwrap_or_default().trim();
        let inside = table.starts_with("[term]") && keys.contains(&key);
        if inside || key.strip_prefix("term.").is_some_and(|key| keys.contains(&key)) {
            // The front matter begins on the file's second line.
            return (number.saturating_add(2), line.len().saturating_sub(start.len()).saturating_add(1));
        }
    }
    (0, 0)
}

/// Refuses a text that may not be frozen.
///
/// # Errors
/// With every finding that is an error, and its place.
pub fn must_be_signable(dossier: &Dossier, calendars: &Calendars) -> Result<()> {
    let errors: Vec<CheckItem> =
        in_repository(dossier, calendars).into_iter().filter(|item| item.severity == "error").collect();
    let Some(first) = errors.first() else { return Ok(()) };
    let code = if errors.iter().all(|item| item.code == "unfilled") { "unfilled" } else { "unfit-text" };
    let what = format!("{} cannot be frozen: {}", dossier.id, first.message);
    let places = errors.iter().map(|item| format!("{}:{}:{}: {}", item.file, item.line, item.column, item.message));
    Err(Error::new(Kind::InvalidContent, code, what)
        .details(places)
        .hint(format!("mend the text with `clm edit {}` and look again with `clm check {}`", dossier.id, dossier.id))
        .about(dossier.id.to_string()))
}

/// Whether a finding keeps a text from being recorded. Blanks and deceptive characters do not: a draft may hold them
/// while people work on it (the other side's paper often does), and only freezing and signing refuse them.
#[must_use]
pub fn refuses(item: &CheckItem) -> bool {
    item.severity == "error" && !item.recordable
}

/// The error that tells of findings; none where there is none.
#[must_use]
pub fn refusal(what: &str, items: &[CheckItem]) -> Option<Error> {
    let first = items.first()?;
    Some(
        Error::new(Kind::InvalidContent, "unfit-text", format!("{what}: {}", first.message))
            .details(items.iter().map(place))
            .about(first.file.clone()),
    )
}

/// `file:line:column: message`.
#[must_use]
pub fn place(item: &CheckItem) -> String {
    let mut place = item.file.clone();
    for number in [item.line, item.column].into_iter().take_while(|number| *number > 0) {
        place.push_str(&format!(":{number}"));
    }
    format!("{place}: {}", item.message)
}

fn deceptions(file: &str, text: &str, what: What, above: usize) -> Vec<CheckItem> {
    deception::inspect(file, text, what).into_iter().map(|finding| deceptive(finding, above)).collect()
}

fn deceptive(finding: Finding, above: usize) -> CheckItem {
    let severity = if finding.severity == Severity::Refuse { "error" } else { "warning" };
    CheckItem {
        file: finding.file,
        line: finding.line.saturating_add(above),
        column: finding.column,
        severity: severity.to_owned(),
        code: finding.code.to_owned(),
        message: finding.message,
        id: None,
        recordable: true,
    }
}

fn blanks(file: &str, text: &str, above: usize) -> Vec<CheckItem> {
    let blank = |blank: crate::template::Unfilled| CheckItem {
        file: file.to_owned(),
        line: blank.line.saturating_add(above),
        column: blank.column,
        severity: "error".to_owned(),
        code: "unfilled".to_owned(),
        message: format!("`{}` is not filled in", blank.name),
        id: None,
        recordable: true,
    };
    unfilled(text).into_iter().map(blank).collect()
}

/// A fault of a file as a finding.
#[must_use]
pub fn problem(problem: &Problem) -> CheckItem {
    let near = problem.nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    CheckItem {
        file: problem.file.clone(),
        line: problem.line,
        column: problem.column,
        severity: "error".to_owned(),
        code: problem.code.to_owned(),
        message: format!("{}{near}", problem.message),
        id: None,
        recordable: false,
    }
}

fn whole_file(file: &str, code: &str, message: &str) -> CheckItem {
    CheckItem {
        file: file.to_owned(),
        line: 0,
        column: 0,
        severity: "error".to_owned(),
        code: code.to_owned(),
        message: message.to_owned(),
        id: None,
        recordable: false,
    }
}
