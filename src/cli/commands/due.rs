//! `clm due`: dates that need somebody.

use super::super::context::Context;
use crate::error::{Kind, Result};
use crate::ops::{
    self,
    due::{self, DueRequest},
};

/// Arguments of `clm due`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm due --days 30\n  clm due --days 90 --explain party:acme\n  clm due --days 14 -q --exit-code   # for cron"
)]
pub struct Args {
    /// Words and filters that choose contracts
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Dates up to today + N, inside; the setting `due.days` when absent, 30 by itself
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=36525))]
    pub days: Option<u32>,
    /// Say why: the anchor, the period, the rule, each step
    #[arg(long)]
    pub explain: bool,
    /// Exit 10 when something is due
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
    let request = DueRequest {
        query: &query,
        me: me.as_deref(),
        days: args.days.unwrap_or_else(|| context.settings().number("due.days")),
        explain: args.explain,
        reasons: args.explain || context.globals.json,
    };
    let report = due::due(&session, &request)?;
    context.show(&report)?;
    Ok(if args.exit_code && !report.items.is_empty() { Kind::ConditionHolds.exit() } else { 0 })
}
