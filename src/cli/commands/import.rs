//! `clm import`: contracts that already exist.

use super::super::context::Context;
use crate::error::Result;

use std::path::PathBuf;

use chrono::NaiveDate;

use super::super::args;
/// Arguments of `clm import`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm import lease.md --party \"Northwind AS\" --party \"Fjord Eiendom AS\" --start 2024-01-01 --term \"5 years\" --notice \"6 months\"\n  clm import --csv archive.csv"
)]
pub struct Args {
    /// Markdown or plain text files; the body is kept byte for byte
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// One row a contract, with named columns; `file` is relative to the CSV
    #[arg(long, value_name = "CSV")]
    pub csv: Option<PathBuf>,
    /// Workspace to file them in
    #[arg(short, long, value_name = "WORKSPACE")]
    pub workspace: Option<String>,
    /// Kind of contract, in lower-case letters
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Title; the file's name when absent
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,
    /// A party; once for each
    #[arg(short, long = "party", value_name = "NAME")]
    pub parties: Vec<String>,
    /// The day it was executed
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub on: Option<NaiveDate>,
    /// First day of the term
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub start: Option<NaiveDate>,
    /// Last day of the term, inside
    #[arg(long, value_name = "DATE", value_parser = args::date, conflicts_with = "term")]
    pub end: Option<NaiveDate>,
    /// Length of the term, such as "24 months"
    #[arg(long, value_name = "SPAN")]
    pub term: Option<String>,
    /// Length of each renewal
    #[arg(long, value_name = "SPAN")]
    pub renews: Option<String>,
    /// Notice period
    #[arg(long, value_name = "SPAN")]
    pub notice: Option<String>,
    /// Any other header key
    #[arg(short, long = "set", value_name = "KEY=VALUE", value_parser = args::assignment)]
    pub set: Vec<(String, String)>,
    /// Tag to give them
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// Language of the text, such as nb
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<String>,
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
