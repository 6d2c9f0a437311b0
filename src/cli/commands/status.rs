//! `clm status`: what waits for whom.

use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops;

/// Arguments of `clm status`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm status\n  clm status --mine")]
pub struct Args {
    /// Only what waits for you
    #[arg(long)]
    pub mine: bool,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let me = ops::session::actor::own_address(&session, &context.key_choice(None));
    if args.mine && me.is_none() {
        return Err(Error::new(
            Kind::NotFound,
            "no-key",
            "none of your keys is a member's, so nobody knows who you are",
        )
        .hint("`clm key list` shows the keys found; `clm status` shows what waits for everybody"));
    }
    context.show(&ops::finding::status::status(&session, me.as_deref(), args.mine)?)?;
    Ok(0)
}
