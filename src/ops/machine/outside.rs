//! Helper programs of the machine, such as `pdftotext`: found on the user's PATH, run on data from strangers.
//!
//! **Owns** how such a program is run: fixed arguments, an environment of PATH, LANG and its own folder as HOME, nothing
//! on stdin, bounded time, processor time, memory and output. **Refuses to know** what the program is for.
//! **Invariants**: only absolute folders of PATH are looked in, so that nothing lying in a repository is ever run; no
//! name from outside is an argument.

use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// What is kept of what a program says on stderr.
const MOST_SAID: u64 = 16 << 10;

/// How much a program may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until it is stopped.
    pub time: Duration,
    /// Bytes of stdout.
    pub output: u64,
    /// Address space in KiB; unbounded where a program reserves more than it uses.
    pub memory: Option<u64>,
}

/// A program that was found.
#[derive(Clone, Debug)]
pub struct Helper {
    program: PathBuf,
    search: OsString,
}

/// What a program answered.
#[derive(Debug)]
pub struct Answer {
    /// Exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// stdout.
    pub output: Vec<u8>,
    /// The start of stderr, on one line.
    pub said: String,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It could not be started.
    #[error("it cannot be started: {0}")]
    Start(std::io::Error),
    /// It ran too long.
    #[error("it ran longer than {0} seconds and was stopped")]
    Time(u64),
    /// It wrote too much.
    #[error("it wrote more than {0} MiB and was stopped")]
    Output(u64),
    /// Its output could not be read.
    #[error("its output cannot be read: {0}")]
    Read(std::io::Error),
}

impl Helper {
    /// The program called `name` in the absolute folders of `search`, which is a PATH.
    #[must_use]
    pub fn find(name: &str, search: &OsStr) -> Option<Self> {
        let runs =
            |path: &PathBuf| path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0);
        let folders: Vec<PathBuf> = std::env::split_paths(search).filter(|folder| folder.is_absolute()).collect();
        let program = folders.iter().map(|folder| folder.join(name)).find(runs)?;
        let search = std::env::join_paths(&folders).ok()?;
        Some(Self { program, search })
    }

    /// Where it lies.
    #[must_use]
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// The PATH without its relative folders.
    #[must_use]
    pub fn search(&self) -> &OsStr {
        &self.search
    }

    /// Runs it in `folder` to its end.
    ///
    /// # Errors
    /// When it cannot be started or uses more than it may. That it fails is an answer.
    pub fn run(&self, folder: &Path, args: &[&str], limits: Limits) -> Result<Answer, Fault> {
        let mut child = self.command(folder, args, limits).spawn().map_err(Fault::Start)?;
        let output = child.stdout.take().map(|pipe| reading(pipe, limits.output.saturating_add(1)));
        let said = child.stderr.take().map(|pipe| reading(pipe, MOST_SAID));
        let end = Instant::now().checked_add(limits.time);
        let answer = answer(&mut child, output, said, (end, limits));
        if answer.is_err() {
            // Both fail only for a child that has ended.
            drop(child.kill());
            drop(child.wait());
        }
        answer
    }

    fn command(&self, folder: &Path, args: &[&str], limits: Limits) -> Command {
        // The shell lowers what the program may use and then becomes the program; what stands behind is never read as
        // shell text.
        let seconds = limits.time.as_secs().saturating_add(1);
        let memory = limits.memory.map_or(String::new(), |most| format!("ulimit -v {most}; "));
        let script = format!("ulimit -t {seconds}; {memory}exec \"$0\" \"$@\"");
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(script).arg(&self.program).args(args).current_dir(folder);
        // The folder it works in stands for its home, so that nothing of the user's is read or written.
        command.env_clear().env("PATH", &self.search).env("LANG", "C.UTF-8").env("HOME", folder);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

type Heard = Receiver<std::io::Result<Vec<u8>>>;

/// Reads a pipe up to `most` bytes, beside everything else. A grandchild that keeps the pipe open keeps only the thread.
fn reading(mut pipe: impl Read + Send + 'static, most: u64) -> Heard {
    let (tell, hear) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.by_ref().take(most).read_to_end(&mut bytes).map(|_| bytes);
        // Nobody listens any more when the program was stopped; one that goes on writing is not to fail for it.
        drop(tell.send(read));
        drop(std::io::copy(&mut pipe, &mut std::io::sink()));
    });
    hear
}

