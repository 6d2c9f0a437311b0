//! `clm status`: what waits for whom.

use super::super::context::Context;
use crate::error::Result;

/// Arguments of `clm status`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm status")]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(_args: &Args, _context: &Context<'_>) -> Result<u8> {
    todo!()
}
