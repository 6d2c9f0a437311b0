//! What a template asks, and the answers: from `clm.toml`, from the parties named, from `--set`, from a person.

use std::collections::BTreeMap;

use super::{Drawn, Ids};
use crate::contract::problem::quoted;
use crate::error::{Error, Kind, Result};
use crate::ops::paper::clause;
use crate::ops::paper::template::{self, Found};
use crate::ops::session::Session;
use crate::template::{Answer, AnswerError, Answers, ExpandError, Field, Kind as FieldKind};

/// A template with the answers it has got so far.
#[derive(Debug, Clone)]
pub struct Questions {
    found: Found,
    answers: Answers,
}

/// Where a template gets its further parties from: `counterparty_2`, `counterparty_3`, …
fn party_field(number: usize) -> String {
    if number == 1 { "counterparty".to_owned() } else { format!("counterparty_{number}") }
}

impl Questions {
    /// Finds the template and takes the answers that are given: `set` in order, later ones win.
    ///
    /// # Errors
    /// When there is no such template, a field is unknown, or an answer does not fit its field.
    pub fn open(
        session: &Session,
        (template, workspace): (&str, Option<&str>),
        parties: &[String],
        set: &[(String, String)],
    ) -> Result<Self> {
        let found = template::find(session, template, workspace)?;
        template::must_be_in_use(session, &found.workspace, &found.template)?;
        let mut questions = Self { found, answers: Answers::new() };
        questions.ours(session)?;
        questions.given(parties, set)?;
        Ok(questions)
    }

    /// Draws fallbacks instead of their clauses: pairs of clause and fallback.
    ///
    /// # Errors
    /// When the template includes no such clause, or the clause has no such fallback.
    pub fn prefer(&mut self, fallbacks: &[(String, String)]) -> Result<()> {
        if fallbacks.is_empty() {
            return Ok(());
        }
        for (clause, variant) in fallbacks {
            if self.found.clauses.chosen().get(clause).is_some_and(|chosen| chosen != variant) {
                let message = format!("two fallbacks of {} are asked for", quoted(clause));
                return Err(Error::new(Kind::Usage, "two-answers", message).hint("name one"));
            }
            self.found.clauses.prefer(clause, variant).map_err(|fault| clause::refused(&fault))?;
        }
        let included = self.found.template.includes(&self.found.clauses);
        let included = included.map_err(|problems| self.faulty(ExpandError::Template(problems)))?;
        let included: Vec<&str> = included.iter().map(String::as_str).collect();
        self.found.clauses.must_be_used(&included).map_err(|fault| clause::refused(&fault))
    }

    /// Who we are and who signs for us.
    fn ours(&mut self, session: &Session) -> Result<()> {
        let organisation = &session.organisation;
        self.answer("organisation", &organisation.name)?;
        if let Some(signatory) = &organisation.signatory {
            self.answer("signatory_name", &signatory.name)?;
            for (field, value) in [("signatory_email", &signatory.email), ("signatory_title", &signatory.title)] {
                if let Some(value) = value {
                    self.answer(field, value)?;
                }
            }
        }
        Ok(())
    }

    fn given(&mut self, parties: &[String], set: &[(String, String)]) -> Result<()> {
        for (name, value) in set {
            self.answer(name, value)?;
        }
        for (number, party) in parties.iter().enumerate().map(|(at, party)| (at.saturating_add(1), party)) {
            let field = party_field(number);
            if self.found.template.field(&field).is_none() {
                return Err(self.one_party_too_many(party, number.saturating_sub(1)));
            }
            if set.iter().any(|(name, value)| *name == field && value.trim() != party.trim()) {
                let message = format!("--party and --set {field} name different parties");
                return Err(Error::new(Kind::Usage, "two-answers", message).hint("name the party once"));
            }
            self.answer(&field, party)?;
        }
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for party in parties {
            if seen.insert(party.trim().to_lowercase(), party).is_some() {
                let message = format!("{} is named twice as a party", quoted(party));
                return Err(Error::new(Kind::Usage, "same-party", message).hint("name each party once"));
            }
        }
        Ok(())
    }

    fn one_party_too_many(&self, party: &str, most: usize) -> Error {
        let template = &self.found.template.about().name;
        let parties = if most == 1 { "one party".to_owned() } else { format!("{most} parties") };
        let message =
            format!("{} is one party too many: the template {template} takes {parties} beside us", quoted(party));
        Error::new(Kind::Usage, "too-many-parties", message)
            .hint(format!("a template takes a further party by a field `{}`", party_field(most.saturating_add(1))))
    }

    /// The template.
    #[must_use]
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// Fields without an answer, in their order: what a person can still be asked. Who we are is not asked.
    #[must_use]
    pub fn unanswered(&self) -> Vec<Field> {
        let asked = |field: &&Field| !field.predefined || field.required;
        let open = |field: &&Field| !self.answers.contains_key(&field.name);
        self.found.template.fields().iter().filter(asked).filter(open).cloned().collect()
    }

