//! `clm list`: contracts that match.

use super::super::context::Context;
use crate::error::Result;

/// What to sort by.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// By id
    Id,
    /// By title
    Title,
    /// By status
    Status,
    /// By first day
    Start,
    /// By last day
    End,
    /// By last day for notice
    Notice,
    /// By currency and amount
    Value,
}

/// Arguments of `clm list`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  clm list status:active party:acme\n  clm list \"notice:<60d\" --plain")]
pub struct Args {
    /// Words and filters, such as `status:active party:acme "value:>100000"`
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Sort by id, title, status, start, end, notice or value
    #[arg(long, value_enum, value_name = "KEY")]
    pub sort: Option<Sort>,
    /// Also contracts that are archived
    #[arg(long)]
    pub all: bool,
    /// Exit 10 when something matches
    #[arg(long)]
    pub exit_code: bool,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(_args: &Args, _context: &Context<'_>) -> Result<u8> {
    todo!()
}
