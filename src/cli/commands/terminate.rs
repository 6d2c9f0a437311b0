//! `clm terminate`: a contract was ended on a day.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::super::args::{self, Key};
use super::super::context::Context;
use crate::contract::act::Ground;
use crate::error::Result;
use crate::ops::living::terminate::{self, TerminateRequest};

/// On what ground.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum For {
    /// The other party broke it, or the law gives the right
    Cause,
    /// A party may end it at will, or both agreed to
    Convenience,
}

/// Arguments of `clm terminate`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "A contract that is to run out is ended with `clm notice`; terminate ends it on a day that somebody set.\n\n\
                  Examples:\n  clm terminate saas-7k2m9qxt --on 2026-12-31 --for cause -m \"Two months unpaid\"\n  \
                  clm terminate saas-7k2m9qxt --on 2026-12-31 --for convenience --by Acme -m \"Agreed by mail\" --evidence mail.eml"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// The contract's last day
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub on: NaiveDate,
    /// For cause, or at will
    #[arg(long = "for", value_enum, value_name = "GROUND")]
    pub ground: For,
    /// The party that ended it, by name or the beginning of it
    #[arg(long, value_name = "PARTY")]
    pub by: Option<String>,
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
    let ground = match args.ground {
        For::Cause => Ground::Cause,
        For::Convenience => Ground::Convenience,
    };
    let request = TerminateRequest { on: args.on, ground, by: args.by.as_deref(), evidence: &evidence };
    context.show(&terminate::terminate(&session, &actor, &place, &request, &context.manner())?)?;
    Ok(0)
}
