//! `clm search`: contracts by their words.

use super::super::context::Context;
use crate::error::{Kind, Result};
use crate::ops::{
    self,
    search::{self, SearchRequest},
};

/// Arguments of `clm search`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm search \"confidential information\" status:active\n  clm search oppsigelse language:nb\n  clm search '\"force majeure\" -kind:nda'"
)]
pub struct Args {
    /// Words, "phrases", prefixes*, -exclusions and filters
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// How many to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Also contracts that are archived (`flag:archived` finds only those)
    #[arg(long)]
    pub all: bool,
    /// Exit 10 when something is found
    #[arg(long)]
    pub exit_code: bool,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let query = context.query(&args.query)?;
    let me = ops::actor::reader(&session, &context.key_choice(None), &query);
    let request = SearchRequest { query: &query, me: me.as_deref(), limit: args.limit, archived: args.all };
    let report = search::search(&session, &request)?;
    context.show(&report)?;
    Ok(if args.exit_code && !report.items.is_empty() { Kind::ConditionHolds.exit() } else { 0 })
}
