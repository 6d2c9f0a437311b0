//! `clm executed`: executed on paper or on another platform.

use super::super::context::Context;
use crate::contract::act::Execution;
use crate::error::Result;
use crate::ops::executed::{self, ExecutedRequest};

use std::path::PathBuf;

use chrono::NaiveDate;

use super::super::args;

/// How it was executed.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// Ink on paper
    Paper,
    /// BankID, Oneflow, DocuSign and the like
    External,
}

/// Arguments of `clm executed`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm executed nda-7k2m9qxt --on 2026-11-20 --by paper --evidence scan.pdf")]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// The day it was executed
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub on: NaiveDate,
    /// On paper, or on another signing platform
    #[arg(long, value_enum, value_name = "HOW")]
    pub by: How,
    /// The scan or the platform's file; kept in files/
    #[arg(long, value_name = "FILE", required = true)]
    pub evidence: Vec<PathBuf>,
    /// Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let place = session.resolve(&args.contract, context.folder())?;
    let actor = context.actor(&session, args.key.as_deref())?;
    let evidence: Vec<PathBuf> = args.evidence.iter().map(|path| context.resolve(path)).collect();
    let how = match args.by {
        How::Paper => Execution::Paper,
        How::External => Execution::External,
    };
    let request = ExecutedRequest { on: args.on, how, evidence: &evidence };
    let report = executed::executed(&session, &actor, &place, &request, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}
