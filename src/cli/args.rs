//! The root command and the options every command takes; types that parse, no effects.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory, FromArgMatches, Parser, ValueEnum};

use super::commands::Command;
use super::examples;
use super::manual::topics;

/// Contracts over a local git repository: drafted, signed, found, due and provable, offline.
#[derive(Parser, Debug)]
#[command(
    name = "clm",
    version,
    about,
    long_about = "Contracts over a local git repository. Each contract is Markdown with TOML front matter; each act in its \
                  life is a signed commit; anyone can check what clm says with git and ssh-keygen.\n\nExamples:\n  \
                  clm init firm --org \"Northwind AS\"\n  clm new --template nda --party \"Acme AS\"\n  \
                  clm due --days 30",
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub globals: Globals,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options every command takes.
#[derive(Args, Debug, Clone)]
#[command(next_help_heading = "Global options")]
pub struct Globals {
    /// Work in the repository at DIR instead of the one around the current folder; where no such path is here, DIR may
    /// be a name you listed (`repository.NAME`)
    #[arg(short = 'C', long = "repo", value_name = "DIR", global = true, env = "CLM_REPO", hide_env = true)]
    pub repo: Option<PathBuf>,
    /// Answer with one JSON object on stdout; errors are JSON on stderr
    #[arg(long, global = true, conflicts_with = "plain")]
    pub json: bool,
    /// Answer with tab-separated lines, without header
    #[arg(long, global = true)]
    pub plain: bool,
    /// When to use colour: auto, always or never
    #[arg(long, value_name = "WHEN", value_enum, global = true, hide_possible_values = true)]
    pub color: Option<When>,
    /// Never page long answers
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// Never ask; a missing answer is an error that names its flag
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Answer every confirmation with yes
    #[arg(short, long, global = true)]
    pub yes: bool,
    /// Say what would happen; write nothing
    #[arg(short = 'n', long, global = true)]
    pub dry_run: bool,
    /// Say nothing but data and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Take DATE for today; everything recorded counts (never the time written into an act)
    #[arg(long, value_name = "DATE", global = true, value_parser = date)]
    pub today: Option<NaiveDate>,
    /// Questions only: answer for DATE, leaving out acts and signatures that took effect after it
    #[arg(long, value_name = "DATE", global = true, value_parser = date, conflicts_with = "today")]
    pub as_of: Option<NaiveDate>,
    /// Questions only: answer from what was recorded at COMMIT
    #[arg(long, value_name = "COMMIT", global = true)]
    pub at: Option<String>,
    /// Words for the commit: a reason, a note
    #[arg(short, long, value_name = "TEXT", global = true)]
    pub message: Option<String>,
}

/// The option of every command that records something.
#[derive(Args, Debug, Clone, Default)]
pub struct Key {
    /// Your key: a private or public key file, or `key::ssh-ed25519 …` held by ssh-agent
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

impl Key {
    /// The key that was named.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        self.key.as_deref()
    }
}

/// When to use colour.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// On a terminal.
    Auto,
    /// Also into a pipe.
    Always,
    /// Not at all.
    Never,
}

/// Parses arguments, the program's name first.
///
/// # Errors
/// What clap answers, which includes `--help` and `--version`.
pub fn parse(args: &[OsString]) -> Result<Cli, clap::Error> {
    let args = help_as_flag(args);
    // Arranging the examples takes a quarter of the parsing: they are only for those who see them.
    let mut matches = match Cli::command().try_get_matches_from(&args) {
        Err(refused) if shows_help(&refused) => examples::arranged(Cli::command()).try_get_matches_from(&args),
        other => other,
    }?;
    Cli::from_arg_matches_mut(&mut matches)
}

fn shows_help(refused: &clap::Error) -> bool {
    use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand};
    matches!(refused.kind(), DisplayHelp | DisplayHelpOnMissingArgumentOrSubcommand)
}

/// `clm help sign` for those who know it from git: the same as `clm sign --help`; `clm help dates` is that topic.
fn help_as_flag(args: &[OsString]) -> Vec<OsString> {
    match args {
        [program, help, topic] if help == "help" && topics::names().any(|name| topic == name) => {
            vec![program.clone(), "man".into(), "--text".into(), topic.clone()]
        }
        [program, help, command @ ..] if help == "help" => {
            let mut meant = vec![program.clone()];
            meant.extend(command.iter().cloned());
            meant.push("--help".into());
            meant
        }
        _ => args.to_vec(),
    }
}

/// The whole command tree, for manuals and completions.
#[must_use]
pub fn tree() -> clap::Command {
    let mut tree = examples::arranged(Cli::command());
    tree.build();
    tree
}

/// Reads a civil date; only ISO, because `01/02/03` is three different days.
///
/// # Errors
/// A sentence that says what was expected.
pub fn date(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|date| text.len() == 10 && text == date.to_string())
        .ok_or_else(|| "expected a date such as 2026-12-01".to_owned())
}

/// Reads one of a few words; each stands in help with what it means.
pub fn one_of<T: Copy + Send + Sync>(
    all: &'static [(T, &'static str, &'static str)],
) -> impl TypedValueParser<Value = T> {
    let words = all.iter().map(|(_, word, about)| PossibleValue::new(*word).help(*about));
    PossibleValuesParser::new(words).try_map(|typed| {
        let known = all.iter().find(|(_, word, _)| *word == typed);
        known.map(|(value, ..)| *value).ok_or("no such word")
    })
}

/// Reads `KEY=VALUE`.
///
/// # Errors
/// A sentence that says what was expected.
pub fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.to_owned())),
        _ => Err("expected KEY=VALUE, such as term=\"24 months\"".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{assignment, date, tree};

    #[test]
    fn the_command_tree_is_sound() {
        tree().debug_assert();
    }

    #[test]
    fn only_iso_dates_are_dates() {
        assert!(date("2026-12-01").is_ok());
        for wrong in ["2026-02-30", "01/02/03", "2026-2-3", "2026-12-01 ", "tomorrow", "", "+2026-12-01"] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_assignment_has_a_key() {
        assert_eq!(assignment("a=b=c").unwrap(), ("a".to_owned(), "b=c".to_owned()));
        assert!(assignment("=b").is_err());
        assert!(assignment("a").is_err());
    }
}
