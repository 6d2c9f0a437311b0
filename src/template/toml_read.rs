//! Values of a template's front matter, each of the type its key wants.

use toml_edit::{Item, Table};

use super::nearest;
use super::parse::{Reader, start};

/// Typed values; `None` where the type is wrong and has been refused, `Some(None)` where the key is absent.
impl Reader<'_> {
    fn wrong(&mut self, item: &Item, key: &str, expected: &str) {
        self.refuse(item.span().map_or(0, start), format!("`{key}` is to be {expected}"), None);
    }

    #[allow(clippy::option_option)]
    pub(super) fn text(&mut self, table: &Table, key: &str) -> Option<Option<String>> {
        let Some(item) = table.get(key) else { return Some(None) };
        let text = item.as_str().map(|text| Some(text.to_owned()));
        if text.is_none() {
            self.wrong(item, key, "a string");
        }
        text
    }

    #[allow(clippy::option_option)]
    pub(super) fn integer(&mut self, table: &Table, key: &str) -> Option<Option<i64>> {
        let Some(item) = table.get(key) else { return Some(None) };
        let number = item.as_integer().map(Some);
        if number.is_none() {
            self.wrong(item, key, "a whole number");
        }
        number
    }

    #[allow(clippy::option_option)]
    pub(super) fn date(&mut self, table: &Table, key: &str) -> Option<Option<chrono::NaiveDate>> {
        let Some(item) = table.get(key) else { return Some(None) };
        let date = item.as_datetime().and_then(|date| date.to_string().parse().ok()).map(Some);
        if date.is_none() {
            self.wrong(item, key, "a date such as 2026-12-01");
        }
        date
    }

    pub(super) fn boolean(&mut self, table: &Table, key: &str) -> Option<bool> {
        let Some(item) = table.get(key) else { return Some(false) };
        let yes = item.as_bool();
        if yes.is_none() {
            self.wrong(item, key, "true or false");
        }
        yes
    }

    pub(super) fn strings(&mut self, table: &Table, key: &str) -> Option<Vec<String>> {
        let Some(item) = table.get(key) else { return Some(Vec::new()) };
        let strings = item.as_array().and_then(|all| all.iter().map(|v| v.as_str().map(str::to_owned)).collect());
        if strings.is_none() {
            self.wrong(item, key, "a list of strings");
        }
        strings
    }

    /// A default may be written in the field's own TOML type.
    #[allow(clippy::option_option)]
    pub(super) fn default(&mut self, table: &Table) -> Option<Option<String>> {
        let Some(item) = table.get("default") else { return Some(None) };
        let text = match item.as_value() {
            Some(toml_edit::Value::String(text)) => Some(text.value().clone()),
            Some(toml_edit::Value::Integer(number)) => Some(number.value().to_string()),
            Some(toml_edit::Value::Boolean(yes)) => Some(yes.value().to_string()),
            Some(toml_edit::Value::Datetime(date)) => Some(date.value().to_string()),
            _ => None,
        };
        if text.is_none() {
            self.wrong(item, "default", "a string, a whole number, a date, true or false");
        }
        text.map(Some)
    }

    #[allow(clippy::option_option)]
    pub(super) fn word<T: Copy>(&mut self, table: &Table, key: &str, known: &[(&str, T)]) -> Option<Option<T>> {
        let Some(written) = self.text(table, key)? else { return Some(None) };
        let found = known.iter().find(|(word, _)| *word == written).map(|(_, value)| Some(*value));
        if found.is_none() {
            let at = table.get(key).and_then(Item::span).map_or(0, start);
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            let message = format!("`{key}` cannot be `{written}`: it is one of {}", words.join(", "));
            self.refuse(at, message, nearest(&written, words));
        }
        found
    }
}
