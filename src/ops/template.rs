//! `template list`, `template show`, and finding the template that `new` draws from: always at HEAD, never in the work
//! tree, so that what was drawn can be named by its digest.

use std::collections::BTreeMap;

use super::session::Session;
use crate::contract::name::is_safe_name;
use crate::contract::problem::{nearest, quoted};
use crate::error::{Error, Kind, Result};
use crate::report::member::{FieldItem, TemplateItem, TemplatesReport};
use crate::store::{self, Snapshot};
use crate::template::{self, Field, Template, TemplateProblem};

/// What a template's or clause's file is called after its name.
const ENDING: &str = ".md";

/// A template of the repository, with the clauses it may include.
#[derive(Debug)]
pub struct Found {
    /// Workspace it belongs to.
    pub workspace: String,
    /// Its file, from the top of the repository.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The file, read.
    pub template: Template,
    /// Names and texts of the workspace's clauses.
    pub clauses: BTreeMap<String, String>,
}

/// A template file that lies in a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    workspace: String,
    name: String,
}

impl Place {
    fn path(&self) -> String {
        format!("{}/templates/{}{ENDING}", self.workspace, self.name)
    }

    /// The name that is never ambiguous.
    fn full(&self) -> String {
        format!("{}/{}", self.workspace, self.name)
    }
}

/// The template called `name`, or `workspace/name`. Without a workspace, that of the default workspace comes first, then
/// the only other one of that name.
///
/// # Errors
/// When there is none (with the nearest), several, or the file or a clause beside it cannot be read.
pub fn find(session: &Session, name: &str, workspace: Option<&str>) -> Result<Found> {
    let (within, name) = match name.split_once('/') {
        Some((within, rest)) => (Some(within), rest),
        None => (workspace, name),
    };
    if let (Some(within), Some(asked)) = (within, workspace)
        && within != asked
    {
        let message = format!("{} is not in the workspace {}", quoted(&format!("{within}/{name}")), quoted(asked));
        return Err(Error::new(Kind::Usage, "two-workspaces", message).hint("name the workspace once"));
    }
    let mut snapshot = session.snapshot()?;
    let places = match within {
        Some(within) => in_workspace(&mut snapshot, known_workspace(session, within)?)?,
        None => everywhere(session, &mut snapshot)?,
    };
    let place = choose(session, &places, name)?;
    read(&mut snapshot, place)
}

/// All templates, or those of one workspace. One that cannot be read is told of and hides no other.
///
/// # Errors
/// When the workspace is unknown, or the repository cannot be read.
pub fn list(session: &Session, workspace: Option<&str>) -> Result<TemplatesReport> {
    let mut snapshot = session.snapshot()?;
    let places = match workspace {
        Some(name) => in_workspace(&mut snapshot, known_workspace(session, name)?)?,
        None => everywhere(session, &mut snapshot)?,
    };
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
    Ok(in_workspace(snapshot, workspace)?.into_iter().map(|place| place.name).collect())
}

/// The workspace of that name.
///
/// # Errors
/// When the policy has none, with the nearest.
pub fn known_workspace<'s>(session: &'s Session, name: &str) -> Result<&'s str> {
    let names = || session.policy.workspaces().iter().map(|workspace| workspace.name.as_str());
    names().find(|known| *known == name).ok_or_else(|| {
        let error = Error::new(Kind::NotFound, "no-such-workspace", format!("there is no workspace {}", quoted(name)));
        let error = error.about(name);
        match nearest(name, names()) {
            Some(near) => error.hint(format!("did you mean `{near}`? `clm workspace list` shows all")),
            None => error.hint("`clm workspace list` shows what there is; `clm workspace add` makes one"),
        }
    })
}

fn everywhere(session: &Session, snapshot: &mut Snapshot<'_>) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    for workspace in session.policy.workspaces() {
        places.extend(in_workspace(snapshot, &workspace.name)?);
    }
    Ok(places)
}

