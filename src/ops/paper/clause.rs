//! `clause list` and `clause show`: the wording templates include, with what we retreat to.

use std::collections::BTreeMap;

use crate::contract::problem::quoted;
use crate::error::{Error, Kind, Result};
use crate::ops::paper::template::sentence;
use crate::ops::paper::{self, Place, Sort};
use crate::ops::session::Session;
use crate::report::clause::{ClauseItem, ClausesReport};
use crate::store::Snapshot;
use crate::template::{ChoiceError, Clause, Clauses, TemplateProblem, file_stem, split_name};

/// The clauses of a workspace in a snapshot, unread.
///
/// # Errors
/// When the repository cannot be read.
pub fn of(snapshot: &mut Snapshot<'_>, workspace: &str) -> Result<Clauses> {
    let mut files = BTreeMap::new();
    for place in paper::in_workspace(snapshot, Sort::Clause, workspace)? {
        let bytes = snapshot.read(&place.path())?.unwrap_or_default();
        files.insert(place.name, bytes);
    }
    Ok(Clauses::new(&format!("{workspace}/{}", Sort::Clause.folder()), files))
}

/// All clauses, or those of one workspace, fallbacks under their clause. One that cannot be read is told of and hides no
/// other.
///
/// # Errors
/// When the workspace is unknown, or the repository cannot be read.
pub fn list(session: &Session, workspace: Option<&str>) -> Result<ClausesReport> {
    let mut snapshot = session.snapshot()?;
    let mut report = ClausesReport::default();
    let mut fallbacks = Vec::new();
    for place in paper::all(session, Sort::Clause, workspace)? {
        match read(&mut snapshot, &place)? {
            Ok(clause) if clause.about.variant.is_some() => fallbacks.push(item(&place, &clause)),
            Ok(clause) => report.items.push(item(&place, &clause)),
            Err(problems) => report.problems.extend(problems.iter().map(sentence)),
        }
    }
    for fallback in fallbacks {
        let whole = |item: &&mut ClauseItem| item.name == fallback.name && item.workspace == fallback.workspace;
        match report.items.iter_mut().find(whole) {
            Some(clause) => clause.fallbacks.push(fallback),
            None => report.problems.push(format!("{}: there is no clause `{}`", fallback.path, fallback.name)),
        }
    }
    for item in &mut report.items {
        item.fallbacks.sort_by(|a, b| (a.rank, &a.fallback).cmp(&(b.rank, &b.fallback)));
    }
    Ok(report)
}

/// One clause or fallback with its text, and what we retreat to from there.
///
/// # Errors
/// When there is none of that name, or its file is not valid.
pub fn show(session: &Session, name: &str, fallback: Option<&str>, workspace: Option<&str>) -> Result<ClausesReport> {
    let place = paper::find(session, Sort::Clause, name, workspace)?;
    let mut all = list(session, Some(&place.workspace))?;
    let (clause, own) = split_name(&place.name);
    let wanted = match (fallback, own) {
        (Some(variant), None) => Place { name: file_stem(clause, Some(variant)), ..place.clone() },
        _ => place.clone(),
    };
    let mut snapshot = session.snapshot()?;
    if let (Some(variant), true) = (fallback, snapshot.find(&wanted.path())?.is_none()) {
        let fault = of(&mut snapshot, &place.workspace)?.prefer(clause, variant).err();
        return Err(fault.map_or_else(|| gone(&wanted), |fault| refused(&fault)));
    }
    let read = read(&mut snapshot, &wanted)?.map_err(|problems| invalid(&wanted.path(), &problems))?;
    let mut item = item(&wanted, &read);
    item.text = Some(read.body);
    if item.fallback.is_none() {
        let same = all.items.iter_mut().find(|other| other.name == item.name);
        item.fallbacks = same.map(|other| std::mem::take(&mut other.fallbacks)).unwrap_or_default();
    }
    Ok(ClausesReport { items: vec![item], problems: Vec::new(), detail: true })
}

fn gone(place: &Place) -> Error {
    Error::new(Kind::NotFound, "no-such-clause", format!("{} is not there", place.path()))
        .hint("`clm clause list` shows what there is")
        .about(place.name.clone())
}

/// Why a fallback cannot be had.
#[must_use]
pub fn refused(fault: &ChoiceError) -> Error {
    let error = Error::new(Kind::NotFound, "no-such-fallback", fault.to_string());
    match fault {
        ChoiceError::NotIncluded { clause, nearest } => {
            let near = nearest.as_ref().map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            let error = Error::new(Kind::Usage, "not-included", fault.to_string());
            error.hint(format!("{near}`clm clause list` names the clauses and their fallbacks")).about(clause.clone())
        }
        ChoiceError::NoFallback { clause, known, .. } if known.is_empty() => {
            error.hint(format!("it has none; one lies in clauses/{clause}--NAME.md")).about(clause.clone())
        }
        ChoiceError::NoFallback { clause, known, nearest, .. } => {
            let near = nearest.as_ref().map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            let known: Vec<String> = known.iter().map(|name| quoted(name)).collect();
            error.hint(format!("{near}it has {}", known.join(", "))).about(clause.clone())
        }
    }
}

fn invalid(path: &str, problems: &[TemplateProblem]) -> Error {
    Error::new(Kind::InvalidContent, "clause", format!("{path} is not a valid clause"))
        .details(problems.iter().map(sentence))
        .hint("mend the file and commit it with git; `clm template check` then looks again")
        .about(path)
}

fn read(snapshot: &mut Snapshot<'_>, place: &Place) -> Result<std::result::Result<Clause, Vec<TemplateProblem>>> {
    let path = place.path();
    let bytes = snapshot.read(&path)?.unwrap_or_default();
    Ok(Clause::parse(&path, &place.name, &bytes))
}

fn item(place: &Place, clause: &Clause) -> ClauseItem {
    let about = &clause.about;
    ClauseItem {
        name: about.name.clone(),
        fallback: about.variant.clone(),
        rank: about.variant.as_ref().and(u32::try_from(about.rank).ok()),
        workspace: place.workspace.clone(),
        title: about.title.clone(),
        language: about.language.clone(),
        description: about.description.clone(),
        when: about.when.clone(),
        path: place.path(),
        fallbacks: Vec::new(),
        text: None,
    }
}
