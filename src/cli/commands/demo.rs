//! `clm demo`: a throw-away repository and a walk through a contract's life.

use super::super::context::Context;
use crate::error::Result;

use std::path::PathBuf;

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
/// What the operation refuses or fails at.
pub fn run(_args: &Args, _context: &Context<'_>) -> Result<u8> {
    todo!()
}
