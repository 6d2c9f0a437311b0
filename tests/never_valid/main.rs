//! Whatever fails inside a verification, it never ends in exit 0: a missing object, a broken pack, a disk that answers with
//! errors, an answer that nobody could read, a clock or a home that is not there.
//!
//! Three tables. `broken`: something is missing or damaged, and exit 0 is a failure. `surviving`: something is odd that a
//! verdict does not rest on; the good repository must still be called good, and the tampered one must not. `failing`: system
//! calls fail one after another; the tampered repository is never called good, and the good one only with its whole answer.
//!
//! As root no file can be made unreadable by its mode; what cannot be read is a folder in a file's place, or a call that fails.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

#[path = "../support/mod.rs"]
mod support;

mod broken;
mod broken_table;
mod failing;
mod office;
mod surviving;
