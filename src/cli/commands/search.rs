//! `clm search`: contracts by their words.

use super::super::args;
use super::super::context::Context;
use crate::error::{Kind, Result};
use crate::ops::finding::count::By;
use crate::ops::{
    self,
    finding::search::{self, SearchRequest, history},
};

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
    let session = context.session()?;
    let query = context.query(&args.query)?;
    let me = ops::session::actor::reader(&session, &context.key_choice(None), &query);
    let count_by = args.count_by;
    let request = SearchRequest { query: &query, me: me.as_deref(), limit: args.limit, archived: args.all, count_by };
    let found = if args.history {
        let report = history::history(&session, &request)?;
        context.show(&report)?;
        !report.items.is_empty()
    } else {
        let report = search::search(&session, &request)?;
        if let Some(instead) = &report.instead {
            context.note(&format!("nothing for `{}`; showing `{}`", instead.typed, instead.shown));
        }
        context.show(&report)?;
        report.total > 0
    };
    Ok(if args.exit_code && found { Kind::ConditionHolds.exit() } else { 0 })
}
