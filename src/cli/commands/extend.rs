//! `clm extend`: more time to sign.

use chrono::NaiveDate;

use super::super::args::{self, Key};
use super::super::context::Context;
use crate::error::Result;
use crate::ops::agreeing::extend;

/// Arguments of `clm extend`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm extend nda-7k2m9qxt --until 2026-12-31\n  clm extend nda-7k2m9qxt --until 2027-01-15 --dry-run"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// The new last day to sign, later than the present one
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub until: NaiveDate,
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
    context.show(&extend::extend(&session, &actor, &place, args.until, &context.manner())?)?;
    Ok(0)
}
