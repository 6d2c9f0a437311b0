//! `clm demo`: a throw-away repository and a walk through a contract's life.

use std::path::PathBuf;

use super::super::context::Context;
use super::super::demo;
use crate::error::Result;

/// Arguments of `clm demo`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm demo /tmp/demo")]
pub struct Args {
    /// Folder to build it in; a new temporary one when absent
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When the folder is not empty, or a command of the story fails.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let report = demo::play(args.dir.as_deref(), context)?;
    if !context.globals.quiet || context.globals.json || context.globals.plain {
        context.show(&report)?;
    }
    Ok(0)
}
