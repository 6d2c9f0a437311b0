//! The header of the contract to draw: read from `[contract]`, filled in value by value, each quoted afterwards, so that
//! no answer can add a key.

use std::collections::BTreeMap;

use minijinja::Environment;
use minijinja::value::{Value, ValueKind};
use toml_edit::{Item, TableLike};

use super::TemplateProblem;
use super::engine::{problem, render};
use super::toml_text::{Drawn, key, quote};
use super::value::Datum;

/// A piece of `[contract]`.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// A string with placeholders, and the byte where it stands in the template.
    Text {
        text: String,
        at: usize,
    },
    /// A number, date or boolean, as written.
    Plain(String),
    Array(Vec<Node>),
    Table {
        entries: Vec<(String, Node)>,
        inline: bool,
    },
    Tables(Vec<Node>),
}

/// Deeper headers are refused.
const DEEPEST: usize = 8;

/// Reads a table; what cannot stand in a header is told to `refuse` with its byte.
pub(super) fn read(table: &dyn TableLike, inline: bool, depth: usize, refuse: &mut dyn FnMut(usize, String)) -> Node {
    let mut entries = Vec::new();
    for (name, item) in table.iter() {
        if let Some(node) = item_node(item, depth, refuse) {
            entries.push((name.to_owned(), node));
        }
    }
    Node::Table { entries, inline }
}

fn item_node(item: &Item, depth: usize, refuse: &mut dyn FnMut(usize, String)) -> Option<Node> {
    let at = item.span().map_or(0, |span| span.start);
    if depth > DEEPEST {
        refuse(at, format!("tables are nested deeper than {DEEPEST}"));
        return None;
    }
    match item {
        Item::None => None,
        Item::Table(table) => Some(read(table, false, depth + 1, refuse)),
        Item::ArrayOfTables(tables) => {
            Some(Node::Tables(tables.iter().map(|t| read(t, false, depth + 1, refuse)).collect()))
        }
        Item::Value(value) => value_node(value, depth, refuse),
    }
}

fn value_node(value: &toml_edit::Value, depth: usize, refuse: &mut dyn FnMut(usize, String)) -> Option<Node> {
    use toml_edit::Value as Toml;
    let at = value.span().map_or(0, |span| span.start);
    if depth > DEEPEST {
        refuse(at, format!("values are nested deeper than {DEEPEST}"));
        return None;
    }
    match value {
        Toml::String(text) => Some(Node::Text { text: text.value().clone(), at }),
        Toml::Integer(number) => Some(Node::Plain(number.value().to_string())),
        Toml::Boolean(yes) => Some(Node::Plain(yes.value().to_string())),
        Toml::Datetime(date) => Some(Node::Plain(date.value().to_string())),
        Toml::Float(_) => {
            refuse(at, "a header holds no floating-point numbers: write a sum as a string".to_owned());
            None
        }
        Toml::Array(array) => {
            Some(Node::Array(array.iter().filter_map(|v| value_node(v, depth + 1, refuse)).collect()))
        }
        Toml::InlineTable(table) => Some(read(table, true, depth + 1, refuse)),
    }
}

/// Every string and every key with a placeholder, with its byte.
pub(super) fn texts(node: &Node, found: &mut Vec<(String, usize)>) {
    match node {
        Node::Text { text, at } => found.push((text.clone(), *at)),
        Node::Plain(_) => {}
        Node::Array(nodes) | Node::Tables(nodes) => nodes.iter().for_each(|node| texts(node, found)),
        Node::Table { entries, .. } => {
            for (name, node) in entries {
                let mut inner = Vec::new();
                texts(node, &mut inner);
                if name.contains('{') {
                    found.push((name.clone(), inner.first().map_or(0, |(_, at)| *at)));
                }
                found.append(&mut inner);
            }
        }
    }
}

/// Fills a header in.
pub(super) struct Pen<'a> {
    pub env: &'a Environment<'a>,
    pub values: &'a BTreeMap<String, Value>,
    /// Names of the fields whose blank is no string.
    pub typed: &'a [&'a str],
    pub file: &'a str,
    /// The template's front matter, to tell lines in.
    pub front: &'a str,
}

