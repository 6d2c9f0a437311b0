//! From a template and answers to the header and body of a draft.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::value::Value;

use super::answer::{Answer, AnswerError, Answers};
use super::draw::{Node, Pen};
use super::engine::{self, Into, LARGEST};
use super::field::{Field, Kind};
use super::{Template, TemplateProblem, dialect, digest_of, place, toml_text, value};
use crate::contract::digest::Digest;

/// How deep clauses may include clauses.
const DEEPEST: usize = 8;

/// A draft, not yet a contract: the caller adds `id` to the header.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expanded {
    /// TOML 1.0, without the `+++` lines and without `id`.
    pub header_toml: String,
    /// Markdown.
    pub body: String,
    /// Names and texts of the clauses the template includes, in whichever branch.
    pub clauses: BTreeMap<String, String>,
    /// Digest of the template and those clauses, for `record.toml`.
    pub digest: Digest,
}

/// Why no draft could be drawn.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ExpandError {
    /// Required fields without an answer: all of them.
    #[error("no answer to: {}", .0.join(", "))]
    Missing(Vec<String>),
    /// An answer names no field, or a default made no answer.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The template or a clause is faulty; never empty.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Template(Vec<TemplateProblem>),
}

impl Template {
    /// Draws header and body. `clauses` gives the text of a clause of the workspace by its name.
    ///
    /// # Errors
    /// [`ExpandError`]: answers missing or to no field, or problems of template and clauses with file and line.
    pub fn expand(&self, answers: &Answers, clauses: &dyn Fn(&str) -> Option<String>) -> Result<Expanded, ExpandError> {
        let missing = self.missing(answers);
        if !missing.is_empty() {
            return Err(ExpandError::Missing(missing.into_iter().map(|field| field.name.clone()).collect()));
        }
        self.sketch(answers, clauses)
    }

    /// As [`Template::expand`], with a blank for a required field that has no answer too.
    ///
    /// # Errors
    /// [`ExpandError`], but never that an answer is missing.
    pub fn sketch(&self, answers: &Answers, clauses: &dyn Fn(&str) -> Option<String>) -> Result<Expanded, ExpandError> {
        if let Some(stranger) = answers.keys().find(|name| self.field(name).is_none()) {
            let nearest = super::nearest(stranger, self.fields.iter().map(|field| field.name.as_str()));
            return Err(AnswerError::NoSuchField { name: stranger.clone(), nearest }.into());
        }
        let clauses = Gathering::of(self, clauses)?;
        let values = self.values(answers)?;
        let header_toml = self.header(&values).map_err(|problem| ExpandError::Template(vec![problem]))?;
        let body = self.rendered_body(&values, &clauses).map_err(|problem| ExpandError::Template(vec![problem]))?;
        let digest = digest_of(self.bytes_digest, clauses.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        Ok(Expanded { header_toml, body, clauses, digest })
    }

    /// Each field's value, defaults filled in from the fields before.
    fn values(&self, answers: &Answers) -> Result<BTreeMap<String, Value>, ExpandError> {
        let mut values = BTreeMap::new();
        for field in &self.fields {
            let default = match (&field.default, answers.get(&field.name)) {
                (Some(default), None) => self.default(field, default, &values)?,
                _ => None,
            };
            let answer = answers.get(&field.name).or(default.as_ref());
            values.insert(field.name.clone(), value::value(field, answer));
        }
        Ok(values)
    }

    /// A default with placeholders is rendered first; one that comes out empty or with a blank in it is no answer.
    fn default(
        &self,
        field: &Field,
        default: &str,
        values: &BTreeMap<String, Value>,
    ) -> Result<Option<Answer>, ExpandError> {
        let text = self.rendered(default, values).map_err(|mut problem| {
            problem.line = field.line.max(1);
            problem.column = 1;
            ExpandError::Template(vec![problem])
        })?;
        if text.trim().is_empty() || super::blank::pretends(&text) {
            return Ok(None);
        }
        Ok(Some(field.answer(&text)?))
    }

    fn rendered(&self, text: &str, values: &BTreeMap<String, Value>) -> Result<String, TemplateProblem> {
        let wrong = |error: minijinja::Error| engine::problem(&error, &self.file, 0, &|_| None);
        let env = engine::environment(&self.about.language, Into::Header, &BTreeMap::new()).map_err(wrong)?;
        let template = env.template_from_named_str(&self.file, text).map_err(wrong)?;
        engine::render(&template, values).map_err(wrong)
    }

    fn header(&self, values: &BTreeMap<String, Value>) -> Result<String, TemplateProblem> {
        let wrong = |error: minijinja::Error| engine::problem(&error, &self.file, 0, &|_| None);
        let env = engine::environment(&self.about.language, Into::Header, &BTreeMap::new()).map_err(wrong)?;
        let typed: Vec<&str> =
            self.fields.iter().filter(|field| field.kind != Kind::Text).map(|field| field.name.as_str()).collect();
        let pen = Pen { env: &env, values, typed: &typed, file: &self.file, front: &self.front };
        let Node::Table { entries, .. } = &self.contract else { return Ok(String::new()) };
        Ok(toml_text::write(&pen.table(entries)?))
    }

    fn rendered_body(
        &self,
        values: &BTreeMap<String, Value>,
        clauses: &BTreeMap<String, String>,
    ) -> Result<String, TemplateProblem> {
        let offset = self.body_line.saturating_sub(1);
        let source = |name: &str| {
            if name == self.file { Some(self.body.clone()) } else { clauses.get(name).cloned() }
        };
        let wrong = |error: minijinja::Error| engine::problem(&error, &self.file, offset, &source);
        let env = engine::environment(&self.about.language, Into::Body, clauses).map_err(wrong)?;
        let body = dialect::standing_alone(&self.body);
        let template = env.template_from_named_str(&self.file, &body).map_err(wrong)?;
        engine::render(&template, values).map_err(wrong)
    }
}

/// Fetches every clause a template can reach, and refuses cycles, depth, size and unknown names before anything runs.
struct Gathering<'a> {
    clauses: &'a dyn Fn(&str) -> Option<String>,
    env: minijinja::Environment<'static>,
    names: Vec<&'a str>,
    found: BTreeMap<String, String>,
    /// Clauses whose inside was followed, with the depth below them.
    done: BTreeMap<String, usize>,
    open: BTreeSet<String>,
    size: usize,
    problems: Vec<TemplateProblem>,
}