    /// Reads one answer.
    ///
    /// # Errors
    /// When there is no such field (usage), or the answer does not fit (content).
    pub fn answer(&mut self, name: &str, text: &str) -> Result<()> {
        let answer = self.read(name, text)?;
        self.answers.insert(name.to_owned(), answer);
        Ok(())
    }

    fn read(&self, name: &str, text: &str) -> Result<Answer> {
        self.found.template.answer(name, text).map_err(|fault| self.unfit(&fault))
    }

    fn unfit(&self, fault: &AnswerError) -> Error {
        let template = &self.found.template.about().name;
        let list = format!("`clm template show {template}` lists the fields");
        match fault {
            AnswerError::NoSuchField { name, nearest } => {
                let hint = match nearest {
                    Some(near) => format!("did you mean `{near}`? {list}"),
                    None => list,
                };
                let message = format!("the template {template} has no field {}", quoted(name));
                Error::new(Kind::Usage, "no-such-field", message).hint(hint).about(name.clone())
            }
            AnswerError::Unfit { field, .. } => {
                let example = self.found.template.field(field).map(|field| format!("such as --set {}", example(field)));
                Error::new(Kind::InvalidContent, "unfit-answer", fault.to_string())
                    .details(self.found.template.field(field).map(kind_in_words))
                    .hint(format!("{}; {list}", example.unwrap_or_default()))
                    .about(field.clone())
            }
        }
    }

    /// The required fields that nobody has answered.
    #[must_use]
    pub fn missing(&self) -> Vec<&Field> {
        self.found.template.missing(&self.answers)
    }

    /// Refuses unless everything required is answered, naming all that is not.
    ///
    /// # Errors
    /// With a flag for each missing answer.
    pub fn must_be_complete(&self) -> Result<()> {
        let missing = self.found.template.missing(&self.answers);
        if missing.is_empty() {
            return Ok(());
        }
        let flags: Vec<String> = missing.iter().map(|field| flag(field)).collect();
        let lines = missing.iter().map(|field| format!("{}: {}", flag(field), field.label));
        let template = &self.found.template.about().name;
        Err(Error::new(Kind::Usage, "missing-answer", format!("the template {template} needs more answers"))
            .details(lines)
            .hint(format!("give {}", flags.join(" "))))
    }

    /// Makes the text of the draft.
    ///
    /// # Errors
    /// When an answer is missing, or the template or a clause is faulty.
    pub fn draw(&self, session: &Session, title: Option<&str>) -> Result<Drawn> {
        self.draw_with(title, &mut Ids::of(session)?)
    }

    /// As [`Questions::draw`], with an id from `ids`.
    ///
    /// # Errors
    /// As [`Questions::draw`].
    pub fn draw_with(&self, title: Option<&str>, ids: &mut Ids) -> Result<Drawn> {
        self.must_be_complete()?;
        let expanded = self.found.template.expand(&self.answers, &self.found.clauses);
        let expanded = expanded.map_err(|fault| self.faulty(fault))?;
        Drawn::of(self, &expanded, title, ids)
    }

    fn faulty(&self, fault: ExpandError) -> Error {
        match fault {
            ExpandError::Answer(fault) => self.unfit(&fault),
            ExpandError::Choice(fault) => clause::refused(&fault),
            ExpandError::Missing(_) | ExpandError::Template(_) => {
                let details = match &fault {
                    ExpandError::Template(problems) => problems.iter().map(template::sentence).collect(),
                    _ => Vec::new(),
                };
                let message = format!("the template {} cannot be drawn from", self.found.path);
                Error::new(Kind::InvalidContent, "template", message)
                    .details(details)
                    .hint("mend the template or its clauses; `clm template check` names every fault of every template")
                    .about(self.found.path.clone())
            }
        }
    }
}

/// The flag that answers a field.
fn flag(field: &Field) -> String {
    if field.name == "counterparty" { "--party NAME".to_owned() } else { format!("--set {}=VALUE", field.name) }
}

/// `fee="120000.00 NOK"`.
fn example(field: &Field) -> String {
    let value = match field.kind {
        FieldKind::Text => "\"some words\"".to_owned(),
        FieldKind::Date => "2026-12-01".to_owned(),
        FieldKind::Money => "\"120000.00 NOK\"".to_owned(),
        FieldKind::Integer => field.min.unwrap_or(3).to_string(),
        FieldKind::Boolean => "yes".to_owned(),
        FieldKind::Choice => format!("\"{}\"", field.choices.first().cloned().unwrap_or_default()),
        FieldKind::Duration => "\"12 months\"".to_owned(),
        FieldKind::Email => "kari@acme.example".to_owned(),
    };
    format!("{}={value}", field.name)
}

/// What a field takes, for the person whose answer it did not take.
fn kind_in_words(field: &Field) -> String {
    let kind = match field.kind {
        FieldKind::Text => "some words",
        FieldKind::Date => "a date",
        FieldKind::Money => "an amount of money",
        FieldKind::Integer => "a whole number",
        FieldKind::Boolean => "yes or no",
        FieldKind::Choice => "one of its choices",
        FieldKind::Duration => "a duration",
        FieldKind::Email => "an e-mail address",
    };
    format!("{} ({}) takes {kind}", field.name, field.label)
}
