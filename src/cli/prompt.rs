//! Questions on a terminal. Each has a flag; without a terminal nothing is asked and the caller names the flags.

use dialoguer::theme::SimpleTheme;
use dialoguer::{Confirm, Input, Password, Select};
use zeroize::Zeroizing;

use crate::error::{Error, Kind, Result};

/// A person at a terminal who can be asked.
#[derive(Clone, Copy, Debug)]
pub struct Prompt {
    _private: (),
}

impl Prompt {
    /// For a session whose stdin and stderr are terminals; the caller has made sure of that.
    #[must_use]
    pub(super) fn new() -> Self {
        Self { _private: () }
    }

    /// A line of text; `default` is taken on Enter, and an empty answer is one when `may_be_empty`.
    ///
    /// # Errors
    /// When the person interrupts, or the terminal is gone.
    pub fn text(
        self,
        question: &str,
        default: Option<&str>,
        may_be_empty: bool,
        check: impl Fn(&str) -> std::result::Result<(), String>,
    ) -> Result<String> {
        let mut input = Input::<String>::with_theme(&SimpleTheme).with_prompt(question).allow_empty(may_be_empty);
        if let Some(default) = default {
            input = input.default(default.to_owned());
        }
        input.validate_with(|text: &String| check(text)).interact_text().map_err(interrupted)
    }

    /// Yes or no.
    ///
    /// # Errors
    /// As [`Prompt::text`].
    pub fn confirm(self, question: &str, default: bool) -> Result<bool> {
        Confirm::with_theme(&SimpleTheme).with_prompt(question).default(default).interact().map_err(interrupted)
    }

    /// One of `choices`, by place.
    ///
    /// # Errors
    /// As [`Prompt::text`].
    pub fn choose(self, question: &str, choices: &[String], default: usize) -> Result<usize> {
        Select::with_theme(&SimpleTheme)
            .with_prompt(question.trim_end_matches('?'))
            .items(choices)
            .default(default)
            .interact()
            .map_err(interrupted)
    }

    /// A passphrase, not shown; asked twice when it is a new one.
    ///
    /// # Errors
    /// As [`Prompt::text`].
    pub fn passphrase(self, question: &str, new: bool) -> Result<Zeroizing<String>> {
        let mut password = Password::with_theme(&SimpleTheme).with_prompt(question).allow_empty_password(new);
        if new {
            password = password.with_confirmation("Again", "The two differ.");
        }
        password.interact().map(Zeroizing::new).map_err(interrupted)
    }
}

fn interrupted(error: dialoguer::Error) -> Error {
    let dialoguer::Error::IO(error) = error;
    match error.kind() {
        std::io::ErrorKind::Interrupted => {
            Error::new(Kind::Interrupted, "interrupted", "interrupted; nothing was written")
        }
        _ => Error::new(Kind::Usage, "no-terminal", format!("cannot ask: {error}"))
            .hint("give the answers by flags; `--help` names them"),
    }
}
