//! `--as-of` and `--at` belong to questions: what is recorded is recorded now, on what is there now.

use super::args::Globals;
use super::commands::Command;
use crate::error::{Error, Kind, Result};

/// Refuses a look back where a command cannot answer from the past.
///
/// # Errors
/// Naming the flag and the commands that take it.
pub fn allowed(command: &Command, globals: &Globals) -> Result<()> {
    let flag = match (&globals.at, globals.as_of) {
        (Some(_), _) => "--at",
        (None, Some(_)) => "--as-of",
        (None, None) => return Ok(()),
    };
    let answers = match command {
        Command::List(_) | Command::Show(_) | Command::Search(_) | Command::Due(_) | Command::Status(_) => true,
        Command::Report(_) | Command::Calendar(_) => true,
        Command::Log(_) | Command::Export(_) => globals.as_of.is_none(),
        _ => false,
    };
    if let Command::Due(args) = command
        && args.since_last.is_some()
    {
        let message = format!("`{flag}` and `--since-last` do not go together: a look back must not move the cursor");
        return Err(Error::new(Kind::Usage, "no-look-back", message).hint("leave one of them out"));
    }
    if answers {
        return Ok(());
    }
    let message = format!("`{flag}` is for questions about the past; this command works on what is recorded now");
    Err(Error::new(Kind::Usage, "no-look-back", message)
        .hint("list, show, search, due, status, calendar and report take --as-of and --at; log and export take --at"))
}
