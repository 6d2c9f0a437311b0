//! `clm save`: what another tool changed, recorded.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::Result;
use crate::ops;

/// Arguments of `clm save`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm save\n  clm save nda-7k2m9qxt -m \"fee agreed by telephone\"")]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let actor = context.actor(&session, args.key.named())?;
    let names = context.names(&args.contracts)?;
    let targets = ops::drafting::save::targets(&session, &names, context.folder())?;
    let report = ops::drafting::save::save(&session, &actor, &targets, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}
