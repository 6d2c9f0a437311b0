//! Format-preserving edits of TOML files: the named keys change, every other byte stays.
//!
//! **Owns** finding a place by [`KeyPath`] and putting a value there. **Refuses to know** whether the result is good
//! content: its reader says so. **Invariants**: comments, order, spacing and line endings of everything else survive;
//! setting a key to what it holds already changes nothing.

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::key_path::{KeyPath, Segment};
use super::problem::{nearest, quoted};
use super::toml_schema::{Schema, Shape};
use super::untouched;

/// Why a key could not be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// No such key can be.
    #[error("unknown key {}", quoted(key))]
    UnknownKey {
        /// The whole path.
        key: String,
        /// The key that was probably meant.
        nearest: Option<String>,
    },
    /// The path names a table.
    #[error("{} holds several keys, not a value: {keys}", quoted(key))]
    NotAValue {
        /// The whole path.
        key: String,
        /// What it holds.
        keys: String,
    },
    /// The text does not fit the key.
    #[error("{} must be {expected}, not {}", quoted(key), quoted(value))]
    BadValue {
        /// The whole path.
        key: String,
        /// As given.
        value: String,
        /// What fits.
        expected: &'static str,
    },
    /// No such entry of a list.
    #[error("{}: no entry is called {}", quoted(key), quoted(entry))]
    NoSuchEntry {
        /// The whole path.
        key: String,
        /// The entry's name or number.
        entry: String,
        /// The name that was probably meant.
        nearest: Option<String>,
    },
    /// The file holds something else where the path wants to go.
    #[error("{} cannot be reached: the file holds something else there", quoted(key))]
    Occupied {
        /// The whole path.
        key: String,
    },
    /// The file is not TOML.
    #[error("not TOML: {0}")]
    Syntax(String),
}

/// `source` with every change made; see the module's invariants.
///
/// # Errors
/// At the first change that cannot be made; nothing is half done then.
pub fn edit(schema: Schema, source: &str, changes: &[(KeyPath, Option<Value>)]) -> Result<String, EditError> {
    edit_shaped(Shape::Table(schema), source, changes)
}

/// As [`edit`], in a file whose keys another room knows.
///
/// # Errors
/// As [`edit`], unknown keys apart.
pub fn edit_free(source: &str, changes: &[(KeyPath, Option<Value>)]) -> Result<String, EditError> {
    edit_shaped(Shape::Free, source, changes)
}

fn edit_shaped(shape: Shape, source: &str, changes: &[(KeyPath, Option<Value>)]) -> Result<String, EditError> {
    let mut document: DocumentMut =
        source.parse().map_err(|fault: toml_edit::TomlError| EditError::Syntax(fault.message().to_owned()))?;
    let printed = document.to_string();
    for (path, value) in changes {
        let change = Change { path, value: value.as_ref() };
        change.apply(document.as_table_mut(), shape, path.segments(), false)?;
    }
    Ok(untouched::restore(source, &printed, &document.to_string()))
}

/// One key to set or remove.
struct Change<'c> {
    path: &'c KeyPath,
    value: Option<&'c Value>,
}

