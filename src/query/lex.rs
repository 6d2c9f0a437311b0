//! Cutting a query into pieces that remember where they stood.

use super::error::{At, Fault};

/// A piece of a query between spaces.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// A `-` stood before it.
    pub excluded: bool,
    /// Byte offset of the piece, its `-` included.
    pub at: usize,
    /// What it is.
    pub what: What<'a>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum What<'a> {
    /// Free text; `quoted` means these very words.
    Text { text: &'a str, quoted: bool, prefix: bool },
    /// `name:` with what follows it, quotes still on.
    Filter { name: &'a str, value: &'a str, value_at: usize },
    /// The word `OR` in capitals.
    Or,
}

/// One value of a filter, quotes taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub text: String,
    pub quoted: bool,
    /// Byte offset in the query.
    pub at: usize,
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Takes a comparison off the beginning of a value; none means equality.
pub(super) fn comparison(text: &str) -> (Comparison, &str) {
    const SIGNS: &[(&str, Comparison)] = &[
        ("<=", Comparison::LessOrEqual),
        ("≤", Comparison::LessOrEqual),
        (">=", Comparison::GreaterOrEqual),
        ("≥", Comparison::GreaterOrEqual),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
        ("=", Comparison::Equal),
    ];
    let found = SIGNS.iter().find_map(|(sign, how)| text.strip_prefix(sign).map(|rest| (*how, rest)));
    found.unwrap_or((Comparison::Equal, text))
}

/// Typewriter and typographic quotation marks; any of them opens and closes.
pub(super) fn is_quote(char: char) -> bool {
    matches!(char, '"' | '“' | '”' | '„' | '«' | '»')
}

fn is_space(char: char) -> bool {
    char.is_whitespace() || char.is_control()
}

/// The pieces of a query, one after the other.
pub(super) struct Pieces<'a> {
    query: &'a str,
    at: usize,
}

impl<'a> Pieces<'a> {
    pub fn of(query: &'a str) -> Self {
        Self { query, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.query.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let taken = self.rest().get(..bytes).unwrap_or_default();
        self.at = self.at.saturating_add(taken.len());
        taken
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        let bytes = self.rest().find(|char| !wanted(char)).unwrap_or(self.rest().len());
        self.take(bytes);
    }

    /// The next piece; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Piece<'a>>, At> {
        self.skip(is_space);
        let at = self.at;
        self.skip(|char| char == '-');
        let excluded = self.at > at;
        if self.rest().is_empty() {
            return Ok(None);
        }
        let what = if self.rest().starts_with(is_quote) {
            self.phrase()?
        } else if let Some(name) = self.filter_name() {
            self.filter(name)?
        } else {
            self.word()
        };
        Ok(Some(Piece { excluded, at, what }))
    }

    fn phrase(&mut self) -> Result<What<'a>, At> {
        let text = self.quotation()?;
        let prefix = self.rest().starts_with('*');
        if prefix {
            self.skip(|char| char == '*');
        }
        Ok(What::Text { text, quoted: true, prefix })
    }

    /// What stands between two quotation marks; the cursor ends behind the second.
    fn quotation(&mut self) -> Result<&'a str, At> {
        let open = self.at;
        let mark = self.rest().chars().next().map_or(0, char::len_utf8);
        self.take(mark);
        let Some(bytes) = self.rest().find(is_quote) else {
            return Err(At::new(Fault::Unclosed, open).hint("close it with a second \", or leave the first one out"));
        };
        let text = self.take(bytes);
        let mark = self.rest().chars().next().map_or(0, char::len_utf8);
        self.take(mark);
        Ok(text)
    }

    /// The name when a filter stands here: letters and a colon, and no address such as `https://`.
    fn filter_name(&self) -> Option<&'a str> {
        let (name, after) = self.rest().split_once(':')?;
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        (is_name && !after.starts_with("//")).then_some(name)
    }

    fn filter(&mut self, name: &'a str) -> Result<What<'a>, At> {
        self.take(name.len().saturating_add(1));
        let value_at = self.at;
        while let Some(next) = self.rest().chars().next() {
            if is_space(next) {
                break;
            }
            if is_quote(next) {
                self.quotation()?;
            } else {
                self.take(next.len_utf8());
            }
        }
        let value = self.query.get(value_at..self.at).unwrap_or_default();
        Ok(What::Filter { name, value, value_at })
    }

    fn word(&mut self) -> What<'a> {
        let bytes = self.rest().find(|char| is_space(char) || is_quote(char)).unwrap_or(self.rest().len());
        let whole = self.take(bytes);
        if whole == "OR" {
            return What::Or;
        }
        let text = whole.trim_end_matches('*');
        What::Text { text, quoted: false, prefix: text.len() < whole.len() }
    }
}

/// The values of a filter: cut at commas outside quotation marks, marks taken off, empty ones left out.
pub(super) fn parts(value: &str, at: usize, split: bool) -> Vec<Part> {
    let mut found = Vec::new();
    let mut part = Part { text: String::new(), quoted: false, at };
    let mut inside = false;
    for (offset, char) in value.char_indices() {
        if is_quote(char) {
            inside = !inside;
            part.quoted = true;
        } else if char == ',' && split && !inside {
            let next = at.saturating_add(offset).saturating_add(1);
            found.push(std::mem::replace(&mut part, Part { text: String::new(), quoted: false, at: next }));
        } else {
            part.text.push(char);
        }
    }
    found.push(part);
    found.retain(|part| !part.text.trim().is_empty());
    found
}
