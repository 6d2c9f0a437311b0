//! Tables: which keys they may have, which they must have, and what lies inside.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Reader, key_text, kind, nearest_of};

/// One table of the text, with its path.
#[derive(Clone, Debug)]
pub struct Fields<'r, 's> {
    pub(super) reader: &'r Reader<'s>,
    pub(super) path: String,
    pub(super) span: Range<usize>,
    pub(super) table: &'r DeTable<'s>,
}

impl<'r, 's> Fields<'r, 's> {
    /// The outermost table of the text.
    #[must_use]
    pub fn root(reader: &'r Reader<'s>, table: &'r Spanned<DeTable<'s>>) -> Self {
        Self { reader, path: String::new(), span: 0..0, table: table.get_ref() }
    }

    /// Reports every key that is not among `known`.
    #[must_use]
    pub fn only(self, known: &[&'static str]) -> Self {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let path = self.path_of(name);
                let message = format!("unknown key `{path}`");
                let near = nearest_of(name, known);
                self.reader.report(&key.span(), "unknown-key", Some(path), message, near);
            }
        }
        self
    }

    /// Reports each of `keys` that is absent, at the table's own place.
    #[must_use]
    pub fn with(self, keys: &[&'static str]) -> Self {
        for key in keys.iter().filter(|key| !self.table.contains_key(**key)) {
            let path = self.path_of(key);
            let message = format!("`{path}` is missing");
            self.reader.report(&self.span, "missing-key", Some(path), message, None);
        }
        self
    }

    /// The full path of a key of this table.
    #[must_use]
    pub fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key_text(key) } else { format!("{}.{}", self.path, key_text(key)) }
    }

    /// Whether the key is written at all.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Reports a fault of the value of `key`, at the key's line.
    pub fn problem(&self, key: &str, code: &'static str, message: impl Into<String>) {
        self.problem_near(key, code, message, None);
    }

    /// [`Self::problem`] with the word that was probably meant.
    pub fn problem_near(&self, key: &str, code: &'static str, message: impl Into<String>, near: Option<String>) {
        let span = self.table.get_key_value(key).map_or_else(|| self.span.clone(), |(key, _)| key.span());
        self.reader.report(&span, code, Some(self.path_of(key)), message.into(), near);
    }

    /// Reports a fault of the table itself.
    pub fn problem_here(&self, code: &'static str, message: impl Into<String>) {
        let key = (!self.path.is_empty()).then(|| self.path.clone());
        self.reader.report(&self.span, code, key, message.into(), None);
    }

    /// The value of `key` with its key's place; nothing is reported when it is absent.
    pub(super) fn value(&self, key: &str) -> Option<&'r DeValue<'s>> {
        self.table.get(key).map(Spanned::get_ref)
    }

    /// Reports that `key` holds something else than `expected`.
    pub(super) fn mistyped(&self, key: &str, expected: &str, found: &DeValue<'_>) {
        let message = format!("`{}` must be {expected}, not {}", self.path_of(key), kind(found));
        self.problem(key, "wrong-type", message);
    }

    /// Whether the value of `key` is a table; nothing is reported.
    #[must_use]
    pub fn is_table(&self, key: &str) -> bool {
        matches!(self.value(key), Some(DeValue::Table(_)))
    }

    /// Whether the value of `key` is a list; nothing is reported.
    #[must_use]
    pub fn is_list(&self, key: &str) -> bool {
        matches!(self.value(key), Some(DeValue::Array(_)))
    }

    /// Whether the value of `key` is a list without entries; nothing is reported.
    #[must_use]
    pub fn is_empty_list(&self, key: &str) -> bool {
        matches!(self.value(key), Some(DeValue::Array(values)) if values.is_empty())
    }

    /// The table `[key]`.
    #[must_use]
    pub fn table(&self, key: &str) -> Option<Self> {
        let (name, value) = self.table.get_key_value(key)?;
        if let DeValue::Table(table) = value.get_ref() {
            let span = self.start_of(name, value);
            return Some(Self { reader: self.reader, path: self.path_of(key), span, table });
        }
        self.mistyped(key, &format!("a table, `[{}]`", self.path_of(key)), value.get_ref());
        None
    }

    /// The tables `[[key]]`, in order; empty when there are none.
    #[must_use]
    pub fn tables(&self, key: &str) -> Vec<Self> {
        let header = format!("a list of tables, `[[{}]]`", self.path_of(key));
        let values = match self.value(key) {
            None => return Vec::new(),
            Some(DeValue::Array(values)) => values,
            Some(other) => {
                self.mistyped(key, &header, other);
                return Vec::new();
            }
        };
        let mut tables = Vec::new();
        for (number, value) in values.iter().enumerate() {
            let path = format!("{}.{number}", self.path_of(key));
            match value.get_ref() {
                DeValue::Table(table) => {
                    tables.push(Self { reader: self.reader, path, span: value.span(), table });
                }
                other => self.mistyped(key, &header, other),
            }
        }
        tables
    }

    /// The keys of this table with their values, in the order written.
    #[must_use]
    pub fn keys_as_written(&self) -> Vec<&'r str> {
        let mut keys: Vec<_> = self.table.keys().map(|key| (key.span().start, &**key.get_ref())).collect();
        keys.sort_by_key(|(start, _)| *start);
        keys.into_iter().map(|(_, key)| key).collect()
    }

    /// Where a table starts: at its header if it has one, at its key if it is inline or dotted.
    fn start_of(&self, name: &Spanned<toml::de::DeString<'s>>, value: &Spanned<DeValue<'s>>) -> Range<usize> {
        if value.span().is_empty() { name.span() } else { value.span() }
    }
}
