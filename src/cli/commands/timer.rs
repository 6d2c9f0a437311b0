//! `clm timer print`: what a person pastes into systemd or cron. clm edits no crontab and installs no unit.

use std::path::Path;

use super::super::context::Context;
use crate::contract::name::slug;
use crate::error::{Error, Kind, Result};
use crate::render::timer;
use crate::report::timer::TimerReport;

/// What `clm timer` can do.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// Print a systemd user timer or a line for a crontab that runs clm daily on this repository
    #[command(
        after_help = "Nothing is installed: write the files, or paste the line. Cron mails what a command prints, and `due -q` \
                      prints nothing when nothing is new; systemd puts it into its journal.\n\n\
                      Examples:\n  clm timer print --command remind\n  clm timer print --cron --command due --time 06:30"
    )]
    Print(Print),
}

/// Arguments of `clm timer print`.
#[derive(clap::Args, Debug)]
pub struct Print {
    /// A service and a timer for systemd (the default)
    #[arg(long)]
    pub systemd: bool,
    /// A line for a crontab
    #[arg(long, conflicts_with = "systemd")]
    pub cron: bool,
    /// What is run: due (prints what is new) or remind (writes to the owners by `mail.sendmail`)
    #[arg(long, value_name = "COMMAND", default_value = "due", value_parser = ["due", "remind"])]
    pub command: String,
    /// When, every day
    #[arg(long, value_name = "HH:MM", default_value = "07:00", value_parser = time)]
    pub time: (u32, u32),
}

/// Runs the command.
///
/// # Errors
/// When there is no repository, or a path cannot stand in such a file.
pub fn run(action: &Action, context: &Context<'_>) -> Result<u8> {
    let Action::Print(print) = action;
    let session = context.session()?;
    let program = context.world.program.as_deref().unwrap_or(Path::new("clm"));
    let folder = session.folder();
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let mut words = vec![line(program)?, "-C".to_owned(), line(&folder)?, "--no-input".to_owned()];
    let about = if print.command == "remind" {
        words.extend(["remind", "--to", "sendmail", "--since-last", "-q"].map(str::to_owned));
        "Reminders to the owners of contracts"
    } else {
        words.extend(["due", "-q", "--since-last"].map(str::to_owned));
        "Contract dates that need somebody"
    };
    let items = if print.cron {
        vec![timer::cron(&words, print.time)]
    } else {
        let repository = folder.file_name().map(|name| slug(&name.to_string_lossy())).unwrap_or_default();
        let name = format!("clm-{}-{repository}", print.command);
        timer::systemd(name.trim_end_matches('-'), about, &words, print.time).to_vec()
    };
    context.show(&TimerReport { command: words, items })?;
    if print.command == "remind" && context.settings().program("mail.sendmail").is_none() {
        context.warn("mail.sendmail is not set: `clm config set mail.sendmail \"/usr/sbin/sendmail -t -oi\"`");
    }
    Ok(0)
}

/// A path as one line of text.
fn line(path: &Path) -> Result<String> {
    let text = path.to_str().filter(|text| !text.chars().any(char::is_control));
    text.map(str::to_owned).ok_or_else(|| {
        let message = format!("{} cannot stand in a timer: it is not text of one line", path.display());
        Error::new(Kind::Refused, "odd-path", message).hint("move it to a path without control characters")
    })
}

fn time(text: &str) -> std::result::Result<(u32, u32), String> {
    let read = |text: &str, most: u32| text.parse::<u32>().ok().filter(|number| text.len() == 2 && *number <= most);
    let parts = text.split_once(':').and_then(|(hour, minute)| Some((read(hour, 23)?, read(minute, 59)?)));
    parts.ok_or_else(|| "expected a time such as 07:00".to_owned())
}
