//! `clm whoami` and `clm explain`: who one is, who may do what, and why.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::Result;
use crate::ops::setup::explain::{self, Asked};
use crate::ops::setup::whoami;

/// Arguments of `clm whoami`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "With --can each right is shown with the line of the policy that gives it, and with what enforces it against somebody who does not ask clm: reading is enforced by nothing but who has a clone.\n\nExamples:\n  clm whoami\n  clm whoami --can\n  clm whoami --can --json | jq '.can[] | select(.whose != \"none\")'"
)]
pub struct Args {
    /// Show every right in every workspace, and what enforces it
    #[arg(long)]
    pub can: bool,
    /// Whose key it would be
    #[command(flatten)]
    pub key: Key,
}

/// Arguments of `clm explain`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Rights: read, comment, draft, edit, approve, send, sign-for, import, manage, archive, administer.\n\nExamples:\n  clm explain edit bo@northwind.example nda-7k2m9qxt\n  clm explain edit bo@northwind.example hr/templates/employment.md\n  clm explain sign-for ida@northwind.example sales --for \"Northwind AS\""
)]
pub struct Explain {
    /// The right
    #[arg(value_name = "RIGHT")]
    pub right: String,
    /// The member's address
    #[arg(value_name = "MEMBER")]
    pub member: String,
    /// A contract, a path in the repository, or a workspace
    #[arg(value_name = "PATH")]
    pub path: String,
    /// For sign-for: the party; we when absent
    #[arg(long = "for", value_name = "PARTY")]
    pub party: Option<String>,
}

/// Runs `clm whoami`.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    context.show(&whoami::whoami(&session, &context.key_choice(args.key.named()), args.can)?)?;
    Ok(0)
}

/// Runs `clm explain`.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn explain(args: &Explain, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let asked = Asked {
        right: &args.right,
        member: &args.member,
        path: &args.path,
        party: args.party.as_deref(),
        from: context.folder(),
    };
    context.show(&explain::explain(&session, &asked)?)?;
    Ok(0)
}
