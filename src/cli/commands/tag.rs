//! `clm tag`: tags added and removed.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops;

/// Arguments of `clm tag`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm tag nda-7k2m9qxt --add urgent --remove draft")]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
    /// Tag to add
    #[arg(long = "add", value_name = "TAG")]
    pub add: Vec<String>,
    /// Tag to remove
    #[arg(long = "remove", value_name = "TAG")]
    pub remove: Vec<String>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let names = context.names(&args.contracts)?;
    if names.is_empty() || (args.add.is_empty() && args.remove.is_empty()) {
        return Err(Error::new(Kind::Usage, "missing-answer", "a contract and a tag are needed")
            .hint("clm tag CONTRACT --add TAG, or --remove TAG"));
    }
    let session = context.session()?;
    let actor = context.actor(&session, args.key.named())?;
    let contracts = session.resolve_all(&names, context.folder())?;
    let report = ops::drafting::tag::tag(&session, &actor, &contracts, &args.add, &args.remove, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}
