//! `clm receive`: a statement signed elsewhere, taken back.

use super::super::context::Context;
use crate::error::Result;

use std::path::PathBuf;

use chrono::NaiveDate;

use super::super::args;

/// How a counterparty's key is known to be theirs.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// Met in person or on video
    InPerson,
    /// The key was known from before
    KnownKey,
    /// Fingerprint read over a known telephone number
    Phone,
    /// Came from the known mailbox
    Mail,
    /// A spoken code proves who got the page
    Code,
}

/// Arguments of `clm receive`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm receive acme.json acme.json.sig --basis in-person")]
pub struct Args {
    /// The statement
    #[arg(value_name = "STATEMENT")]
    pub statement: PathBuf,
    /// Its signature; STATEMENT.sig when absent
    #[arg(value_name = "SIGNATURE")]
    pub signature: Option<PathBuf>,
    /// How you know that the key is theirs
    #[arg(long, value_enum, value_name = "BASIS")]
    pub basis: Option<Basis>,
    /// Public key file, compared with the key that signed
    #[arg(long = "pub", value_name = "FILE")]
    pub public: Option<PathBuf>,
    /// The day it arrived; today when absent
    #[arg(long, value_name = "DATE", value_parser = args::date)]
    pub on: Option<NaiveDate>,
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
