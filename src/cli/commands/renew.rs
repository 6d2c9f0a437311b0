//! `clm renew`: a new contract drawn from the old one, or its option used.

use chrono::NaiveDate;

use super::super::args::{self, Key};
use super::super::context::Context;
use crate::error::Result;
use crate::ops::living::renew::{self, RenewRequest};

/// Arguments of `clm renew`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "The draft keeps text, parties, annexes, owner and tags. Once everybody has signed it, it supersedes the old \
                  contract on the day it starts. A contract that renews by itself needs nothing.\n\n\
                  Examples:\n  clm renew lease-7k2m9qxt\n  clm renew lease-7k2m9qxt --start 2027-04-01 --length \"24 months\"\n  \
                  clm renew lease-7k2m9qxt --option   # use the option to renew: the same contract goes on"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// The new contract's first day; the day after the old one's end when left out
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub start: Option<NaiveDate>,
    /// The length of its first period, such as "24 months"
    #[arg(long, value_name = "SPAN")]
    pub length: Option<String>,
    /// Use the option to renew instead: the same contract goes on for another period
    #[arg(long, visible_alias = "continue", conflicts_with_all = ["start", "length"])]
    pub option: bool,
    /// The day the option was used; today when left out
    #[arg(long, value_name = "DATE", value_parser = args::date, requires = "option")]
    pub on: Option<NaiveDate>,
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
    let report = if args.option {
        renew::use_option(&session, &actor, &place, args.on, &context.manner())?
    } else {
        let request = RenewRequest { start: args.start, length: args.length.as_deref() };
        renew::renew(&session, &actor, &place, &request, &context.manner())?
    };
    context.show(&report)?;
    Ok(0)
}
