//! `clm verify`: signatures and untouched texts, proved.

use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops;

/// Arguments of `clm verify`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm verify nda-7k2m9qxt\n  clm verify --all\n  clm verify nda-7k2m9qxt --commands"
)]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
    /// Every contract of the repository
    #[arg(long, conflicts_with = "contracts")]
    pub all: bool,
    /// Also print what a stranger runs to check it without clm
    #[arg(long)]
    pub commands: bool,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let names = context.names(&args.contracts)?;
    if names.is_empty() && !args.all {
        return Err(Error::new(Kind::Usage, "missing-answer", "nothing to verify was named")
            .hint("name contracts, or give --all for every contract of the repository"));
    }
    let contracts = if args.all { None } else { Some(session.resolve_all(&names, context.folder())?) };
    let report = ops::proving::verify::verify(&session, contracts.as_deref(), args.commands)?;
    context.show(&report)?;
    Ok(ops::proving::verify::exit(&report))
}
