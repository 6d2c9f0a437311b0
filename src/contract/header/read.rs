//! Reads front matter into a [`Header`].

use super::keys::{HEADER, LINK, OBLIGATION, VALUE};
use super::words::{FORMS, PERS};
use super::{Header, Link, read_party, read_term};
use crate::contract::id::ContractId;
use crate::contract::money::{self, Currency, Value};
use crate::contract::obligation::Obligation;
use crate::contract::party::Party;
use crate::contract::problem::{Problem, nearest, quoted};
use crate::contract::span::Span;
use crate::contract::toml_read::{Fields, Reader};
use crate::contract::toml_schema::names;

/// Reads the front matter `toml`, which starts at line `first_line` (from 1) of the file called `file`.
///
/// # Errors
/// Every fault found, in the order of the text: syntax alone when it is not TOML, else all keys and values.
pub fn parse(file: &str, toml: &str, first_line: usize) -> Result<Header, Vec<Problem>> {
    let reader = Reader::new(file, toml, first_line);
    let header = reader.document().and_then(|table| read(&Fields::root(&reader, &table)));
    reader.finish(header)
}

fn read(root: &Fields<'_, '_>) -> Option<Header> {
    let root = root.clone().only(&names(HEADER)).with(&["id", "title", "kind", "party"]);
    let parties = read_party::parties(&root);
    let id = root.read("id", "bad-id", str::parse::<ContractId>);
    let title = root.text("title", 300);
    let kind = root.read("kind", "bad-kind", kind_word);
    let language = root.read("language", "bad-language", language_word);
    let governing_law = root.text("governing_law", 200);
    let form = root.word("form", FORMS).unwrap_or_default();
    let term = root.table("term").map(|fields| read_term::term(&fields, &parties));
    let value = root.table("value").and_then(|fields| value(&fields));
    let obligations = obligations(&root, &parties);
    let [amends, renews, supersedes, under] =
        ["amends", "renews", "supersedes", "under"].map(|key| link(&root, key, id.as_ref()));
    Some(Header {
        id: id?,
        title: title?,
        kind: kind?,
        language,
        governing_law,
        form,
        parties,
        has_term: term.is_some(),
        term: term.unwrap_or_default(),
        value,
        obligations,
        amends,
        renews,
        supersedes,
        under,
    })
}

fn kind_word(text: &str) -> Result<String, String> {
    let is_kind = (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_kind { Ok(text.to_owned()) } else { Err(format!("{} is not one word of lower-case letters", quoted(text))) }
}

fn language_word(text: &str) -> Result<String, String> {
    let is_language = (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_language {
        Ok(text.to_owned())
    } else {
        Err(format!("{} is not a language such as `en` or `nb`", quoted(text)))
    }
}

fn value(fields: &Fields<'_, '_>) -> Option<Value> {
    let fields = fields.clone().only(&names(VALUE)).with(&["amount", "currency"]);
    let amount = fields.read("amount", "bad-amount", money::amount);
    let currency = fields.read("currency", "bad-currency", str::parse::<Currency>);
    let per = fields.word("per", PERS).unwrap_or_default();
    match Value::new(amount?, currency?, per) {
        Ok(value) => Some(value),
        Err(fault) => {
            fields.problem("amount", "bad-amount", fault.to_string());
            None
        }
    }
}

fn obligations(root: &Fields<'_, '_>, parties: &[Party]) -> Vec<Obligation> {
    let mut obligations: Vec<Obligation> = Vec::new();
    for fields in root.tables("obligation") {
        let fields = fields.only(&names(OBLIGATION)).with(&["id", "what", "due"]);
        let read = obligation(&fields, parties);
        let Some(obligation) = read else { continue };
        if obligations.iter().any(|other| other.id == obligation.id) {
            let message = format!("another obligation has the id {} too", quoted(&obligation.id));
            fields.problem("id", "duplicate-obligation", message);
        }
        obligations.push(obligation);
    }
    obligations
}

fn obligation(fields: &Fields<'_, '_>, parties: &[Party]) -> Option<Obligation> {
    let id = fields.read("id", "bad-obligation-id", obligation_id);
    let who = fields.text("who", 200);
    let what = fields.text("what", 1000);
    let due = fields.date("due");
    let every = fields.read("every", "bad-span", str::parse::<Span>);
    if let Some(who) = &who {
        must_be_party(fields, "who", who, parties);
    }
    Some(Obligation { id: id?, who, what: what?, due: due?, every })
}

/// Letters, digits, `-` and `_`: what can be named on a command line without quotes.
fn obligation_id(text: &str) -> Result<String, String> {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    if (1..=60).contains(&text.len()) && text.bytes().all(known) && !text.starts_with('-') {
        return Ok(text.to_owned());
    }
    Err(format!("{} is not an obligation id: expected lower-case letters, digits, `-` and `_`", quoted(text)))
}

/// Reports `name`, found at `key`, if no party has it.
pub(super) fn must_be_party(fields: &Fields<'_, '_>, key: &str, name: &str, parties: &[Party]) {
    let names = || parties.iter().map(|party| party.name.as_str());
    // Without any party that fault is reported already, and would only repeat itself here.
    if !parties.is_empty() && !names().any(|known| known == name) {
        let message = format!("`{}`: {} is not a party of this contract", fields.path_of(key), quoted(name));
        fields.problem_near(key, "unknown-party", message, nearest(name, names()));
    }
}

fn link(root: &Fields<'_, '_>, key: &str, own: Option<&ContractId>) -> Option<Link> {
    let fields = root.table(key)?.only(&names(LINK)).with(&["id"]);
    let id = fields.read("id", "bad-id", str::parse::<ContractId>);
    let revision = fields.read("revision", "bad-digest", str::parse);
    let effective = fields.date("effective");
    if id.is_some() && id.as_ref() == own {
        fields.problem("id", "link-to-itself", format!("`{}` names this contract itself", fields.path_of("id")));
    }
    Some(Link { id: id?, revision, effective })
}
