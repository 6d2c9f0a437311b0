//! `template check`: whether the library can be drawn from, and what is drawn holds what the template asserts.
//!
//! The work tree is looked at where it differs from what is recorded: a person asks about the text before them. Each
//! template is drawn with its defaults and sample answers, once as it is and once with each fallback of its clauses.

use std::collections::BTreeMap;

use crate::contract::contradiction::contradictions;
use crate::contract::document::Document;
use crate::contract::id::ContractId;
use crate::contract::name::is_safe_name;
use crate::error::Result;
use crate::ops::drafting::examine;
use crate::ops::paper::{self, ENDING, Place, Sort};
use crate::ops::session::Session;
use crate::report::check::{CheckItem, TemplateCheckReport};
use crate::store::EditKind;
use crate::template::{Clause, Clauses, ExpandError, Failure, Template, TemplateProblem, file_stem, split_name};

/// Checks the templates named, or all templates and clauses of a workspace or of the repository.
///
/// # Errors
/// When a name is unknown or the repository cannot be read. A finding is an answer, not an error.
pub fn check(session: &Session, names: &[String], workspace: Option<&str>) -> Result<TemplateCheckReport> {
    let workspaces = match workspace {
        Some(name) => vec![paper::known_workspace(session, name)?.to_owned()],
        None => session.policy.workspaces().iter().map(|workspace| workspace.name.clone()).collect(),
    };
    let mut shelves = Vec::new();
    for workspace in workspaces {
        shelves.push(Shelf::of(session, &workspace)?);
    }
    let places: Vec<Place> = shelves.iter().flat_map(Shelf::places).collect();
    let mut wanted = Vec::new();
    for name in names {
        wanted.push(paper::choose(session, Sort::Template, &places, name)?.clone());
    }
    let mut report = TemplateCheckReport::default();
    for shelf in &shelves {
        shelf.check(&wanted, &mut report);
    }
    report.items.sort();
    report.items.dedup();
    report.errors = report.items.iter().filter(|item| item.severity == "error").count();
    Ok(report)
}

/// The library of one workspace, as the work tree has it.
struct Shelf {
    workspace: String,
    templates: BTreeMap<String, Vec<u8>>,
    clauses: Clauses,
}

impl Shelf {
    fn of(session: &Session, workspace: &str) -> Result<Self> {
        let templates = files(session, workspace, Sort::Template)?;
        let folder = format!("{workspace}/{}", Sort::Clause.folder());
        let clauses = Clauses::new(&folder, files(session, workspace, Sort::Clause)?);
        Ok(Self { workspace: workspace.to_owned(), templates, clauses })
    }

    fn places(&self) -> Vec<Place> {
        let place =
            |name: &String| Place { sort: Sort::Template, workspace: self.workspace.clone(), name: name.clone() };
        self.templates.keys().map(place).collect()
    }

    fn check(&self, wanted: &[Place], report: &mut TemplateCheckReport) {
        for place in self.places() {
            if !wanted.is_empty() && !wanted.contains(&place) {
                continue;
            }
            report.templates += 1;
            let bytes = self.templates.get(&place.name).map(Vec::as_slice).unwrap_or_default();
            report.items.extend(self.template(&place, bytes));
        }
        if wanted.is_empty() {
            report.clauses += self.clauses.stems().count();
            report.items.extend(self.wordings());
        }
    }

    fn template(&self, place: &Place, bytes: &[u8]) -> Vec<CheckItem> {
        let template = match super::parsed(place, &place.path(), bytes) {
            Ok(template) => template,
            Err(problems) => return problems.into_iter().map(finding).collect(),
        };
        if template.about().retired.is_some() {
            return Vec::new();
        }
        let included = match template.includes(&self.clauses) {
            Ok(included) => included,
            Err(problems) => return problems.into_iter().map(finding).collect(),
        };
        let mut items = unused(&template, &self.clauses, &place.path());
        items.extend(drawn(&template, &self.clauses, &place.path(), ""));
        for clause in &included {
            for variant in self.clauses.fallbacks(clause) {
                let mut clauses = self.clauses.clone();
                if clauses.prefer(clause, variant).is_ok() {
                    let how = format!(" (drawn with the fallback {clause}={variant})");
                    items.extend(drawn(&template, &clauses, &place.path(), &how));
                }
            }
        }
        // What goes wrong with every fallback goes wrong without one.
        let plain: Vec<String> = items.iter().map(|item| item.message.clone()).collect();
        items.retain(|item| {
            let bare = item.message.split(" (drawn with").next().unwrap_or_default();
            bare == item.message || !plain.iter().any(|message| message == bare)
        });
        items
    }

    /// Every clause file, also one that no template includes.
    fn wordings(&self) -> Vec<CheckItem> {
        let mut items = Vec::new();
        let mut ranks: BTreeMap<(String, i64), String> = BTreeMap::new();
        for stem in self.clauses.stems() {
            let Some((file, bytes)) = self.clauses.file(stem) else { continue };
            let clause = match Clause::parse(&file, stem, bytes) {
                Ok(clause) => clause,
                Err(problems) => {
                    items.extend(problems.into_iter().map(finding));
                    continue;
                }
            };
            items.extend(clause.syntax(&file).into_iter().map(finding));
            let (name, variant) = split_name(stem);
            let at = |message: String| finding(problem(&file, 1, message));
            if let Some(variant) = variant {
                if self.clauses.file(name).is_none() {
                    items.push(at(format!("there is no clause `{name}` that it could stand in for")));
                }
                if let Some(other) = ranks.insert((name.to_owned(), clause.about.rank), variant.to_owned()) {
                    let rank = clause.about.rank;
                    let other = file_stem(name, Some(&other));
                    items.push(at(format!("{other} has the rank {rank} too: each fallback has its own")));
                }
            }
        }
        items
    }
}

