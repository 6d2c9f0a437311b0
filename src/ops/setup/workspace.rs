//! `workspace add` and `workspace list`: teams with templates, clauses and contracts of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::contract::name::is_workspace_name;
use crate::contract::problem::quoted;
use crate::error::{Error, Kind, Result};
use crate::ops::catalogue::Catalogue;
use crate::ops::paper::built_in;
use crate::ops::paper::template;
use crate::ops::recording::policy_change::{self, What};
use crate::ops::recording::recorder::Manner;
use crate::ops::session::Session;
use crate::ops::session::actor::Actor;
use crate::policy::{self, Workspace};
use crate::report::act::{ActItem, ActReport};
use crate::report::member::{WorkspaceItem, WorkspacesReport};
use crate::template::library::{self, Paper};

/// Adds a workspace, with the built-in templates asked for, or else those of the languages the default workspace drafts in.
///
/// # Errors
/// When the actor may not, the name cannot be one or is taken, or a template is unknown.
pub fn add(
    session: &Session,
    actor: &Actor,
    name: &str,
    title: Option<&str>,
    templates: &[String],
    manner: &Manner<'_>,
) -> Result<ActReport> {
    policy_change::must_administer(session, actor)?;
    must_be_new(session, name)?;
    let papers = if templates.is_empty() { usual(session) } else { built_in::chosen(templates)? };
    let workspace = Workspace { name: name.to_owned(), title: title.map(ToOwned::to_owned) };
    let text = policy_change::recorded(session)?;
    let text = policy::edit::add_workspace(&text, &workspace).map_err(|fault| policy_change::refused(&fault))?;
    let files = built_in::files(name, &papers).into_iter().map(|(path, bytes)| (path, bytes.into())).collect();
    let first = papers.first().map_or("nda", |(template, _)| template);
    let item = ActItem {
        id: name.to_owned(),
        act: "workspace".to_owned(),
        status: None,
        path: name.to_owned(),
        next: vec![
            format!("clm template list -w {name}"),
            format!("clm new --template {first} -w {name} --party NAME"),
        ],
    };
    let what = What { act: "workspace", subject: format!("add {name}"), item, files };
    policy_change::enact(session, actor, &text, what, manner)
}

/// Lists workspaces by name, with how much lies in each.
///
/// # Errors
/// When the repository cannot be read.
pub fn list(session: &Session) -> Result<WorkspacesReport> {
    let catalogue = Catalogue::open(session)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in catalogue.names() {
        let workspace = name.folder.split('/').next().unwrap_or_default();
        *counts.entry(workspace).or_default() += 1;
    }
    let mut snapshot = session.snapshot()?;
    let mut items = Vec::new();
    for workspace in session.policy.workspaces() {
        items.push(WorkspaceItem {
            name: workspace.name.clone(),
            title: workspace.title.clone(),
            contracts: counts.get(workspace.name.as_str()).copied().unwrap_or_default(),
            templates: template::names(&mut snapshot, &workspace.name)?,
            default: workspace.name == session.organisation.default_workspace,
        });
    }
    items.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(WorkspacesReport { items })
}

fn must_be_new(session: &Session, name: &str) -> Result<()> {
    if !is_workspace_name(name) {
        let message = format!("{} cannot name a workspace", quoted(name));
        return Err(Error::new(Kind::Usage, "bad-workspace", message)
            .hint("a lower-case letter, then letters, digits and `-`, 40 at most; --title holds words for people"));
    }
    let taken =
        |code, message: String, hint: &str| Err(Error::new(Kind::Refused, code, message).hint(hint).about(name));
    if session.policy.workspaces().iter().any(|known| known.name == name) {
        return taken("exists", format!("the workspace `{name}` exists already"), "`clm workspace list` shows it");
    }
    let in_work_tree = session.store.root().is_some_and(|root| holds_something(&root.join(name)));
    if in_work_tree || session.snapshot()?.find(name)?.is_some() {
        let message = format!("something else is called `{name}` in the repository already");
        return taken("in-the-way", message, "choose another name, or move it away with `git mv`");
    }
    Ok(())
}

/// The templates clm brings along, in the languages of the default workspace; all when it has none.
fn usual(session: &Session) -> Vec<Paper> {
    let known = template::list(session, Some(&session.organisation.default_workspace)).map(|report| report.items);
    let languages: BTreeSet<String> = known.unwrap_or_default().into_iter().map(|item| item.language).collect();
    if languages.is_empty() { library::all().to_vec() } else { built_in::in_languages(&languages) }
}

/// Whether anything but empty folders is there; those an interrupted command may have left.
fn holds_something(path: &Path) -> bool {
    match path.symlink_metadata() {
        Err(_) => false,
        Ok(meta) if !meta.is_dir() => true,
        Ok(_) => path.read_dir().map_or(true, |inside| inside.flatten().any(|entry| holds_something(&entry.path()))),
    }
}
