//! `diff`: one version of a contract against another: what is on the desk, recorded, sent, signed, drawn from paper.
//!
//! The new side is always the text before the person: the work tree where it differs, else what is recorded. **Invariant**:
//! nothing is hidden: a byte that differs is told as a term, a hunk, a note or a file.

mod asked;
mod paper;
mod sides;

use std::collections::BTreeSet;
use std::path::Path;

use crate::contract::compare::{self, Hunk, Kind, Side as Half};
use crate::contract::digest::Digest;
use crate::contract::document;
use crate::error::Result;
use crate::ops::drafting::desk;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::report::diff::{ContractDiff, FileItem, HunkItem, SideItem, SizeItem, TermItem, WordItem};
use sides::Side;

/// What the text is held against.
#[derive(Clone, Copy, Debug)]
pub enum Against<'a> {
    /// What is recorded at HEAD.
    Recorded,
    /// A commit, a revision or another contract, as typed; a path is taken as seen from the folder.
    Named(&'a str, &'a Path),
    /// The revision last sent for signature.
    Sent,
    /// The revision that was signed or executed.
    Signed,
    /// The template it was drawn from, at the version it was drawn from.
    Template,
    /// Wording the other side asked for: the proposal called so, or the newest. Here theirs is the new side.
    Proposal(Option<&'a str>),
}

/// Compares.
///
/// # Errors
/// When the other side cannot be found, or the repository cannot be read.
pub fn diff(session: &Session, place: &Place, against: Against<'_>) -> Result<ContractDiff> {
    let new = sides::present(session, place)?;
    match against {
        Against::Template => return paper::diff(session, place, &new),
        Against::Proposal(name) => return asked::diff(session, place, name),
        _ => {}
    }
    let old = match against {
        Against::Named(name, from) => sides::named(session, place, name, from)?,
        Against::Sent => sides::sent(session, place)?,
        Against::Signed => sides::signed(session, place)?,
        Against::Recorded | Against::Template | Against::Proposal(_) => sides::recorded(session, place)?,
    };
    Ok(compared(place, &old, &new))
}

/// Every contract with unsaved changes, what is on the desk against what is recorded.
///
/// # Errors
/// When the repository cannot be read.
pub fn unsaved(session: &Session) -> Result<Vec<ContractDiff>> {
    let mut diffs = Vec::new();
    for unsaved in desk::all(session)?.into_iter().filter(|unsaved| !unsaved.files.is_empty()) {
        let dossier = desk::dossier(session, &unsaved)?;
        let place = Place { folder: unsaved.folder, id: dossier.id };
        diffs.push(diff(session, &place, Against::Recorded)?);
    }
    Ok(diffs)
}

fn compared(place: &Place, old: &Side, new: &Side) -> ContractDiff {
    let mut report = empty(place, old, new);
    texts(&mut report, old, new);
    annexes(&mut report, old, new);
    report.settled()
}

fn empty(place: &Place, old: &Side, new: &Side) -> ContractDiff {
    ContractDiff {
        id: place.id.to_string(),
        path: place.folder.clone(),
        old: side_item(old),
        new: side_item(new),
        ..ContractDiff::default()
    }
}

fn side_item(side: &Side) -> SideItem {
    SideItem { what: side.what.clone(), commit: side.commit.clone(), revision: side.revision().map(|r| r.to_string()) }
}

/// `contract.md`: the terms by key, the body by clause.
fn texts(report: &mut ContractDiff, old: &Side, new: &Side) {
    let (old, new) = (old.text(), new.text());
    let (old_parts, new_parts) = (parts(&old), parts(&new));
    front_matter(report, &old_parts, &new_parts);
    let mut hunks = compare::hunks(old_parts.body, new_parts.body, &|_| false);
    for hunk in &mut hunks {
        hunk.old_line = hunk.old_line.saturating_add(old_parts.above);
        hunk.new_line = hunk.new_line.saturating_add(new_parts.above);
    }
    report.hunks.extend(hunks.into_iter().map(|hunk| item("contract.md", hunk)));
    if old != new && report.terms.is_empty() && report.hunks.is_empty() {
        report.notes.push("only the ends of the `+++` lines differ".to_owned());
    }
}

fn front_matter(report: &mut ContractDiff, old: &Parts<'_>, new: &Parts<'_>) {
    if old.front == new.front {
        return;
    }
    let terms = compare::terms(old.front, new.front);
    let told = terms.as_ref().is_some_and(|terms| !terms.is_empty()) && !compare::comments_differ(old.front, new.front);
    report.terms = terms.unwrap_or_default().into_iter().map(term).collect();
    if told {
        return;
    }
    // No key tells of it: a comment, the order or the layout of the header, or a header that is no TOML.
    for mut hunk in compare::hunks(old.front, new.front, &|_| false) {
        hunk.clause = Some("front matter".to_owned());
        (hunk.old_line, hunk.new_line) = (hunk.old_line.saturating_add(1), hunk.new_line.saturating_add(1));
        report.hunks.push(item("contract.md", hunk));
    }
}

fn term(change: compare::TermChange) -> TermItem {
    TermItem { key: change.key, old: change.old, new: change.new }
}

/// Front matter and body of a `contract.md`; where there is no front matter all of it is body.
struct Parts<'t> {
    front: &'t str,
    body: &'t str,
    /// Lines above the body.
    above: usize,
}

fn parts(text: &str) -> Parts<'_> {
    match document::split("contract.md", text.as_bytes()) {
        Ok(split) => {
            let above = split.body_line().saturating_sub(1);
            Parts { front: split.front_matter(), body: split.body(), above }
        }
        Err(_) => Parts { front: "", body: text, above: 0 },
    }
}

fn annexes(report: &mut ContractDiff, old: &Side, new: &Side) {
    let is_annex = |name: &&String| name.as_str() != sides::TEXT;
    let names: BTreeSet<&String> = old.files.keys().chain(new.files.keys()).filter(is_annex).collect();
    for name in names {
        let (before, now) = (old.files.get(name), new.files.get(name));
        if before == now {
            continue;
        }
        if let (Some(before), Some(now)) = (words(before), words(now)) {
            report.hunks.extend(compare::hunks(before, now, &|_| false).into_iter().map(|hunk| item(name, hunk)));
        }
        let kind = match (before, now) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        let size = |bytes: &Vec<u8>| SizeItem { bytes: bytes.len(), sha256: Digest::of(bytes).to_string() };
        report.files.push(FileItem {
            file: name.clone(),
            kind: kind.to_owned(),
            old: before.map(size),
            new: now.map(size),
        });
    }
}

/// The words of a file; of a missing one, none. A file that is no text has none to compare.
fn words(bytes: Option<&Vec<u8>>) -> Option<&str> {
    match bytes {
        None => Some(""),
        Some(bytes) => std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0')),
    }
}

fn item(file: &str, hunk: Hunk) -> HunkItem {
    let kind = match hunk.kind {
        Kind::Added => "added",
        Kind::Removed => "removed",
        Kind::Changed => "changed",
        Kind::Layout => "layout",
    };
    let op = |side| match side {
        Half::Same => "same",
        Half::Old => "old",
        Half::New => "new",
    };
    HunkItem {
        file: file.to_owned(),
        clause: hunk.clause,
        kind: kind.to_owned(),
        old_line: hunk.old_line,
        new_line: hunk.new_line,
        old: hunk.old,
        new: hunk.new,
        number: None,
        words: hunk
            .pieces
            .into_iter()
            .map(|piece| WordItem { op: op(piece.side).to_owned(), text: piece.text })
            .collect(),
    }
}
