//! `clm bundle`: a signed contract as an archive that proves itself.

use std::path::PathBuf;

use super::super::args::Key;
use super::super::context::Context;
use crate::error::Result;
use crate::ops::proving::bundle::{self, BundleRequest};

/// Arguments of `clm bundle`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm bundle nda-7k2m9qxt -o nda.zip\n  clm bundle nda-7k2m9qxt -o audit.zip --with-history\n  clm verify nda.zip --trust SHA256:mVPwvezndPv/ARoIadVY98vAC0g+P/5633yTC4d/wXE"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// The archive to write; never over a file that is there
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Put our own acts, notes and commits in too: for an auditor, not for the other side
    #[arg(long)]
    pub with_history: bool,
    /// Bundle a contract that still waits or was stopped, marked as such
    #[arg(long)]
    pub incomplete: bool,
    /// Whose key signs the manifest
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let place = session.resolve(&args.contract, context.folder())?;
    let actor = context.actor(&session, args.key.named())?;
    let request = BundleRequest {
        path: &context.resolve(&args.output),
        shown: &args.output.display().to_string(),
        with_history: args.with_history,
        incomplete: args.incomplete,
        dry_run: context.globals.dry_run,
    };
    context.show(&bundle::bundle(&session, &actor, &place, &request)?)?;
    Ok(0)
}
