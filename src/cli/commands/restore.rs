//! `clm restore`: the recorded text, brought back.

use super::super::context::Context;
use crate::error::Result;

/// Arguments of `clm restore`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm restore nda-7k2m9qxt")]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(_args: &Args, _context: &Context<'_>) -> Result<u8> {
    todo!()
}
