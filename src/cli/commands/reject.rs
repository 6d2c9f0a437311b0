//! `clm reject`: turns a text down, with a reason.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops::agreeing::approval;

/// Arguments of `clm reject`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "The contract is a draft again, and all approvals of this text are void. Once it was changed, or as it is, `clm submit` asks again.\n\nExamples:\n  clm reject nda-7k2m9qxt -m \"The cap in §7 is missing\"\n  clm reject nda-7k2m9qxt -m \"Not without the data agreement\" --json"
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
    let offered = &["review"];
    let place = super::choose::named_or(context, &session, args.contract.as_deref(), offered, "Reject which contract")?;
    let reason = match (context.globals.message.as_deref(), context.prompt()) {
        (Some(words), _) => words.to_owned(),
        (None, Some(prompt)) => prompt.text("What has to change", None, false, |_| Ok(()))?,
        (None, None) => {
            return Err(Error::new(Kind::Usage, "missing-answer", "a rejection needs a reason")
                .hint("say with -m what has to change"));
        }
    };
    let actor = context.actor(&session, args.key.named())?;
    let report = approval::reject(&session, &actor, &place, &reason, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}
