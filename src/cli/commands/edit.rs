//! `clm edit`: a draft in the user's editor.

use super::super::context::Context;
use crate::error::Result;

/// Arguments of `clm edit`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm edit nda-7k2m9qxt")]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
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
