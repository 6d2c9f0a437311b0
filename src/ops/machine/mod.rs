//! What lies outside the repository: helper programs, the user's own files, foreign tables.
//!
//! Nothing in here knows contracts; everything that comes in is data from strangers.

pub mod git;
pub mod outside;
pub mod sheet;

pub use crate::disk::whole_file;
