//! `clm grant` and `clm revoke`: what members and teams may do.

use super::super::args::Key;
use super::super::context::Context;
use crate::error::Result;
use crate::ops::setup::grant::{self, GrantRequest};

/// Arguments of `clm grant`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Roles: viewer, drafter, legal, signatory, manager, owner (in a workspace: its administrator). Rights, one by one: read, comment, draft, edit, approve, send, sign-for, import, manage, archive, administer. What nothing grants is refused. Signing also takes a party: `clm member set MEMBER --signs-for PARTY`.\n\nExamples:\n  clm grant team:sales drafter -w sales\n  clm grant bo@northwind.example edit send -w sales --own\n  clm grant ida@northwind.example edit -w hr --kind template --kind clause"
)]
pub struct Args {
    /// A member's address, or team:NAME
    #[arg(value_name = "WHO")]
    pub to: String,
    /// Roles or rights
    #[arg(value_name = "WHAT", required = true)]
    pub what: Vec<String>,
    /// Workspace; once for each, all that you may give in when absent
    #[arg(short, long = "workspace", value_name = "NAME")]
    pub workspaces: Vec<String>,
    /// contract, template, clause or policy; once for each, contracts when absent
    #[arg(long = "kind", value_name = "THING")]
    pub kinds: Vec<String>,
    /// Only contracts they own
    #[arg(long)]
    pub own: bool,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Arguments of `clm revoke`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "What was done with a right stays done and stays judged by the policy of its time. For a key in wrong hands see `clm key revoke`.\n\nExamples:\n  clm revoke team:sales send -w sales\n  clm revoke bo@northwind.example"
)]
pub struct Back {
    /// A member's address, or team:NAME
    #[arg(value_name = "WHO")]
    pub to: String,
    /// Roles or rights; everything granted when absent
    #[arg(value_name = "WHAT")]
    pub what: Vec<String>,
    /// Workspace; once for each, wherever it is granted when absent
    #[arg(short, long = "workspace", value_name = "NAME")]
    pub workspaces: Vec<String>,
    /// Only grants about these kinds
    #[arg(long = "kind", value_name = "THING")]
    pub kinds: Vec<String>,
    /// Only grants for contracts they own
    #[arg(long)]
    pub own: bool,
    /// Whose key signs it
    #[command(flatten)]
    pub key: Key,
}

/// Runs `clm grant`.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let actor = context.actor(&session, args.key.named())?;
    let Args { to, what, workspaces, kinds, own, .. } = args;
    let request = GrantRequest { to, what, workspaces, kinds, own: *own };
    context.show(&grant::grant(&session, &actor, &request, &context.manner())?)?;
    Ok(0)
}

/// Runs `clm revoke`.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn back(args: &Back, context: &Context<'_>) -> Result<u8> {
    let session = context.session()?;
    let actor = context.actor(&session, args.key.named())?;
    let Back { to, what, workspaces, kinds, own, .. } = args;
    let request = GrantRequest { to, what, workspaces, kinds, own: *own };
    context.show(&grant::revoke(&session, &actor, &request, &context.manner())?)?;
    Ok(0)
}
