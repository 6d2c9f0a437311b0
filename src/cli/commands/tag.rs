//! `clm tag`: tags added and removed.

use super::super::context::Context;
use crate::error::Result;

/// Arguments of `clm tag`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm tag nda-7k2m9qxt --add urgent --remove draft")]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
    /// Tag to add
    #[arg(long = "add", value_name = "TAG")]
    pub add: Vec<String>,
    /// Tag to remove
    #[arg(long = "remove", value_name = "TAG")]
    pub remove: Vec<String>,
    /// Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(_args: &Args, _context: &Context<'_>) -> Result<u8> {
    todo!()
}
