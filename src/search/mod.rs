//! Finding contracts by their words: a full-text index that is a cache of one commit.
//!
//! **Owns** the index folder, how words of each language are analysed, ranking, and snippets that name their clause.
//! **Refuses to know** git, contracts' files, states and filters beyond the words of a [`crate::query::Query`]; it is the
//! only room that names tantivy. **Invariants**: an index states the commit it is about, in the same atomic write as its
//! content; an index that is missing, damaged, half written or of another version is absent, never an error
//! and never handed to tantivy ([`seal`]); nothing
//! here is evidence, so nothing is synced to disk.
//!
//! To add a language, add a row to [`language`]; to change what is indexed, raise `schema::VERSION`.

mod analyse;
mod ask;
mod clause;
mod compound;
mod directory;
mod entry;
mod error;
mod gather;
mod index;
pub mod language;
mod matcher;
mod near;
mod scan;
mod schema;
mod seal;
mod snippet;
mod write;

pub use entry::Entry;
pub use error::SearchError;
pub use index::{Hit, Hits, IdSet, Index};
pub use matcher::Matcher;
pub use schema::folder_name;
pub use snippet::{Found, Snippet, Snippets, snippet};
pub use write::{build, in_memory, update};

#[cfg(test)]
mod tests;
