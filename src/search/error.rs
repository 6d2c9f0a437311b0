//! What can go wrong while finding or indexing.

use std::path::PathBuf;

/// A fault of the search room. All of them are cured by building the index again.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index cannot be read or written.
    #[error("the search index failed: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// A file or folder of the index cannot be handled.
    #[error("the search index at {path} failed: {source}")]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another process has been writing the index for too long.
    #[error("the search index at {0} is being written by another process")]
    Busy(PathBuf),
    /// The index is no longer about the commit the change starts from.
    #[error("the search index is about another commit than {0}")]
    Moved(String),
}
