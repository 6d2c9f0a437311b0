//! `clm key`: signing keys on this machine.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};

use super::super::args::{self, Key};
use super::super::context::Context;
use crate::error::{Error, Kind, Result};
use crate::ops::session::actor::placed;
use crate::ops::{setup::init, setup::key, setup::member_key};

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
    /// Add a further key to a member
    Add {
        /// The member's address
        #[arg(value_name = "MEMBER")]
        email: String,
        /// Public key file, or the key line itself
        #[arg(long = "pub", value_name = "KEY")]
        public: String,
        /// Whose key signs it
        #[command(flatten)]
        key: Key,
    },
    /// Give a member a new key and end their others; what those signed stays good
    Rotate {
        /// The member's address
        #[arg(value_name = "MEMBER")]
        email: String,
        /// Public key file, or the key line itself
        #[arg(long = "pub", value_name = "KEY")]
        public: String,
        /// Whose key signs it
        #[command(flatten)]
        key: Key,
    },
    /// End a key that may be in wrong hands; what cannot be proved older is not trusted any more
    Revoke {
        /// SHA256:… of the key, or the address of a member whose keys all end
        #[arg(value_name = "KEY")]
        named: String,
        /// Since when it may be in wrong hands: a date, or a moment such as 2026-11-24T13:37:00Z; now when absent
        #[arg(long, value_name = "WHEN", value_parser = since)]
        since: Option<Since>,
        /// Whose key signs it
        #[command(flatten)]
        key: Key,
    },
}

/// A day, or a moment of it.
#[derive(Clone, Copy, Debug)]
pub enum Since {
    /// From the day's first moment, in the organisation's time zone.
    Day(NaiveDate),
    /// From then.
    Moment(DateTime<Utc>),
}

fn since(text: &str) -> std::result::Result<Since, String> {
    if let Ok(day) = args::date(text) {
        return Ok(Since::Day(day));
    }
    let moment = DateTime::parse_from_rfc3339(text);
    moment.map(|at| Since::Moment(at.to_utc())).map_err(|_| "expected 2026-12-01, or 2026-12-01T13:37:00Z".to_owned())
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
        Action::Add { email, public, key } => member_key(context, (email, public, false), key),
        Action::Rotate { email, public, key } => member_key(context, (email, public, true), key),
        Action::Revoke { named, since, key } => revoke(context, named, *since, key),
    }
}

fn member_key(context: &Context<'_>, (email, public, rotate): (&str, &str, bool), key: &Key) -> Result<u8> {
    let session = context.session()?;
    let actor = context.actor(&session, key.named())?;
    let public = placed(public, &context.key_choice(None));
    context.show(&member_key::add(&session, &actor, (email, &public, rotate), &context.manner())?)?;
    Ok(0)
}

fn revoke(context: &Context<'_>, named: &str, since: Option<Since>, key: &Key) -> Result<u8> {
    let session = context.session()?;
    let actor = context.actor(&session, key.named())?;
    let since = since.map(|since| match since {
        Since::Moment(at) => at,
        Since::Day(day) => member_key::begins(&session, day),
    });
    context.show(&member_key::revoke(&session, &actor, (named, since), &context.manner())?)?;
    Ok(0)
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
