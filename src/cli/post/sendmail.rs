//! A program like `sendmail -t`: it reads the message and finds the recipient in its headers.
//!
//! **Invariants**: only the user's own configuration names it; its arguments are fixed; nothing of a repository becomes an
//! argument or a variable; what does not end well within the limit took nothing.

use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::super::context::Context;
use super::super::events::KEPT;

/// Between two looks at a running program.
const LOOK: Duration = Duration::from_millis(10);
/// So much of what it says is told.
const MOST_SAID: u64 = 500;

/// The program and how long it may take.
pub struct Sendmail<'c> {
    pub context: &'c Context<'c>,
    pub program: Vec<String>,
    pub limit: Duration,
}

impl Sendmail<'_> {
    /// Runs it on one message.
    ///
    /// # Errors
    /// In words, when it cannot be started, fails or takes too long.
    pub fn take(&self, message: &[u8]) -> std::result::Result<(), String> {
        let shown = shlex::try_join(self.program.iter().map(String::as_str)).unwrap_or_default();
        let failed = |fault: std::io::Error| format!("`{shown}` could not be started: {fault}");
        // Files instead of pipes: a program that does not read, or talks too much, cannot make anybody wait.
        let mut input = tempfile::tempfile().map_err(failed)?;
        // What goes through a pipe has the line ends of the system; sendmail makes them those of mail.
        let text = String::from_utf8_lossy(message).replace("\r\n", "\n");
        input.write_all(text.as_bytes()).and_then(|()| input.rewind()).map_err(failed)?;
        let mut said = tempfile::tempfile().map_err(failed)?;
        let (out, err) = (said.try_clone().map_err(failed)?, said.try_clone().map_err(failed)?);
        let Some((name, arguments)) = self.program.split_first() else { return Err("no program is set".to_owned()) };
        let mut command = Command::new(name);
        command.args(arguments).env_clear().stdin(Stdio::from(input)).stdout(Stdio::from(out)).stderr(Stdio::from(err));
        for name in KEPT {
            if let Some(value) = self.context.world.variable(name) {
                command.env(name, value);
            }
        }
        // A folder of its own choosing: a repository must not be found by accident.
        command.current_dir(self.context.world.home().unwrap_or(std::path::Path::new("/")));
        let child = command.spawn().map_err(failed)?;
        self.ended(child).map_err(|what| format!("`{shown}` {what}{}", words_of(&mut said)))
    }

    fn ended(&self, mut child: Child) -> std::result::Result<(), String> {
        let started = Instant::now();
        loop {
            match child.try_wait() {
                Ok(Some(status)) if status.success() => return Ok(()),
                Ok(Some(status)) => {
                    return Err(match status.code() {
                        Some(code) => format!("ended with {code}"),
                        None => "was killed".to_owned(),
                    });
                }
                Ok(None) if started.elapsed() >= self.limit => {
                    drop(child.kill());
                    drop(child.wait());
                    return Err(format!("took longer than {} seconds and was ended", self.limit.as_secs()));
                }
                Ok(None) => thread::sleep(LOOK),
                Err(fault) => return Err(format!("could not be waited for: {fault}")),
            }
        }
    }
}

/// What it said last, in brackets.
fn words_of(said: &mut File) -> String {
    let mut bytes = Vec::new();
    let read = said.rewind().and_then(|()| said.take(MOST_SAID).read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let words: Vec<&str> = text.split_whitespace().collect();
    if read.is_err() || words.is_empty() { String::new() } else { format!(" ({})", words.join(" ")) }
}
