//! `clm check`: mistakes, unfilled fields, hidden or deceptive text.

use super::super::context::Context;
use crate::error::{Kind, Result};
use crate::ops;

/// Arguments of `clm check`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm check\n  clm template check && clm check --all\n  clm check nda-7k2m9qxt")]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
    /// All contracts, templates and clauses, as without a name
    #[arg(long, conflicts_with = "contracts")]
    pub all: bool,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let names = context.names(&args.contracts)?;
    let contracts = if names.is_empty() { None } else { Some(session.resolve_all(&names, context.folder())?) };
    let report = ops::drafting::check::check(&session, contracts.as_deref())?;
    context.show(&report)?;
    Ok(if report.errors > 0 { Kind::InvalidContent.exit() } else { 0 })
}
