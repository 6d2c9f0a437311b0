//! The command line: arguments in, streams out.
//!
//! **Owns** the shape of commands and flags, prompts, and which stream carries what. **Refuses to know** git, indexes
//! and keys by name: every command fills a request, calls one operation and shows the report. **Invariants**: stdout
//! carries data and only data; every prompt has a flag; parsing arguments touches nothing.

pub mod args;
pub mod commands;
pub mod complete;
pub mod context;
pub mod demo;
pub mod editor;
pub mod events;
pub mod everywhere;
pub mod examples;
pub mod hints;
pub mod links;
mod look_back;
pub mod manual;
pub mod pager;
mod post;
pub mod progress;
pub mod prompt;
pub mod repositories;
pub mod settings;
pub mod streams;
pub mod usage;

use std::process::ExitCode;

use crate::error::{Error, Kind, Result};
use crate::report::watch::Level;
use crate::world::World;
use context::Context;
use streams::Streams;

/// What `--version` answers.
const VERSION: &str = concat!("clm ", env!("CARGO_PKG_VERSION"), "\n");

/// Parses the process's arguments, runs the command on its streams, and answers its exit code.
#[must_use]
pub fn run(world: &World) -> ExitCode {
    ExitCode::from(run_on(world, &Streams::Process))
}

/// Parses the arguments of `world`, runs the command, and answers its exit code; what it says goes to `streams`.
#[must_use]
pub fn run_on(world: &World, streams: &Streams) -> u8 {
    // Asked for alone, the version needs nothing of the command tree, which takes most of a start to build.
    if let [_, only] = world.args.as_slice()
        && (only == "--version" || only == "-V")
    {
        return streams.out(VERSION).map_or_else(|error| error.kind.exit(), |()| 0);
    }
    if let Some(answer) = complete::asked(world) {
        // A shell has no use for an error here.
        return streams.out(&answer).map_or(0, |()| 0);
    }
    let parsed = match args::parse(&world.args) {
        Ok(parsed) => parsed,
        Err(refused) => return watched(world, streams, streams.usage(world, &refused)),
    };
    let context = match Context::new(world, parsed.globals, streams) {
        Ok(context) => context,
        Err(error) => {
            let code = streams.complain(world.args.iter().any(|a| a == "--json"), false, &error);
            return watched(world, streams, code);
        }
    };
    if let Some(error) = context.broken_settings.as_ref().filter(|_| !parsed.command.mends_settings()) {
        return context.complain(error);
    }
    let answer = look_back::allowed(&parsed.command, &context.globals)
        .and_then(|()| commands::dispatch(parsed.command, &context));
    let code = settle(&context, answer);
    events::tell(&context);
    code
}

/// What a monitoring system is told when its question was not even understood: exit 2 would mean critical to it.
fn watched(world: &World, streams: &Streams, code: u8) -> u8 {
    if code == 0 || !world.args.iter().any(|arg| arg == "--monitor") {
        return code;
    }
    drop(streams.out("CLM UNKNOWN - wrong usage; run the command by hand to see what is wrong\n"));
    Level::Unknown.exit()
}

fn settle(context: &Context<'_>, answer: Result<u8>) -> u8 {
    match answer {
        Ok(code) => code,
        Err(Error { kind: kind @ Kind::OutputClosed, .. }) => kind.exit(),
        Err(error) => context.complain(&error),
    }
}
