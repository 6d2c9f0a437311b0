//! `clm team`: members that are given things together.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::Result;
use crate::ops::setup::team;

/// What `clm team` can do.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// Add a team
    Add {
        /// Lower-case letters, digits and `-`
        name: String,
        /// Address of a member; once for each
        #[arg(long = "member", value_name = "MEMBER")]
        members: Vec<String>,
        /// Whose key signs it
        #[command(flatten)]
        key: Key,
    },
    /// Add members to a team, or take them out
    Set {
        /// The team
        name: String,
        /// Address of a member to add; once for each
        #[arg(long, value_name = "MEMBER", required_unless_present = "remove")]
        add: Vec<String>,
        /// Address of a member to take out; once for each
        #[arg(long, value_name = "MEMBER")]
        remove: Vec<String>,
        /// Whose key signs it
        #[command(flatten)]
        key: Key,
    },
    /// List teams, their members and what is granted to them
    List,
    /// Remove a team, with what was granted to it
    Remove {
        /// The team
        name: String,
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
    let session = context.session()?;
    let actor = |key: &Key| context.actor(&session, key.named());
    let manner = context.manner();
    let report = match action {
        Action::List => {
            context.show(&team::list(&session))?;
            return Ok(0);
        }
        Action::Add { name, members, key } => team::add(&session, &actor(key)?, name, members, &manner)?,
        Action::Set { name, add, remove, key } => team::set(&session, &actor(key)?, name, (add, remove), &manner)?,
        Action::Remove { name, key } => team::remove(&session, &actor(key)?, name, &manner)?,
    };
    context.show(&report)?;
    Ok(0)
}
