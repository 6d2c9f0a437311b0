//! Templates: a Markdown file with typed fields, and what becomes of it once the fields are answered.
//!
//! **Owns** the template language, the fields and their answers, the visible blank, and the built-in templates.
//! **Refuses to know** where templates and clauses lie (it is handed their bytes), the clock (a date nobody gave stays
//! blank) and contract ids (the caller adds one). **Invariants**: an answer is data, never syntax, neither of the
//! template language nor of Markdown or TOML; what a template may do is bounded in steps, size and depth; an unknown
//! name is refused by file and line, in a branch not taken too.
//!
//! A template opens with `+++`, TOML and `+++`: `[template]` says what it is, each `[[field]]` asks one thing,
//! `[template.require]` what must hold of what is drawn, `[contract]` is the header of the contract to draw (so its tables
//! are `[contract.term]`, `[[contract.party]]`), with
//! placeholders in its strings. The body follows, with `{{ field }}`, `{% if field %}…{% else %}…{% endif %}`,
//! `{% for x in [a, b] %}` and `{% include "clause" %}`, and the filters `date`, `money`, `duration`, `list`, `lines`
//! (a text line by line), `through` (`start | through(length)`, the last day of a period), `upper`, `lower`. A paragraph
//! `#.1` takes the number of the section it stands in.
//!
//! **The blank.** A field without an answer and without a default becomes `[[fill: name]]`, in the body and in the
//! header's strings; where the header wants no string, the line is written as a comment with the blank in it.
//! [`unfilled`] finds every one of them, so that nothing with a blank is signed. A field with `blank = "omit"` vanishes
//! instead, and in the header takes its key along; an array entry whose `name` vanishes goes as a whole.

mod answer;
mod blank;
mod clause;
mod clauses;
mod dialect;
mod draw;
mod engine;
mod escape;
mod expand;
mod field;
mod gather;
pub mod library;
mod number;
mod parse;
mod phrase;
mod recover;
mod require;
mod sample;
mod toml_read;
mod toml_text;
mod value;

use crate::contract::digest::Digest;

pub use answer::{Answer, AnswerError, Answers, Unit};
pub use blank::{Unfilled, unfilled};
pub use clause::{Clause, ClauseAbout, file_stem, split_name};
pub use clauses::{ChoiceError, Clauses};
pub use expand::{ExpandError, Expanded};
pub use field::{Blank, Field, Kind, PREDEFINED};
pub use recover::is_open;
pub use require::{Failure, Require};

/// A template, read and checked as far as that is possible without answers and clauses.
#[derive(Clone, Debug)]
pub struct Template {
    /// As given to [`Template::parse`]; named in problems.
    file: String,
    bytes_digest: Digest,
    about: About,
    fields: Vec<Field>,
    contract: draw::Node,
    require: Require,
    front: String,
    body: String,
    body_line: usize,
}

/// `[template]`: what it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct About {
    /// Equal to the file's name without `.md`.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// The kind of contract drawn, `[a-z]+`.
    pub kind: String,
    /// `en`, `nb`, …: words of dates, sums and periods.
    pub language: String,
    /// Counts up with each change that matters.
    pub version: i64,
    /// When to use it.
    pub description: String,
    /// For which law it was written, and what to mind under another.
    pub jurisdiction: String,
    /// Why nothing is drawn from it any more, where that was said.
    pub retired: Option<String>,
    /// Since which day.
    pub retired_on: Option<chrono::NaiveDate>,
}

/// One thing wrong with a template, and its place.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct TemplateProblem {
    /// The template, or `<workspace>/clauses/<name>.md`.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// One sentence without a full stop.
    pub message: String,
    /// The known name nearest to an unknown one.
    pub nearest: Option<String>,
}

impl Template {
    /// What the template is.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// What must hold of every contract drawn from it.
    #[must_use]
    pub fn require(&self) -> &Require {
        &self.require
    }

    /// Everything that can be answered: the predefined fields first, then the template's own in their order.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// One field by name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Reads an answer to the field `name`.
    ///
    /// # Errors
    /// When there is no such field (with the nearest name), or the text is no answer to it.
    pub fn answer(&self, name: &str, text: &str) -> Result<Answer, AnswerError> {
        match self.field(name) {
            Some(field) => field.answer(text),
            None => {
                let nearest = nearest(name, self.fields.iter().map(|field| field.name.as_str()));
                Err(AnswerError::NoSuchField { name: name.chars().take(80).collect(), nearest })
            }
        }
    }

    /// The required fields that are neither answered nor have a default: all of them at once.
    #[must_use]
    pub fn missing(&self, answers: &Answers) -> Vec<&Field> {
        let open = |field: &&Field| field.required && field.default.is_none() && !answers.contains_key(&field.name);
        self.fields.iter().filter(open).collect()
    }
}

/// The digest a record keeps of a template: over the `sha256sum` lines of the template and the clauses it used.
#[must_use]
pub fn digest<'a>(template: &[u8], clauses: impl IntoIterator<Item = (&'a str, &'a str)>) -> Digest {
    digest_of(Digest::of(template), clauses)
}

fn digest_of<'a>(template: Digest, clauses: impl IntoIterator<Item = (&'a str, &'a str)>) -> Digest {
    let mut lines: Vec<String> = clauses
        .into_iter()
        .map(|(name, text)| format!("{}  clauses/{name}.md\n", Digest::of(text.as_bytes()).hex()))
        .collect();
    lines.sort_by(|a, b| a.get(64..).cmp(&b.get(64..)));
    Digest::of(format!("{}  template.md\n{}", template.hex(), lines.concat()).as_bytes())
}

/// The known name that `name` was probably meant to be.
fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let best = known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .min_by_key(|(distance, _)| *distance)?;
    (best.0 <= 1 + best.1.len() / 4).then(|| best.1.to_owned())
}

/// Line and column, both from 1, of a byte in a text.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

#[cfg(test)]
mod library_tests;
#[cfg(test)]
mod tests;
