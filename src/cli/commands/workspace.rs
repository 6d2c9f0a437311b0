//! `clm workspace`: teams with templates, clauses and contracts of their own.

use std::path::PathBuf;

use super::super::context::Context;
use super::super::progress::Bar;
use crate::error::Result;
use crate::ops::moving::import::Phase;
use crate::ops::moving::split::{self, SplitRequest};
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
    /// Move a workspace out into a repository of its own, with its past
    ///
    /// Every commit that touched it goes along, with the proof of who made it and without any other team's text; every
    /// contract keeps its verdict, which is checked before anything leaves here. The policy goes along whole: nobody may do
    /// more or less than before. The new repository proves who made each commit; that none was left out is the word of the
    /// owner who splits, and only the history here proves it. That history keeps the texts as well: whoever has this
    /// repository reads what was in it. Owners only. What was interrupted is finished by the same command.
    Split {
        /// The workspace
        name: String,
        /// Folder to make, outside this repository
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Make the new repository, and leave the workspace here as well
        #[arg(long)]
        leave: bool,
        /// Your key
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
    match action {
        Action::List => context.show(&workspace::list(&session)?)?,
        Action::Split { name, dir, leave, key } => {
            let actor = context.actor(&session, key.as_deref())?;
            let (folder, named) = (context.resolve(dir), dir.display().to_string());
            let state = context.world.state_folder();
            let request = SplitRequest {
                name,
                folder: &folder,
                named: &named,
                leave: *leave,
                key: context.key_choice(key.as_deref()),
                state: state.as_deref(),
                now: context.now(),
            };
            let mut bar = Bar::new(context);
            let mut progress = |done, all| bar.at(Phase::Writing, done, all);
            let report = split::split(&session, &actor, &request, &context.manner(), &mut progress)?;
            drop(bar);
            context.show(&report)?;
        }
        Action::Add { name, title, templates, key } => {
            let actor = context.actor(&session, key.as_deref())?;
            let title = title.as_deref();
            context.show(&workspace::add(&session, &actor, name, title, templates, &context.manner())?)?;
        }
    }
    Ok(0)
}
