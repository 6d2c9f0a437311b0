//! `clm reopen`: a frozen text becomes a draft again, with wording of the other side where it is taken over.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::Result;
use crate::ops::agreeing::reopen;
use crate::ops::agreeing::take_over::{With, take_over};

/// Arguments of `clm reopen`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "What was signed so far stays as history and counts no more: everybody is asked again. A text that everybody signed is never reopened; `clm amend` changes it.\n\nExamples:\n  clm reopen nda-7k2m9qxt -m \"Acme asks for 60 days\"\n  clm reopen nda-7k2m9qxt --with 2026-11-24-acme-as-3f9c21ab --hunk 1\n  clm reopen nda-7k2m9qxt --dry-run"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// Take over wording the other side asked for: a proposal's name, as `clm show` lists it
    #[arg(long, value_name = "PROPOSAL")]
    pub with: Option<String>,
    /// Only this change of the proposal, by its number in `clm diff --proposal`; repeat it for several
    #[arg(long = "hunk", value_name = "N", requires = "with")]
    pub hunks: Vec<usize>,
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
    let report = match &args.with {
        Some(name) => {
            let with = With { name, hunks: &args.hunks };
            take_over(&session, &actor, &place, with, &context.manner())?
        }
        None => reopen::reopen(&session, &actor, &place, &context.manner())?,
    };
    context.show(&report)?;
    Ok(0)
}
