//! Fetches every clause a template can reach, and refuses cycles, depth, size and unknown names before anything runs.

use std::collections::{BTreeMap, BTreeSet};

use super::clauses::{Clauses, Wording};
use super::engine::{self, Into, LARGEST, Source};
use super::{Template, TemplateProblem, dialect, place};

/// How deep clauses may include clauses.
const DEEPEST: usize = 8;
/// A library with more faults is not helped by a longer list.
const MOST: usize = 50;

/// The clauses a template includes, by the name it includes them under.
#[derive(Default)]
pub(super) struct Gathered(BTreeMap<String, Wording>);

impl Gathered {
    /// The names.
    pub(super) fn names(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    /// What is included, by name.
    pub(super) fn bodies(&self) -> BTreeMap<String, String> {
        self.0.iter().map(|(name, wording)| (name.clone(), wording.body.clone())).collect()
    }

    /// The files' whole texts by the files' names.
    pub(super) fn files(&self) -> BTreeMap<String, String> {
        self.0.values().map(|wording| (wording.stem.clone(), wording.whole.clone())).collect()
    }

    /// Where an included text lies.
    pub(super) fn source(&self, name: &str) -> Option<Source> {
        let wording = self.0.get(name)?;
        Some(Source { file: wording.file.clone(), text: wording.body.clone(), above: wording.above })
    }
}

/// All clauses `template` can reach.
pub(super) fn gather(template: &Template, clauses: &Clauses) -> Result<Gathered, Vec<TemplateProblem>> {
    let env = engine::environment(&template.about.language, Into::Body, &BTreeMap::new())
        .map_err(|error| vec![engine::problem(&error, &template.file, &|_| None)])?;
    let mut gathering = Gathering {
        clauses,
        env,
        names: template.fields.iter().map(|field| field.name.as_str()).collect(),
        found: Gathered::default(),
        done: BTreeMap::new(),
        open: BTreeSet::new(),
        size: 0,
        problems: Vec::new(),
    };
    let above = template.body_line.saturating_sub(1);
    let own = Source { file: template.file.clone(), text: template.body.clone(), above };
    gathering.follow(&own, &template.file, 0);
    let Gathering { found, problems, .. } = gathering;
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

struct Gathering<'a> {
    clauses: &'a Clauses,
    env: minijinja::Environment<'static>,
    names: Vec<&'a str>,
    found: Gathered,
    /// Clauses whose inside was followed, with the depth below them.
    done: BTreeMap<String, usize>,
    open: BTreeSet<String>,
    size: usize,
    problems: Vec<TemplateProblem>,
}

/// Why an include cannot be followed.
enum Refused {
    /// Told at the include.
    Here(String, Option<String>),
    /// Faults of the clause's own file.
    There(Vec<TemplateProblem>),
}

impl Gathering<'_> {
    /// Follows the includes of one text and returns how deep they go.
    fn follow(&mut self, source: &Source, name: &str, depth: usize) -> usize {
        let checked = dialect::check(&self.env, &source.file, name, &source.text, Some(&self.names));
        self.problems.extend(checked.problems.into_iter().map(|mut problem| {
            problem.line += source.above;
            problem
        }));
        let mut below = 0;
        for (clause, at) in checked.includes {
            match self.include(&clause, depth + 1) {
                Ok(deep) => below = below.max(deep + 1),
                Err(_) if self.problems.len() >= MOST => {}
                Err(Refused::There(problems)) => self.problems.extend(problems),
                Err(Refused::Here(message, nearest)) => {
                    let (line, column) = place(&source.text, at);
                    let (file, line) = (source.file.clone(), line + source.above);
                    self.problems.push(TemplateProblem { file, line, column, message, nearest });
                }
            }
        }
        below
    }

    fn include(&mut self, clause: &str, depth: usize) -> Result<usize, Refused> {
        let here = |message: String| Refused::Here(message, None);
        let below = self.done.get(clause).copied();
        if depth + below.unwrap_or(0) > DEEPEST {
            return Err(here(format!("clauses are included deeper than {DEEPEST}")));
        }
        if self.open.contains(clause) {
            return Err(here(format!("the clause `{clause}` includes itself")));
        }
        if let Some(below) = below {
            return Ok(below);
        }
        let wording = match self.clauses.wording(clause) {
            Some(Ok(wording)) => wording,
            Some(Err(problems)) => {
                self.done.insert(clause.to_owned(), 0);
                return Err(Refused::There(problems));
            }
            None => {
                return Err(Refused::Here(format!("there is no clause `{clause}`"), self.clauses.nearest(clause)));
            }
        };
        self.size = self.size.saturating_add(wording.whole.len());
        if self.size > LARGEST {
            return Err(here(format!("the clauses have more than {LARGEST} bytes")));
        }
        let source = Source { file: wording.file.clone(), text: wording.body.clone(), above: wording.above };
        self.open.insert(clause.to_owned());
        self.found.0.insert(clause.to_owned(), wording);
        let below = self.follow(&source, clause, depth);
        self.open.remove(clause);
        self.done.insert(clause.to_owned(), below);
        Ok(below)
    }
}
