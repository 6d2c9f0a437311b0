//! `clm list`: contracts that match.

use super::super::args;
use super::super::context::Context;
use super::super::everywhere::{self, Asked, Everywhere};
use crate::error::{Kind, Result};
use crate::ops::finding::count::By;
use crate::ops::finding::list::{self, ListRequest};

/// What to sort by.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// By id
    Id,
    /// By title
    Title,
    /// By status
    Status,
    /// By first day
    Start,
    /// By last day
    End,
    /// By last day for notice
    Notice,
    /// By currency and amount
    Value,
}

/// Arguments of `clm list`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm list status:active party:acme\n  clm list \"notice:<60d\" --plain\n  clm list @renewals party:acme   # clm config set query.renewals \"notice:<60d\""
)]
pub struct Args {
    /// Words and filters, such as `status:active party:acme "value:>100000"`
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Sort by id, title, status, start, end, notice or value
    #[arg(long, value_enum, value_name = "KEY")]
    pub sort: Option<Sort>,
    /// Also contracts that are archived (`flag:archived` lists only those)
    #[arg(long)]
    pub all: bool,
    /// Only drafts and living contracts whose template was changed, retired or removed since
    #[arg(long)]
    pub outdated_template: bool,
    /// Count what matches by status, kind, workspace, party, tag, owner, language or year
    #[arg(long, value_name = "KEY", value_parser = args::one_of(By::ALL))]
    pub count_by: Option<By>,
    /// Exit 10 when something matches
    #[arg(long)]
    pub exit_code: bool,
    /// Whether all that are listed are asked
    #[command(flatten)]
    pub everywhere: Everywhere,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let sort = args.sort.map_or(list::Sort::Natural, Sort::key);
    let question = |at: &Asked<'_>| {
        let query = at.query(&args.query)?;
        let me = at.reader(&query);
        let request = ListRequest {
            query: &query,
            me: me.as_deref(),
            sort,
            archived: args.all,
            outdated_template: args.outdated_template,
            count_by: args.count_by,
        };
        list::list(at.session, &request)
    };
    let answer = everywhere::ask(context, args.everywhere, question, |all| list::joined(all, sort))?;
    let holds = args.exit_code && !answer.report.items.is_empty();
    let code = answer.exit(if holds { Kind::ConditionHolds.exit() } else { 0 });
    answer.show(context)?;
    Ok(code)
}

impl Sort {
    fn key(self) -> list::Sort {
        match self {
            Self::Id => list::Sort::Id,
            Self::Title => list::Sort::Title,
            Self::Status => list::Sort::Status,
            Self::Start => list::Sort::Start,
            Self::End => list::Sort::End,
            Self::Notice => list::Sort::Notice,
            Self::Value => list::Sort::Value,
        }
    }
}
