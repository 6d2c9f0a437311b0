//! `clm sign`: a signature of our own, or a statement prepared for someone else.

use super::super::context::Context;
use crate::error::Result;

use std::path::PathBuf;

/// Arguments of `clm sign`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm sign nda-7k2m9qxt\n  clm sign nda-7k2m9qxt --for \"Acme AS\" --name \"B Signer\" --email b@acme.example --as Director --pub acme.pub --prepare acme.json"
)]
pub struct Args {
    /// The contract: id, unique prefix, folder or path; without one, what waits for you is offered
    #[arg(value_name = "CONTRACT")]
    pub contract: Option<String>,
    /// Party to sign for; our own organisation when absent
    #[arg(long = "for", value_name = "PARTY")]
    pub party: Option<String>,
    /// What you sign as, such as CEO
    #[arg(long = "as", value_name = "CAPACITY")]
    pub capacity: Option<String>,
    /// Write the statement to FILE for signing elsewhere, and record nothing
    #[arg(long, value_name = "FILE", requires_all = ["public", "name", "email"])]
    pub prepare: Option<PathBuf>,
    /// With --prepare: public key file of the person who will sign
    #[arg(long = "pub", value_name = "FILE", requires = "prepare")]
    pub public: Option<PathBuf>,
    /// With --prepare: name of the person who will sign
    #[arg(long, value_name = "NAME", requires = "prepare")]
    pub name: Option<String>,
    /// With --prepare: e-mail of the person who will sign
    #[arg(long, value_name = "ADDRESS", requires = "prepare")]
    pub email: Option<String>,
    /// Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(_args: &Args, _context: &Context<'_>) -> Result<u8> {
    todo!()
}
