//! `clm template`: approved paper to start from.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::{Kind, Result};
use crate::ops::{paper::built_in, paper::template};

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
    #[command(
        after_help = "Examples:\n  clm template add employment-no -w hr\n  clm template add nda-sv consulting-sv"
    )]
    Add {
        /// Their names, as `clm template list --built-in` shows them
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
        /// The workspace; the default one without
        #[arg(short, long, value_name = "NAME")]
        workspace: Option<String>,
        /// Whose key signs it
        #[command(flatten)]
        key: Key,
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
        /// Whose key signs it
        #[command(flatten)]
        key: Key,
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
            let actor = context.actor(&session, key.named())?;
            context.show(&built_in::add(&session, &actor, names, workspace.as_deref(), &context.manner())?)?;
            return Ok(0);
        }
        Action::Check { names, workspace } => {
            let report = template::check(&context.session()?, names, workspace.as_deref())?;
            context.show(&report)?;
            return Ok(if report.errors > 0 { Kind::InvalidContent.exit() } else { 0 });
        }
        Action::Retire { name, workspace, undo, key } => {
            let session = context.session()?;
            let actor = context.actor(&session, key.named())?;
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