impl Pen<'_> {
    /// Draws the entries of a table; a key whose value vanishes is left out.
    pub(super) fn table(&self, entries: &[(String, Node)]) -> Result<Vec<(String, Drawn)>, TemplateProblem> {
        let mut drawn = Vec::new();
        for (name, node) in entries {
            let name = if name.contains('{') { self.text(name, 0)? } else { name.clone() };
            match self.node(node)? {
                // An id is a string that no blank may stand in: the line waits as a comment.
                Some(Drawn::Value(value)) if name == "id" && is_blank(&value) => {
                    drawn.push((name, Drawn::Open(value.trim_matches('"').to_owned())))
                }
                Some(node) => drawn.push((name, node)),
                None => {}
            }
        }
        Ok(drawn)
    }

    fn node(&self, node: &Node) -> Result<Option<Drawn>, TemplateProblem> {
        match node {
            Node::Plain(value) => Ok(Some(Drawn::Value(value.clone()))),
            Node::Text { text, at } => self.string(text, *at),
            Node::Table { entries, inline: false } => {
                let drawn = self.table(entries)?;
                Ok((!vanished(entries, &drawn)).then_some(Drawn::Table(drawn)))
            }
            Node::Table { entries, inline: true } => self.inline(entries).map(Some),
            Node::Array(nodes) => {
                let mut values = Vec::new();
                for node in nodes {
                    if let Some(Drawn::Value(value)) = self.node(node)? {
                        values.push(value);
                    }
                }
                Ok(Some(Drawn::Value(format!("[{}]", values.join(", ")))))
            }
            Node::Tables(nodes) => self.tables(nodes),
        }
    }

    fn inline(&self, entries: &[(String, Node)]) -> Result<Drawn, TemplateProblem> {
        let mut values = Vec::new();
        for (name, drawn) in self.table(entries)? {
            match drawn {
                Drawn::Value(value) => values.push(format!("{} = {value}", key(&name))),
                Drawn::Open(blank) => return Ok(Drawn::Open(blank)),
                Drawn::Table(_) | Drawn::Tables(_) => {}
            }
        }
        Ok(Drawn::Value(format!("{{ {} }}", values.join(", "))))
    }

    /// An entry whose `name` or `due` vanished is no party, person or duty any more and goes as a whole.
    fn tables(&self, nodes: &[Node]) -> Result<Option<Drawn>, TemplateProblem> {
        let mut all = Vec::new();
        for node in nodes {
            let Node::Table { entries, .. } = node else { continue };
            let drawn = self.table(entries)?;
            let headless = ["name", "due"].iter().any(|key| has(entries, key) && !has(&drawn, key));
            if !headless && !vanished(entries, &drawn) {
                all.push(drawn);
            }
        }
        Ok((!all.is_empty()).then_some(Drawn::Tables(all)))
    }

    /// A string that is one placeholder takes the type of its value; any other is a string.
    fn string(&self, text: &str, at: usize) -> Result<Option<Drawn>, TemplateProblem> {
        if let Some(value) = alone(text).and_then(|inner| self.value(inner)) {
            match value.downcast_object_ref::<Datum>() {
                Some(Datum::Blank { omit: true, .. }) => return Ok(None),
                Some(Datum::Blank { name, .. }) if self.typed.contains(&name.as_str()) => {
                    return Ok(Some(Drawn::Open(value.to_string())));
                }
                Some(Datum::Date(date)) => return Ok(Some(Drawn::Value(date.to_string()))),
                None if value.is_number() => return Ok(Some(Drawn::Value(value.to_string()))),
                None if value.kind() == ValueKind::Bool => {
                    return Ok(Some(Drawn::Value(if value.is_true() { "true" } else { "false" }.to_owned())));
                }
                _ => {}
            }
        }
        let rendered = self.text(text, at)?;
        Ok((!rendered.is_empty() || text.is_empty()).then(|| Drawn::Value(quote(&rendered))))
    }

    /// What an expression comes to; none when it cannot, which rendering it then tells.
    fn value(&self, inner: &str) -> Option<Value> {
        self.env.compile_expression(inner).and_then(|expression| expression.eval(self.values)).ok()
    }

    fn text(&self, text: &str, at: usize) -> Result<String, TemplateProblem> {
        let rendered =
            self.env.template_from_named_str(self.file, text).and_then(|template| render(&template, self.values));
        rendered.map(|text| text.trim().to_owned()).map_err(|error| {
            let mut problem = problem(&error, self.file, &|_| None);
            (problem.line, problem.column) = super::place(self.front, at);
            problem.line += 1;
            problem
        })
    }
}

fn has<T>(entries: &[(String, T)], key: &str) -> bool {
    entries.iter().any(|(name, _)| name == key)
}

fn is_blank(value: &str) -> bool {
    value.starts_with("\"[[fill: ") && value.ends_with("]]\"")
}

/// Whether all that was to be filled into a table vanished: what remains of it says nothing.
fn vanished(entries: &[(String, Node)], drawn: &[(String, Drawn)]) -> bool {
    let mut asked =
        entries.iter().filter(|(_, node)| matches!(node, Node::Text { text, .. } if text.contains("{{"))).peekable();
    asked.peek().is_some() && asked.all(|(name, _)| !has(drawn, name))
}

/// The expression in a string that is nothing but one placeholder.
fn alone(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    (!inner.contains("{{") && !inner.contains("}}")).then_some(inner)
}
