//! `clm approve`: agrees to a text before it is sent or signed.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::Result;
use crate::ops::agreeing::approval::{self, Shown};

/// Arguments of `clm approve`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "An approval is of the text as it stands, and counts no more once that changes. Nobody approves a contract of their own.\n\nExamples:\n  clm approve nda-7k2m9qxt\n  clm approve nda-7k2m9qxt -m \"With the cap in §7 only\" --yes"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path; without one, what waits for your approval is offered
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
    let offered = &["review", "pending"];
    let place =
        super::choose::named_or(context, &session, args.contract.as_deref(), offered, "Approve which contract")?;
    let actor = context.actor(&session, args.key.named())?;
    let report = approval::approve(&session, &actor, &place, &mut |shown| agree(context, shown), &context.manner())?;
    context.show(&report)?;
    Ok(0)
}

/// Shows what is approved, and asks where there is somebody to ask.
fn agree(context: &Context<'_>, shown: &Shown) -> Result<bool> {
    context.note(&shown.title);
    for term in &shown.key_terms {
        context.note(&format!("  {term}"));
    }
    context.note(&format!("  {}", shown.revision));
    match context.prompt() {
        Some(prompt) if !context.globals.yes && !context.globals.dry_run => prompt.confirm("Approve", false),
        _ => Ok(true),
    }
}
