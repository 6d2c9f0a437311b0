//! `clm workspace`: teams with templates, clauses and contracts of their own.

use super::super::context::Context;
use crate::error::Result;
use crate::ops::setup::workspace;

/// What `clm workspace` can do.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// Add a workspace with its own templates, clauses and contracts
    Add {
        /// Folder name: lower-case letters, digits and `-`
        name: String,
        /// What people call it
        #[arg(long, value_name = "TITLE")]
        title: Option<String>,
        /// Built-in templates it gets, as NAME,NAME; without, those of the languages the default workspace drafts in
        #[arg(long, value_name = "NAME", value_delimiter = ',')]
        templates: Vec<String>,
        /// Your key
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
    },
    /// List workspaces
    List,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(action: &Action, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    match action {
        Action::List => context.show(&workspace::list(&session)?)?,
        Action::Add { name, title, templates, key } => {
            let actor = context.actor(&session, key.as_deref())?;
            let title = title.as_deref();
            context.show(&workspace::add(&session, &actor, name, title, templates, &context.manner())?)?;
        }
    }
    Ok(0)
}
