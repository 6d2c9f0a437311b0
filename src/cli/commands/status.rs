//! `clm status`: what waits for whom.

use super::super::context::Context;
use crate::error::Result;
use crate::ops;

/// Arguments of `clm status`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm status")]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(_args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    context.show(&ops::status::status(&session)?)?;
    Ok(0)
}
