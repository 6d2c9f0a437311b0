//! `clm verify`: signatures and untouched texts, proved.

use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops;
use crate::ops::proving::audit::{self, AuditRequest, memory};

/// Arguments of `clm verify`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm verify nda-7k2m9qxt\n  clm verify --all\n  clm verify nda-7k2m9qxt --commands\n  \
                  clm verify --history --trust SHA256:2u2fxqTXgd5fwRYxzxnFJ4kI2MdMyQ7qVHTAw9uJ2Gc"
)]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
    /// Every contract of the repository
    #[arg(long, conflicts_with = "contracts")]
    pub all: bool,
    /// Every commit: who made it, and whether they might; history that lost what you verified before is told
    #[arg(long, conflicts_with_all = ["contracts", "all", "commands"])]
    pub history: bool,
    /// With --history: the fingerprint of a key that must have founded the repository
    #[arg(long, value_name = "SHA256:…", requires = "history")]
    pub trust: Option<String>,
    /// With --history: judge every commit anew, also what you verified before
    #[arg(long, requires = "history")]
    pub anew: bool,
    /// Also print what a stranger runs to check it without clm
    #[arg(long)]
    pub commands: bool,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    if args.history {
        return history(args, context);
    }
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

fn history(args: &Args, context: &Context<'_>) -> Result<u8> {
    if let Some(trust) = &args.trust {
        audit::must_be_fingerprint(trust)?;
    }
    let session = context.session()?;
    let folder = context.world.state_folder().map(|folder| folder.join("history"));
    let root = audit::root(&session)?;
    let known = match &folder {
        Some(folder) => memory::recall(folder, &root)?,
        None => None,
    };
    let request = AuditRequest { known: known.as_ref(), trust: args.trust.as_deref(), anew: args.anew };
    let report = audit::audit(&session, request)?;
    context.show(&report)?;
    let exit = audit::exit(&report);
    if let Some(folder) = folder.filter(|_| exit == 0 && !context.globals.dry_run) {
        memory::keep(&folder, &audit::known(&session, &report))?;
    }
    Ok(exit)
}
