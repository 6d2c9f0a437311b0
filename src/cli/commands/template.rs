//! `clm template`: approved paper to start from.

use super::super::context::Context;
use crate::error::Result;

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
    },
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(_action: &Action, _context: &Context<'_>) -> Result<u8> {
    todo!()
}
