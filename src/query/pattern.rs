//! Tests on texts: any of several folded patterns.

use super::fold::{contains, equals, fold, starts};

/// One value of a text filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Pattern {
    /// The whole value, folded.
    Whole(String),
    /// The beginning of the value, folded: written with a `*`.
    Beginning(String),
    /// Any part of the value, folded.
    Part(String),
    /// The reader: `owner:me`.
    Me,
    /// No value at all: `owner:none`.
    Nothing,
}

impl Pattern {
    /// Whether one value fits; `me` is the reader's e-mail address.
    #[must_use]
    pub fn fits(&self, value: &str, me: Option<&str>) -> bool {
        match self {
            Self::Whole(folded) => equals(value, folded),
            Self::Beginning(folded) => starts(value, folded),
            Self::Part(folded) => contains(value, folded),
            Self::Me => me.is_some_and(|me| equals(value, &fold(me))),
            Self::Nothing => value.is_empty(),
        }
    }

    /// Whether any of the values fits, or there is none and none was asked for.
    pub fn fits_any<'a>(&self, values: impl IntoIterator<Item = &'a str>, me: Option<&str>) -> bool {
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return *self == Self::Nothing;
        }
        values.any(|value| self.fits(value, me))
    }
}
