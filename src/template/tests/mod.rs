//! The language, its refusals, and the built-in templates.

mod answering;
mod clauses;
mod languages;
mod refusals;

use super::{Answers, Clauses, ExpandError, Expanded, Template, TemplateProblem};

pub(super) const ABOUT: &str = "[template]\nname = \"t\"\ntitle = \"T\"\nkind = \"nda\"\n";
pub(super) const CONTRACT: &str =
    "[contract]\ntitle = \"With {{ counterparty }}\"\n[[contract.party]]\nname = \"{{ counterparty }}\"\n";

pub(super) fn file(fields: &str, contract: &str, body: &str) -> String {
    format!("+++\n{ABOUT}{fields}{CONTRACT}{contract}+++\n{body}")
}

pub(super) fn template(fields: &str, contract: &str, body: &str) -> Template {
    Template::parse("t.md", file(fields, contract, body).as_bytes()).unwrap()
}

pub(super) fn problems(text: &str) -> Vec<TemplateProblem> {
    Template::parse("t.md", text.as_bytes()).unwrap_err()
}

pub(super) fn answers(template: &Template, given: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::new();
    for (name, text) in [("organisation", "Northwind AS"), ("counterparty", "Acme AS")].iter().chain(given) {
        answers.insert((*name).to_owned(), template.answer(name, text).unwrap());
    }
    answers
}

pub(super) fn draw(template: &Template, given: &[(&str, &str)]) -> Expanded {
    template.expand(&answers(template, given), &Clauses::default()).unwrap()
}

pub(super) fn with_clauses(body: &str, clauses: &[(&str, &str)]) -> Result<Expanded, ExpandError> {
    let clauses =
        Clauses::new("clauses", clauses.iter().map(|(n, t)| ((*n).to_owned(), t.as_bytes().to_vec())).collect());
    let template = template("", "", body);
    template.expand(&answers(&template, &[]), &clauses)
}

pub(super) const FIELDS: &str = "[[field]]\nname = \"fee\"\ntype = \"money\"\ncurrency = \"NOK\"\n[[field]]\nname = \"start\"\ntype = \"date\"\n\
    [[field]]\nname = \"term\"\ntype = \"duration\"\n[[field]]\nname = \"purpose\"\n[[field]]\nname = \"extra\"\nblank = \"omit\"\n\
    [[field]]\nname = \"exclusive\"\ntype = \"boolean\"\ndefault = false\n";
