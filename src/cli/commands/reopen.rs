//! `clm reopen`: a frozen text becomes a draft again.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::Result;
use crate::ops::agreeing::reopen;

/// Arguments of `clm reopen`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "What was signed so far stays as history and counts no more: everybody is asked again. A text that everybody signed is never reopened; `clm amend` changes it.\n\nExamples:\n  clm reopen nda-7k2m9qxt -m \"Acme asks for 60 days\"\n  clm reopen nda-7k2m9qxt --dry-run"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let (session, place, actor) = context.act_on(&args.contract, &args.key)?;
    context.show(&reopen::reopen(&session, &actor, &place, &context.manner())?)?;
    Ok(0)
}
