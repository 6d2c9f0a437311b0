//! `clm sync`: what others did comes here, what we did goes there.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::{Kind, Result};
use crate::ops::machine::git::Git;
use crate::ops::moving::sync::{self, SyncRequest};

/// Arguments of `clm sync`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "What comes is verified first; history that was rewritten or rolled back is refused, and what is missing is named. Acts, signatures and files never conflict; notes are put together key by key, texts clause by clause. Two wordings of one clause are shown, and settled with `clm resolve`.\n\nExamples:\n  clm sync\n  clm sync backup --take-only"
)]
pub struct Args {
    /// A remote of the repository, or an address; `origin` when absent
    #[arg(value_name = "REMOTE")]
    pub remote: Option<String>,
    /// Take what is there, give nothing
    #[arg(long)]
    pub take_only: bool,
    /// Whose key signs where both sides must be joined
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let git = Git::find(|name| context.world.variable(name))?;
    let state = context.world.state_folder();
    let request = SyncRequest {
        git: &git,
        remote: args.remote.as_deref(),
        state: state.as_deref(),
        take_only: args.take_only,
        manner: context.manner(),
    };
    let report = sync::sync(session, &request, &|session| context.actor(session, args.key.named()))?;
    context.show(&report)?;
    Ok(if report.conflicts.is_empty() { 0 } else { Kind::Busy.exit() })
}
