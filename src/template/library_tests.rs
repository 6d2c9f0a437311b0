//! All built-in templates: each can be drawn from, with nothing and with everything, whatever is chosen.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answers, Clauses, Expanded, Kind, Template, library, split_name, unfilled};
use crate::contract::contradiction::contradictions;
use crate::contract::deception::{What, inspect, refused};
use crate::contract::document::Document;
use crate::contract::outline::Outline;

fn all() -> Vec<(&'static str, Template)> {
    let parse = |(name, bytes): &(&'static str, &'static [u8])| {
        (*name, Template::parse(name, bytes).unwrap_or_else(|problems| panic!("{problems:?}")))
    };
    library::all().iter().map(parse).collect()
}

fn clauses() -> Clauses {
    let files = library::clauses().iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()));
    Clauses::new("clauses", files.collect())
}

fn draw(template: &Template, answers: &Answers) -> Expanded {
    let drawn =
        template.expand(answers, &clauses()).unwrap_or_else(|fault| panic!("{}: {fault}", template.about().name));
    let document = document(&template.about().name, &drawn);
    assert_eq!(template.require().judge(document.header(), document.body()), [], "{}", template.about().name);
    drawn
}

fn parties(template: &Template) -> Answers {
    let given = [("organisation", "Northwind AS"), ("counterparty", "Acme AS")];
    given.into_iter().map(|(name, text)| (name.to_owned(), template.answer(name, text).unwrap())).collect()
}

fn every_answer(template: &Template) -> Answers {
    let mut all = parties(template);
    for field in template.fields() {
        let text = match field.kind {
            _ if field.name.ends_with("_id") => "framework-0c3v5b8n".to_owned(),
            Kind::Text if field.multiline => "- Åse Ødegård & Sønn\n- Second line".to_owned(),
            Kind::Text => format!("{} & 3 til", field.name).chars().take(field.max.unwrap_or(200) as usize).collect(),
            Kind::Date if field.name.ends_with("_until") => "2029-12-01".to_owned(),
            Kind::Date => "2026-12-01".to_owned(),
            Kind::Money => "1250.00 NOK".to_owned(),
            Kind::Integer => field.max.unwrap_or(20).to_string(),
            Kind::Boolean => "yes".to_owned(),
            Kind::Choice => field.choices[0].clone(),
            Kind::Duration if field.name == "notice" => "2 months".to_owned(),
            Kind::Duration => "18 months".to_owned(),
            Kind::Email => "ase@example.no".to_owned(),
        };
        all.entry(field.name.clone()).or_insert_with(|| field.answer(&text).unwrap());
    }
    all
}

/// Everything answered, with each choice, each yes and no, and each smallest number in turn.
fn variants(template: &Template) -> Vec<Answers> {
    let whole = every_answer(template);
    let mut variants = vec![whole.clone()];
    for field in template.fields() {
        let texts = match field.kind {
            Kind::Choice => field.choices.clone(),
            Kind::Boolean => vec!["yes".to_owned(), "no".to_owned()],
            Kind::Integer => field.min.iter().map(ToString::to_string).collect(),
            _ => continue,
        };
        for text in texts {
            let mut answers = whole.clone();
            answers.insert(field.name.clone(), field.answer(&text).unwrap());
            variants.push(answers);
        }
    }
    variants
}

fn document(name: &str, drawn: &Expanded) -> Document {
    let kind = drawn.header_toml.lines().find_map(|line| line.strip_prefix("kind = \"")).unwrap().trim_matches('"');
    let bytes = Document::compose(&format!("id = \"{kind}-7k2m9qxt\"\n{}", drawn.header_toml), &drawn.body);
    Document::parse("contract.md", &bytes)
        .unwrap_or_else(|problems| panic!("{name}: {problems:?}\n{}", drawn.header_toml))
}

/// Words before the numbers of clauses, in the languages of the library.
const REFERENCES: [&str; 10] =
    ["clause ", "clauses ", "Clauses ", "punkt ", "punkterne ", "punkterna ", "punktene ", "Ziffer ", "Ziffern ", "§"];

/// Every number in a reference such as `clauses 4, 7.1 and 8` that names no clause of the text.
fn dangling(body: &str) -> Vec<String> {
    let outline = Outline::of(body);
    let plain = body.replace('\n', " ");
    let mut wrong = Vec::new();
    for word in REFERENCES {
        for (at, _) in plain.match_indices(word) {
            let before = plain[..at].trim_end_matches('§').trim_end();
            let law = word == "§" && !before.ends_with(|c: char| c.is_numeric()) && !before.ends_with(" i");
            if law {
                continue;
            }
            let rest = plain[at + word.len()..].trim_start_matches(['§', ' ']);
            let list: String =
                rest.chars().take_while(|c| c.is_ascii_digit() || ".,andogtilchbisu ".contains(*c)).collect();
            let numbers = list.split(|c: char| !c.is_ascii_digit() && c != '.').map(|number| number.trim_matches('.'));
            wrong.extend(numbers.filter(|n| !n.is_empty() && outline.find(n).is_none()).map(ToOwned::to_owned));
        }
    }
    wrong
}

/// Sections count 1, 2, 3 and their paragraphs n.1, n.2, n.3, without a gap.
fn numbered(name: &str, body: &str) {
    let outline = Outline::of(body);
    let (mut section, mut paragraph) = (0, 0);
    for number in outline.clauses().iter().filter_map(|clause| clause.number.as_deref()) {
        let parts: Vec<u32> = number.split('.').map(|part| part.parse().unwrap()).collect();
        match parts.as_slice() {
            [s] => {
                assert_eq!(*s, section + 1, "{name}");
                (section, paragraph) = (*s, 0);
            }
            [s, p] => {
                assert_eq!((*s, *p), (section, paragraph + 1), "{name}");
                paragraph = *p;
            }
            _ => {}
        }
    }
    assert!(section >= 5, "{name}");
}

