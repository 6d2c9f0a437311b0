//! `clm template`: approved paper to start from.

use super::super::context::Context;
use crate::error::Result;
use crate::ops::{built_in, template};

/// What `clm template` can do.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// List templates
    List {
        /// Only of this workspace
        #[arg(short, long, value_name = "NAME")]
        workspace: Option<String>,
        /// Those clm brings along, in all languages; `clm template add` copies them into a workspace
        #[arg(long, conflicts_with = "workspace")]
        built_in: bool,
    },
    /// Show what a template asks for
    Show {
        /// Its name, or workspace/name
        name: String,
        /// The workspace it belongs to
        #[arg(short, long, value_name = "NAME")]
        workspace: Option<String>,
        /// Of those clm brings along
        #[arg(long, conflicts_with = "workspace")]
        built_in: bool,
    },
    /// Copy templates that clm brings along into a workspace, with the clauses they include
    #[command(after_help = "Examples:\n  clm template add employment-no -w hr\n  clm template add nda-sv consulting-sv")]
    Add {
        /// Their names, as `clm template list --built-in` shows them
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
        /// The workspace; the default one without
        #[arg(short, long, value_name = "NAME")]
        workspace: Option<String>,
        /// Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
    },
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(action: &Action, context: &Context<'_>) -> Result<u8> {
    let report = match action {
        Action::List { built_in: true, .. } => built_in::list(None)?,
        Action::Show { name, built_in: true, .. } => built_in::list(Some(name))?,
        Action::List { workspace, .. } => template::list(&context.session()?, workspace.as_deref())?,
        Action::Show { name, workspace, .. } => template::show(&context.session()?, name, workspace.as_deref())?,
        Action::Add { names, workspace, key } => {
            let session = context.session()?;
            let actor = context.actor(&session, key.as_deref())?;
            context.show(&built_in::add(&session, &actor, names, workspace.as_deref(), &context.manner())?)?;
            return Ok(0);
        }
    };
    context.show(&report)?;
    for problem in &report.problems {
        context.warn(problem);
    }
    Ok(0)
}
