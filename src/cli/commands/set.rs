//! `clm set`: terms of a draft or a transcription, or our own fields, without an editor.

use super::super::context::Context;
use crate::error::Result;
use crate::ops;

use super::super::args::{self, Key};
/// Arguments of `clm set`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Keys of a draft's header:\n  title kind language governing_law form\n  term.start term.end term.length term.renews term.notice\n  value.amount value.currency value.per\n  party.0.name party.\"Acme AS\".org_number\nOur own fields, at any time:\n  owner tags custom.NAME\nWhat was executed elsewhere may be corrected, too: an act then says from what to what, and -m why.\nOnly the header changes: see with `clm edit` that the words of the agreement say the same.\n\nExamples:\n  clm set nda-7k2m9qxt term.notice=\"3 months\" governing_law=Norway\n  clm set nda-7k2m9qxt owner=me@northwind.example custom.cost_centre=4711"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// Header keys such as `term.notice`, `owner`, or `custom.KEY`; an empty value removes the key
    #[arg(value_name = "KEY=VALUE", required = true, value_parser = args::assignment)]
    pub changes: Vec<(String, String)>,
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
    let contract = session.resolve(&args.contract, context.folder())?;
    let report = ops::drafting::set::set(&session, &actor, &contract, &args.changes, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}
