//! `clm witness`: one signature made on paper or on another platform, recorded by a member.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::super::args::{self, Key};
use super::super::context::Context;
use crate::contract::act::Way;
use crate::error::Result;
use crate::ops::agreeing::witness::{self, WitnessRequest};

/// Arguments of `clm witness`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "You sign what you witness with your own key; every answer shows the signature as witnessed, never as theirs. Nobody witnesses his own.\n\nExamples:\n  clm witness nda-7k2m9qxt --for \"Bo Acme\" --party \"Acme AS\" --by paper --on 2026-11-20 --evidence scan.pdf\n  clm witness nda-7k2m9qxt --for bo@acme.example --by bankid --on 2026-11-20 --evidence signed.pdf"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// Who signed: the name, or the e-mail, as the contract has it
    #[arg(long = "for", value_name = "NAME")]
    pub who: String,
    /// Their party; needed where no party, or several, name them
    #[arg(long, value_name = "PARTY")]
    pub party: Option<String>,
    /// Their e-mail, where the contract names nobody for the party
    #[arg(long, value_name = "EMAIL")]
    pub email: Option<String>,
    /// What they signed as; their title in the contract when absent
    #[arg(long = "as", value_name = "CAPACITY")]
    pub capacity: Option<String>,
    /// The day they signed
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
    let request = WitnessRequest {
        who: &args.who,
        party: args.party.as_deref(),
        email: args.email.as_deref(),
        capacity: args.capacity.as_deref(),
        on: args.on,
        way: args.by.clone(),
        evidence: &evidence,
    };
    let agree = &mut |shown: &_| super::sign::agree(context, shown);
    let report = witness::witness(&session, &actor, &place, &request, agree, &context.manner())?;
    context.show(&report)?;
    Ok(0)
}
