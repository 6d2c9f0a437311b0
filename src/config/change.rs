//! One key set or removed in a file's text; comments, order and everything else stay.

use super::value::Value;
use crate::contract::key_path::KeyPath;
use crate::contract::toml_change::{EditError, edit_free};

/// `source` with `name` set to `value`, or without it when there is none.
///
/// # Errors
/// When the text is no TOML, or holds something else where the key would stand.
pub fn change(source: &str, name: &str, value: Option<&Value>) -> Result<String, EditError> {
    let path = match name.split_once('.') {
        Some((first, rest)) => KeyPath::of(first, &[rest]),
        None => KeyPath::of(name, &[]),
    };
    edit_free(source, &[(path, value.map(Value::to_toml))])
}
