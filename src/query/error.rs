//! What can be wrong with a query, and at which character.

/// A query that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault} (character {character})")]
pub struct QueryError {
    /// What is wrong.
    pub fault: Fault,
    /// Offset in bytes, on a character's border.
    pub byte: usize,
    /// Number of the character, from 1.
    pub character: usize,
    /// What to write instead, where that is known.
    pub hint: Option<String>,
}

/// The kinds of fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More characters than [`super::MAX_CHARS`].
    #[error("the query is longer than {} characters", super::MAX_CHARS)]
    TooLong,
    /// More terms than [`super::MAX_TERMS`].
    #[error("the query has more than {} terms", super::MAX_TERMS)]
    TooManyTerms,
    /// A `"` without a second one.
    #[error("the quotation is not closed")]
    Unclosed,
    /// `name:` of no filter.
    #[error("there is no filter `{0}`")]
    UnknownFilter(String),
    /// `name:` and nothing after it.
    #[error("the filter `{0}` needs a value")]
    NoValue(&'static str),
    /// A value the filter cannot have.
    #[error("`{value}` is not a value of the filter `{filter}`")]
    BadValue {
        /// The filter's name.
        filter: &'static str,
        /// As written, at most 40 characters.
        value: String,
    },
    /// `from..until` the wrong way round.
    #[error("the range `{0}` ends before it begins")]
    EmptyRange(String),
    /// `@name` of no saved query.
    #[error("there is no saved query `@{0}`")]
    UnknownSaved(String),
    /// `-@name`.
    #[error("the saved query `@{0}` cannot be excluded")]
    ExcludedSaved(String),
    /// A saved query that cannot be used.
    #[error("the saved query `@{name}` cannot be used: {why}")]
    UnfitSaved {
        /// Its name.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// `OR` where it joins no two texts.
    #[error("`OR` must stand between two words or phrases")]
    LonelyOr,
}

/// A fault at a byte, before the character is counted.
#[derive(Debug)]
pub(super) struct At {
    pub fault: Fault,
    pub byte: usize,
    pub hint: Option<String>,
}

impl At {
    pub fn new(fault: Fault, byte: usize) -> Self {
        Self { fault, byte, hint: None }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Counts the character in the query the byte belongs to.
    pub fn within(self, query: &str) -> QueryError {
        let mut byte = self.byte.min(query.len());
        while !query.is_char_boundary(byte) {
            byte -= 1;
        }
        let character = query.get(..byte).map_or(0, |before| before.chars().count()).saturating_add(1);
        QueryError { fault: self.fault, byte, character, hint: self.hint }
    }
}

/// The nearest of `known` to a mistyped `word`, when one is near enough to be meant.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: String = word.chars().take(40).collect();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&word, name), name))
        .filter(|(likeness, _)| *likeness > 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// `text`, cut to what an error message can carry.
pub(super) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
