//! `clm policy`: who may do what as lines, and changes of it that take several owners.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops::setup::{grant, proposal};
use crate::render::visible;

/// What `clm policy` can do.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// List every line that gives somebody something
    Grants,
    /// Say how many owners a change of the policy takes
    Owners {
        /// How many
        #[arg(value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100))]
        count: u64,
        /// Whose key signs it
        #[command(flatten)]
        key: Key,
    },
    /// List proposed changes that wait for owners
    List {
        /// Also those that were applied or cannot be any more
        #[arg(long)]
        all: bool,
    },
    /// Show what a proposal would change
    Show {
        /// The proposal, by the first characters of its digest
        #[arg(value_name = "PROPOSAL")]
        proposal: String,
    },
    /// Sign a proposal; the last signature it takes applies it
    Sign {
        /// The proposal
        #[arg(value_name = "PROPOSAL")]
        proposal: String,
        /// Whose key signs it
        #[command(flatten)]
        key: Key,
    },
    /// Apply a proposal that enough owners signed
    Apply {
        /// The proposal
        #[arg(value_name = "PROPOSAL")]
        proposal: String,
        /// Whose key signs it
        #[command(flatten)]
        key: Key,
    },
    /// Take away a proposal that was not applied
    Drop {
        /// The proposal
        #[arg(value_name = "PROPOSAL")]
        proposal: String,
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
        Action::Grants => {
            context.show(&grant::list(&session))?;
            return Ok(0);
        }
        Action::List { all } => {
            context.show(&proposal::list(&session, *all)?)?;
            return Ok(0);
        }
        Action::Show { proposal } => {
            context.show(&proposal::show(&session, proposal)?)?;
            return Ok(0);
        }
        Action::Owners { count, key } => proposal::owners(&session, &actor(key)?, *count, &manner)?,
        Action::Sign { proposal, key } => {
            for item in proposal::show(&session, proposal)?.items {
                agree(context, &item.changes)?;
            }
            proposal::sign(&session, &actor(key)?, proposal, &manner)?
        }
        Action::Apply { proposal, key } => proposal::apply(&session, &actor(key)?, proposal, &manner)?,
        Action::Drop { proposal, key } => proposal::drop(&session, &actor(key)?, proposal, &manner)?,
    };
    context.show(&report)?;
    Ok(0)
}

/// Shows what one signs, and asks where there is somebody to ask.
fn agree(context: &Context<'_>, changes: &[String]) -> Result<()> {
    for change in changes {
        context.note(&format!("  {}", visible::line(change)));
    }
    match context.prompt() {
        Some(prompt) if !context.globals.yes && !context.globals.dry_run => {
            if prompt.confirm("Sign this change of the policy", false)? {
                return Ok(());
            }
            Err(Error::new(Kind::Refused, "not-agreed", "not signed; nothing was written"))
        }
        _ => Ok(()),
    }
}
