//! `clm template`: approved paper to start from.

use super::super::context::Context;
use crate::error::Result;
use crate::ops::template;

/// What `clm template` can do.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// List templates
    List {
        /// Only of this workspace
        #[arg(short, long, value_name = "NAME")]
        workspace: Option<String>,
    },
    /// Show what a template asks for
    Show {
        /// Its name, or workspace/name
        name: String,
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
        Action::List { workspace } => template::list(&session, workspace.as_deref())?,
        Action::Show { name, workspace } => template::show(&session, name, workspace.as_deref())?,
    };
    context.show(&report)?;
    for problem in &report.problems {
        context.warn(problem);
    }
    Ok(0)
}
