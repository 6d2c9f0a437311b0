//! stdout for data, stderr for talk; what a closed pipe means; how an error is told.
//!
//! A command never names the process's own streams: it is handed a [`Streams`]. `clm demo` runs commands in process and
//! keeps what they say.

use std::cell::RefCell;
use std::io::{self, ErrorKind, Write};

use serde::Serialize;

use super::usage;
use crate::error::{Error, Kind, Result};
use crate::render::style::{Label, paint};
use crate::render::{Look, json, visible};
use crate::report::fault::FaultItem;
use crate::world::World;

/// Where one command's data and talk go.
#[derive(Debug, Default)]
pub enum Streams {
    /// To the process's own stdout and stderr.
    #[default]
    Process,
    /// Into memory.
    Kept(RefCell<Kept>),
}

/// What a command said into memory.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The data.
    pub out: String,
    /// The talk.
    pub talk: String,
    /// Both, in the order in which they came, as a terminal would show them.
    pub both: String,
}

impl Streams {
    /// Streams that keep what is said.
    #[must_use]
    pub fn kept() -> Self {
        Self::Kept(RefCell::default())
    }

    /// What was kept so far; nothing for the process's own streams.
    #[must_use]
    pub fn taken(&self) -> Kept {
        match self {
            Self::Process => Kept::default(),
            Self::Kept(kept) => kept.take(),
        }
    }

    /// Writes data to stdout.
    ///
    /// # Errors
    /// `OutputClosed` when the reader went away, otherwise a failure.
    pub fn out(&self, data: &str) -> Result<()> {
        self.out_bytes(data.as_bytes())
    }

    /// Writes exact bytes to stdout.
    ///
    /// # Errors
    /// As [`Streams::out`].
    pub fn out_bytes(&self, data: &[u8]) -> Result<()> {
        if let Self::Kept(kept) = self {
            let text = String::from_utf8_lossy(data);
            let mut kept = kept.borrow_mut();
            kept.out.push_str(&text);
            kept.both.push_str(&text);
            return Ok(());
        }
        let mut stdout = io::stdout().lock();
        stdout.write_all(data).and_then(|()| stdout.flush()).map_err(|error| {
            let kind = if error.kind() == ErrorKind::BrokenPipe { Kind::OutputClosed } else { Kind::Failed };
            Error::new(kind, "output", format!("cannot write the answer: {error}"))
        })
    }

    /// Writes talk to stderr; there is nobody to tell when that fails.
    pub fn talk(&self, text: &str) {
        if let Self::Kept(kept) = self {
            let mut kept = kept.borrow_mut();
            kept.talk.push_str(text);
            kept.both.push_str(text);
            return;
        }
        let mut stderr = io::stderr().lock();
        drop(stderr.write_all(text.as_bytes()));
    }

    /// Tells an error on stderr, as text or as one JSON line, and answers its exit code.
    pub fn complain(&self, as_json: bool, color: bool, error: &Error) -> u8 {
        match json::one_line(&ErrorLine { schema: "clm.error/1", fault: fault(error) }) {
            Ok(text) if as_json => self.talk(&(text + "\n")),
            _ => self.talk(&in_words(color, error)),
        }
        error.kind.exit()
    }

    /// Tells what clap answered: help and version on stdout, a usage error on stderr; answers the exit code.
    pub fn usage(&self, world: &World, refused: &clap::Error) -> u8 {
        let rendered = refused.render().to_string();
        if !refused.use_stderr() {
            return match self.out(&rendered) {
                Ok(()) => 0,
                Err(error) => error.kind.exit(),
            };
        }
        let hint = usage::hint(&world.args, refused);
        let rendered = usage::told(&rendered, None);
        if world.args.iter().any(|arg| arg == "--json") {
            let mut lines = rendered.lines().filter(|line| !line.trim().is_empty());
            let message = lines.next().unwrap_or("wrong usage").trim_start_matches("error: ").to_owned();
            let error = Error::new(Kind::Usage, "usage", message)
                .details(lines.map(|line| line.trim().to_owned()))
                .hint(hint.unwrap_or_else(|| "clm --help, or clm COMMAND --help".to_owned()));
            return self.complain(true, false, &error);
        }
        self.talk(&visible::text(&usage::told(&rendered, hint.as_deref())));
        Kind::Usage.exit()
    }
}

#[derive(Serialize)]
struct ErrorLine {
    schema: &'static str,
    #[serde(flatten)]
    fault: FaultItem,
}

/// An error in the fields scripts know.
#[must_use]
pub fn fault(error: &Error) -> FaultItem {
    FaultItem {
        code: error.code.to_owned(),
        exit: error.kind.exit(),
        message: error.message.clone(),
        hint: error.hint.clone(),
        subject: error.subject.clone(),
        column: error.column,
        details: error.details.clone(),
    }
}

fn in_words(color: bool, error: &Error) -> String {
    let look = Look { width: 100, color };
    let mut text = format!("{} {}\n", paint(&look, Label::Bad, "error:"), visible::text(&error.message));
    if let (Some(line), Some(column)) = (&error.subject, error.column) {
        let (line, pointer) = visible::pointed(line, usize::try_from(column.get()).unwrap_or(usize::MAX));
        text.push_str(&format!("  {line}\n  {}\n", paint(&look, Label::Bad, &pointer)));
    }
    for detail in &error.details {
        text.push_str(&format!("  {}\n", visible::text(detail)));
    }
    if let Some(hint) = &error.hint {
        text.push_str(&format!("{} {}\n", paint(&look, Label::Name, "hint:"), visible::text(hint)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Streams;

    #[test]
    fn kept_streams_keep_both_and_their_order() {
        let streams = Streams::kept();
        streams.out("data\n").unwrap();
        streams.talk("talk\n");
        streams.out("more\n").unwrap();
        let kept = streams.taken();
        assert_eq!((kept.out.as_str(), kept.talk.as_str()), ("data\nmore\n", "talk\n"));
        assert_eq!(kept.both, "data\ntalk\nmore\n");
        assert_eq!(streams.taken().both, "", "taken once");
    }
}
