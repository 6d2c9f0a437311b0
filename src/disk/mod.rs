//! Files and folders that a crash leaves whole or not at all.
//!
//! **Owns** how a file outside git's objects is put in place, and folders that are gone with whoever made them. **Refuses to
//! know** what is in them and who they belong to. **Invariants**: no reader meets half a file; what a killed process left
//! is cleared by the next that comes the same way; nobody's live folder is taken for a left-over.

pub mod scratch;
pub mod whole_file;
