//! One layer out of one file, strictly.

use super::keys::{Holds, KEYS, Key, Reach, first_words, key, nearest_key};
use super::settings::Layer;
use super::value::{LONGEST, MOST_WORDS, Value};
use crate::contract::problem::Problem;
use crate::contract::toml_read::{Fields, Reader, text_of};

/// Largest file of settings, in bytes.
const LARGEST: usize = 64 << 10;

/// Whose file it is, which decides what it may set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    /// The user or the machine: every key.
    Person,
    /// A repository, in its `clm.toml`: harmless keys only. Keys of the organisation stand there too and are read elsewhere.
    Repository,
}

/// Reads a file of settings, to be called `file` in problems.
///
/// # Errors
/// Every fault found, with its place.
pub fn parse(file: &str, bytes: &[u8], owner: Owner) -> Result<Layer, Vec<Problem>> {
    let text = text_of(file, bytes, LARGEST)?;
    let reader = Reader::new(file, text, 1);
    let layer = reader.document().map(|table| {
        let mut layer = Layer::default();
        outermost(&Fields::root(&reader, &table), owner, &mut layer);
        layer
    });
    reader.finish(layer)
}

fn outermost(root: &Fields<'_, '_>, owner: Owner, layer: &mut Layer) {
    let known = first_words();
    for name in root.keys_as_written() {
        if !known.contains(&name) {
            if owner == Owner::Person {
                root.problem_near(name, "unknown-key", unknown(&root.path_of(name)), nearest_key(name));
            }
            continue;
        }
        if let Some(key) = key(name) {
            one(root, name, name, key, owner, layer);
        } else if let Some(table) = root.table(name) {
            inside(&table, name, owner, layer);
        }
    }
}

fn inside(table: &Fields<'_, '_>, first: &str, owner: Owner, layer: &mut Layer) {
    for name in table.keys_as_written() {
        let full = format!("{first}.{name}");
        match key(&full) {
            Some(key) => one(table, name, &full, key, owner, layer),
            None => misnamed(table, first, name),
        }
    }
}

fn misnamed(table: &Fields<'_, '_>, first: &str, name: &str) {
    let forms: Vec<&Key> = KEYS.iter().filter(|key| key.name.starts_with(&format!("{first}."))).collect();
    let near = nearest_key(&format!("{first}.{name}")).filter(|near| !near.contains('*'));
    let message = match forms.as_slice() {
        [only] if only.is_form() => format!(
            "`{}` cannot be a key here: expected `{}`, with a name of lower-case letters, digits and `-` for the star",
            table.path_of(name),
            only.name
        ),
        _ => unknown(&table.path_of(name)),
    };
    table.problem_near(name, "unknown-key", message, near);
}

fn unknown(path: &str) -> String {
    format!("unknown setting `{path}`")
}

fn one(fields: &Fields<'_, '_>, name: &str, full: &str, key: &Key, owner: Owner, layer: &mut Layer) {
    if let (Owner::Repository, Reach::Person(reason)) = (owner, key.reach) {
        let message = format!("`{full}` cannot be set here: {reason}; it belongs in your own configuration");
        fields.problem(name, "not-for-repositories", message);
        return;
    }
    let value = match key.holds {
        Holds::Flag => fields.flag(name).map(Value::Flag),
        Holds::Number(least, most) => fields.integer(name, least..=most).map(Value::Number),
        Holds::Program if fields.is_list(name) => {
            fields.list(name, "bad-value", MOST_WORDS, |word| Ok::<_, String>(word.to_owned())).map(Value::Words)
        }
        _ => fields.text(name, LONGEST).map(Value::Text),
    };
    let Some(value) = value else { return };
    match value.fits(key.holds) {
        Ok(()) => layer.put(full, value),
        Err(fault) => fields.problem(name, "bad-value", format!("`{full}` {fault}")),
    }
}
