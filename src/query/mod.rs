//! The one filter language of `search` and `list`.
//!
//! **Owns** the grammar, its errors, and what a filter means for one contract on one day. **Refuses to know** disks, git,
//! the clock, indexes and how words are ranked: free words are handed on as they were typed. **Invariants**: parsing is
//! bounded ([`MAX_CHARS`], [`MAX_TERMS`]) and never panics; case, accents and Unicode form never decide a match; there
//! are no regular expressions.
//!
//! ```text
//! query   = { term }                     all must hold
//! term    = ["-"] ( text { "OR" text } | filter ) | "@" name of a saved query
//! text    = word | word"*" | "\"" phrase "\"" ["*"]
//! filter  = name ":" value { "," value } one of the values must hold
//! day     = [< <= > >= =] point | point ".." point | "none"
//! point   = 2026-12-31 | 2026-12 | 2026 | today | 60d | 8w | 3mo | 1y | -30d
//! amount  = [< <= > >= =] number [currency] | number ".." number [currency] | currency | "none"
//! ```

mod day;
mod error;
pub mod fold;
mod key;
mod lex;
mod money;
mod parse;
mod pattern;
pub mod saved;
pub mod spelling;
mod subject;

pub use day::{DayTest, Point};
pub use error::{Fault, QueryError};
pub use key::Key;
pub use money::AmountTest;
pub use parse::{Filter, MAX_CHARS, MAX_TERMS, Query, Test, Text, TextClause};
pub use pattern::Pattern;
pub use subject::Subject;

#[cfg(test)]
mod tests;
