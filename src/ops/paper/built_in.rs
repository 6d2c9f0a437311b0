//! `template add`, `template list --built-in`: the paper clm brings along, copied into workspaces.
//!
//! What was copied is the organisation's own: nothing it has changed is overwritten, neither a template nor a clause.

use std::collections::BTreeSet;

use crate::contract::problem::{nearest, quoted};
use crate::error::{Error, Kind, Result};
use crate::ops::drafting::draft;
use crate::ops::paper::template::{self, known_workspace};
use crate::ops::recording::recorder::{self, Entry, Manner};
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::policy::{Question, Right, Thing};
use crate::report::act::{ActItem, ActReport};
use crate::report::member::TemplatesReport;
use crate::store::Snapshot;
use crate::template::Template;
use crate::template::library::{self, Paper};

/// The built-in templates of that name, or of every name.
///
/// # Errors
/// When there is none of the name, with the nearest.
pub fn list(name: Option<&str>) -> Result<TemplatesReport> {
    let papers = match name {
        Some(name) => vec![named(name)?],
        None => library::all().to_vec(),
    };
    let mut report = TemplatesReport { items: Vec::new(), problems: Vec::new(), detail: name.is_some() };
    for (name, bytes) in papers {
        let parsed = Template::parse(name, bytes).map_err(|problems| template::invalid(name, &problems))?;
        report.items.push(template::item("", "", &parsed));
    }
    Ok(report)
}

/// Copies built-in templates, and the clauses they include, into a workspace.
///
/// # Errors
/// When the actor may not, a name is unknown, a template there was changed, or files are not recorded.
pub fn add(
    session: &Session,
    actor: &Actor,
    names: &[String],
    workspace: Option<&str>,
    manner: &Manner<'_>,
) -> Result<ActReport> {
    let workspace = known_workspace(session, workspace.unwrap_or(&session.organisation.default_workspace))?;
    for thing in [Thing::Template, Thing::Clause] {
        actor.must(session, &Question::usual(Right::Draft, Some(workspace)).on(thing))?;
    }
    let papers = chosen(names)?;
    must_be_saved(session, workspace)?;
    let mut snapshot = session.snapshot()?;
    let new = new_files(&mut snapshot, workspace, &papers)?;
    let kept = kept_clauses(&mut snapshot, workspace, &papers)?;
    if new.is_empty() {
        return Ok(draft::nothing("nothing to add: the workspace has it already, unchanged"));
    }
    let mut change = session.change()?;
    for (path, bytes) in &new {
        change.put(path, *bytes)?;
    }
    let list = papers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let entry = Entry { act: "template", subject: format!("add {list} to {workspace}"), contracts: Vec::new() };
    let items = papers.iter().map(|(name, _)| item(workspace, name)).collect();
    let mut report = recorder::record(session, actor, change, &entry, items, manner)?;
    report.warnings.extend(kept);
    Ok(report)
}

/// The templates of those names, each once.
///
/// # Errors
/// When one is unknown, with the nearest.
pub fn chosen(names: &[String]) -> Result<Vec<Paper>> {
    let mut papers: Vec<Paper> = Vec::new();
    for name in names {
        let paper = named(name.trim())?;
        if !papers.contains(&paper) {
            papers.push(paper);
        }
    }
    Ok(papers)
}

/// The templates in some languages.
#[must_use]
pub fn in_languages(languages: &BTreeSet<String>) -> Vec<Paper> {
    let fits = |(name, bytes): &&Paper| {
        Template::parse(name, bytes).is_ok_and(|template| languages.contains(&template.about().language))
    };
    library::all().iter().filter(fits).copied().collect()
}

/// Paths and bytes of some templates and of the clauses they include, in a workspace that has none yet.
#[must_use]
pub fn files(workspace: &str, papers: &[Paper]) -> Vec<(String, &'static [u8])> {
    let templates = papers.iter().map(|(name, bytes)| (template_path(workspace, name), *bytes));
    let clauses = library::clauses_of(papers).into_iter().map(|(name, bytes)| (clause_path(workspace, name), bytes));
    templates.chain(clauses).collect()
}

fn template_path(workspace: &str, name: &str) -> String {
    format!("{workspace}/templates/{name}.md")
}

fn clause_path(workspace: &str, name: &str) -> String {
    format!("{workspace}/clauses/{name}.md")
}

