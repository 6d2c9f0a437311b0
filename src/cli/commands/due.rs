//! `clm due`: dates that need somebody.

use chrono::NaiveDate;

use super::super::context::Context;
use super::super::everywhere::{self, Answer, Asked, Everywhere};
use crate::contract::deadline::What;
use crate::error::{Error, Kind, Result};
use crate::ops::finding::due::{self, DueRequest, told::Cursor};
use crate::render::feed::ics;
use crate::report::due::{DueItem, DueReport};

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
    /// Whether all that are listed are asked
    #[command(flatten)]
    pub everywhere: Everywhere,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    if args.monitor {
        return watch(args, context);
    }
    let Some(name) = &args.since_last else {
        return Ok(told(args, context, None)?.code);
    };
    let folder = context.world.state_folder().ok_or_else(|| {
        Error::new(Kind::Usage, "no-state", "there is no place to remember what was told").hint("set HOME")
    })?;
    let cursor = Cursor::open(&folder.join("told"), name)?;
    let told = told(args, context, Some(&cursor))?;
    if !context.globals.dry_run {
        // Where a repository could not be asked, what passes there meanwhile is looked for from the same day on again.
        let day = if told.whole { told.today } else { cursor.last().unwrap_or(told.today) };
        cursor.keep(&told.items, day)?;
    }
    Ok(told.code)
}

/// What was told.
struct Told {
    items: Vec<DueItem>,
    /// The earliest day of those asked.
    today: NaiveDate,
    /// Whether all could be asked.
    whole: bool,
    code: u8,
}

fn told(args: &Args, context: &Context<'_>, cursor: Option<&Cursor>) -> Result<Told> {
    let mut today = NaiveDate::MAX;
    if args.ics {
        let question = |at: &Asked<'_>| {
            today = today.min(at.session.today);
            due::feed::feed(at.session, put(args, at, days(args, at), cursor)?, &args.alarm)
        };
        let answer = everywhere::ask(context, args.everywhere, question, due::feed::joined)?;
        let (dated, undated) = (&answer.report.items, &answer.report.undated);
        let items: Vec<DueItem> = dated.iter().chain(undated).cloned().collect();
        let told = Told { today, whole: answer.failed().is_empty(), code: code(args, &answer, &items), items };
        context.out(&ics(&answer.report))?;
        if !undated.is_empty() {
            let n = undated.len();
            context.note(&format!("{n} without a date left out; `clm due --what unknown` lists them"));
        }
        return Ok(told);
    }
    let question = |at: &Asked<'_>| {
        today = today.min(at.session.today);
        put(args, at, days(args, at), cursor)
    };
    let answer = everywhere::ask(context, args.everywhere, question, due::joined)?;
    let items = answer.report.items.clone();
    let told = Told { today, whole: answer.failed().is_empty(), code: code(args, &answer, &items), items };
    answer.show(context)?;
    Ok(told)
}

fn code<R>(args: &Args, answer: &Answer<R>, items: &[DueItem]) -> u8 {
    answer.exit(if args.exit_code && !items.is_empty() { Kind::ConditionHolds.exit() } else { 0 })
}

/// How far ahead one repository looks.
fn days(args: &Args, at: &Asked<'_>) -> u32 {
    args.days.unwrap_or_else(|| at.settings().number("due.days"))
}

/// Puts the question to one repository.
fn put(args: &Args, at: &Asked<'_>, days: u32, cursor: Option<&Cursor>) -> Result<DueReport> {
    let query = at.query(&args.query)?;
    let me = at.reader(&query);
    let request = DueRequest {
        query: &query,
        me: me.as_deref(),
        days,
        what: &args.what,
        overdue: args.overdue,
        explain: args.explain,
        reasons: args.explain || args.ics || at.wants_json(),
    };
    match cursor {
        Some(cursor) => due::due_since(at.session, &request, cursor),
        None => due::due(at.session, &request),
    }
}

/// The answer for a monitoring system, whatever happens: there, a broken repository must not look like a quiet one.
fn watch(args: &Args, context: &Context<'_>) -> Result<u8> {
    let (warn, crit) = (args.warn, args.crit);
    let question = |at: &Asked<'_>| put(args, at, warn.max(crit), None);
    let answer = match everywhere::ask(context, args.everywhere, question, due::joined) {
        Ok(_) if crit > warn => Answer::of(due::watch::blind("--crit is larger than --warn", warn, crit)),
        Ok(answer) => {
            let fault = answer.failed().first().map(|first| format!("{}: {}", first.repository, first.error.message));
            answer.map(|due| {
                let weighed = due::watch::weigh(&due.items, warn, crit);
                fault.iter().fold(weighed, |weighed, fault| due::watch::half_blind(weighed, fault))
            })
        }
        Err(error) => Answer::of(due::watch::blind(&error.message, warn, crit)),
    };
    let level = answer.report.level;
    answer.show(context)?;
    Ok(level.exit())
}

/// Reads a kind of date.
fn what(text: &str) -> std::result::Result<What, String> {
    let all = What::ALL;
    all.into_iter().find(|what| what.word() == text).ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|what| what.word()).collect();
        format!("expected one of {}", words.join(", "))
    })
}
