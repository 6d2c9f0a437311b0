//! `clm show`: everything about contracts.

use super::super::context::Context;
use crate::error::Result;

/// Arguments of `clm show`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm show nda-7k2m9qxt\n  clm show nda --text")]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
    /// Also the agreement's text
    #[arg(long)]
    pub text: bool,
    /// Only the exact bytes of contract.md
    #[arg(long, conflicts_with_all = ["text", "json", "plain"])]
    pub raw: bool,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(_args: &Args, _context: &Context<'_>) -> Result<u8> {
    todo!()
}
