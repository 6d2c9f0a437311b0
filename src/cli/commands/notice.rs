//! `clm notice`: a party gave notice.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::super::args::{self, Key};
use super::super::context::Context;
use crate::error::Result;
use crate::ops::living::notice::{self, By, NoticeRequest};

/// Arguments of `clm notice`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "What counts is the day the notice was received. The answer says whether it was in time, when the contract then \
                  ends, and why; where the two ways of counting disagree both ends are shown and the later is planned with.\n\n\
                  Examples:\n  clm notice saas-7k2m9qxt --received 2026-11-01\n  \
                  clm notice saas-7k2m9qxt --theirs --sent 2026-10-28 --received 2026-11-02 --evidence letter.pdf\n  \
                  clm notice saas-7k2m9qxt --letter   # draft our letter; nothing counts before it is received"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// The party that gave notice, by name or the beginning of it
    #[arg(long, value_name = "PARTY", conflicts_with_all = ["ours", "theirs"])]
    pub by: Option<String>,
    /// We gave notice (the default)
    #[arg(long, conflicts_with = "theirs")]
    pub ours: bool,
    /// The other party gave notice
    #[arg(long)]
    pub theirs: bool,
    /// The day it was sent
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub sent: Option<NaiveDate>,
    /// The day it was received: this one counts
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub received: Option<NaiveDate>,
    /// Draft our letter into files/; without --received nothing else is recorded
    #[arg(long)]
    pub letter: bool,
    /// A file that shows it, such as the letter received; kept in files/
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
    let by = match (&args.by, args.theirs) {
        (Some(name), _) => By::Party(name),
        (None, true) => By::Them,
        (None, false) => By::Us,
    };
    let request =
        NoticeRequest { by, sent: args.sent, received: args.received, evidence: &evidence, letter: args.letter };
    context.show(&notice::notice(&session, &actor, &place, &request, &context.manner())?)?;
    Ok(0)
}