fn sound(name: &str, drawn: &Expanded) {
    let document = document(name, drawn);
    assert_eq!(document.header().parties.len(), 2, "{name}");
    assert!(
        contradictions(&document.header().term).is_empty(),
        "{name}: {:?}",
        contradictions(&document.header().term)
    );
    assert_eq!(dangling(&drawn.body), Vec::<String>::new(), "{name}");
    for (text, what) in [(&drawn.body, What::Body), (&drawn.header_toml, What::Header)] {
        let found = inspect(name, text, what);
        assert!(!refused(&found), "{name}: {found:?}");
    }
    numbered(name, &drawn.body);
    for leftover in ["\n\n\n", "{{", "{%", "#.", "  - -", " ,", " .", "..", "+++"] {
        let at = drawn
            .body
            .find(leftover)
            .map(|at| drawn.body[at.saturating_sub(60)..].chars().take(120).collect::<String>());
        assert_eq!(at, None, "{name}: `{leftover}`");
    }
}

#[test]
fn built_in_templates_say_what_they_are() {
    let mut titles = BTreeSet::new();
    for (name, template) in all() {
        let about = template.about();
        assert_eq!(about.name, name);
        assert!(about.description.len() > 30 && about.jurisdiction.len() > 30, "{name}");
        assert!(titles.insert((about.title.clone(), about.language.clone())), "{name}: {} twice", about.title);
        for field in template.fields().iter().filter(|field| !field.predefined) {
            assert_ne!(field.label, field.name, "{name}");
        }
    }
}

#[test]
fn drawn_with_nothing_they_are_drafts_with_few_named_blanks() {
    for (name, template) in all() {
        let required: Vec<&str> = template.missing(&Answers::new()).iter().map(|field| field.name.as_str()).collect();
        assert_eq!(required, ["organisation", "counterparty"], "{name}");
        let drawn = draw(&template, &parties(&template));
        sound(name, &drawn);
        let blanks: BTreeSet<String> =
            unfilled(&drawn.body).into_iter().chain(unfilled(&drawn.header_toml)).map(|blank| blank.name).collect();
        assert!(blanks.iter().all(|blank| template.field(blank).is_some()), "{name}: {blanks:?}");
        assert!(blanks.len() <= 12, "{name}: {blanks:?}");
    }
}

#[test]
fn drawn_with_everything_they_are_ready_whatever_is_chosen() {
    for (name, template) in all() {
        for answers in variants(&template) {
            let drawn = draw(&template, &answers);
            sound(name, &drawn);
            assert_eq!(unfilled(&drawn.body), [], "{name}");
            assert_eq!(unfilled(&drawn.header_toml), [], "{name}");
        }
    }
}

#[test]
fn every_field_changes_the_contract() {
    for (name, template) in all() {
        let variants = variants(&template);
        let drawn: Vec<Expanded> = variants.iter().map(|answers| draw(&template, answers)).collect();
        let same =
            |one: &Expanded, other: &Expanded| (&one.body, &one.header_toml) == (&other.body, &other.header_toml);
        for field in template.fields().iter().filter(|field| !field.required) {
            let used = variants.iter().zip(&drawn).any(|(answers, before)| {
                let mut other = answers.clone();
                match field.kind {
                    Kind::Choice => {
                        other.insert(field.name.clone(), field.answer(field.choices.last().unwrap()).unwrap())
                    }
                    Kind::Boolean => other.insert(field.name.clone(), field.answer("no").unwrap()),
                    Kind::Integer => {
                        other.insert(field.name.clone(), field.answer(&field.min.unwrap().to_string()).unwrap())
                    }
                    _ => other.remove(&field.name),
                };
                !same(&draw(&template, &other), before)
            });
            assert!(used, "{name}: `{}` changes nothing", field.name);
        }
        assert!(template.require().no_unused_fields && template.require().parties == Some(2), "{name}");
    }
}

#[test]
fn every_template_says_how_it_ends_or_what_is_due() {
    for (name, template) in all() {
        let document = document(name, &draw(&template, &every_answer(&template)));
        let (header, term) = (document.header(), &document.header().term);
        assert!(term.length.is_some() || term.end.is_some() || term.evergreen, "{name}");
        assert!(term.notice.is_some(), "{name}");
        assert!(!term.evergreen || !header.obligations.is_empty(), "{name}: nothing of it is ever due");
    }
}

#[test]
fn a_fallback_can_stand_for_its_clause_everywhere() {
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, template) in all() {
        for (fallback, _) in library::clauses().iter().filter(|(name, _)| name.contains("--")) {
            let (of, variant) = split_name(fallback);
            let mut clauses = clauses();
            clauses.prefer(of, variant.unwrap()).unwrap();
            if let Ok(drawn) = template.expand(&every_answer(&template), &clauses) {
                sound(&format!("{name} with {fallback}"), &drawn);
                assert!(drawn.clauses.contains_key(*fallback) && !drawn.clauses.contains_key(of));
                *used.entry(fallback).or_default() += 1;
            }
        }
    }
    assert_eq!(used.len(), library::clauses().iter().filter(|(name, _)| name.contains("--")).count(), "{used:?}");
}

#[test]
fn references_that_lead_nowhere_are_found() {
    let body =
        "## 1. One\n\n1.1 See clause 2.\n\n## 2. Two\n\n2.1 See clauses 1, 3 and 2.4; § 14-9 of the act, clause 1.1.\n";
    assert_eq!(dangling(body), ["3", "2.4"]);
}
