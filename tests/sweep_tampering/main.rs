//! Nothing that was tampered with is called valid: every bit of a signed contract, every structural change of its folder,
//! every change of the history it stands in.
//!
//! `cargo test` runs a sample that sees every sort of case; `.ci/sweep 1000000 tampering` runs all. What a change may do
//! without breaking a promise is in the tables too, with the verdict it has to end in.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

#[path = "../support/mod.rs"]
mod support;

mod bits;
mod case;
mod forge;
mod git_table;
mod history;
mod history_table;
mod rewriting;
mod structure;
mod structure_table;
