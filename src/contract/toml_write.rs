//! Plain TOML 1.0, one spelling for each value: new headers, acts and records are written with it, so that the same
//! facts always give the same bytes and the same digest, whatever the version of a TOML library.

use std::fmt::{Display, Write as _};

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};

/// A TOML text being written line by line.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    text: String,
}

impl Writer {
    /// `key = "text"`.
    pub fn text(&mut self, key: &str, text: &str) {
        self.raw(key, string(text));
    }

    /// `key = "text"`, if there is any.
    pub fn maybe_text(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    /// `key = "…"` for anything that is written as one string.
    pub fn shown(&mut self, key: &str, value: impl Display) {
        self.text(key, &value.to_string());
    }

    /// `key = 2026-12-01`, if there is a day.
    pub fn maybe_date(&mut self, key: &str, day: Option<NaiveDate>) {
        if let Some(day) = day {
            self.raw(key, day.format("%Y-%m-%d"));
        }
    }

    /// `key = 2026-12-01T10:00:00+01:00`.
    pub fn moment(&mut self, key: &str, moment: DateTime<FixedOffset>) {
        self.raw(key, moment.to_rfc3339_opts(SecondsFormat::AutoSi, false));
    }

    /// `key = ["a", "b"]`; one entry a line from the second on would be prettier, but one line differs by one line.
    pub fn texts(&mut self, key: &str, texts: impl IntoIterator<Item = impl Display>) {
        let items: Vec<String> = texts.into_iter().map(|text| string(&text.to_string())).collect();
        self.raw(key, format_args!("[{}]", items.join(", ")));
    }

    /// `key = value` with the value spelt in TOML already.
    pub fn raw(&mut self, key: &str, value: impl Display) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{} = {value}", bare_or_quoted(key));
    }

    /// A table header with an empty line before it; `header` carries its own brackets.
    pub fn table(&mut self, header: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(header);
        self.text.push('\n');
    }

    /// What was written, ending in a line feed unless empty.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}

/// A key, bare where TOML allows it.
#[must_use]
pub fn bare_or_quoted(key: &str) -> String {
    let is_bare =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare { key.to_owned() } else { string(key) }
}

/// A TOML 1.0 basic string.
#[must_use]
pub fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len().saturating_add(2));
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{Writer, string};

    proptest! {
        #[test]
        fn every_text_comes_back(key in any::<String>(), text in any::<String>()) {
            let mut writer = Writer::default();
            writer.text(&key, &text);
            let table: toml::Table = toml::from_str(&writer.finish()).unwrap();
            assert_eq!(table.get(&key).and_then(toml::Value::as_str), Some(text.as_str()));
        }
    }

    #[test]
    fn strings_are_written_in_toml_1_0() {
        assert_eq!(string("a\"b\\c\n\u{1b}\u{7f}ø"), "\"a\\\"b\\\\c\\n\\u001B\\u007Fø\"");
    }
}