/// Name and bytes of the Markdown files of a folder of the library, in the work tree where it differs from HEAD.
fn files(session: &Session, workspace: &str, sort: Sort) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut snapshot = session.snapshot()?;
    let mut files = BTreeMap::new();
    for place in paper::in_workspace(&mut snapshot, sort, workspace)? {
        files.insert(place.name.clone(), snapshot.read(&place.path())?.unwrap_or_default());
    }
    let folder = format!("{workspace}/{}", sort.folder());
    for edited in session.store.edited(&folder)? {
        let below = edited.path.strip_prefix(&folder).and_then(|path| path.strip_prefix('/')).unwrap_or_default();
        let Some(name) = below.strip_suffix(ENDING).filter(|name| is_safe_name(name) && is_safe_name(below)) else {
            continue;
        };
        match (edited.kind, session.store.work_file(&edited.path).ok().flatten()) {
            (EditKind::Added | EditKind::Changed, Some(bytes)) => drop(files.insert(name.to_owned(), bytes)),
            (EditKind::Deleted, _) => drop(files.remove(name)),
            _ => {}
        }
    }
    Ok(files)
}

fn unused(template: &Template, clauses: &Clauses, path: &str) -> Vec<CheckItem> {
    if !template.require().no_unused_fields {
        return Vec::new();
    }
    match template.unused_fields(clauses) {
        Ok(fields) => {
            let told = |field: &crate::template::Field| {
                let fault = format!("the field `{}` is used nowhere", field.name);
                asserted(problem(path, field.line, template.require().worded("no_unused_fields", fault)))
            };
            fields.into_iter().map(told).collect()
        }
        Err(problems) => problems.into_iter().map(finding).collect(),
    }
}

/// What is wrong with a draft made with sample answers.
fn drawn(template: &Template, clauses: &Clauses, path: &str, how: &str) -> Vec<CheckItem> {
    let line = template.require().line.max(1);
    let expanded = match template.expand(&template.sample_answers(), clauses) {
        Ok(expanded) => expanded,
        // No sample fits what is asked: nothing can be said without a person's answers.
        Err(ExpandError::Missing(_) | ExpandError::Choice(_)) => return Vec::new(),
        Err(ExpandError::Answer(fault)) => return vec![finding(problem(path, 1, format!("{fault}{how}")))],
        Err(ExpandError::Template(problems)) => return problems.into_iter().map(finding).collect(),
    };
    let kind = &template.about().kind;
    let id = ContractId::new(kind, [0; 5]).map(|id| id.to_string()).unwrap_or_default();
    let bytes = Document::compose(&format!("id = \"{id}\"\n{}", expanded.header_toml), &expanded.body);
    let document = match Document::parse("contract.md", &bytes) {
        Ok(document) => document,
        Err(problems) => {
            let told = |fault: crate::contract::problem::Problem| {
                finding(problem(path, 1, format!("what is drawn has a wrong header: {}{how}", fault.message)))
            };
            return problems.into_iter().map(told).collect();
        }
    };
    let mut items: Vec<CheckItem> = contradictions(&document.header().term)
        .into_iter()
        .map(|fault| finding(problem(path, 1, format!("what is drawn contradicts itself: {}{how}", fault.why))))
        .collect();
    let failures = template.require().judge(document.header(), document.body());
    items
        .extend(failures.into_iter().map(|failure| asserted(problem(path, line, format!("{}{how}", failure.message)))));
    items
}

/// Assertions of a template that do not hold of a contract's present text.
#[must_use]
pub fn failures(template: &Template, file: &str, document: &Document) -> Vec<CheckItem> {
    let above = document.body_line().saturating_sub(1);
    let item = |failure: Failure| {
        let (line, column) = failure.place.map_or((0, 0), |(line, column)| (line.saturating_add(above), column));
        let mut item = asserted(problem(file, line, failure.message));
        item.column = column;
        item
    };
    template.require().judge(document.header(), document.body()).into_iter().map(item).collect()
}

fn problem(file: &str, line: usize, message: String) -> TemplateProblem {
    TemplateProblem { file: file.to_owned(), line, column: 1, message, nearest: None }
}

/// A draft may be recorded while an assertion does not hold yet: people mend it afterwards.
fn asserted(problem: TemplateProblem) -> CheckItem {
    CheckItem { code: "assertion".to_owned(), recordable: true, ..finding(problem) }
}

fn finding(problem: TemplateProblem) -> CheckItem {
    let near = problem.nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    CheckItem {
        file: problem.file,
        line: problem.line,
        column: problem.column,
        severity: "error".to_owned(),
        code: "template".to_owned(),
        message: format!("{}{near}", problem.message),
        id: None,
        recordable: false,
    }
}

/// The error of a draft of which assertions do not hold; none where all do.
#[must_use]
pub fn refusal(template: &Template, name: &str, file: &str, document: &Document) -> Option<crate::error::Error> {
    let failures = failures(template, file, document);
    let error = examine::refusal(&format!("the draft does not hold what the template {name} asserts"), &failures)?;
    Some(error.hint(format!(
        "change the answers, or the assertions of {name}; `clm template check` judges it; nothing was written"
    )))
}
