//! `clm clone`: another repository, brought here once its whole history was verified.

use std::path::PathBuf;

use super::super::args::Key;
use super::super::context::Context;
use super::verify::fingerprint;
use crate::error::Result;
use crate::ops::machine::git::Git;
use crate::ops::moving::clone::{self, CloneRequest};

/// Arguments of `clm clone`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Every commit is judged before anything is written; nothing the repository names is run. The keys that founded it are shown: compare one with what its owner tells you, or give it with --trust.\n\nExamples:\n  clm clone git@git.northwind.example:contracts.git\n  clm clone /srv/git/contracts.git firm --trust SHA256:mVPwvezndPv/ARoIadVY98vAC0g+P/5633yTC4d/wXE"
)]
pub struct Args {
    /// A path, file://…, ssh://…, host:path or https://…
    #[arg(value_name = "URL")]
    pub url: String,
    /// Folder to make; named after the address when absent
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// A key you know from elsewhere that must have founded the repository
    #[arg(long, value_name = "FINGERPRINT", value_parser = fingerprint)]
    pub trust: Vec<String>,
    /// The branch; the usual one of the other side when absent
    #[arg(long, value_name = "BRANCH")]
    pub branch: Option<String>,
    /// Your key, to find who you are there
    #[command(flatten)]
    pub key: Key,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let git = Git::find(|name| context.world.variable(name))?;
    let (folder, state) = (args.dir.as_deref().map(|dir| context.resolve(dir)), context.world.state_folder());
    let request = CloneRequest {
        git: &git,
        url: &args.url,
        folder: folder.as_deref(),
        from: context.folder(),
        branch: args.branch.as_deref(),
        trust: &args.trust,
        state: state.as_deref(),
        key: context.key_choice(args.key.named()),
        now: context.now(),
        dry_run: context.globals.dry_run,
    };
    let report = clone::clone(&request, &|session| context.actor(session, args.key.named()))?;
    context.show(&report)?;
    Ok(0)
}
