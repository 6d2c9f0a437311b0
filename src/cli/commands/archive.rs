//! `clm archive` and `clm unarchive`: out of the daily lists, and back.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops;

/// Arguments of `clm archive`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "An archived contract is left out of `list`, `search`, `status` and `due`; `clm list --all`, `clm search --all` and the filter `flag:archived` show it, and `show`, `log` and `verify` always do. Only what is over or never began can go: ended, declined, void, lapsed or a draft. One that comes to life again, by an amendment or a signature, is listed again by itself.\n\nExamples:\n  clm archive nda-7k2m9qxt\n  clm list status:ended --plain | clm archive -\n  clm list flag:archived"
)]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT", required = true)]
    pub contracts: Vec<String>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Arguments of `clm unarchive`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm unarchive nda-7k2m9qxt\n  clm list flag:archived --plain | clm unarchive -")]
pub struct Back {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT", required = true)]
    pub contracts: Vec<String>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs `clm archive`.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    put(&args.contracts, args.key.named(), false, context)
}

/// Runs `clm unarchive`.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn back(args: &Back, context: &Context<'_>) -> Result<u8> {
    put(&args.contracts, args.key.named(), true, context)
}

fn put(contracts: &[String], key: Option<&str>, back: bool, context: &Context<'_>) -> Result<u8> {
    let names = context.names(contracts)?;
    if names.is_empty() {
        return Err(Error::new(Kind::Usage, "missing-answer", "no contract was named")
            .hint("name one by its id; `clm list --all` shows them"));
    }
    let session = context.session()?;
    let actor = context.actor(&session, key)?;
    let places = session.resolve_all(&names, context.folder())?;
    let report = ops::living::archive::archive(&session, &actor, &places, back, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}
