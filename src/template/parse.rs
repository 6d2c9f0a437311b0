//! Reads a template file: front matter and body, strictly, all problems at once.

use std::ops::Range;

use toml_edit::{Document, Item, Table, TableLike};

use super::draw::{self, Node};
use super::field::{Blank, Field, Kind, predefined};
use super::{About, Template, TemplateProblem, dialect, engine, nearest, place};
use crate::contract::digest::Digest;

/// Larger templates and clauses are refused.
const LARGEST: usize = 1 << 20;
/// Larger front matter is refused.
const FRONT: usize = 1 << 16;

const TOP: [&str; 3] = ["template", "field", "contract"];
const ABOUT: [&str; 10] =
    ["name", "title", "kind", "language", "version", "description", "jurisdiction", "retired", "retired_on", "require"];
const FIELD: [&str; 11] =
    ["name", "label", "type", "default", "required", "choices", "min", "max", "currency", "multiline", "blank"];
const CONTRACT: [&str; 13] = [
    "title",
    "kind",
    "language",
    "governing_law",
    "form",
    "party",
    "term",
    "value",
    "obligation",
    "amends",
    "renews",
    "supersedes",
    "under",
];

impl Template {
    /// Reads a template; `file` names it in problems.
    ///
    /// # Errors
    /// Every problem found, in the order of the file; never an empty list.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Vec<TemplateProblem>> {
        let one = |line, message: &str| {
            vec![TemplateProblem { file: file.to_owned(), line, column: 1, message: message.to_owned(), nearest: None }]
        };
        let text = plain_text(bytes).map_err(|(line, column, message)| {
            vec![TemplateProblem { file: file.to_owned(), line, column, message, nearest: None }]
        })?;
        let (front, body, body_line) = split(&text)
            .ok_or_else(|| one(1, "the file does not begin with a front matter between two lines `+++`"))?;
        if front.len() > FRONT {
            return Err(one(1, "the front matter is larger than 64 KiB"));
        }
        let mut reader = Reader::new(file, front);
        let template = reader.template(body, body_line, Digest::of(bytes));
        let problems = reader.finish();
        match template {
            Some(template) if problems.is_empty() => Ok(template),
            _ => Err(problems),
        }
    }
}

/// The text of a template or clause with unified line ends, or what is wrong with it, by line and column.
pub(super) fn plain_text(bytes: &[u8]) -> Result<String, (usize, usize, String)> {
    if bytes.len() > LARGEST {
        return Err((1, 1, "the file is larger than 1 MiB".to_owned()));
    }
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let before = bytes.get(..fault.valid_up_to()).unwrap_or_default();
        let (line, column) = place(&String::from_utf8_lossy(before), before.len());
        (line, column, "the file is not UTF-8".to_owned())
    })?;
    let at = |byte: usize, message: &str| {
        let (line, column) = place(text, byte);
        (line, column, message.to_owned())
    };
    if text.starts_with('\u{feff}') {
        return Err(at(0, "the file begins with a byte order mark: save it as UTF-8 without"));
    }
    if let Some(nul) = text.find('\0') {
        return Err(at(nul, "the character U+0000 may not stand in it"));
    }
    let alone =
        text.match_indices('\r').find(|(byte, _)| !text.get(byte + 1..).is_some_and(|rest| rest.starts_with('\n')));
    if let Some((byte, _)) = alone {
        return Err(at(byte, "a carriage return stands alone"));
    }
    Ok(text.replace("\r\n", "\n"))
}

/// Front matter, body, and the body's first line in the file.
pub(super) fn split(text: &str) -> Option<(&str, &str, usize)> {
    let rest = text.strip_prefix("+++\n")?;
    let end = if rest.starts_with("+++\n") { 0 } else { rest.find("\n+++\n")? + 1 };
    let (front, body) = (rest.get(..end)?, rest.get(end + 4..)?);
    Some((front, body, front.matches('\n').count() + 3))
}

pub(super) struct Reader<'a> {
    file: &'a str,
    pub(super) front: &'a str,
    problems: Vec<TemplateProblem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a str, front: &'a str) -> Self {
        Self { file, front, problems: Vec::new() }
    }

    /// What was found, in the order of the file.
    pub(super) fn finish(mut self) -> Vec<TemplateProblem> {
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        self.problems
    }
}

impl<'a> Reader<'a> {
    /// The head as TOML; a fault of its syntax is noted.
    pub(super) fn document(&mut self) -> Option<Document<&'a str>> {
        let parsed = Document::parse(self.front);
        parsed
            .map_err(|error| {
                let at = error.span().map_or(0, |span| span.start);
                self.refuse(at, error.message().trim().replace('\n', " "), None);
            })
            .ok()
    }
}

