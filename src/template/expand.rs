//! From a template and answers to the header and body of a draft.

use std::collections::BTreeMap;

use minijinja::value::Value;

use super::answer::{Answer, AnswerError, Answers};
use super::clauses::{ChoiceError, Clauses};
use super::draw::{Node, Pen};
use super::engine::{self, Into};
use super::field::{Field, Kind};
use super::gather::{Gathered, gather};
use super::{Template, TemplateProblem, dialect, digest_of, number, toml_text, value};
use crate::contract::digest::Digest;

/// A draft, not yet a contract: the caller adds `id` to the header.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expanded {
    /// TOML 1.0, without the `+++` lines and without `id`.
    pub header_toml: String,
    /// Markdown.
    pub body: String,
    /// Files, without their ending, and whole texts of the clauses the template includes, in whichever branch.
    pub clauses: BTreeMap<String, String>,
    /// Fallbacks that stand for their clauses.
    pub fallbacks: BTreeMap<String, String>,
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
    /// A fallback was asked for that cannot be.
    #[error(transparent)]
    Choice(#[from] ChoiceError),
    /// The template or a clause is faulty; never empty.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Template(Vec<TemplateProblem>),
}

impl Template {
    /// Draws header and body with the clauses of its workspace.
    ///
    /// # Errors
    /// [`ExpandError`]: answers missing or to no field, or problems of template and clauses with file and line.
    pub fn expand(&self, answers: &Answers, clauses: &Clauses) -> Result<Expanded, ExpandError> {
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
    pub fn sketch(&self, answers: &Answers, clauses: &Clauses) -> Result<Expanded, ExpandError> {
        if let Some(stranger) = answers.keys().find(|name| self.field(name).is_none()) {
            let nearest = super::nearest(stranger, self.fields.iter().map(|field| field.name.as_str()));
            return Err(AnswerError::NoSuchField { name: stranger.clone(), nearest }.into());
        }
        let gathered = gather(self, clauses).map_err(ExpandError::Template)?;
        clauses.must_be_used(&gathered.names())?;
        let values = self.values(answers)?;
        let header_toml = self.header(&values).map_err(|problem| ExpandError::Template(vec![problem]))?;
        let body = self.rendered_body(&values, &gathered).map_err(|problem| ExpandError::Template(vec![problem]))?;
        let digest = self.digest_with(&gathered);
        Ok(Expanded { header_toml, body, clauses: gathered.files(), fallbacks: clauses.chosen().clone(), digest })
    }

    /// The digest a record keeps of this template drawn with these clauses and fallbacks.
    ///
    /// # Errors
    /// Problems of the template and the clauses it includes.
    pub fn digest(&self, clauses: &Clauses) -> Result<Digest, Vec<TemplateProblem>> {
        Ok(self.digest_with(&gather(self, clauses)?))
    }

    fn digest_with(&self, gathered: &Gathered) -> Digest {
        let files = gathered.files();
        digest_of(self.bytes_digest, files.iter().map(|(stem, text)| (stem.as_str(), text.as_str())))
    }

    /// The fields of its own that neither its header, its text, its clauses nor another field's default uses.
    ///
    /// # Errors
    /// Problems of the template and the clauses it includes.
    pub fn unused_fields(&self, clauses: &Clauses) -> Result<Vec<&Field>, Vec<TemplateProblem>> {
        let gathered = gather(self, clauses)?;
        let mut texts: Vec<String> = gathered.bodies().into_values().collect();
        let mut header = Vec::new();
        super::draw::texts(&self.contract, &mut header);
        texts.extend(header.into_iter().map(|(text, _)| text));
        texts.extend(self.fields.iter().filter_map(|field| field.default.clone()));
        texts.push(self.body.clone());
        let wrong = |error: minijinja::Error| vec![engine::problem(&error, &self.file, &|_| None)];
        let env = engine::environment(&self.about.language, Into::Body, &BTreeMap::new()).map_err(wrong)?;
        let mut used = std::collections::BTreeSet::new();
        for text in &texts {
            let text = env.template_from_named_str(&self.file, text).map_err(wrong)?;
            used.extend(text.undeclared_variables(false));
        }
        Ok(self.fields.iter().filter(|field| !field.predefined && !used.contains(&field.name)).collect())
    }

    /// Names of the clauses it includes, in whichever branch, also through other clauses.
    ///
    /// # Errors
    /// Problems of the template and the clauses it includes.
    pub fn includes(&self, clauses: &Clauses) -> Result<Vec<String>, Vec<TemplateProblem>> {
        Ok(gather(self, clauses)?.names().into_iter().map(ToOwned::to_owned).collect())
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
        let wrong = |error: minijinja::Error| engine::problem(&error, &self.file, &|_| None);
        let env = engine::environment(&self.about.language, Into::Header, &BTreeMap::new()).map_err(wrong)?;
        let template = env.template_from_named_str(&self.file, text).map_err(wrong)?;
        engine::render(&template, values).map_err(wrong)
    }

    fn header(&self, values: &BTreeMap<String, Value>) -> Result<String, TemplateProblem> {
        let wrong = |error: minijinja::Error| engine::problem(&error, &self.file, &|_| None);
        let env = engine::environment(&self.about.language, Into::Header, &BTreeMap::new()).map_err(wrong)?;
        let typed: Vec<&str> =
            self.fields.iter().filter(|field| field.kind != Kind::Text).map(|field| field.name.as_str()).collect();
        let pen = Pen { env: &env, values, typed: &typed, file: &self.file, front: &self.front };
        let Node::Table { entries, .. } = &self.contract else { return Ok(String::new()) };
        Ok(toml_text::write(&pen.table(entries)?))
    }

    /// The place is that of the drawn text: which line of the template or clause made it is not known any more.
    fn unnumbered(&self, line: usize) -> TemplateProblem {
        let message = format!("line {line} of the drawn text numbers a paragraph below no numbered heading");
        TemplateProblem { file: self.file.clone(), line: self.body_line, column: 1, message, nearest: None }
    }

    fn rendered_body(&self, values: &BTreeMap<String, Value>, gathered: &Gathered) -> Result<String, TemplateProblem> {
        let offset = self.body_line.saturating_sub(1);
        let source = |name: &str| {
            if name == self.file {
                return Some(engine::Source { file: self.file.clone(), text: self.body.clone(), above: offset });
            }
            gathered.source(name)
        };
        let wrong = |error: minijinja::Error| engine::problem(&error, &self.file, &source);
        let env = engine::environment(&self.about.language, Into::Body, &gathered.bodies()).map_err(wrong)?;
        let body = number::mark(&dialect::standing_alone(&self.body)).into_owned();
        let template = env.template_from_named_str(&self.file, &body).map_err(wrong)?;
        let drawn = engine::render(&template, values).map_err(wrong)?;
        number::settle(&drawn).map_err(|line| self.unnumbered(line))
    }
}
