//! Where templates and clauses lie, and how one is found by its name: always at HEAD, never in the work tree, so that
//! what was drawn can be named by its digest.

pub mod built_in;
pub mod clause;
pub mod new;
pub mod template;

use crate::contract::name::is_safe_name;
use crate::contract::problem::{nearest, quoted};
use crate::error::{Error, Kind, Result};
use crate::ops::dossier::departed;
use crate::ops::session::Session;
use crate::store::{self, Snapshot};

/// What a template's or clause's file is called after its name.
pub const ENDING: &str = ".md";

/// What sort of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// What contracts are drawn from.
    Template,
    /// What templates include.
    Clause,
}

impl Sort {
    /// The folder below a workspace.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Template => "templates",
            Self::Clause => "clauses",
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::Clause => "clause",
        }
    }
}

/// A file of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Template or clause.
    pub sort: Sort,
    /// The workspace it belongs to.
    pub workspace: String,
    /// The file's name without its ending.
    pub name: String,
}

impl Place {
    /// The file, from the top of the repository.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}/{}/{}{ENDING}", self.workspace, self.sort.folder(), self.name)
    }

    /// The name that is never ambiguous.
    #[must_use]
    pub fn full(&self) -> String {
        format!("{}/{}", self.workspace, self.name)
    }
}

/// The file called `name`, or `workspace/name`. Without a workspace, that of the default workspace comes first, then the
/// only other one of that name.
///
/// # Errors
/// When there is none (with the nearest), or several.
pub fn find(session: &Session, sort: Sort, name: &str, workspace: Option<&str>) -> Result<Place> {
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
    let places = all(session, sort, within)?;
    choose(session, sort, &places, name).cloned()
}

/// All of one sort, or those of one workspace.
///
/// # Errors
/// When the workspace is unknown, or the repository cannot be read.
pub fn all(session: &Session, sort: Sort, workspace: Option<&str>) -> Result<Vec<Place>> {
    let mut snapshot = session.snapshot()?;
    match workspace {
        Some(name) => in_workspace(&mut snapshot, sort, known_workspace(session, name)?),
        None => {
            let mut places = Vec::new();
            for workspace in session.policy.workspaces() {
                places.extend(in_workspace(&mut snapshot, sort, &workspace.name)?);
            }
            Ok(places)
        }
    }
}

/// Those of a workspace of a snapshot, by name.
///
/// # Errors
/// When the repository cannot be read.
pub fn in_workspace(snapshot: &mut Snapshot<'_>, sort: Sort, workspace: &str) -> Result<Vec<Place>> {
    let names = marked_files(snapshot, &format!("{workspace}/{}", sort.folder()))?;
    Ok(names.into_iter().map(|name| Place { sort, workspace: workspace.to_owned(), name }).collect())
}

/// The workspace of that name.
///
/// # Errors
/// When the policy has none, with the nearest.
pub fn known_workspace<'s>(session: &'s Session, name: &str) -> Result<&'s str> {
    if let Some(departed) = departed::workspace(session, name)? {
        return Err(Error::new(Kind::Refused, "moved-out", format!("the workspace `{name}` {}", departed.sentence()))
            .hint("work in it there: `clm -C DIR …`")
            .about(name));
    }
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

/// Names, without the ending, of the Markdown files of a folder; links and what has an unsafe name are passed over.
fn marked_files(snapshot: &mut Snapshot<'_>, folder: &str) -> Result<Vec<String>> {
    let listed = snapshot.list(folder)?;
    let files = listed.into_iter().filter(|one| one.entry.kind == store::Kind::File && is_safe_name(&one.name));
    let mut names: Vec<String> = files.filter_map(|one| one.name.strip_suffix(ENDING).map(ToOwned::to_owned)).collect();
    names.sort();
    Ok(names)
}

/// The one called `name`, or `workspace/name`, among `places`.
///
/// # Errors
/// When there is none (with the nearest), or several and none of them in the default workspace.
pub fn choose<'p>(session: &Session, sort: Sort, places: &'p [Place], name: &str) -> Result<&'p Place> {
    let called = |place: &&Place| place.name == name || (name.contains('/') && place.full() == name);
    let found: Vec<&Place> = places.iter().filter(called).collect();
    let usual = found.iter().find(|place| place.workspace == session.organisation.default_workspace);
    match (found.as_slice(), usual) {
        ([only], _) | (_, Some(only)) => Ok(only),
        ([], None) => Err(unknown(sort, places, name)),
        (several, None) => {
            let message = format!("{} workspaces have a {} {}", several.len(), sort.word(), quoted(name));
            Err(Error::new(Kind::NotFound, "ambiguous", message)
                .details(several.iter().map(|place| place.full()))
                .hint("name the workspace too, as WORKSPACE/NAME or with -w")
                .about(name))
        }
    }
}

fn unknown(sort: Sort, places: &[Place], name: &str) -> Error {
    let word = sort.word();
    let code = if sort == Sort::Template { "no-such-template" } else { "no-such-clause" };
    let error = Error::new(Kind::NotFound, code, format!("no {word} is called {}", quoted(name))).about(name);
    match nearest(name, places.iter().map(|place| place.name.as_str())) {
        Some(near) => error.hint(format!("did you mean `{near}`? `clm {word} list` shows all")),
        None => error.hint(format!("`clm {word} list` shows what there is")),
    }
}
