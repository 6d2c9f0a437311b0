//! `clm template`: approved paper to start from.

use super::super::context::Context;
use crate::error::{Kind, Result};
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
    /// Check templates and clauses: syntax, includes, and what templates assert
    #[command(
        long_about = "Checks templates and clauses, in the work tree where it differs from what is recorded: syntax, includes, fallbacks, and each template drawn with its defaults against its `[template.require]`. Exits 7 when anything is wrong, for continuous integration of a repository: `clm template check && clm check --all`.",
        after_help = "Examples:\n  clm template check\n  clm template check nda -w legal"
    )]
    Check {
        /// Templates, as name or workspace/name; all templates and clauses when none is named
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        /// Only of this workspace
        #[arg(short, long, value_name = "NAME")]
        workspace: Option<String>,
    },
    /// Let nothing be drawn from a template any more; -m says why
    #[command(
        after_help = "Examples:\n  clm template retire nda -m \"replaced by nda-2027\"\n  clm template retire nda --undo"
    )]
    Retire {
        /// Its name, or workspace/name
        name: String,
        /// The workspace it belongs to
        #[arg(short, long, value_name = "NAME")]
        workspace: Option<String>,
        /// Take it into use again
        #[arg(long)]
        undo: bool,
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
    let session = context.session()?;
    let report = match action {
        Action::List { workspace } => template::list(&session, workspace.as_deref())?,
        Action::Show { name, workspace } => template::show(&session, name, workspace.as_deref())?,
        Action::Check { names, workspace } => {
            let report = template::check(&session, names, workspace.as_deref())?;
            context.show(&report)?;
            return Ok(if report.errors > 0 { Kind::InvalidContent.exit() } else { 0 });
        }
        Action::Retire { name, workspace, undo, key } => {
            let actor = context.actor(&session, key.as_deref())?;
            let name = (name.as_str(), workspace.as_deref());
            context.show(&template::retire(&session, &actor, name, *undo, &context.manner())?)?;
            return Ok(0);
        }
    };
    context.show(&report)?;
    for problem in &report.problems {
        context.warn(problem);
    }
    Ok(0)
}
