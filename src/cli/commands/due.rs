//! `clm due`: dates that need somebody.

use super::super::context::Context;
use crate::contract::deadline::What;
use crate::error::{Error, Kind, Result};
use crate::ops::finding::due::{self, DueRequest, told::Cursor};
use crate::ops::{self, session::Session};
use crate::render::feed::ics;
use crate::report::due::DueReport;

/// Arguments of `clm due`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm due --days 30\n  clm due --days 90 --explain party:acme\n  clm due --overdue --what obligation,reminder owner:me\n  \
                  clm due --days 400 --ics > contracts.ics            # a feed for calendar programs\n  \
                  clm due --days 30 -q --since-last                  # for cron: each date is told once\n  \
                  clm due --monitor --warn 30 --crit 7               # exits 0, 1, 2 or 3 as monitoring plugins do"
)]
pub struct Args {
    /// Words and filters that choose contracts
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Dates up to today + N, inside; the setting `due.days` when absent, 30 by itself
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=36525))]
    pub days: Option<u32>,
    /// Only these kinds: notice, end, renewal, option, start, sign-by, obligation, reminder, unknown
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = what)]
    pub what: Vec<What>,
    /// Only what is past and not dealt with
    #[arg(long)]
    pub overdue: bool,
    /// Say why: the anchor, the period, the rule, each step
    #[arg(long)]
    pub explain: bool,
    /// Exit 10 when something is due
    #[arg(long)]
    pub exit_code: bool,
    /// Only what was not told before; CURSOR names whom it was told to, such as a job [default: due]
    #[arg(long, value_name = "CURSOR", num_args = 0..=1, require_equals = true, default_missing_value = "due")]
    pub since_last: Option<String>,
    /// Answer as an iCalendar feed of all-day events
    #[arg(long, conflicts_with_all = ["json", "plain", "explain"])]
    pub ics: bool,
    /// With --ics: an alarm N days before each event; may be repeated
    #[arg(long, value_name = "N", requires = "ics", value_parser = clap::value_parser!(u32).range(..=3650))]
    pub alarm: Vec<u32>,
    /// Answer one line for a monitoring system and exit 0 (ok), 1 (warning), 2 (critical) or 3 (could not tell)
    #[arg(long, conflicts_with_all = ["ics", "since_last", "days", "exit_code", "explain"])]
    pub monitor: bool,
    /// With --monitor: a date within N days is a warning
    #[arg(long, value_name = "N", requires = "monitor", default_value_t = 30, value_parser = clap::value_parser!(u32).range(..=36525))]
    pub warn: u32,
    /// With --monitor: a date within N days is critical
    #[arg(long, value_name = "N", requires = "monitor", default_value_t = 7, value_parser = clap::value_parser!(u32).range(..=36525))]
    pub crit: u32,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    if args.monitor {
        return watch(args, context);
    }
    let session = context.session()?;
    let days = args.days.unwrap_or_else(|| context.settings().number("due.days"));
    let Some(name) = &args.since_last else {
        let report = ask(args, context, &session, days, None)?;
        return answer(args, context, &session, report);
    };
    let folder = context.world.state_folder().ok_or_else(|| {
        Error::new(Kind::Usage, "no-state", "there is no place to remember what was told").hint("set HOME")
    })?;
    let cursor = Cursor::open(&folder.join("told"), name)?;
    let report = ask(args, context, &session, days, Some(&cursor))?;
    let told = report.items.clone();
    let code = answer(args, context, &session, report)?;
    if !context.globals.dry_run {
        cursor.keep(&told, session.today)?;
    }
    Ok(code)
}

fn ask(args: &Args, context: &Context<'_>, session: &Session, days: u32, cursor: Option<&Cursor>) -> Result<DueReport> {
    let query = context.query(&args.query)?;
    let me = ops::session::actor::reader(session, &context.key_choice(None), &query);
    let request = DueRequest {
        query: &query,
        me: me.as_deref(),
        days,
        what: &args.what,
        overdue: args.overdue,
        explain: args.explain,
        reasons: args.explain || args.ics || context.globals.json,
    };
    match cursor {
        Some(cursor) => due::due_since(session, &request, cursor),
        None => due::due(session, &request),
    }
}

fn answer(args: &Args, context: &Context<'_>, session: &Session, report: DueReport) -> Result<u8> {
    let something = !report.items.is_empty();
    if args.ics {
        let undated = report.items.iter().filter(|item| item.date.is_none()).count();
        context.out(&ics(&due::feed::feed(session, report, &args.alarm)?))?;
        if undated > 0 {
            context.note(&format!("{undated} without a date left out; `clm due --what unknown` lists them"));
        }
    } else {
        context.show(&report)?;
    }
    Ok(if args.exit_code && something { Kind::ConditionHolds.exit() } else { 0 })
}

/// The answer for a monitoring system, whatever happens: there, a broken repository must not look like a quiet one.
fn watch(args: &Args, context: &Context<'_>) -> Result<u8> {
    let asked = context.session().and_then(|session| ask(args, context, &session, args.warn.max(args.crit), None));
    let report = match asked {
        Ok(due) if args.crit > args.warn => {
            drop(due);
            due::watch::blind("--crit is larger than --warn", args.warn, args.crit)
        }
        Ok(due) => due::watch::weigh(&due.items, args.warn, args.crit),
        Err(error) => due::watch::blind(&error.message, args.warn, args.crit),
    };
    context.show(&report)?;
    Ok(report.level.exit())
}

/// Reads a kind of date.
fn what(text: &str) -> std::result::Result<What, String> {
    let all = What::ALL;
    all.into_iter().find(|what| what.word() == text).ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|what| what.word()).collect();
        format!("expected one of {}", words.join(", "))
    })
}
