//! `clm calendar`: months with what falls on their days.

use chrono::NaiveDate;

use super::super::context::Context;
use super::super::everywhere::{self, Asked, Everywhere};
use crate::error::Result;
use crate::ops::finding::calendar::{self, CalendarRequest};

/// Arguments of `clm calendar`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm calendar\n  clm calendar --months 12 --from 2027-01 party:acme")]
pub struct Args {
    /// Words and filters that choose contracts
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// How many months
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=120))]
    pub months: u32,
    /// The first month, such as 2026-12; the present one when absent
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub from: Option<NaiveDate>,
    /// Whether all that are listed are asked
    #[command(flatten)]
    pub everywhere: Everywhere,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let question = |at: &Asked<'_>| {
        let query = at.query(&args.query)?;
        let me = at.reader(&query);
        let request = CalendarRequest { query: &query, me: me.as_deref(), from: args.from, months: args.months };
        calendar::calendar(at.session, &request)
    };
    let answer = everywhere::ask(context, args.everywhere, question, calendar::joined)?;
    let code = answer.exit(0);
    answer.show(context)?;
    Ok(code)
}

/// Reads a month, or a day in it.
fn month(text: &str) -> std::result::Result<NaiveDate, String> {
    let whole = if text.len() == 7 { format!("{text}-01") } else { text.to_owned() };
    super::super::args::date(&whole).map_err(|_| "expected a month such as 2026-12".to_owned())
}
