//! `clm show`: everything about contracts.

use super::super::context::Context;
use crate::error::Result;
use crate::ops::{self, finding::show::With, session::Session, session::resolve::Place};

/// Arguments of `clm show`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm show nda-7k2m9qxt\n  clm show nda --text\n  clm show nda-7k2m9qxt --clause 7.2\n  \
                  clm show nda --effective --as-of 2027-01-01"
)]
pub struct Args {
    /// Contracts: id, unique prefix, folder or path; `-` reads names from stdin
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
    /// Also the agreement's text
    #[arg(long)]
    pub text: bool,
    /// Only one clause, by its number or heading, such as 7.2
    #[arg(long, value_name = "CLAUSE", conflicts_with_all = ["text", "raw"])]
    pub clause: Option<String>,
    /// Also the terms in force today, or on the day of --as-of, with the amendment behind each, whenever it was signed
    #[arg(long)]
    pub effective: bool,
    /// Only the exact bytes of contract.md
    #[arg(long, conflicts_with_all = ["text", "json", "plain"])]
    pub raw: bool,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    // Which terms are in force is a question to everything recorded: an amendment may reach back before its signature.
    let session = if args.effective { context.session_of_all()? } else { context.session()? };
    let contracts = chosen(args, context, &session)?;
    if args.raw {
        for contract in &contracts {
            context.streams.out_bytes(&ops::finding::show::raw(&session, contract)?)?;
        }
        return Ok(0);
    }
    let effective = args.effective.then(|| context.globals.as_of.unwrap_or(session.today));
    let with = With { text: args.text || args.clause.is_some(), effective };
    let mut report = ops::finding::show::show(&session, &contracts, with)?;
    if let Some(clause) = &args.clause {
        ops::finding::show::only_clause(&mut report, clause)?;
    }
    context.show(&report)?;
    Ok(0)
}

/// The contracts named, or the one chosen from what waits; without a person to ask a name is needed.
fn chosen(args: &Args, context: &Context<'_>, session: &Session) -> Result<Vec<Place>> {
    let names = context.names(&args.contracts)?;
    if names.is_empty() {
        return Ok(vec![super::choose::waiting(context, session, "Show which contract")?]);
    }
    session.resolve_all(&names, context.folder())
}
