//! `clm undo`: what was done, taken back.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops::moving::undo::{self, Wanted};
use crate::render::visible;

/// Arguments of `clm undo`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Without a name it takes back the last thing you did, and once more the thing before that; it says which, and asks. A contract's name means the last thing that happened to it. History stays as it is: an act is taken back by a further act, everything else by putting back what was there, unless it has changed since. What was signed or received is not undone.\n\nExamples:\n  clm undo\n  clm undo nda-7k2m9qxt\n  clm undo 3f9a1c2b7d\n  clm undo --redo"
)]
pub struct Args {
    /// A contract, a commit, or an act's digest or file
    #[arg(value_name = "WHAT")]
    pub what: Option<String>,
    /// Do again what you undid last
    #[arg(long, conflicts_with = "what")]
    pub redo: bool,
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
    let actor = context.actor(&session, args.key.named())?;
    let wanted = match args.what.as_deref() {
        Some(name) => Wanted::Named(name, context.folder()),
        None if args.redo => Wanted::Redo,
        None => Wanted::Last,
    };
    let meant = undo::find(&session, &actor, wanted)?;
    let sure = context.globals.yes || context.globals.dry_run;
    let words = visible::line(&meant.in_words(&session));
    let (verb, doing) = if meant.is_redo() { ("Do again", "doing again") } else { ("Undo", "undoing") };
    match context.prompt().filter(|_| !sure) {
        Some(prompt) if !prompt.confirm(&format!("{verb} {words}?"), false)? => {
            return Err(Error::new(Kind::Refused, "not-agreed", "not undone; nothing was written"));
        }
        None if !sure && !meant.is_exact() => {
            return Err(Error::new(Kind::Usage, "missing-answer", format!("{} what? {words}", verb.to_lowercase()))
                .hint("--yes answers; or name the commit, as `clm log` shows it"));
        }
        None => context.note(&format!("{doing}: {words}")),
        Some(_) => {}
    }
    let report = undo::undo(&session, &actor, &meant, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}
