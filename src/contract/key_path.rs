//! Names of keys inside a TOML file, as people type them: `term.notice`, `party.0.name`, `party."Acme AS".org_number`.

use std::fmt;
use std::str::FromStr;

use super::problem::quoted;
use super::toml_write;
use super::visible::hidden_in;

/// A path of one or more segments.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct KeyPath(Vec<Segment>);

/// One step of a [`KeyPath`].
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Segment {
    /// The key, name or number.
    pub text: String,
    /// Written in quotes: never a number.
    pub quoted: bool,
}

/// The text is no path of keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyPathError {
    /// Not a path.
    #[error("{} is not a key: expected names with dots between, such as `term.notice` or `party.\"Acme AS\".role`", quoted(.0))]
    Path(String),
    /// A path, but no `=` after it.
    #[error("{} has no `=`: expected `key=value`", quoted(.0))]
    NoValue(String),
}

impl KeyPath {
    /// The steps from the outermost table inwards; never empty.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// A path of plain keys, none of which is a number.
    #[must_use]
    pub fn of(first: &str, rest: &[&str]) -> Self {
        let segment = |text: &str| Segment { text: text.to_owned(), quoted: true };
        Self(std::iter::once(first).chain(rest.iter().copied()).map(segment).collect())
    }

    /// Reads `key=value`; the value is everything after the first `=` outside quotes, and may be empty.
    ///
    /// # Errors
    /// When there is no path or no `=`.
    pub fn assignment(text: &str) -> Result<(Self, &str), KeyPathError> {
        let (path, rest) = read(text)?;
        let value = rest.strip_prefix('=').ok_or_else(|| KeyPathError::NoValue(shortened(text)))?;
        Ok((path, value))
    }
}

impl Segment {
    /// The number this segment is, unless it was quoted.
    #[must_use]
    pub fn number(&self) -> Option<usize> {
        let is_plain = !self.quoted && self.text.bytes().all(|byte| byte.is_ascii_digit());
        if is_plain { self.text.parse().ok() } else { None }
    }
}

impl FromStr for KeyPath {
    type Err = KeyPathError;

    fn from_str(text: &str) -> Result<Self, KeyPathError> {
        match read(text)? {
            (path, "") => Ok(path),
            _ => Err(KeyPathError::Path(shortened(text))),
        }
    }
}

impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            let needs_quotes = segment.quoted && segment.text.bytes().all(|byte| byte.is_ascii_digit());
            let text = if needs_quotes || segment.text.chars().any(|c| !is_bare(c)) {
                toml_write::string(&segment.text)
            } else {
                segment.text.clone()
            };
            write!(f, "{}{text}", if position == 0 { "" } else { "." })?;
        }
        Ok(())
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

fn is_bare(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-')
}

/// A path at the start of `text`, and what follows it.
fn read(text: &str) -> Result<(KeyPath, &str), KeyPathError> {
    let refused = || KeyPathError::Path(shortened(text));
    let mut segments = Vec::new();
    let mut rest = text;
    loop {
        let (segment, after) = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => read_quoted(rest.get(1..).unwrap_or_default(), quote).ok_or_else(refused)?,
            _ => {
                let end = rest.find(|character| !is_bare(character)).unwrap_or(rest.len());
                let (bare, after) = rest.split_at(end);
                (Segment { text: bare.to_owned(), quoted: false }, after)
            }
        };
        if segment.text.is_empty() || hidden_in(&segment.text).is_some() || segments.len() >= 16 {
            return Err(refused());
        }
        segments.push(segment);
        match after.strip_prefix('.') {
            Some(next) => rest = next,
            None => return Ok((KeyPath(segments), after)),
        }
    }
}

/// Reads up to the closing quote; `\"` and `\\` are understood between double quotes.
fn read_quoted(text: &str, quote: char) -> Option<(Segment, &str)> {
    let mut name = String::new();
    let mut characters = text.char_indices();
    while let Some((position, character)) = characters.next() {
        match character {
            '\\' if quote == '"' => match characters.next() {
                Some((_, escaped @ ('"' | '\\'))) => name.push(escaped),
                _ => return None,
            },
            end if end == quote => {
                let after = text.get(position.saturating_add(1)..)?;
                return Some((Segment { text: name, quoted: true }, after));
            }
            other => name.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{KeyPath, KeyPathError};

    fn texts(path: &str) -> Vec<String> {
        path.parse::<KeyPath>().unwrap().segments().iter().map(|segment| segment.text.clone()).collect()
    }

    #[test]
    fn paths_are_read() {
        assert_eq!(texts("title"), ["title"]);
        assert_eq!(texts("party.0.name"), ["party", "0", "name"]);
        assert_eq!(texts("party.\"Acme \\\"A.S\\\"\".role"), ["party", "Acme \"A.S\"", "role"]);
        assert_eq!(texts("party.'Acme AS'.role"), ["party", "Acme AS", "role"]);
        assert_eq!(texts("party.Åse.role"), ["party", "Åse", "role"]);
        let path: KeyPath = "party.\"0\".name".parse().unwrap();
        assert_eq!(path.segments()[1].number(), None);
        assert_eq!(path.to_string(), "party.\"0\".name");
        assert_eq!("party.7".parse::<KeyPath>().unwrap().segments()[1].number(), Some(7));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        let deep = vec!["a"; 17].join(".");
        for wrong in [
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "a b",
            "a=b",
            "\"a",
            "\"a\"b",
            "\"\\n\"",
            "a.\"\"",
            "\"\u{202e}\"",
            "'\n'",
            "a\"b\"",
            &deep,
        ] {
            assert!(wrong.parse::<KeyPath>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn assignments_split_at_the_first_equals_sign_outside_quotes() {
        let (path, value) = KeyPath::assignment("party.\"A=B\".role=x=y").unwrap();
        assert_eq!((path.segments()[1].text.as_str(), value), ("A=B", "x=y"));
        assert_eq!(KeyPath::assignment("title=").unwrap().1, "");
        assert!(matches!(KeyPath::assignment("title"), Err(KeyPathError::NoValue(_))));
        assert!(KeyPath::assignment("=x").is_err());
    }

    proptest! {
        #[test]
        fn no_text_panics_and_good_paths_come_back(text in any::<String>()) {
            if let Ok(path) = text.parse::<KeyPath>() {
                assert_eq!(path.to_string().parse::<KeyPath>().unwrap().to_string(), path.to_string());
            }
            let _ = KeyPath::assignment(&text);
        }
    }
}
