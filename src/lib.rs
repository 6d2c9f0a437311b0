//! clm: contracts over a local git repository.

pub mod cli;
pub mod contract;
pub mod error;
pub mod render;
pub mod report;
pub mod world;

use std::process::ExitCode;

/// Runs one command and answers its exit code.
#[must_use]
pub fn run(world: &world::World) -> ExitCode {
    cli::run(world)
}
