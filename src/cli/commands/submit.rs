//! `clm submit`: asks for approval.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::Result;
use crate::ops::agreeing::approval;

/// Arguments of `clm submit`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Whom it then waits for is what the `[[approval]]` rules of .clm/policy.toml say; see clm-states(7).\n\nExamples:\n  clm submit nda-7k2m9qxt\n  clm submit nda-7k2m9qxt -m \"Liability as agreed with sales\""
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path; without one, your drafts are offered
    #[arg(value_name = "CONTRACT")]
    pub contract: Option<String>,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let place = super::choose::named_or(context, &session, args.contract.as_deref(), &["draft"], "Submit which draft")?;
    let actor = context.actor(&session, args.key.named())?;
    let report = approval::submit(&session, &actor, &place, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}
