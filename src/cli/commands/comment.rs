//! `clm comment`: words about a contract.

use super::super::args::Key;
use super::super::context::Context;
use super::super::editor::Sheet;
use crate::error::{Error, Kind, Result};
use crate::ops;

/// Arguments of `clm comment`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Without TEXT or -m your editor opens; `-` reads the words from stdin. A comment is ours: it is never part of the agreement, and can be made in any state. `clm show` and `clm log` list them.\n\nExamples:\n  clm comment nda-7k2m9qxt \"They accept Norwegian law\"\n  clm comment nda-7k2m9qxt --on 7.2 -m \"Ask for 60 days\""
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// The words
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,
    /// The clause it is about, such as §7.2 or a heading
    #[arg(long, visible_alias = "clause", value_name = "CLAUSE")]
    pub on: Option<String>,
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
    let text = words(args, context)?;
    let on = args.on.as_deref();
    let report = ops::drafting::comment::comment(&session, &actor, &place, &text, on, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}

fn words(args: &Args, context: &Context<'_>) -> Result<String> {
    match (args.text.as_deref(), context.globals.message.as_deref()) {
        (Some(_), Some(_)) => Err(Error::new(Kind::Usage, "contradiction", "the words are given twice")
            .hint("give them as TEXT or with -m, not both")),
        (Some("-"), None) => std::io::read_to_string(std::io::stdin().lock())
            .map_err(|fault| Error::new(Kind::Failed, "stdin", format!("cannot read the words from stdin: {fault}"))),
        (Some(text), None) | (None, Some(text)) => Ok(text.to_owned()),
        (None, None) if context.prompt().is_none() => {
            Err(Error::new(Kind::Usage, "missing-answer", "the words of the comment are missing")
                .hint("give them as TEXT or with -m"))
        }
        (None, None) => {
            let bytes = Sheet::new(context)?.edit(b"", &[])?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        }
    }
}
