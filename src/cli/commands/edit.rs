//! `clm edit`: a draft in the user's editor.

use super::super::args::Key;
use super::super::context::Context;
use super::revise::{Revised, Work, revise};
use crate::error::Result;
use crate::ops;

/// Arguments of `clm edit`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm edit nda-7k2m9qxt")]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
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
    let draft = ops::drafting::edit::take(&session, &actor, &place)?;
    let record =
        |text: &[u8]| context.show(&ops::drafting::edit::record(&session, &actor, &draft, text, &context.manner())?);
    let work = Work {
        name: format!("{}.md", place.id),
        text: &draft.text,
        as_it_is: false,
        faults: &|text| draft.faults(text),
        record: &record,
    };
    let why = match revise(context, &session, &work)? {
        Revised::Recorded => return Ok(0),
        Revised::Unchanged if draft.is_ahead() => "nothing was changed: the folder is still ahead of what is recorded",
        Revised::Unchanged => "nothing to record: the text was not changed",
        Revised::Emptied => "nothing to record: the text was emptied, the draft stays as it was",
    };
    if draft.is_ahead() {
        context.note(&format!("`clm save {}` records what is in the folder", place.id));
    }
    context.show(&ops::drafting::draft::nothing(why))?;
    Ok(0)
}
