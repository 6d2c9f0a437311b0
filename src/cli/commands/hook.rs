//! `clm hook`: a server that refuses what breaks the rules.

use std::path::{Path, PathBuf};

use super::super::context::Context;
use super::verify::fingerprint;
use crate::error::{Error, Kind, Result};
use crate::ops::moving::server::install::{self, Install};
use crate::ops::moving::server::push::{self, Push};
use crate::render::words;

/// What `clm hook` can do.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// Make a bare repository on a server refuse pushes that break the rules
    #[command(
        after_help = "What a push brings is judged as `clm verify --history` judges it, before git keeps anything of it. \
                      Nothing of clm runs between pushes; any machine that serves git over ssh will do.\n\n\
                      Examples:\n  clm hook install --server /srv/git/firm.git\n  \
                      clm hook install --server /srv/git/firm.git --trust SHA256:mVPwvezndPv/ARoIadVY98vAC0g+P/5633yTC4d/wXE"
    )]
    Install(Installing),
    /// Judge a push; git runs it
    #[command(hide = true)]
    PreReceive,
}

/// Arguments of `clm hook install`.
#[derive(clap::Args, Debug)]
pub struct Installing {
    /// For a repository that is pushed to, the only kind of hook there is
    #[arg(long, required = true)]
    pub server: bool,
    /// The bare repository, or a folder with one; the current folder when absent
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// The key that must have founded the repository; several may be named, and all must be founders'
    #[arg(long, value_name = "FINGERPRINT", value_parser = fingerprint)]
    pub trust: Vec<String>,
    /// Put a hook that clm did not write aside, and keep it
    #[arg(long)]
    pub force: bool,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(action: &Action, context: &Context<'_>) -> Result<u8> {
    match action {
        Action::Install(args) => installed(args, context),
        Action::PreReceive => pre_receive(context),
    }
}

fn installed(args: &Installing, context: &Context<'_>) -> Result<u8> {
    let folder = folder(args.folder.as_deref(), context);
    let program = context.world.program.as_deref().ok_or_else(|| {
        Error::new(Kind::Failed, "program", "the system does not say where clm is, so that no hook can name it")
            .hint("start clm by its whole path")
    })?;
    let report = install::install(&Install {
        folder: &folder,
        program,
        trust: &args.trust,
        force: args.force,
        dry_run: context.globals.dry_run,
        now: context.now(),
    })?;
    context.show(&report)?;
    Ok(0)
}

/// A folder named on the command line, else the one to start in.
pub fn folder(named: Option<&Path>, context: &Context<'_>) -> PathBuf {
    named.map_or_else(|| context.start_folder(), |folder| context.resolve(folder))
}

fn pre_receive(context: &Context<'_>) -> Result<u8> {
    let lines = std::io::read_to_string(std::io::stdin().lock()).map_err(|why| {
        Error::new(Kind::Failed, "stdin", format!("cannot read what is pushed: {why}")).hint("push again")
    })?;
    let place = |name: &str| context.world.variable(name).map(|folder| context.resolve(Path::new(folder)));
    let folder = place("GIT_DIR").unwrap_or_else(|| context.world.folder.clone());
    let quarantine: Vec<PathBuf> = place("GIT_OBJECT_DIRECTORY").into_iter().collect();
    let push = Push { folder: &folder, quarantine: &quarantine, lines: &lines, now: context.now() };
    let taken = push::judge(&push)?;
    for healed in &taken.healed {
        context.warn(&format!("mended since, and taken: {healed}"));
    }
    if !taken.founders.is_empty() {
        let founders = words::list(&taken.founders);
        context.warn(&format!("this push founds the repository; from now on it is trusted as founded by {founders}"));
    }
    Ok(0)
}
