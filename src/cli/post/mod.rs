//! Where a message goes: stdout, a maildir, a program like `sendmail -t` of the user's own configuration, or, in builds with
//! the feature `smtp`, a mail relay.
//!
//! **Owns** handing over bytes. **Refuses to know** what they say. **Invariant**: a message was handed over when, and only
//! when, this says so: a program that fails, hangs or breaks off got nothing, as far as clm is concerned.

mod maildir;
mod sendmail;
#[cfg(feature = "smtp")]
mod smtp;

use std::path::PathBuf;
use std::time::Duration;

use super::context::Context;
use crate::error::{Error, Kind, Result};

/// Where messages are to go, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// As an mbox on stdout.
    Stdout,
    /// Into a maildir.
    Maildir(PathBuf),
    /// To the program that `mail.sendmail` names.
    Sendmail,
    /// To the relay that `mail.smtp` names.
    Smtp,
}

impl To {
    /// Reads `stdout`, `sendmail`, `smtp` or `maildir:DIR`.
    ///
    /// # Errors
    /// What was expected.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        match text {
            "stdout" => Ok(Self::Stdout),
            "sendmail" => Ok(Self::Sendmail),
            "smtp" => Ok(Self::Smtp),
            _ => match text.strip_prefix("maildir:").filter(|folder| !folder.is_empty()) {
                Some(folder) => Ok(Self::Maildir(PathBuf::from(folder))),
                None => Err("expected stdout, sendmail, smtp or maildir:DIR".to_owned()),
            },
        }
    }

    /// As it would be typed.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Stdout => "stdout".to_owned(),
            Self::Sendmail => "sendmail".to_owned(),
            Self::Smtp => "smtp".to_owned(),
            Self::Maildir(folder) => format!("maildir:{}", folder.display()),
        }
    }
}

/// A place that takes messages.
pub enum Place<'c> {
    /// A maildir.
    Maildir(maildir::Maildir),
    /// A program.
    Sendmail(sendmail::Sendmail<'c>),
    /// A relay.
    #[cfg(feature = "smtp")]
    Smtp(smtp::Smtp),
}

impl<'c> Place<'c> {
    /// The place; none for stdout, where messages are shown and not handed over.
    ///
    /// # Errors
    /// When the settings name no program, or the folder is no maildir.
    pub fn of(to: &To, context: &'c Context<'c>) -> Result<Option<Self>> {
        Ok(match to {
            To::Stdout => None,
            To::Maildir(folder) => Some(Self::Maildir(maildir::Maildir::at(context.resolve(folder))?)),
            To::Sendmail => {
                let program = context.settings().program("mail.sendmail").filter(|words| !words.is_empty());
                let program = program.ok_or_else(|| {
                    Error::new(Kind::Usage, "no-sendmail", "no program that sends mail is set")
                        .hint("clm config set mail.sendmail \"/usr/sbin/sendmail -t -oi\"")
                })?;
                Some(Self::Sendmail(sendmail::Sendmail { context, program, limit: limit(context) }))
            }
            #[cfg(feature = "smtp")]
            To::Smtp => Some(Self::Smtp(smtp::Smtp::at(context.settings().text("mail.smtp"), limit(context))?)),
            #[cfg(not(feature = "smtp"))]
            To::Smtp => {
                let message = "this build of clm speaks no SMTP";
                return Err(Error::new(Kind::Usage, "no-smtp", message).hint(
                    "build it with `cargo install --locked --path . --features smtp`, or use `--to sendmail` with \
                     `mail.sendmail` set to a program that does, such as `msmtp -t`",
                ));
            }
        })
    }

    /// Hands a message over; an error says in words why it was not.
    ///
    /// # Errors
    /// When it was not taken.
    pub fn take(&self, id: &str, message: &[u8]) -> std::result::Result<(), String> {
        match self {
            Self::Maildir(maildir) => maildir.take(id, message),
            Self::Sendmail(sendmail) => sendmail.take(message),
            #[cfg(feature = "smtp")]
            Self::Smtp(smtp) => smtp.take(message),
        }
    }
}

/// How long handing over one message may take.
fn limit(context: &Context<'_>) -> Duration {
    Duration::from_secs(u64::from(context.settings().number("mail.timeout").max(1)))
}