impl<'a> Gathering<'a> {
    fn of(
        template: &'a Template,
        clauses: &'a dyn Fn(&str) -> Option<String>,
    ) -> Result<BTreeMap<String, String>, ExpandError> {
        let env = engine::environment(&template.about.language, Into::Body, &BTreeMap::new())
            .map_err(|error| ExpandError::Template(vec![engine::problem(&error, &template.file, 0, &|_| None)]))?;
        let names = template.fields.iter().map(|field| field.name.as_str()).collect();
        let mut gathering = Self {
            clauses,
            env,
            names,
            found: BTreeMap::new(),
            done: BTreeMap::new(),
            open: BTreeSet::new(),
            size: 0,
            problems: Vec::new(),
        };
        gathering.follow(&template.file, &template.file, &template.body, template.body_line.saturating_sub(1), 0);
        let Self { found, problems, .. } = gathering;
        if problems.is_empty() { Ok(found) } else { Err(ExpandError::Template(problems)) }
    }

    /// Follows the includes of one text and returns how deep they go.
    fn follow(&mut self, file: &str, name: &str, text: &str, offset: usize, depth: usize) -> usize {
        let checked = dialect::check(&self.env, file, name, text, &self.names);
        self.problems.extend(checked.problems.into_iter().map(|mut problem| {
            problem.line += offset;
            problem
        }));
        let mut below = 0;
        for (clause, at) in checked.includes {
            match self.include(&clause, depth + 1) {
                Ok(deep) => below = below.max(deep + 1),
                Err(_) if self.problems.len() >= 50 => {}
                Err(message) => {
                    let (line, column) = place(text, at);
                    let file = file.to_owned();
                    let problem = TemplateProblem { file, line: line + offset, column, message, nearest: None };
                    self.problems.push(problem);
                }
            }
        }
        below
    }

    fn include(&mut self, clause: &str, depth: usize) -> Result<usize, String> {
        let below = self.done.get(clause).copied();
        if depth + below.unwrap_or(0) > DEEPEST {
            return Err(format!("clauses are included deeper than {DEEPEST}"));
        }
        if self.open.contains(clause) {
            return Err(format!("the clause `{clause}` includes itself"));
        }
        if let Some(below) = below {
            return Ok(below);
        }
        let text =
            (self.clauses)(clause).ok_or_else(|| format!("there is no clause `{clause}`"))?.replace("\r\n", "\n");
        self.size = self.size.saturating_add(text.len());
        if self.size > LARGEST {
            return Err(format!("the clauses have more than {LARGEST} bytes"));
        }
        self.open.insert(clause.to_owned());
        self.found.insert(clause.to_owned(), text.clone());
        let below = self.follow(&format!("clauses/{clause}.md"), clause, &text, 0, depth);
        self.open.remove(clause);
        self.done.insert(clause.to_owned(), below);
        Ok(below)
    }
}
