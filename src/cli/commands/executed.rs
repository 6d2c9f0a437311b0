//! `clm executed`: executed on paper or on another platform.

use super::super::context::Context;
use crate::contract::act::Way;
use crate::error::Result;
use crate::ops::agreeing::executed::{self, ExecutedRequest};

use std::path::PathBuf;

use chrono::NaiveDate;

use super::super::args::{self, Key};

/// Arguments of `clm executed`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm executed nda-7k2m9qxt --on 2026-11-20 --by paper --evidence scan.pdf\n  clm executed nda-7k2m9qxt --on 2026-11-20 --by oneflow --evidence signed.pdf --evidence audit-trail.pdf"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// The day it was executed
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub on: NaiveDate,
    /// `paper`, `external`, or the service: bankid, oneflow, docusign …; `external:NAME` for another one
    #[arg(long, value_name = "HOW", value_parser = Way::of)]
    pub by: Way,
    /// The scan or the platform's file, kept in files/; once for each file
    #[arg(long, value_name = "FILE", required = true)]
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
    let request = ExecutedRequest { on: args.on, way: args.by.clone(), evidence: &evidence };
    let report = executed::executed(&session, &actor, &place, &request, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}