fn answer(
    child: &mut Child,
    output: Option<Heard>,
    said: Option<Heard>,
    (end, limits): (Option<Instant>, Limits),
) -> Result<Answer, Fault> {
    let left = || end.map_or(limits.time, |end| end.saturating_duration_since(Instant::now()));
    let late = || Fault::Time(limits.time.as_secs());
    let heard = |pipe: Option<Heard>| match pipe.map(|pipe| pipe.recv_timeout(left())) {
        Some(Ok(read)) => read.map_err(Fault::Read),
        Some(Err(_)) => Err(late()),
        None => Ok(Vec::new()),
    };
    let output = heard(output)?;
    if output.len() as u64 > limits.output {
        return Err(Fault::Output(limits.output >> 20));
    }
    let status = wait(child, &left).ok_or_else(late)?.map_err(Fault::Read)?;
    let said = String::from_utf8_lossy(&heard(said)?).split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Answer { code: status.code(), output, said })
}

/// Waits for the end, as long as there is time `left`.
fn wait(child: &mut Child, left: &dyn Fn() -> Duration) -> Option<std::io::Result<ExitStatus>> {
    let mut pause = Duration::from_millis(1);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(Ok(status)),
            Ok(None) if left().is_zero() => return None,
            Ok(None) => thread::sleep(pause),
            Err(fault) => return Some(Err(fault)),
        }
        pause = pause.saturating_mul(2).min(Duration::from_millis(50));
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::{Fault, Helper, Limits};

    const SHORT: Limits = Limits { time: Duration::from_secs(2), output: 1 << 20, memory: None };

    fn helper(folder: &Path, script: &str) -> Helper {
        std::fs::write(folder.join("tool"), format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(folder.join("tool"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let search = format!("relative::{}:/usr/bin:/bin", folder.display());
        Helper::find("tool", search.as_ref()).unwrap()
    }

    #[test]
    fn a_program_gets_its_arguments_as_they_are_and_a_bare_environment() {
        let folder = tempfile::tempdir().unwrap();
        let tool = helper(folder.path(), "printf '%s|' \"$@\"; env | cut -d= -f1 | sort | tr '\\n' ' '; exit 3");
        let answer = tool.run(folder.path(), &["-x", "$(id) `id` \"'", ""], SHORT).unwrap();
        let output = String::from_utf8(answer.output).unwrap();
        assert_eq!(answer.code, Some(3));
        assert!(output.starts_with("-x|$(id) `id` \"'||"), "{output}");
        for word in output.split_once("||").unwrap().1.split_whitespace() {
            assert!(["HOME", "LANG", "PATH", "PWD", "OLDPWD", "SHLVL", "_"].contains(&word), "{output}");
        }
    }

    #[test]
    fn too_much_time_and_too_much_output_stop_it() {
        let folder = tempfile::tempdir().unwrap();
        let slow = helper(folder.path(), "sleep 60").run(folder.path(), &[], SHORT);
        assert!(matches!(slow, Err(Fault::Time(2))), "{slow:?}");
        let silent = helper(folder.path(), "exec >&- 2>&-; sleep 60").run(folder.path(), &[], SHORT);
        assert!(matches!(silent, Err(Fault::Time(2))), "{silent:?}");
        let endless = helper(folder.path(), "yes").run(folder.path(), &[], SHORT);
        assert!(matches!(endless, Err(Fault::Output(1))), "{endless:?}");
    }

    #[test]
    fn only_programs_in_absolute_folders_are_found() {
        let folder = tempfile::tempdir().unwrap();
        helper(folder.path(), "");
        std::fs::write(folder.path().join("plain"), "no program").unwrap();
        let search = folder.path().as_os_str();
        assert!(Helper::find("tool", search).is_some());
        assert!(Helper::find("plain", search).is_none());
        assert!(Helper::find("tool", ".:relative".as_ref()).is_none());
        assert!(Helper::find("tool", "".as_ref()).is_none());
    }
}