fn named(name: &str) -> Result<Paper> {
    library::find(name).ok_or_else(|| {
        let message = format!("no built-in template is called {}", quoted(name));
        let error = Error::new(Kind::NotFound, "no-such-template", message).about(name);
        match nearest(name, library::all().iter().map(|(known, _)| *known)) {
            Some(near) => error.hint(format!("did you mean `{near}`? `clm template list --built-in` shows all")),
            None => error.hint("`clm template list --built-in` shows what there is"),
        }
    })
}

/// The files that are not there yet.
fn new_files(snapshot: &mut Snapshot<'_>, workspace: &str, papers: &[Paper]) -> Result<Vec<(String, &'static [u8])>> {
    let mut new = Vec::new();
    for (name, bytes) in papers {
        let path = template_path(workspace, name);
        match snapshot.read(&path)? {
            Some(there) if there == *bytes => {}
            Some(_) => return Err(changed(workspace, name, &path)),
            None => new.push((path, *bytes)),
        }
    }
    for (name, bytes) in library::clauses_of(papers) {
        let path = clause_path(workspace, name);
        if snapshot.find(&path)?.is_none() {
            new.push((path, bytes));
        }
    }
    Ok(new)
}

fn changed(workspace: &str, name: &str, path: &str) -> Error {
    let message = format!("{workspace} has a template `{name}` of its own, which differs from the built-in one");
    Error::new(Kind::Refused, "changed", message)
        .hint(format!("`git mv {path} …` and a new `name` in it keep both; then repeat the command"))
        .about(path)
}

/// A sentence about each clause that stays as the workspace has it.
fn kept_clauses(snapshot: &mut Snapshot<'_>, workspace: &str, papers: &[Paper]) -> Result<Vec<String>> {
    let mut kept = Vec::new();
    for (name, bytes) in library::clauses_of(papers) {
        let path = clause_path(workspace, name);
        if snapshot.read(&path)?.is_some_and(|there| there != bytes) {
            kept.push(format!("{path} is your own wording and stays as it is"));
        }
    }
    Ok(kept)
}

fn must_be_saved(session: &Session, workspace: &str) -> Result<()> {
    let mut edited = session.edited_in(&format!("{workspace}/templates"))?;
    edited.extend(session.edited_in(&format!("{workspace}/clauses"))?);
    if edited.is_empty() {
        return Ok(());
    }
    let message = format!("templates or clauses of {workspace} have changes that are not recorded");
    Err(Error::new(Kind::Busy, "unsaved", message)
        .details(edited)
        .hint(format!("`git add {workspace}` and `git commit` record them; then repeat the command"))
        .about(workspace))
}

fn item(workspace: &str, name: &str) -> ActItem {
    ActItem {
        id: format!("{workspace}/{name}"),
        act: "template".to_owned(),
        status: None,
        path: template_path(workspace, name),
        next: vec![
            format!("clm template show {name} -w {workspace}"),
            format!("clm new --template {name} -w {workspace} --party NAME"),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::{chosen, files, in_languages};
    use crate::template::library;

    #[test]
    fn templates_come_with_the_clauses_they_include_and_their_fallbacks() {
        let papers = chosen(&["offer".to_owned(), "offer".to_owned()]).unwrap();
        assert_eq!(papers.len(), 1);
        let paths: Vec<String> = files("sales", &papers).into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths[0], "sales/templates/offer.md");
        for clause in ["liability", "liability--double", "liability--uncapped", "governing-law"] {
            assert!(paths.contains(&format!("sales/clauses/{clause}.md")), "{clause}: {paths:?}");
        }
        assert!(!paths.iter().any(|path| path.contains("business-conduct")), "{paths:?}");
    }

    #[test]
    fn every_clause_belongs_to_a_template_and_every_language_has_some() {
        assert_eq!(library::clauses_of(library::all()).len(), library::clauses().len());
        for (language, least) in [("en", 9), ("nb", 3), ("sv", 2), ("da", 2), ("de", 2), ("fr", 0)] {
            let found = in_languages(&[language.to_owned()].into()).len();
            assert!(found >= least && (least > 0 || found == 0), "{language}: {found}");
        }
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_nearest() {
        for name in ["", "ndaa", "../nda", "NDA", "liability"] {
            assert!(chosen(&[name.to_owned()]).is_err(), "{name}");
        }
        let error = chosen(&["employment-nb".to_owned()]).unwrap_err();
        assert!(error.to_string().contains("employment-nb"), "{error}");
    }
}