impl Change<'_> {
    /// Walks `steps` into `table`, whose shape is `shape`; `inline` when the table is written between braces.
    fn apply(&self, table: &mut dyn TableLike, shape: Shape, steps: &[Segment], inline: bool) -> Result<(), EditError> {
        let Some((step, rest)) = steps.split_first() else { return Ok(()) };
        let shape = shape.inside(step, self.path)?;
        if rest.is_empty() {
            self.put(table, &step.text, inline);
            return Ok(());
        }
        // Whether the rest of the path is possible is decided before anything is created.
        let _ = rest.iter().try_fold(shape, |shape, step| shape.inside(step, self.path))?;
        if !table.contains_key(&step.text) {
            if self.value.is_none() {
                return match shape {
                    Shape::List(..) => Err(self.no_such_entry(rest.first().unwrap_or(step), None)),
                    _ => Ok(()),
                };
            }
            table.insert(&step.text, missing(shape, inline));
        }
        match (shape, table.get_mut(&step.text)) {
            (Shape::List(..), Some(item)) => self.apply_in_list(item, shape, rest),
            (_, Some(item)) => {
                let inline = !item.is_table();
                let table = item.as_table_like_mut().ok_or_else(|| self.occupied())?;
                self.apply(table, shape, rest, inline)
            }
            (_, None) => Err(self.occupied()),
        }
    }

    fn occupied(&self) -> EditError {
        EditError::Occupied { key: self.path.to_string() }
    }

    /// Sets or removes the key itself.
    fn put(&self, table: &mut dyn TableLike, key: &str, inline: bool) {
        let Some(value) = self.value else {
            table.remove(key);
            return;
        };
        match table.get_mut(key).and_then(Item::as_value_mut) {
            Some(old) if is_same(old, value) => {}
            Some(old) => {
                let mut value = value.clone();
                *value.decor_mut() = old.decor().clone();
                *old = value;
            }
            None => {
                table.remove(key);
                let mut value = value.clone();
                if inline {
                    take_closing_space(table, &mut value);
                }
                table.insert(key, Item::Value(value));
            }
        }
    }

    /// Walks on into one entry of a list, written as `[[…]]` or as an array of inline tables.
    fn apply_in_list(&self, item: &mut Item, shape: Shape, steps: &[Segment]) -> Result<(), EditError> {
        let (Shape::List(_, named_by), Some((entry, rest))) = (shape, steps.split_first()) else {
            return Err(self.occupied());
        };
        let shape = shape.inside(entry, self.path)?;
        let index = self.index_of(item, entry, named_by)?;
        if rest.is_empty() {
            return self.remove_entry(item, index);
        }
        if let Item::ArrayOfTables(tables) = item {
            if index == tables.len() {
                tables.push(Table::new());
            }
            let table = tables.get_mut(index).ok_or_else(|| self.occupied())?;
            return self.apply(table, shape, rest, false);
        }
        let array = item.as_array_mut().ok_or_else(|| self.occupied())?;
        if index == array.len() {
            array.push(InlineTable::new());
        }
        let table = array.get_mut(index).and_then(Value::as_inline_table_mut).ok_or_else(|| self.occupied())?;
        self.apply(table, shape, rest, true)
    }

    fn remove_entry(&self, item: &mut Item, index: usize) -> Result<(), EditError> {
        if self.value.is_some() {
            return Err(EditError::NotAValue { key: self.path.to_string(), keys: "name one of its keys".to_owned() });
        }
        match item {
            Item::ArrayOfTables(tables) if index < tables.len() => {
                tables.remove(index);
            }
            Item::Value(Value::Array(array)) if index < array.len() => {
                let removed = array.remove(index);
                if let (0, Some(first)) = (index, array.get_mut(0)) {
                    first.decor_mut().set_prefix(removed.decor().prefix().cloned().unwrap_or_default());
                }
            }
            _ => return Err(self.occupied()),
        }
        Ok(())
    }

    /// The entry's place: its number, or that of the entry whose name it is. One past the last is a new entry, if there
    /// is something to put there.
    fn index_of(&self, item: &Item, entry: &Segment, named_by: &[&str]) -> Result<usize, EditError> {
        let tables = entries(item);
        if let Some(number) = entry.number() {
            let most = tables.len().saturating_sub(usize::from(self.value.is_none()));
            let is_there = number <= most && !(self.value.is_none() && tables.is_empty());
            return if is_there { Ok(number) } else { Err(self.no_such_entry(entry, None)) };
        }
        let name = |table: &dyn TableLike, key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
        let found = named_by
            .iter()
            .find_map(|key| tables.iter().position(|table| name(*table, key).as_deref() == Some(entry.text.as_str())));
        found.ok_or_else(|| {
            let names: Vec<String> =
                named_by.iter().flat_map(|key| tables.iter().filter_map(|table| name(*table, key))).collect();
            self.no_such_entry(entry, nearest(&entry.text, names.iter().map(String::as_str)))
        })
    }

    fn no_such_entry(&self, entry: &Segment, nearest: Option<String>) -> EditError {
        EditError::NoSuchEntry { key: self.path.to_string(), entry: entry.text.clone(), nearest }
    }
}

/// An empty thing of the right shape, in the style of its surroundings.
fn missing(shape: Shape, inline: bool) -> Item {
    match shape {
        Shape::List(..) if !inline => Item::ArrayOfTables(ArrayOfTables::new()),
        Shape::List(..) => Item::Value(Value::Array(toml_edit::Array::new())),
        Shape::Table(_) | Shape::Free if !inline => Item::Table(Table::new()),
        _ => Item::Value(Value::InlineTable(InlineTable::new())),
    }
}

fn entries(item: &Item) -> Vec<&dyn TableLike> {
    match item {
        Item::ArrayOfTables(tables) => tables.iter().map(|table| table as &dyn TableLike).collect(),
        Item::Value(Value::Array(array)) => {
            array.iter().filter_map(|value| value.as_inline_table().map(|table| table as &dyn TableLike)).collect()
        }
        _ => Vec::new(),
    }
}

fn is_same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::String(old), Value::String(new)) => old.value() == new.value(),
        (Value::Integer(old), Value::Integer(new)) => old.value() == new.value(),
        (Value::Boolean(old), Value::Boolean(new)) => old.value() == new.value(),
        (Value::Datetime(old), Value::Datetime(new)) => old.value() == new.value(),
        _ => false,
    }
}

/// Moves the space before the closing brace from the last value to the one that will be last.
fn take_closing_space(table: &mut dyn TableLike, value: &mut Value) {
    let Some(last) = table.iter_mut().last().and_then(|(_, item)| item.as_value_mut().map(Value::decor_mut)) else {
        return;
    };
    let space = last.suffix().and_then(|suffix| suffix.as_str()).unwrap_or_default().to_owned();
    if space.chars().all(|character| character == ' ') {
        last.set_suffix("");
        value.decor_mut().set_prefix(" ");
        value.decor_mut().set_suffix(space);
    }
}
