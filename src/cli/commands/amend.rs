//! `clm amend`: a linked amendment of a signed contract.

use chrono::NaiveDate;

use super::super::args::{self, Key};
use super::super::context::Context;
use crate::error::Result;
use crate::ops::living::amend::{self, AmendRequest};

/// Arguments of `clm amend`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "The amendment is a draft of its own: write what changes, and let everybody sign it. A [term] in it takes the place of \
                  the whole old one from its effective day; `clm show CONTRACT --effective` shows the terms in force.\n\n\
                  Examples:\n  clm amend msa-0c3v5b8n --effective 2027-01-01\n  clm amend msa-0c3v5b8n --title \"New prices from 2027\""
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// The day from which it holds; the day everybody has signed when left out
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub effective: Option<NaiveDate>,
    /// Its title instead of the usual one
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
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
    let request = AmendRequest { effective: args.effective, title: args.title.as_deref() };
    context.show(&amend::amend(&session, &actor, &place, &request, &context.manner())?)?;
    Ok(0)
}
