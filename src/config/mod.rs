//! Pure: what a person or a repository may set, in layers, each value with its origin.
//!
//! **Owns** the table of keys ([`KEYS`]), reading a layer strictly, the order of layers, and comment-preserving changes.
//! **Refuses to know** where files lie, the environment, and what a setting is used for. **Invariants**: an unknown or
//! mistyped key is reported with its place and the nearest one; a repository never names a program, a path to write or
//! anything about trust; every answer knows where it came from; a new key is one line of [`KEYS`].

mod change;
mod keys;
mod read;
mod settings;
mod value;

#[cfg(test)]
mod tests;

pub use change::change;
pub use keys::{Holds, KEYS, Key, Reach, first_words, key, nearest_key};
pub use read::{Owner, parse};
pub use settings::{Found, Layer, Origin, Settings, Source};
pub use value::Value;
