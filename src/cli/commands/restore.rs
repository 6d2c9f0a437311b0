//! `clm restore`: the recorded text, brought back.

use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops;

/// Arguments of `clm restore`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm restore nda-7k2m9qxt")]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let names = context.names(&args.contracts)?;
    if names.is_empty() {
        return Err(Error::new(Kind::Usage, "missing-answer", "nothing to restore was named")
            .hint("name contracts; `clm status` shows which have unsaved changes"));
    }
    let contracts = session.resolve_all(&names, context.folder())?;
    let report = ops::drafting::restore::restore(&session, &contracts, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}
