//! `clm doctor`: whether all is well here, and the command that mends what is not.

pub mod machine;

use std::path::PathBuf;

use super::super::context::Context;
use super::hook;
use crate::error::{Error, Kind, Result};
use crate::ops::{self, session::Session};
use crate::report::act::ActReport;
use crate::report::doctor::{DoctorItem, DoctorReport};

/// Arguments of `clm doctor`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  clm doctor\n  clm doctor --fix -n\n  clm doctor --server /srv/git/firm.git\n\nExit 0 with warnings, 1 with failures."
)]
pub struct Args {
    /// Mend what clm can mend itself: the allowed signers, what a merge by plain git left behind, an id of its own for a copied draft
    #[arg(long)]
    pub fix: bool,
    /// Look at a bare repository that is pushed to, at DIR or here: the hook, git's settings, what lies there
    #[arg(long, value_name = "DIR", num_args = 0..=1, conflicts_with = "fix")]
    pub server: Option<Option<PathBuf>>,
    /// Your key, for --fix: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// When what `--fix` mends cannot be recorded.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    let mut report = DoctorReport::default();
    if let Some(folder) = &args.server {
        report.items = ops::moving::server::look::look(&hook::folder(folder.as_deref(), context), context.now())?;
        context.show(&report)?;
        return Ok(if report.has_failures() { Kind::Failed.exit() } else { 0 });
    }
    if args.fix {
        report.fixed = mend(args, context)?;
    }
    report.items = machine::look(context);
    match context.session() {
        Ok(session) => {
            report.items.extend(machine::own_queries(context));
            report.items.extend(ops::setup::doctor::look(&session, &context.key_choice(args.key.as_deref())));
        }
        Err(error) => report.items.push(closed(&error)),
    }
    report.items.push(DoctorItem::ok("network", "none was used; only git itself, run for you, ever uses it"));
    context.show(&report)?;
    Ok(if report.has_failures() { Kind::Failed.exit() } else { 0 })
}

/// A repository that cannot be opened; none at all is no failure, doctor may be asked anywhere.
fn closed(error: &Error) -> DoctorItem {
    let repair = error.hint.clone().unwrap_or_else(|| "git fsck --full".to_owned());
    if error.kind == Kind::NoRepository && error.code == "no-repository" {
        return DoctorItem::warn("repository", "there is no clm repository here", "clm init DIR");
    }
    let details: Vec<&str> = error.details.iter().take(3).map(String::as_str).collect();
    let message =
        if details.is_empty() { error.message.clone() } else { format!("{}: {}", error.message, details.join("; ")) };
    DoctorItem::fail("repository", message, repair)
}

fn mend(args: &Args, context: &Context<'_>) -> Result<Vec<String>> {
    let session = context.session()?;
    let actor = context.actor(&session, args.key.as_deref())?;
    let manner = context.manner();
    let signers = ops::setup::doctor::mend_signers(&session, &actor, &manner)?;
    let session: Session = if signers.commit.is_some() { session.again()? } else { session };
    let merged = ops::setup::doctor::mend_merged(&session, &actor, &manner)?;
    let session = if merged.iter().any(|report| report.commit.is_some()) { session.again()? } else { session };
    let copies = ops::setup::doctor::mend_duplicates(&session, &actor, &manner)?;
    let done = |report: &ActReport| report.commit.is_some() || report.dry_run;
    Ok([signers].into_iter().chain(merged).chain([copies]).filter(done).map(|report| report.subject).collect())
}
