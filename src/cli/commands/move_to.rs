//! `clm move`: contracts filed elsewhere.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops;

/// Arguments of `clm move`.
#[derive(clap::Args, Debug)]
#[command(
    override_usage = "clm move [OPTIONS] <CONTRACT>... <FOLDER>",
    after_help = "FOLDER is a folder below the contract's own contracts/ (2026/acme), a workspace (sales: the same folder there), or a folder of a workspace (sales/contracts/2026/acme). It is made where it is missing; the contract's own folder keeps its name, its id stays, and a signed contract stays signed. `git mv` does as well: `clm save` records it.\n\nExamples:\n  clm move nda-7k2m9qxt 2026/acme\n  clm move nda-7k2m9qxt msa-0c3v5b8n sales/contracts/acme\n  clm list party:acme --plain | clm move - customers/acme"
)]
pub struct Args {
    /// Contracts (id, unique prefix, folder or path; `-` reads names from stdin), then the folder
    #[arg(value_name = "CONTRACT… FOLDER", required = true, num_args = 2..)]
    pub words: Vec<String>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let missing = || {
        Error::new(Kind::Usage, "missing-answer", "a contract and a folder are needed").hint("clm move CONTRACT FOLDER")
    };
    let (folder, contracts) = args.words.split_last().ok_or_else(missing)?;
    let names = context.names(contracts)?;
    if names.is_empty() {
        return Err(missing());
    }
    let session = context.session()?;
    let actor = context.actor(&session, args.key.named())?;
    let places = session.resolve_all(&names, context.folder())?;
    let report =
        ops::drafting::move_to::move_to(&session, &actor, &places, folder, context.folder(), &context.manner())?;
    context.show(&report)?;
    Ok(0)
}
