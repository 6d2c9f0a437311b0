//! The command line: arguments in, streams out.
//!
//! **Owns** the shape of commands and flags, prompts, and which stream carries what. **Refuses to know** git, indexes
//! and keys by name: every command fills a request, calls one operation and shows the report. **Invariants**: stdout
//! carries data and only data; every prompt has a flag; parsing arguments touches nothing.

pub mod args;
pub mod commands;
pub mod context;
pub mod manual;
pub mod prompt;
pub mod streams;

use std::process::ExitCode;

use crate::error::{Error, Kind, Result};
use crate::world::World;
use context::Context;

/// Parses the process's arguments, runs the command, and answers its exit code.
#[must_use]
pub fn run(world: &World) -> ExitCode {
    let parsed = match args::parse(&world.args) {
        Ok(parsed) => parsed,
        Err(refused) => return ExitCode::from(streams::usage(world, &refused)),
    };
    let context = match Context::new(world, parsed.globals) {
        Ok(context) => context,
        Err(error) => {
            return ExitCode::from(streams::complain(world.args.iter().any(|a| a == "--json"), false, &error));
        }
    };
    let answer = commands::dispatch(parsed.command, &context);
    ExitCode::from(settle(&context, answer))
}

fn settle(context: &Context<'_>, answer: Result<u8>) -> u8 {
    match answer {
        Ok(code) => code,
        Err(Error { kind: kind @ Kind::OutputClosed, .. }) => kind.exit(),
        Err(error) => context.complain(&error),
    }
}