impl Reader<'_> {
    fn template(&mut self, body: &str, body_line: usize, bytes_digest: Digest) -> Option<Template> {
        let document = self.document()?;
        self.keys(document.as_table(), &TOP, "");
        let about = self.about(document.get("template"));
        let require = document.get("template").and_then(Item::as_table).map(|table| self.require(table));
        let fields = self.fields(document.get("field"));
        let contract = self.contract(document.get("contract"), about.as_ref());
        let (about, contract) = (about?, contract?);
        self.names(&fields, &contract, body, body_line);
        let file = self.file.to_owned();
        let (front, body) = (self.front.to_owned(), body.to_owned());
        let require = require.unwrap_or_default();
        Some(Template { file, bytes_digest, about, fields, contract, require, front, body, body_line })
    }

    /// The front matter begins on the file's second line.
    pub(super) fn refuse(&mut self, at: usize, message: String, nearest: Option<String>) {
        let (line, column) = place(self.front, at);
        self.problems.push(TemplateProblem { file: self.file.to_owned(), line: line + 1, column, message, nearest });
    }

    pub(super) fn keys(&mut self, table: &Table, known: &[&str], within: &str) {
        for (name, item) in table.iter() {
            if !known.contains(&name) {
                let at = table.key(name).and_then(toml_edit::Key::span).or_else(|| item.span());
                let message = format!("there is no key `{name}`{within}");
                self.refuse(at.map_or(0, start), message, nearest(name, known.iter().copied()));
            }
        }
    }

    fn about(&mut self, item: Option<&Item>) -> Option<About> {
        let Some(table) = item.and_then(Item::as_table) else {
            self.refuse(0, "the table `[template]` is missing".to_owned(), None);
            return None;
        };
        self.keys(table, &ABOUT, " in `[template]`");
        let about = About {
            name: self.text(table, "name")?.unwrap_or_default(),
            title: self.text(table, "title")?.unwrap_or_default(),
            kind: self.text(table, "kind")?.unwrap_or_default(),
            language: self.text(table, "language")?.unwrap_or_else(|| "en".to_owned()),
            version: self.integer(table, "version")?.unwrap_or(1),
            description: self.text(table, "description")?.unwrap_or_default(),
            jurisdiction: self.text(table, "jurisdiction")?.unwrap_or_default(),
            retired: self.text(table, "retired")?,
            retired_on: self.date(table, "retired_on")?,
        };
        let at = |key: &str| table.get(key).and_then(Item::span).or_else(|| table.span()).map_or(0, start);
        if !dialect::clause_name(&about.name) {
            self.refuse(at("name"), "`name` is to be lower-case letters, digits, `-`, `_` and `.`".to_owned(), None);
        }
        if about.title.is_empty() {
            self.refuse(at("title"), "`title` is missing in `[template]`".to_owned(), None);
        }
        if about.kind.is_empty() || !about.kind.bytes().all(|b| b.is_ascii_lowercase()) {
            self.refuse(at("kind"), "`kind` is to be lower-case letters, such as `nda`".to_owned(), None);
        }
        if about.retired.is_some() != about.retired_on.is_some() || about.retired.as_deref() == Some("") {
            self.refuse(
                at("retired"),
                "`retired` says why and `retired_on` since when: both, or neither".to_owned(),
                None,
            );
        }
        if about.version < 1 {
            self.refuse(at("version"), "`version` counts from 1".to_owned(), None);
        }
        Some(about)
    }

    fn fields(&mut self, item: Option<&Item>) -> Vec<Field> {
        let mut fields = predefined();
        let Some(item) = item else { return fields };
        let Some(tables) = item.as_array_of_tables() else {
            self.refuse(item.span().map_or(0, start), "fields are written `[[field]]`".to_owned(), None);
            return fields;
        };
        for table in tables.iter().take(500) {
            self.keys(table, &FIELD, " in `[[field]]`");
            let Some(field) = self.field(table, &fields) else { continue };
            fields.push(field);
        }
        fields
    }

    fn field(&mut self, table: &Table, before: &[Field]) -> Option<Field> {
        let at = table.span().map_or(0, start);
        let name = self.text(table, "name")?.unwrap_or_default();
        let good = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !good || name.len() > 60 || RESERVED.contains(&name.as_str()) {
            self.refuse(at, format!("`{name}` cannot be a field's name: use letters a-z, digits and `_`"), None);
            return None;
        }
        if before.iter().any(|field| field.name == name) {
            self.refuse(at, format!("there is a field `{name}` already"), None);
            return None;
        }
        let kind = self.word(table, "type", &Kind::ALL)?.unwrap_or_default();
        let blank = self.word(table, "blank", &[("fill", Blank::Fill), ("omit", Blank::Omit)])?.unwrap_or_default();
        let field = Field {
            label: self.text(table, "label")?.unwrap_or_else(|| name.clone()),
            kind,
            default: self.default(table)?,
            required: self.boolean(table, "required")?,
            choices: self.strings(table, "choices")?,
            min: self.integer(table, "min")?,
            max: self.integer(table, "max")?,
            currency: self.text(table, "currency")?,
            multiline: self.boolean(table, "multiline")?,
            blank,
            predefined: false,
            line: place(self.front, at).0 + 1,
            name,
        };
        self.consistent(&field, at, before);
        Some(field)
    }

    /// Settings that contradict each other, and a default that is no answer.
    fn consistent(&mut self, field: &Field, at: usize, before: &[Field]) {
        let name = &field.name;
        if (field.kind == Kind::Choice) == field.choices.is_empty() {
            self.refuse(at, format!("`{name}`: `choices` belong to the type `choice`, and to it alone"), None);
        }
        if field.currency.is_some() && field.kind != Kind::Money {
            self.refuse(at, format!("`{name}`: `currency` belongs to the type `money`"), None);
        }
        if field.multiline && field.kind != Kind::Text {
            self.refuse(at, format!("`{name}`: `multiline` belongs to the type `text`"), None);
        }
        if matches!((field.min, field.max), (Some(min), Some(max)) if min > max) {
            self.refuse(at, format!("`{name}`: `min` is greater than `max`"), None);
        }
        if let Some(default) = &field.default {
            if default.contains("{{") || default.contains("{%") {
                let names: Vec<&str> = before.iter().map(|field| field.name.as_str()).collect();
                self.expression(default, at, &names);
            } else if let Err(error) = field.answer(default) {
                self.refuse(at, format!("the default is no answer: {error}"), None);
            }
        }
    }

    fn contract(&mut self, item: Option<&Item>, about: Option<&About>) -> Option<Node> {
        let Some(table) = item.and_then(Item::as_table) else {
            self.refuse(0, "the table `[contract]` is missing".to_owned(), None);
            return None;
        };
        if table.contains_key("id") {
            let at = table.key("id").and_then(toml_edit::Key::span).map_or(0, start);
            self.refuse(at, "a template gives no `id`: each contract gets its own".to_owned(), None);
        }
        let known: Vec<&str> = CONTRACT.iter().copied().chain(["id"]).collect();
        self.keys(table, &known, " in `[contract]`");
        if !table.contains_key("title") || !table.contains_key("party") {
            let at = table.span().map_or(0, start);
            self.refuse(at, "`[contract]` needs a `title` and each `[[contract.party]]`".to_owned(), None);
        }
        let mut refused = Vec::new();
        let mut node = draw::read(table as &dyn TableLike, false, 0, &mut |at, message| refused.push((at, message)));
        for (at, message) in refused {
            self.refuse(at, message, None);
        }
        if let (Node::Table { entries, .. }, Some(about)) = (&mut node, about) {
            complete(entries, about);
        }
        Some(node)
    }

    /// Every name, filter and statement of the header and the body.
    fn names(&mut self, fields: &[Field], contract: &Node, body: &str, body_line: usize) {
        let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let mut texts = Vec::new();
        draw::texts(contract, &mut texts);
        for (text, at) in texts {
            self.expression(&text, at, &names);
        }
        let Ok(env) = engine::environment("en", engine::Into::Body, &std::collections::BTreeMap::new()) else { return };
        for mut problem in dialect::check(&env, self.file, self.file, body, Some(&names)).problems {
            problem.line += body_line - 1;
            self.problems.push(problem);
        }
    }

    fn expression(&mut self, text: &str, at: usize, names: &[&str]) {
        let Ok(env) = engine::environment("en", engine::Into::Header, &std::collections::BTreeMap::new()) else {
            return;
        };
        let checked = dialect::check(&env, self.file, self.file, text, Some(names));
        if !checked.includes.is_empty() {
            self.refuse(at, "clauses are included in the body only".to_owned(), None);
        }
        for problem in checked.problems {
            self.refuse(at, problem.message, problem.nearest);
        }
    }
}

/// Kind and language of the template are those of the contract unless it says otherwise.
fn complete(entries: &mut Vec<(String, Node)>, about: &About) {
    let after =
        |entries: &[(String, Node)], key: &str| entries.iter().position(|(name, _)| name == key).map_or(0, |at| at + 1);
    for (key, value, behind) in [("kind", &about.kind, "title"), ("language", &about.language, "kind")] {
        if !entries.iter().any(|(name, _)| name == key) {
            let at = after(entries, behind);
            entries.insert(at, (key.to_owned(), Node::Text { text: value.clone(), at: 0 }));
        }
    }
}

/// Names the template language itself uses.
const RESERVED: [&str; 16] = [
    "loop", "if", "elif", "else", "endif", "for", "endfor", "in", "is", "not", "and", "or", "true", "false", "none",
    "include",
];

pub(super) fn start(span: Range<usize>) -> usize {
    span.start
}
