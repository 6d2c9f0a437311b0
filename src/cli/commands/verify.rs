//! `clm verify`: signatures and untouched texts, proved.

use super::super::context::Context;
use crate::error::Result;

/// Arguments of `clm verify`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm verify nda-7k2m9qxt\n  clm verify --all\n  clm verify nda-7k2m9qxt --commands"
)]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
    /// Every contract of the repository
    #[arg(long, conflicts_with = "contracts")]
    pub all: bool,
    /// Also print what a stranger runs to check it without clm
    #[arg(long)]
    pub commands: bool,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(_args: &Args, _context: &Context<'_>) -> Result<u8> {
    todo!()
}
