//! `clm search`: contracts by their words.

use super::super::args;
use super::super::context::Context;
use super::super::everywhere::{self, Asked, Everywhere};
use crate::error::{Kind, Result};
use crate::ops::finding::count::By;
use crate::ops::finding::search::{self, SearchRequest, history};
use crate::ops::session::Session;

/// Arguments of `clm search`.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
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
    /// Count all that is found by status, kind, workspace, party, tag, owner, language or year
    #[arg(long, value_name = "KEY", value_parser = args::one_of(By::ALL), conflicts_with = "history")]
    pub count_by: Option<By>,
    /// When the words entered and left the texts of contracts, in which commit, by whom
    #[arg(long)]
    pub history: bool,
    /// Exit 10 when something is found
    #[arg(long)]
    pub exit_code: bool,
    /// Whether all that are listed are asked
    #[command(flatten)]
    pub everywhere: Everywhere,
}

const EXAMPLES: &str = "\
Inflections, compounds (avtale finds Leverandøravtalen), accents and their other spellings (Kuendigung) are found; a \
misspelt word that stands nowhere is taken for the nearest that does. Annexes, comments and the words of acts are \
searched too. \"Quoted words\" mean exactly these.

Examples:
  clm search \"confidential information\" status:active
  clm search oppsigelse language:nb
  clm search '\"force majeure\" -kind:nda'
  clm search indemnity --count-by party
  clm search --history exclusive party:acme";

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let limit = args.limit;
    let held = |found: bool| if args.exit_code && found { Kind::ConditionHolds.exit() } else { 0 };
    if args.history {
        let question = |at: &Asked<'_>| put(args, at, history::history);
        let answer = everywhere::ask(context, args.everywhere, question, |all| history::joined(all, limit))?;
        let code = answer.exit(held(!answer.report.items.is_empty()));
        answer.show(context)?;
        return Ok(code);
    }
    let question = |at: &Asked<'_>| put(args, at, search::search);
    let answer = everywhere::ask(context, args.everywhere, question, |all| search::joined(all, limit))?;
    if let Some(instead) = &answer.report.instead {
        context.note(&format!("nothing for `{}`; showing `{}`", instead.typed, instead.shown));
    }
    let code = answer.exit(held(answer.report.total > 0));
    answer.show(context)?;
    Ok(code)
}

/// Puts the query to one repository.
fn put<R>(args: &Args, at: &Asked<'_>, to: impl FnOnce(&Session, &SearchRequest<'_>) -> Result<R>) -> Result<R> {
    let query = at.query(&args.query)?;
    let me = at.reader(&query);
    let (limit, archived, count_by) = (args.limit, args.all, args.count_by);
    to(at.session, &SearchRequest { query: &query, me: me.as_deref(), limit, archived, count_by })
}
