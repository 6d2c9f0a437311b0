//! `clm key`: signing keys on this machine.

use super::super::context::Context;
use crate::error::Result;

use std::path::PathBuf;

/// What `clm key` can do.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// Make a new ed25519 key, as ssh-keygen would
    New {
        /// Where to write it; ~/.ssh/id_ed25519 when absent
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Words after the key, usually an e-mail address
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
        /// Make it without a passphrase
        #[arg(long)]
        no_passphrase: bool,
    },
    /// List the keys clm finds, the one it would use first
    List,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(_action: &Action, _context: &Context<'_>) -> Result<u8> {
    todo!()
}
