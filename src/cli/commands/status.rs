//! `clm status`: what waits for whom.

use super::super::context::Context;
use super::super::everywhere::{self, Asked, Everywhere};
use crate::error::{Error, Kind, Result};
use crate::ops::finding::status;

/// Arguments of `clm status`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm status\n  clm status --mine")]
pub struct Args {
    /// Only what waits for you
    #[arg(long)]
    pub mine: bool,
    /// Whether all that are listed are asked
    #[command(flatten)]
    pub everywhere: Everywhere,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let question = |at: &Asked<'_>| {
        let me = at.own_address();
        if args.mine && me.is_none() {
            return Err(Error::new(
                Kind::NotFound,
                "no-key",
                "none of your keys is a member's, so nobody knows who you are",
            )
            .hint("`clm key list` shows the keys found; `clm status` shows what waits for everybody"));
        }
        status::status(at.session, me.as_deref(), args.mine)
    };
    let answer = everywhere::ask(context, args.everywhere, question, status::joined)?;
    let code = answer.exit(0);
    answer.show(context)?;
    Ok(code)
}
