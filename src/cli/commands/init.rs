//! `clm init`: a repository for an organisation's contracts.

use super::super::context::Context;
use crate::error::Result;

use std::path::PathBuf;

/// Arguments of `clm init`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm init firm --org \"Northwind AS\" --name \"A Signer\" --email signer@northwind.example --key ~/.ssh/id_ed25519"
)]
pub struct Args {
    /// Folder to make the repository in
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// Legal name of the organisation, as it stands in contracts
    #[arg(long, value_name = "NAME")]
    pub org: Option<String>,
    /// Your name
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Your e-mail address; members are known by it
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,
    /// What you sign as, such as CEO
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    /// The first workspace
    #[arg(short, long, value_name = "NAME", default_value = "legal")]
    pub workspace: String,
    /// IANA time zone that turns moments into days, such as Europe/Oslo
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(_args: &Args, _context: &Context<'_>) -> Result<u8> {
    todo!()
}
