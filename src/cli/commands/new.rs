//! `clm new`: a draft from a template.

use super::super::context::Context;
use crate::error::Result;

use std::path::PathBuf;

use super::super::args;
/// Arguments of `clm new`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm new --template nda --party \"Acme AS\"\n  clm new --template consulting -w sales --party \"Acme AS\" --set fee=\"1450.00 NOK\" --edit"
)]
pub struct Args {
    /// Template to draw from; `clm template list` names them
    #[arg(short, long, value_name = "TEMPLATE")]
    pub template: Option<String>,
    /// Workspace to file the contract in
    #[arg(short, long, value_name = "WORKSPACE")]
    pub workspace: Option<String>,
    /// The counterparty; once for each further party
    #[arg(short, long = "party", value_name = "NAME")]
    pub parties: Vec<String>,
    /// Answer to a field of the template
    #[arg(short, long = "set", value_name = "FIELD=VALUE", value_parser = args::assignment)]
    pub set: Vec<(String, String)>,
    /// Answers from a TOML file
    #[arg(long, value_name = "FILE")]
    pub set_file: Option<PathBuf>,
    /// Title of the contract instead of the template's
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// Tag to give it
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// Member who answers for it, instead of you
    #[arg(long, value_name = "ADDRESS")]
    pub owner: Option<String>,
    /// Folder below the workspace's contracts/, instead of the month
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<String>,
    /// Open it in your editor before it is recorded
    #[arg(short, long)]
    pub edit: bool,
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
