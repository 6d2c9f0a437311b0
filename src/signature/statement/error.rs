//! Why some bytes are no statement.

/// The first thing that keeps bytes from being a statement. Places are paths such as `predicate.signer.name`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// Over 64 KiB.
    #[error("the statement has {0} bytes; at most 65536 are read")]
    TooLarge(usize),
    /// A byte order mark in front.
    #[error("the statement begins with a byte order mark")]
    ByteOrderMark,
    /// CR somewhere.
    #[error("line {line}: the statement has a carriage return; lines end in LF")]
    CarriageReturn {
        /// Counted from 1.
        line: usize,
    },
    /// Not UTF-8.
    #[error("the statement is not UTF-8")]
    NotUtf8,
    /// Not JSON.
    #[error("line {line}, column {column}: not JSON: {message}")]
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What the reader says.
        message: String,
    },
    /// Nested too deeply.
    #[error("the statement is nested more than 8 deep")]
    TooDeep,
    /// One key twice in an object.
    #[error("`{path}` stands there twice")]
    DuplicateKey {
        /// Where.
        path: String,
    },
    /// A key that belongs nowhere.
    #[error("unknown key `{path}`")]
    UnknownKey {
        /// Where.
        path: String,
        /// The nearest known key.
        nearest: Option<String>,
    },
    /// Keys out of order.
    #[error("`{path}` is out of order: keys are sorted")]
    Unsorted {
        /// The first key that should stand earlier.
        path: String,
    },
    /// A key is missing.
    #[error("`{path}` is missing")]
    Missing {
        /// Where.
        path: String,
    },
    /// A value of the wrong kind.
    #[error("`{path}`: expected {expected}")]
    Kind {
        /// Where.
        path: String,
        /// Such as `text`.
        expected: &'static str,
    },
    /// A value that cannot be.
    #[error("`{path}`: {message}")]
    Value {
        /// Where.
        path: String,
        /// What is wrong.
        message: String,
    },
    /// The same meaning in other bytes.
    #[error("line {line}: not the canonical spelling of a statement")]
    NotCanonical {
        /// The first line that differs, counted from 1.
        line: usize,
    },
}
