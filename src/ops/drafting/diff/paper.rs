//! A contract against the template it was drawn from: what was changed in our own paper.
//!
//! The version recorded in `record.toml` is found in history and drawn again with the answers that can be read off the
//! contract; what cannot be is left open and compared with nothing.

use std::collections::BTreeMap;

use super::{Side, empty, item, parts, term};
use crate::contract::compare;
use crate::contract::record::TemplateOrigin;
use crate::error::{Error, Kind, Result};
use crate::ops::paper::clause;
use crate::ops::session::Session;
use crate::ops::session::resolve::Place;
use crate::report::diff::ContractDiff;
use crate::store::{About, CommitId};
use crate::template::{Clauses, Expanded, Template, is_open, split_name};

/// Commits of a template or of clauses that are searched for the version.
const MOST_COMMITS: usize = 500;

/// The template as it was, with the workspace's clauses.
struct Version {
    commit: CommitId,
    template: Template,
    clauses: Clauses,
}

pub(super) fn diff(session: &Session, place: &Place, new: &Side) -> Result<ContractDiff> {
    let origin = session.dossier(place)?.record.template.ok_or_else(|| {
        Error::new(Kind::NotFound, "no-template", format!("{} was not drawn from a template of ours", place.id))
            .hint(format!("`clm diff {} OTHER` compares it with another contract", place.id))
            .about(place.id.to_string())
    })?;
    let version = find(session, &origin)?;
    let text = new.text();
    let present = parts(&text);
    let drawn = version.template.recovered(present.front, present.body, &version.clauses);
    let drawn = drawn.map_err(|fault| unfit(&origin, &fault))?;
    let label = format!("template {} version {}", origin.name, version.template.about().version);
    let old = Side { what: label, commit: Some(version.commit.to_string()), files: BTreeMap::new() };
    let mut report = empty(place, &old, new);
    fill(&mut report, &drawn, &present);
    Ok(report.settled())
}

fn fill(report: &mut ContractDiff, drawn: &Expanded, present: &super::Parts<'_>) {
    let ours = |change: &compare::TermChange| {
        let open = change.old.as_deref().is_some_and(|old| !old.is_empty() && is_open(old));
        let new = change.old.is_none();
        !open && change.key != "id" && !(new && change.key.starts_with("party "))
    };
    let terms = compare::terms(&drawn.header_toml, present.front).unwrap_or_default();
    report.terms = terms.into_iter().filter(|change| ours(change)).map(term).collect();
    for mut hunk in compare::hunks(&drawn.body, present.body, &is_open) {
        hunk.new_line = hunk.new_line.saturating_add(present.above);
        report.hunks.push(item("contract.md", hunk));
    }
}

fn find(session: &Session, origin: &TemplateOrigin) -> Result<Version> {
    let (workspace, name) = origin.name.split_once('/').unwrap_or(("", &origin.name));
    let path = format!("{workspace}/templates/{name}.md");
    let mut tried = vec![session.head];
    for about in [path.clone(), format!("{workspace}/clauses")] {
        let log = session.store.log(Some(session.head), About::Path(&about), MOST_COMMITS)?;
        tried.extend(log.into_iter().map(|logged| logged.commit));
    }
    for commit in tried {
        let mut snapshot = session.store.snapshot_at(Some(commit))?;
        let Some(bytes) = snapshot.read(&path)? else { continue };
        let Ok(template) = Template::parse(&path, &bytes) else { continue };
        let mut clauses = clause::of(&mut snapshot, workspace)?;
        let chosen = origin.fallbacks.iter().all(|stem| match split_name(stem) {
            (name, Some(variant)) => clauses.prefer(name, variant).is_ok(),
            (_, None) => false,
        });
        if chosen && template.digest(&clauses) == Ok(origin.digest) {
            return Ok(Version { commit, template, clauses });
        }
    }
    let message = format!("history has no version of {path} with the digest {} it was drawn from", origin.digest);
    Err(Error::new(Kind::NotFound, "no-such-version", message)
        .hint(format!("`git log --stat -- {path}` shows what became of it; a shallow clone lacks history"))
        .about(origin.name.clone()))
}

fn unfit(origin: &TemplateOrigin, fault: &crate::template::ExpandError) -> Error {
    Error::new(Kind::InvalidContent, "template", format!("{} cannot be drawn again: {fault}", origin.name))
        .hint("`clm check` names what is wrong with templates")
        .about(origin.name.clone())
}
