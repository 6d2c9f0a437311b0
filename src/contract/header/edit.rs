//! Changes keys of existing front matter and leaves every other byte alone.

use toml_edit::Value;

use super::keys::HEADER;
use crate::contract::key_path::KeyPath;
use crate::contract::toml_change::{self, EditError};
use crate::contract::toml_schema;

/// The front matter with each key set, or removed where there is no value. Comments, order, spacing and line endings of
/// everything else stay. The result is TOML; whether it is a good header is for [`super::parse`] to say.
///
/// # Errors
/// When the source is not TOML, a key is unknown, or an entry of a list does not exist.
pub fn edit(source: &str, changes: &[(KeyPath, Option<Value>)]) -> Result<String, EditError> {
    toml_change::edit(HEADER, source, changes)
}

/// The value that `text` means for the key at `path`: a day for a date, a number for a count, else a string. Empty text
/// means to remove the key.
///
/// # Errors
/// When the key is unknown, holds a table, or cannot hold this text.
pub fn value_for(path: &KeyPath, text: &str) -> Result<Option<Value>, EditError> {
    toml_schema::value_for(HEADER, path, text)
}
