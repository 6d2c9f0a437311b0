//! `template list`, `template show`, and finding the template that `new` draws from.

mod check;
mod retire;
mod version;

use crate::error::{Error, Kind, Result};
use crate::ops::paper::clause;
pub use crate::ops::paper::known_workspace;
use crate::ops::paper::{self, Place, Sort};
use crate::ops::session::Session;
use crate::report::member::{FieldItem, TemplateItem, TemplatesReport};
use crate::store::Snapshot;
use crate::template::{self, Clauses, Field, Template, TemplateProblem};

pub use check::{check, failures, refusal};
pub use retire::{must_be_in_use, retire};
pub use version::{Standing, Versions, warning};

/// A template of the repository, with the clauses it may include.
#[derive(Debug, Clone)]
pub struct Found {
    /// Workspace it belongs to.
    pub workspace: String,
    /// Its file, from the top of the repository.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The file, read.
    pub template: Template,
    /// The workspace's clauses.
    pub clauses: Clauses,
}

/// The template called `name`, or `workspace/name`. Without a workspace, that of the default workspace comes first, then
/// the only other one of that name.
///
/// # Errors
/// When there is none (with the nearest), several, or the file or a clause beside it cannot be read.
pub fn find(session: &Session, name: &str, workspace: Option<&str>) -> Result<Found> {
    read(&mut session.snapshot()?, &paper::find(session, Sort::Template, name, workspace)?)
}

/// All templates, or those of one workspace. One that cannot be read is told of and hides no other.
///
/// # Errors
/// When the workspace is unknown, or the repository cannot be read.
pub fn list(session: &Session, workspace: Option<&str>) -> Result<TemplatesReport> {
    let mut snapshot = session.snapshot()?;
    let places = paper::all(session, Sort::Template, workspace)?;
    let mut report = TemplatesReport { items: Vec::new(), problems: Vec::new(), detail: false };
    for place in &places {
        let path = place.path();
        let bytes = snapshot.read(&path)?.unwrap_or_default();
        match parsed(place, &path, &bytes) {
            Ok(template) => report.items.push(item(&place.workspace, &path, &template)),
            Err(problems) => report.problems.extend(problems.iter().map(sentence)),
        }
    }
    Ok(report)
}

/// One template with its fields.
///
/// # Errors
/// As [`find`].
pub fn show(session: &Session, name: &str, workspace: Option<&str>) -> Result<TemplatesReport> {
    let found = find(session, name, workspace)?;
    let item = item(&found.workspace, &found.path, &found.template);
    Ok(TemplatesReport { items: vec![item], problems: Vec::new(), detail: true })
}

/// Names of the templates of a workspace, in their order.
///
/// # Errors
/// When the repository cannot be read.
pub fn names(snapshot: &mut Snapshot<'_>, workspace: &str) -> Result<Vec<String>> {
    Ok(paper::in_workspace(snapshot, Sort::Template, workspace)?.into_iter().map(|place| place.name).collect())
}

fn read(snapshot: &mut Snapshot<'_>, place: &Place) -> Result<Found> {
    let path = place.path();
    let bytes = snapshot.read(&path)?.unwrap_or_default();
    let template = parsed(place, &path, &bytes).map_err(|problems| invalid(&path, &problems))?;
    let clauses = clause::of(snapshot, &place.workspace)?;
    Ok(Found { workspace: place.workspace.clone(), path, bytes, template, clauses })
}

/// A template is known by its file's name; one that calls itself otherwise would be recorded under a name nobody finds.
fn parsed(place: &Place, path: &str, bytes: &[u8]) -> std::result::Result<Template, Vec<TemplateProblem>> {
    let template = Template::parse(path, bytes)?;
    let called = &template.about().name;
    if *called == place.name {
        return Ok(template);
    }
    let message = format!("the template calls itself `{called}`, its file says `{}`", place.name);
    Err(vec![TemplateProblem { file: path.to_owned(), line: 1, column: 1, message, nearest: None }])
}

/// A template that cannot be used: every problem with its place.
#[must_use]
pub fn invalid(path: &str, problems: &[TemplateProblem]) -> Error {
    Error::new(Kind::InvalidContent, "template", format!("{path} is not a valid template"))
        .details(problems.iter().map(sentence))
        .hint("mend the file and commit it with git; `clm template show` then reads it again")
        .about(path)
}

/// A problem with its place and the name that was probably meant.
#[must_use]
pub fn sentence(problem: &TemplateProblem) -> String {
    match &problem.nearest {
        Some(near) => format!("{problem}; did you mean `{near}`?"),
        None => problem.to_string(),
    }
}

pub(in crate::ops) fn item(workspace: &str, path: &str, template: &Template) -> TemplateItem {
    let about = template.about();
    TemplateItem {
        name: about.name.clone(),
        workspace: workspace.to_owned(),
        title: about.title.clone(),
        kind: about.kind.clone(),
        language: about.language.clone(),
        version: u32::try_from(about.version).unwrap_or(u32::MAX),
        path: path.to_owned(),
        description: about.description.clone(),
        jurisdiction: about.jurisdiction.clone(),
        retired: about.retired.clone(),
        retired_on: about.retired_on,
        fields: template.fields().iter().map(field).collect(),
    }
}

fn field(field: &Field) -> FieldItem {
    let kind = template::Kind::ALL.iter().find(|(_, kind)| *kind == field.kind).map_or("text", |(word, _)| word);
    FieldItem {
        name: field.name.clone(),
        label: field.label.clone(),
        kind: kind.to_owned(),
        required: field.required,
        default: field.default.clone(),
        choices: field.choices.clone(),
    }
}
