//! `clm check`: mistakes, unfilled fields, hidden or deceptive text.

use super::super::context::Context;
use crate::error::Result;

/// Arguments of `clm check`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm check\n  clm check nda-7k2m9qxt")]
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
