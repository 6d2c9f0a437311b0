//! A JSON reader that keeps what common readers throw away: the order of keys and their repetition.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::error::StatementError;

/// How deep objects and lists may lie in each other.
const DEEPEST: usize = 8;

/// A JSON value as written.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Node {
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
    /// Numbers, truth values and null: no statement has any.
    Other,
}

/// Reads bytes into a tree in which every object has sorted, unique keys.
pub(super) fn parse(bytes: &[u8]) -> Result<Node, StatementError> {
    if bytes.len() > super::LARGEST {
        return Err(StatementError::TooLarge(bytes.len()));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(StatementError::ByteOrderMark);
    }
    if let Some(place) = bytes.iter().position(|byte| *byte == b'\r') {
        let before = bytes.iter().take(place).filter(|byte| **byte == b'\n').count();
        return Err(StatementError::CarriageReturn { line: before.saturating_add(1) });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| StatementError::NotUtf8)?;
    let node: Node = serde_json::from_str(text).map_err(|error| StatementError::NotJson {
        line: error.line(),
        column: error.column(),
        message: error.to_string(),
    })?;
    check(&node, "", 0)?;
    Ok(node)
}

/// Depth, repetition and order of keys, all the way down.
fn check(node: &Node, path: &str, depth: usize) -> Result<(), StatementError> {
    if depth > DEEPEST {
        return Err(StatementError::TooDeep);
    }
    match node {
        Node::Text(_) | Node::Other => Ok(()),
        Node::List(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(place, item)| check(item, &format!("{path}[{place}]"), depth.saturating_add(1))),
        Node::Object(entries) => {
            check_keys(entries, path)?;
            entries.iter().try_for_each(|(key, value)| check(value, &join(path, key), depth.saturating_add(1)))
        }
    }
}

fn check_keys(entries: &[(String, Node)], path: &str) -> Result<(), StatementError> {
    let mut seen = std::collections::BTreeSet::new();
    for (key, _) in entries {
        if !seen.insert(key) {
            return Err(StatementError::DuplicateKey { path: join(path, key) });
        }
    }
    match entries.iter().zip(entries.iter().skip(1)).find(|((before, _), (after, _))| before > after) {
        Some((_, (after, _))) => Err(StatementError::Unsorted { path: join(path, after) }),
        None => Ok(()),
    }
}

/// The path of a key; a key from strangers is cut and its control characters shown.
pub(super) fn join(path: &str, key: &str) -> String {
    let key: String = key.chars().take(60).flat_map(crate::signature::text::visible).collect();
    if path.is_empty() { key } else { format!("{path}.{key}") }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Other)
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Object(entries))
    }
}
