//! Taking the known keys out of an object; whatever is left over is an unknown key.

use std::cell::RefCell;
use std::str::FromStr;

use super::error::StatementError;
use super::json::{Node, join};
use crate::signature::text;

/// One object and the keys asked of it so far.
pub(super) struct Fields<'a> {
    path: String,
    entries: &'a [(String, Node)],
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    /// The object at `path`.
    pub(super) fn of(node: &'a Node, path: &str) -> Result<Self, StatementError> {
        match node {
            Node::Object(entries) => Ok(Self { path: path.to_owned(), entries, asked: RefCell::default() }),
            _ => Err(StatementError::Kind { path: path.to_owned(), expected: "an object" }),
        }
    }

    /// The path of one of its keys.
    pub(super) fn at(&self, key: &str) -> String {
        join(&self.path, key)
    }

    /// A value that may be absent.
    pub(super) fn get(&self, key: &'static str) -> Option<&'a Node> {
        self.asked.borrow_mut().push(key);
        self.entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// A value that must be there.
    pub(super) fn need(&self, key: &'static str) -> Result<&'a Node, StatementError> {
        self.get(key).ok_or_else(|| StatementError::Missing { path: self.at(key) })
    }

    /// An inner object.
    pub(super) fn object(&self, key: &'static str) -> Result<Self, StatementError> {
        Self::of(self.need(key)?, &self.at(key))
    }

    /// A text.
    pub(super) fn text(&self, key: &'static str) -> Result<&'a str, StatementError> {
        as_text(self.need(key)?, &self.at(key))
    }

    /// A text for people: one line, nothing invisible in it.
    pub(super) fn words(&self, key: &'static str, longest: usize) -> Result<String, StatementError> {
        let words = self.text(key)?;
        text::check(words, longest)
            .map_err(|error| StatementError::Value { path: self.at(key), message: error.to_string() })?;
        Ok(words.to_owned())
    }

    /// A text for people that may be absent.
    pub(super) fn optional_words(&self, key: &'static str, longest: usize) -> Result<Option<String>, StatementError> {
        self.get(key).map(|_| self.words(key, longest)).transpose()
    }

    /// A text with a grammar of its own.
    pub(super) fn parsed<T: FromStr<Err: std::fmt::Display>>(&self, key: &'static str) -> Result<T, StatementError> {
        parse(self.text(key)?, &self.at(key))
    }

    /// A text with a grammar of its own that may be absent.
    pub(super) fn optional<T: FromStr<Err: std::fmt::Display>>(
        &self,
        key: &'static str,
    ) -> Result<Option<T>, StatementError> {
        self.get(key).map(|_| self.parsed(key)).transpose()
    }

    /// Refuses what nobody asked for.
    pub(super) fn finish(&self) -> Result<(), StatementError> {
        let asked = self.asked.borrow();
        match self.entries.iter().find(|(name, _)| !asked.contains(&name.as_str())) {
            None => Ok(()),
            Some((name, _)) => {
                let nearest = asked
                    .iter()
                    .map(|known| (strsim::damerau_levenshtein(known, name), *known))
                    .filter(|(distance, _)| *distance <= 3)
                    .min();
                Err(StatementError::UnknownKey {
                    path: self.at(name),
                    nearest: nearest.map(|(_, known)| known.to_owned()),
                })
            }
        }
    }
}

/// The text of a node.
pub(super) fn as_text<'a>(node: &'a Node, path: &str) -> Result<&'a str, StatementError> {
    match node {
        Node::Text(text) => Ok(text),
        _ => Err(StatementError::Kind { path: path.to_owned(), expected: "a text" }),
    }
}

/// The items of a node.
pub(super) fn as_list<'a>(node: &'a Node, path: &str) -> Result<&'a [Node], StatementError> {
    match node {
        Node::List(items) => Ok(items),
        _ => Err(StatementError::Kind { path: path.to_owned(), expected: "a list" }),
    }
}

/// A text with a grammar of its own.
pub(super) fn parse<T: FromStr<Err: std::fmt::Display>>(text: &str, path: &str) -> Result<T, StatementError> {
    text.parse().map_err(|error: T::Err| StatementError::Value { path: path.to_owned(), message: error.to_string() })
}