fn in_workspace(snapshot: &mut Snapshot<'_>, workspace: &str) -> Result<Vec<Place>> {
    let names = marked_files(snapshot, &format!("{workspace}/templates"))?;
    Ok(names.into_iter().map(|name| Place { workspace: workspace.to_owned(), name }).collect())
}

/// Names, without the ending, of the Markdown files of a folder; links and what has an unsafe name are passed over.
fn marked_files(snapshot: &mut Snapshot<'_>, folder: &str) -> Result<Vec<String>> {
    let listed = snapshot.list(folder)?;
    let files = listed.into_iter().filter(|one| one.entry.kind == store::Kind::File && is_safe_name(&one.name));
    let mut names: Vec<String> = files.filter_map(|one| one.name.strip_suffix(ENDING).map(ToOwned::to_owned)).collect();
    names.sort();
    Ok(names)
}

fn choose<'p>(session: &Session, places: &'p [Place], name: &str) -> Result<&'p Place> {
    let found: Vec<&Place> = places.iter().filter(|place| place.name == name).collect();
    let usual = found.iter().find(|place| place.workspace == session.organisation.default_workspace);
    match (found.as_slice(), usual) {
        ([only], _) | (_, Some(only)) => Ok(only),
        ([], None) => Err(unknown(places, name)),
        (several, None) => {
            let message = format!("{} workspaces have a template {}", several.len(), quoted(name));
            Err(Error::new(Kind::NotFound, "ambiguous", message)
                .details(several.iter().map(|place| place.full()))
                .hint("name the workspace too, as WORKSPACE/NAME or with -w")
                .about(name))
        }
    }
}

fn unknown(places: &[Place], name: &str) -> Error {
    let error = Error::new(Kind::NotFound, "no-such-template", format!("no template is called {}", quoted(name)));
    let error = error.about(name);
    match nearest(name, places.iter().map(|place| place.name.as_str())) {
        Some(near) => error.hint(format!("did you mean `{near}`? `clm template list` shows all")),
        None => error.hint("`clm template list` shows what there is"),
    }
}

fn read(snapshot: &mut Snapshot<'_>, place: &Place) -> Result<Found> {
    let path = place.path();
    let bytes = snapshot.read(&path)?.unwrap_or_default();
    let template = parsed(place, &path, &bytes).map_err(|problems| invalid(&path, &problems))?;
    let clauses = clauses(snapshot, &place.workspace)?;
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

/// Names and texts of the clauses of a workspace.
///
/// # Errors
/// When one cannot be read or is no UTF-8.
pub fn clauses(snapshot: &mut Snapshot<'_>, workspace: &str) -> Result<BTreeMap<String, String>> {
    let folder = format!("{workspace}/clauses");
    let mut clauses = BTreeMap::new();
    for name in marked_files(snapshot, &folder)? {
        let path = format!("{folder}/{name}{ENDING}");
        let text = String::from_utf8(snapshot.read(&path)?.unwrap_or_default()).map_err(|_| {
            Error::new(Kind::InvalidContent, "not-text", format!("{path} is not UTF-8"))
                .hint("save the clause as UTF-8 and commit it with git")
                .about(path.clone())
        })?;
        clauses.insert(name, text);
    }
    Ok(clauses)
}

/// A template that cannot be used: every problem with its place.
#[must_use]
pub fn invalid(path: &str, problems: &[TemplateProblem]) -> Error {
    Error::new(Kind::InvalidContent, "template", format!("{path} is not a valid template"))
        .details(problems.iter().map(sentence))
        .hint("mend the file and commit it with git; `clm template show` then reads it again")
        .about(path)
}

fn sentence(problem: &TemplateProblem) -> String {
    match &problem.nearest {
        Some(near) => format!("{problem}; did you mean `{near}`?"),
        None => problem.to_string(),
    }
}

fn item(workspace: &str, path: &str, template: &Template) -> TemplateItem {
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
