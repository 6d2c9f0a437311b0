//! `clm log`: what happened.

use super::super::context::Context;
use crate::error::Result;
use crate::ops;

/// Arguments of `clm log`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm log\n  clm log nda-7k2m9qxt")]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
    /// How many entries at most
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let contracts = session.resolve_all(&context.names(&args.contracts)?, context.folder())?;
    context.show(&ops::finding::log::log(&session, &contracts, args.limit)?)?;
    Ok(0)
}
