//! From a contract back to the answers it was drawn with, as far as they can be told.
//!
//! Answers are not recorded: they stand in the contract. Each field takes, in its order, the answer among those the
//! header suggests with which the drawn text comes nearest to the contract, measured by header keys and neighbouring words. What no
//! answer explains is left open: a blank, or for text a mark of the same meaning that [`is_open`] knows.

use std::collections::{BTreeMap, BTreeSet};

use super::Template;
use super::answer::{Answer, Answers};
use super::clauses::Clauses;
use super::expand::{ExpandError, Expanded};
use super::field::{Field, Kind};

/// So many answers are tried of one field.
const MOST_TRIED: usize = 40;
/// Contracts beyond this many bytes are drawn with open fields only.
const LARGEST: usize = 1 << 19;

/// Stands for a text nobody can tell; no template writes it.
const OPENING: char = '⟪';
const CLOSING: char = '⟫';

/// Whether some text of a drawn draft is nothing but open fields.
#[must_use]
pub fn is_open(text: &str) -> bool {
    let mut rest = text.trim();
    let mut open = false;
    while !rest.is_empty() {
        let end = if rest.starts_with("[[fill: ") {
            rest.find("]]").map(|at| at.saturating_add(2))
        } else if rest.starts_with(OPENING) {
            rest.find(CLOSING).map(|at| at.saturating_add(CLOSING.len_utf8()))
        } else {
            None
        };
        let Some(after) = end.and_then(|end| rest.get(end..)) else { return false };
        (rest, open) = (after.trim_start(), true);
    }
    open
}

impl Template {
    /// Draws the template as the contract with this front matter and body was probably drawn.
    ///
    /// # Errors
    /// When the template or a clause is faulty.
    pub fn recovered(&self, front: &str, body: &str, clauses: &Clauses) -> Result<Expanded, ExpandError> {
        let mut answers = Answers::new();
        let mut best = self.sketch(&answers, clauses)?;
        if front.len().saturating_add(body.len()) > LARGEST {
            return Ok(best);
        }
        let wanted = Pairs::of(front, body);
        let values = values(front);
        let mut distance = wanted.distance(&best);
        for field in self.fields() {
            let mut chosen = None;
            for answer in candidates(field, &values) {
                answers.insert(field.name.clone(), answer.clone());
                // An answer that cannot be drawn is not the one that was given.
                let Ok(drawn) = self.sketch(&answers, clauses) else { continue };
                let now = wanted.distance(&drawn);
                if now < distance {
                    (distance, best, chosen) = (now, drawn, Some(answer));
                }
            }
            match chosen {
                Some(answer) => answers.insert(field.name.clone(), answer),
                None => answers.remove(&field.name),
            };
        }
        Ok(best)
    }
}

/// Answers worth a try.
fn candidates(field: &Field, values: &BTreeSet<String>) -> Vec<Answer> {
    let words: Vec<String> = match field.kind {
        Kind::Boolean => vec!["yes".to_owned(), "no".to_owned()],
        Kind::Choice => field.choices.clone(),
        Kind::Text => {
            let mark = format!("{OPENING}{}{CLOSING}", field.name);
            std::iter::once(mark).chain(values.iter().cloned()).collect()
        }
        _ => values.iter().cloned().collect(),
    };
    words.iter().filter_map(|word| field.answer(word).ok()).take(MOST_TRIED).collect()
}

/// Every value of a header, as a person would type it.
fn values(front: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Ok(table) = toml::from_str::<toml::Table>(front) {
        gather(&toml::Value::Table(table), &mut found);
    }
    found
}

fn gather(value: &toml::Value, found: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => table.values().for_each(|value| gather(value, found)),
        toml::Value::Array(items) => items.iter().for_each(|value| gather(value, found)),
        toml::Value::String(text) => drop(found.insert(text.clone())),
        other => drop(found.insert(other.to_string())),
    }
}

/// A header as its keys with their values, a body as its pairs of neighbouring words; each with how often it occurs.
struct Pairs(BTreeMap<(String, String), i64>);

impl Pairs {
    fn of(front: &str, body: &str) -> Self {
        let mut pairs = Self(BTreeMap::new());
        if let Ok(table) = toml::from_str::<toml::Table>(front) {
            pairs.spread("", &toml::Value::Table(table));
        }
        let mut before = String::new();
        for word in body.split_whitespace() {
            // What is left open speaks neither for an answer nor against it.
            if !word.contains([OPENING, CLOSING]) && !before.contains([OPENING, CLOSING]) {
                pairs.add(before, word);
            }
            before = word.to_owned();
        }
        pairs
    }

