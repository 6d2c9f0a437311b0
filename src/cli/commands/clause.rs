//! `clm clause`: wording that templates include, and what may stand in for it.

use super::super::context::Context;
use crate::error::Result;
use crate::ops::paper::clause;

/// What `clm clause` can do.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// List clauses, each with its fallbacks
    List {
        /// Only of this workspace
        #[arg(short, long, value_name = "NAME")]
        workspace: Option<String>,
    },
    /// Show a clause, or a fallback of it
    #[command(after_help = "Examples:\n  clm clause show liability\n  clm clause show liability --fallback uncapped")]
    Show {
        /// Its name, or workspace/name
        name: String,
        /// The fallback instead of the clause
        #[arg(long, value_name = "NAME")]
        fallback: Option<String>,
        /// The workspace it belongs to
        #[arg(short, long, value_name = "NAME")]
        workspace: Option<String>,
    },
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(action: &Action, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let report = match action {
        Action::List { workspace } => clause::list(&session, workspace.as_deref())?,
        Action::Show { name, fallback, workspace } => {
            clause::show(&session, name, fallback.as_deref(), workspace.as_deref())?
        }
    };
    context.show(&report)?;
    for problem in &report.problems {
        context.warn(problem);
    }
    Ok(0)
}
