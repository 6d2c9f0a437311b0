//! `clm key`: signing keys on this machine.

use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops::{setup::init, setup::key};

use std::path::{Path, PathBuf};

/// What `clm key` can do.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// Make a new ed25519 key, as ssh-keygen would
    New {
        /// Where to write it; ~/.ssh/id_ed25519 when absent
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Words after the key, usually an e-mail address
        #[arg(long, value_name = "TEXT")]
        comment: Option<String>,
        /// Make it without a passphrase
        #[arg(long)]
        no_passphrase: bool,
    },
    /// List the keys clm finds, the one it would use first
    List,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(action: &Action, context: &Context<'_>) -> Result<u8> {
    match action {
        Action::New { file, comment, no_passphrase } => {
            new(context, file.as_deref(), comment.as_deref(), *no_passphrase)
        }
        Action::List => list(context),
    }
}

fn new(context: &Context<'_>, file: Option<&Path>, comment: Option<&str>, no_passphrase: bool) -> Result<u8> {
    let path = context.resolve(file.unwrap_or(Path::new("~/.ssh/id_ed25519")));
    key::must_be_new(&path)?;
    let passphrase = match context.prompt() {
        _ if no_passphrase || context.globals.dry_run => None,
        Some(prompt) => Some(prompt.passphrase("Passphrase for the new key (empty for none)", true)?),
        None => {
            return Err(Error::new(Kind::Usage, "missing-answer", "nobody is there to give the new key a passphrase")
                .hint("run it on a terminal, or choose --no-passphrase"));
        }
    };
    let usual = init::user_setting("user.email");
    let comment = comment.or(usual.as_deref()).unwrap_or_default();
    let passphrase = passphrase.as_ref().map(|passphrase| passphrase.as_str());
    context.show(&key::new(&path, comment, passphrase, context.globals.dry_run)?)?;
    Ok(0)
}

/// Also of use where there is no repository yet, or one that cannot be read.
fn list(context: &Context<'_>) -> Result<u8> {
    let session = match context.session() {
        Ok(session) => Some(session),
        Err(error) => {
            if error.kind != Kind::NoRepository {
                context.warn(&error.message);
            }
            None
        }
    };
    let report = key::list(session.as_ref(), &context.key_choice(None));
    context.show(&report)?;
    for problem in &report.problems {
        context.warn(problem);
    }
    Ok(0)
}
