//! `clm void`: a contract is withdrawn before everybody has signed.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::Result;
use crate::ops::agreeing::void;

/// Arguments of `clm void`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "The reason is needed. A contract that is in force is ended with `clm notice` or `clm terminate`.\n\nExamples:\n  clm void nda-7k2m9qxt -m \"The project was given up\"\n  clm void nda-7k2m9qxt -m \"Replaced by the framework\" --dry-run"
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
    context.show(&void::void(&session, &actor, &place, &context.manner())?)?;
    Ok(0)
}
