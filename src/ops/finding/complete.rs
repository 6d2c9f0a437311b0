//! What a shell completes from: contracts, paper, people and words the repository knows, read off the catalogue.
//!
//! A key stroke waits for the answer. History is not walked and no cache is made for a large repository: before the first
//! `list` of a clone the names of folders have to do.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::ops::catalogue::{Catalogue, Name};
use crate::ops::paper::clause;
use crate::ops::paper::template;
use crate::ops::session::Session;

/// A word that could stand there, and what it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The word.
    pub value: String,
    /// A few words about it.
    pub help: Option<String>,
}

impl Candidate {
    /// A word that explains itself.
    #[must_use]
    pub fn bare(value: &str) -> Self {
        Self { value: value.to_owned(), help: None }
    }
}

/// What is to be completed.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// Contracts whose id, or its part after the dash, starts so.
    Contracts(&'a str),
    /// Templates by name.
    Templates,
    /// Clauses by name.
    Clauses,
    /// Workspaces.
    Workspaces,
    /// Members' addresses.
    Members,
    /// Tags in use.
    Tags,
    /// Names of parties.
    Parties,
    /// Kinds of contract.
    Kinds,
    /// Fields of a template.
    Fields(&'a str),
    /// Queries that the repository's `clm.toml` saves.
    Saved,
}

/// Of more contracts than this no status is worked out.
const MOST_JUDGED: usize = 60;
/// More candidates help nobody.
const MOST: usize = 2000;
/// Up to so many contracts the catalogue is made when there is none.
const SMALL: usize = 200;

/// The candidates, in a useful order.
///
/// # Errors
/// When the repository cannot be read.
pub fn candidates(session: &Session, wanted: Wanted<'_>) -> Result<Vec<Candidate>> {
    match wanted {
        Wanted::Contracts(begun) => contracts(session, begun),
        Wanted::Templates => papers(session, &template::list(session, None)?),
        Wanted::Clauses => clauses(session),
        Wanted::Workspaces => {
            let workspaces = session.policy.workspaces().iter();
            Ok(workspaces.map(|one| Candidate { value: one.name.clone(), help: one.title.clone() }).collect())
        }
        Wanted::Members => {
            let members = session.policy.members().iter();
            Ok(members.map(|one| Candidate { value: one.email.to_string(), help: Some(one.name.clone()) }).collect())
        }
        Wanted::Tags => words(session, |words| &words.tags),
        Wanted::Parties => words(session, |words| &words.parties),
        Wanted::Kinds => words(session, |words| &words.kinds),
        Wanted::Saved => {
            let saved = session.settings.below("query").into_iter();
            Ok(saved.map(|(name, query)| Candidate { value: short(name), help: Some(query.shown()) }).collect())
        }
        Wanted::Fields(name) => {
            let found = template::find(session, name, None)?;
            let fields = found.template.fields().iter();
            Ok(fields.map(|one| Candidate { value: one.name.clone(), help: Some(one.label.clone()) }).collect())
        }
    }
}

/// The user's own part of `query.renewals`.
fn short(name: &str) -> String {
    name.strip_prefix("query.").unwrap_or(name).to_owned()
}

fn contracts(session: &Session, begun: &str) -> Result<Vec<Candidate>> {
    let Some(catalogue) = Catalogue::at_hand(session, SMALL)? else { return folders(session, begun) };
    let starts = |name: &&Name| name.id.as_str().starts_with(begun) || name.id.suffix().starts_with(begun);
    let found: Vec<&Name> = catalogue.names().iter().filter(starts).take(MOST).collect();
    let judged = found.len() <= MOST_JUDGED;
    let mut candidates = Vec::with_capacity(found.len());
    for name in found {
        let status = if judged { status(session, &catalogue, name)? } else { None };
        let help = status.map_or_else(|| name.title.clone(), |status| format!("{}, {status}", name.title));
        // A person who began with the characters after the dash goes on with them.
        let whole = name.id.as_str().starts_with(begun);
        let value = if whole { name.id.as_str() } else { name.id.suffix() };
        candidates.push(Candidate { value: value.to_owned(), help: Some(help) });
    }
    Ok(candidates)
}

fn status(session: &Session, catalogue: &Catalogue<'_>, name: &Name) -> Result<Option<String>> {
    let entry = catalogue.of_name(name)?;
    Ok(Some(entry.standing(&session.organisation, session.today).status().to_owned()))
}

/// The names of contracts' folders, which name them as well.
fn folders(session: &Session, begun: &str) -> Result<Vec<Candidate>> {
    let found = session.snapshot()?.contracts()?;
    let names = found.iter().filter_map(|folder| folder.path.rsplit('/').next());
    Ok(names.filter(|name| name.starts_with(begun)).take(MOST).map(Candidate::bare).collect())
}

fn papers(session: &Session, report: &crate::report::member::TemplatesReport) -> Result<Vec<Candidate>> {
    let several = |name: &str| report.items.iter().filter(|item| item.name == name).count() > 1;
    let usual = &session.organisation.default_workspace;
    let value = |item: &crate::report::member::TemplateItem| {
        let needs = several(&item.name) && item.workspace != *usual;
        if needs { format!("{}/{}", item.workspace, item.name) } else { item.name.clone() }
    };
    Ok(report.items.iter().map(|item| Candidate { value: value(item), help: Some(item.title.clone()) }).collect())
}

fn clauses(session: &Session) -> Result<Vec<Candidate>> {
    let mut snapshot = session.snapshot()?;
    let mut found = Vec::new();
    for workspace in session.policy.workspaces() {
        let clauses = clause::of(&mut snapshot, &workspace.name)?;
        found.extend(clauses.stems().map(ToOwned::to_owned));
    }
    found.sort();
    found.dedup();
    Ok(found.iter().map(|name| Candidate::bare(name)).collect())
}

/// Words contracts use, each with the number of contracts.
#[derive(Default)]
struct Words {
    tags: BTreeMap<String, usize>,
    parties: BTreeMap<String, usize>,
    kinds: BTreeMap<String, usize>,
}

fn words(session: &Session, of: impl Fn(&Words) -> &BTreeMap<String, usize>) -> Result<Vec<Candidate>> {
    let Some(catalogue) = Catalogue::at_hand(session, SMALL)? else { return Ok(Vec::new()) };
    let mut words = Words::default();
    let mut count = |map: fn(&mut Words) -> &mut BTreeMap<String, usize>, word: String| {
        let count = map(&mut words).entry(word).or_default();
        *count = count.saturating_add(1);
    };
    for sketch in catalogue.sketches()? {
        sketch.tags.into_iter().for_each(|tag| count(|words| &mut words.tags, tag));
        sketch.parties.into_iter().for_each(|party| count(|words| &mut words.parties, party));
        sketch.kind.into_iter().for_each(|kind| count(|words| &mut words.kinds, kind));
    }
    let mut found: Vec<(&String, &usize)> = of(&words).iter().collect();
    found.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let help = |n: usize| Some(if n == 1 { "1 contract".to_owned() } else { format!("{n} contracts") });
    Ok(found.into_iter().take(MOST).map(|(word, n)| Candidate { value: word.clone(), help: help(*n) }).collect())
}
