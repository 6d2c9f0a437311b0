//! `clm done`: a duty or reminder was dealt with.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::super::args::{self, Key};
use super::super::context::Context;
use crate::error::Result;
use crate::ops::living::done::{self, DoneRequest};

/// Arguments of `clm done`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Of a duty that recurs the earliest open day is dealt with, unless --due names another.\n\n\
                  Examples:\n  clm done lease-7k2m9qxt annual-fee\n  \
                  clm done lease-7k2m9qxt annual-fee --due 2027-01-15 --on 2027-01-10 --evidence receipt.pdf")]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// The obligation or reminder, by its id
    #[arg(value_name = "OBLIGATION")]
    pub what: String,
    /// Which of its days
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub due: Option<NaiveDate>,
    /// The day it was done; today when left out
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub on: Option<NaiveDate>,
    /// A file that shows it; kept in files/
    #[arg(long, value_name = "FILE")]
    pub evidence: Vec<PathBuf>,
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
    let evidence: Vec<PathBuf> = args.evidence.iter().map(|path| context.resolve(path)).collect();
    let request = DoneRequest { what: &args.what, due: args.due, on: args.on, evidence: &evidence };
    context.show(&done::done(&session, &actor, &place, &request, &context.manner())?)?;
    Ok(0)
}
