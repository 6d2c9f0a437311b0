//! stdout for data, stderr for talk; what a closed pipe means; how an error is told.

use std::io::{self, ErrorKind, Write};

use serde::Serialize;

use crate::error::{Error, Kind, Result};
use crate::render::style::{Label, paint};
use crate::render::{Look, json, visible};
use crate::world::World;

/// Writes data to stdout.
///
/// # Errors
/// `OutputClosed` when the reader went away, otherwise a failure.
pub fn out(data: &str) -> Result<()> {
    out_bytes(data.as_bytes())
}

/// Writes exact bytes to stdout.
///
/// # Errors
/// As [`out`].
pub fn out_bytes(data: &[u8]) -> Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(data).and_then(|()| stdout.flush()).map_err(|error| unwritten(&error))
}

fn unwritten(error: &io::Error) -> Error {
    let kind = if error.kind() == ErrorKind::BrokenPipe { Kind::OutputClosed } else { Kind::Failed };
    Error::new(kind, "output", format!("cannot write the answer: {error}"))
}

/// Writes talk to stderr; there is nobody to tell when that fails.
pub fn talk(text: &str) {
    let mut stderr = io::stderr().lock();
    drop(stderr.write_all(text.as_bytes()));
}

#[derive(Serialize)]
struct ErrorLine<'a> {
    schema: &'static str,
    code: &'a str,
    exit: u8,
    message: &'a str,
    hint: &'a Option<String>,
    subject: &'a Option<String>,
    details: &'a [String],
}

/// Tells an error on stderr, as text or as one JSON line, and answers its exit code.
pub fn complain(as_json: bool, color: bool, error: &Error) -> u8 {
    let exit = error.kind.exit();
    let (code, message) = (error.code, error.message.as_str());
    let line = ErrorLine {
        schema: "clm.error/1",
        code,
        exit,
        message,
        hint: &error.hint,
        subject: &error.subject,
        details: &error.details,
    };
    match json::one_line(&line) {
        Ok(text) if as_json => talk(&(text + "\n")),
        _ => talk(&in_words(color, error)),
    }
    exit
}

fn in_words(color: bool, error: &Error) -> String {
    let look = Look { width: 100, color };
    let mut text = format!("{} {}\n", paint(&look, Label::Bad, "error:"), visible::text(&error.message));
    for detail in &error.details {
        text.push_str(&format!("  {}\n", visible::text(detail)));
    }
    if let Some(hint) = &error.hint {
        text.push_str(&format!("{} {}\n", paint(&look, Label::Name, "hint:"), visible::text(hint)));
    }
    text
}

/// Tells what clap answered: help and version on stdout, a usage error on stderr; answers the exit code.
pub fn usage(world: &World, refused: &clap::Error) -> u8 {
    if !refused.use_stderr() {
        return match out(&refused.render().to_string()) {
            Ok(()) => 0,
            Err(error) => error.kind.exit(),
        };
    }
    let rendered = refused.render().to_string();
    if world.args.iter().any(|arg| arg == "--json") {
        let mut lines = rendered.lines().filter(|line| !line.trim().is_empty());
        let message = lines.next().unwrap_or("wrong usage").trim_start_matches("error: ").to_owned();
        let error = Error::new(Kind::Usage, "usage", message)
            .details(lines.map(|line| line.trim().to_owned()))
            .hint("clm --help, or clm COMMAND --help");
        return complain(true, false, &error);
    }
    talk(&visible::text(&rendered));
    Kind::Usage.exit()
}
