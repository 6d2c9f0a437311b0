//! `clm completions`: a script for a shell.

use super::super::complete;
use super::super::context::Context;
use crate::error::Result;
use crate::report::script::ScriptReport;

/// Arguments of `clm completions`.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  source <(clm completions bash)                 # in ~/.bashrc, or ~/.zshrc after compinit with zsh\n  clm completions fish | source                  # in ~/.config/fish/config.fish\n\nThe script asks clm itself for every word: ids with titles, templates, members, filters and their values."
)]
pub struct Args {
    /// Which shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Runs the command.
///
/// # Errors
/// When stdout cannot be written.
pub fn run(args: &Args, context: &Context<'_>) -> Result<u8> {
    context.show(&ScriptReport { shell: args.shell.to_string(), script: script(args.shell) })?;
    Ok(0)
}

/// The completion script for a shell.
#[must_use]
pub fn script(shell: clap_complete::Shell) -> String {
    complete::script(shell).to_owned()
}
