//! `clm config`: settings in layers, each with where it comes from.

mod edit;

use std::path::PathBuf;

use super::super::context::Context;
use super::super::repositories::Listed;
use super::super::settings;
use super::doctor::machine::known_acts;
use crate::config::{Origin, Value};
use crate::contract::problem::nearest;
use crate::error::{Error, Kind, Result};
use crate::ops::{self, session::ORGANISATION};
use crate::report::config::{ConfigChangeReport, ConfigFile, ConfigFilesReport};

/// Which file a change goes to.
#[derive(clap::Args, Debug, Clone, Copy)]
pub struct Place {
    /// Your own file (what happens without --shared)
    #[arg(long)]
    pub user: bool,
    /// `clm.toml` of the repository, for everybody who works in it; recorded as a signed commit
    #[arg(long, conflicts_with = "user")]
    pub shared: bool,
}

/// What `clm config` can do.
#[derive(clap::Subcommand, Debug)]
#[command(
    after_help = "Examples:\n  clm config list --origin\n  clm config set query.renewals \"notice:<60d status:active\"\n  \
                        clm config set events.on-sign \"notify-send signed\"\n\nStrongest first: option, CLM_* variable, \
                        clm.toml of the repository, your own file, /etc/clm/config.toml."
)]
pub enum Action {
    /// List what is set and what could be
    List {
        /// Show where each value comes from
        #[arg(long)]
        origin: bool,
    },
    /// Print one value
    Get {
        /// Its name, such as due.days
        #[arg(value_name = "KEY")]
        key: String,
        /// Show where it comes from
        #[arg(long)]
        origin: bool,
    },
    /// Set a value
    Set {
        /// Its name, such as due.days or query.renewals
        #[arg(value_name = "KEY")]
        key: String,
        /// The value
        #[arg(value_name = "VALUE")]
        value: String,
        /// Which file
        #[command(flatten)]
        place: Place,
        /// Your key, for --shared: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent
        #[arg(long = "key", value_name = "FILE")]
        signing_key: Option<String>,
    },
    /// Remove a value
    Unset {
        /// Its name
        #[arg(value_name = "KEY")]
        key: String,
        /// Which file
        #[command(flatten)]
        place: Place,
        /// Your key, for --shared: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent
        #[arg(long = "key", value_name = "FILE")]
        signing_key: Option<String>,
    },
    /// Open your own file in your editor
    Edit,
    /// Print where the files lie
    Path,
}

/// Runs the command.
///
/// # Errors
/// What the operation refuses or fails at.
pub fn run(action: &Action, context: &Context<'_>) -> Result<u8> {
    match action {
        Action::List { origin } => {
            look_around(context);
            context.show(&ops::setup::config::list(context.settings(), *origin))?;
        }
        Action::Get { key, origin } => {
            look_around(context);
            context.show(&ops::setup::config::get(context.settings(), key, *origin)?)?;
        }
        Action::Set { key, value, place, signing_key } => {
            let known = ops::setup::config::named(context.settings(), key)?;
            let value = ops::setup::config::value(known, key, value)?;
            change(context, key, Some(&value), *place, signing_key.as_deref())?;
        }
        Action::Unset { key, place, signing_key } => {
            ops::setup::config::named(context.settings(), key)?;
            change(context, key, None, *place, signing_key.as_deref())?;
        }
        Action::Edit => edit::run(context)?,
        Action::Path => context.show(&files(context))?,
    }
    Ok(0)
}

/// Takes the repository's layer in where there is one; a layer that cannot be read is said to be missing.
fn look_around(context: &Context<'_>) {
    let mut missing: Vec<Error> = context.broken_settings.iter().cloned().collect();
    match context.session() {
        Ok(_) => {}
        Err(error) if error.kind == Kind::NoRepository => {}
        Err(error) => missing.push(error),
    }
    for error in missing {
        context.warn(&format!("a layer is left out: {}", error.message));
        error.details.iter().for_each(|detail| context.warn(detail));
    }
}

fn change(
    context: &Context<'_>,
    key: &str,
    value: Option<&Value>,
    place: Place,
    signing_key: Option<&str>,
) -> Result<()> {
    if place.shared {
        let session = context.session()?;
        let actor = context.actor(&session, signing_key)?;
        return context.show(&ops::setup::config::set_in_repository(&session, &actor, key, value, &context.manner())?);
    }
    if let Some(act) = key.strip_prefix("events.on-").filter(|act| *act != "any" && value.is_some())
        && !known_acts().iter().any(|known| known == act)
    {
        let near = nearest(act, known_acts().iter().map(String::as_str));
        let meant = near.map(|near| format!("; did you mean events.on-{near}?")).unwrap_or_default();
        context.warn(&format!("no act is called {act}{meant}"));
    }
    // It may be on a disk that comes later, so it is set all the same.
    if let (Some(name), Some(folder)) = (key.strip_prefix("repository."), value)
        && let Err(error) = Listed::new(name, &folder.shown()).opened(context)
    {
        context.warn(&format!("no repository is there now: {}", error.message));
    }
    let path = own_path(context)?;
    let source = match settings::bytes(&path)? {
        Some(bytes) => String::from_utf8(bytes).map_err(|_| not_text(&path))?,
        None => String::new(),
    };
    let text = ops::setup::config::changed(&path.display().to_string(), &source, key, value)?;
    if text != source && !context.globals.dry_run {
        ops::setup::config::replace(&path, &text)?;
    }
    let done = if value.is_some() { "set" } else { "unset" };
    let subject = match (text == source, context.globals.dry_run) {
        (true, _) => "nothing to change: it is as asked".to_owned(),
        (false, true) => format!("would {done} {key}"),
        (false, false) => format!("{done} {key}"),
    };
    let mut settings = settings::personal(context.world).0;
    if let Ok(session) = context.session() {
        settings = settings.with(Origin::Repository, ORGANISATION, session.settings);
    }
    let item = ops::setup::config::item(&settings, key, ops::setup::config::named(&settings, key)?);
    let stronger = item.origin != "user" && value.is_some() && !context.globals.dry_run;
    if stronger {
        context.warn(&format!("{} outranks your file: `{key}` stays as it is there", item.place));
    }
    context.show(&ConfigChangeReport {
        path: path.display().to_string(),
        items: vec![item],
        dry_run: context.globals.dry_run,
        subject,
    })
}

fn own_path(context: &Context<'_>) -> Result<PathBuf> {
    context.world.user_config().ok_or_else(|| {
        Error::new(Kind::Failed, "no-home", "there is no place for your own file: HOME is not set")
            .hint("set HOME, or XDG_CONFIG_HOME to an absolute folder")
    })
}

fn not_text(path: &std::path::Path) -> Error {
    Error::new(Kind::InvalidContent, "not-utf-8", format!("{} is not UTF-8 text", path.display()))
        .hint("`clm config path` names the file; save it as UTF-8")
}

fn files(context: &Context<'_>) -> ConfigFilesReport {
    let file = |origin: &str, path: PathBuf| ConfigFile {
        origin: origin.to_owned(),
        exists: path.is_file(),
        path: path.display().to_string(),
    };
    let repository = context.session().ok().and_then(|session| Some(session.store.root()?.join(ORGANISATION)));
    let items = [("repository", repository), ("user", context.world.user_config())];
    let items = items.into_iter().filter_map(|(origin, path)| Some(file(origin, path?)));
    ConfigFilesReport { items: items.chain([file("system", context.world.system_config.clone())]).collect() }
}