    fn add(&mut self, first: String, second: &str) {
        let count = self.0.entry((first, second.to_owned())).or_default();
        *count = count.saturating_add(1);
    }

    /// Every value under its whole path, entries of lists by their place.
    fn spread(&mut self, path: &str, value: &toml::Value) {
        match value {
            toml::Value::Table(table) => {
                table.iter().for_each(|(key, value)| self.spread(&format!("{path}.{key}"), value));
            }
            toml::Value::Array(items) => {
                items.iter().enumerate().for_each(|(place, item)| self.spread(&format!("{path}.{place}"), item));
            }
            toml::Value::String(text) => self.add(path.to_owned(), text),
            other => self.add(path.to_owned(), &other.to_string()),
        }
    }

    /// How many pairs one text has and the other lacks.
    fn distance(&self, drawn: &Expanded) -> i64 {
        let other = Self::of(&drawn.header_toml, &drawn.body);
        let count = |pairs: &Self, pair| pairs.0.get(pair).copied().unwrap_or(0);
        let here = self.0.keys().map(|pair| (count(self, pair).saturating_sub(count(&other, pair))).abs());
        let there = other.0.iter().filter(|(pair, _)| !self.0.contains_key(pair)).map(|(_, count)| *count);
        here.chain(there).fold(0, i64::saturating_add)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::is_open;
    use crate::template::{Answers, Clauses, Template, library};

    fn nda() -> Template {
        let (_, bytes) = library::all().iter().find(|(name, _)| *name == "nda").unwrap();
        Template::parse("nda.md", bytes).unwrap()
    }

    fn drawn(template: &Template, set: &[(&str, &str)]) -> (String, String) {
        let answers: Answers =
            set.iter().map(|(name, text)| ((*name).to_owned(), template.answer(name, text).unwrap())).collect();
        let expanded = template.expand(&answers, &Clauses::default()).unwrap();
        (expanded.header_toml, expanded.body)
    }

    #[test]
    fn the_answers_are_read_off_the_contract() {
        let template = nda();
        let (front, body) = drawn(
            &template,
            &[
                ("organisation", "Northwind AS"),
                ("counterparty", "Acme AS"),
                ("start", "2027-01-01"),
                ("term", "36 months"),
                ("purpose", "to build a bridge over the fjord"),
                ("personal_data", "yes"),
                ("counterparty_number", "923609016"),
                ("signatory_name", "Ada Chair"),
                ("signatory_email", "ada@northwind.example"),
                ("signatory_title", "Chair"),
            ],
        );
        let again = template.recovered(&front, &body, &Clauses::default()).unwrap();
        let hunks = crate::contract::compare::hunks(&again.body, &body, &is_open);
        assert_eq!(hunks, []);
        assert_eq!(crate::contract::compare::terms(&again.header_toml, &front), Some(Vec::new()));
        let changed = body.replace("reasonable care", "the utmost care");
        let again = template.recovered(&front, &changed, &Clauses::default()).unwrap();
        let hunks = crate::contract::compare::hunks(&again.body, &changed, &is_open);
        assert_eq!(
            hunks.iter().map(|hunk| hunk.clause.as_deref()).collect::<Vec<_>>(),
            [Some("§3.1.2 Duties of the Recipient")]
        );
    }

    #[test]
    fn any_text_has_a_nearest_draft() {
        for (front, body) in [("", ""), ("not = toml = at all", "x"), ("a = 1\n", "⟪purpose⟫ [[fill: term]]")] {
            assert!(nda().recovered(front, body, &Clauses::default()).is_ok());
        }
        assert!(nda().sketch(&BTreeMap::new(), &Clauses::default()).is_ok());
    }

    #[test]
    fn only_open_fields_are_open() {
        for open in ["[[fill: x]]", " [[fill: x]] [[fill: y]]", "⟪purpose⟫"] {
            assert!(is_open(open), "{open}");
        }
        for other in ["", " ", "x", "[[fill: x]] and", "⟪x", "[[fill: x"] {
            assert!(!is_open(other), "{other}");
        }
    }
}
