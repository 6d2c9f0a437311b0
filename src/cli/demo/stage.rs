//! Where the story is played: a folder, an environment of its own, and ways to run a line in it.
//!
//! **Invariants**: clm's own lines run in process through [`run_on`], the same path as from a shell; every other program
//! is a real process. Nobody sees the user's home, agent or git configuration.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;

use super::super::context::Context;
use super::super::run_on;
use super::super::streams::{Kept, Streams};
use super::story::Step;
use crate::error::{Error, Kind, Result};
use crate::keyring;
use crate::render::visible;
use crate::signature::namespace;
use crate::world::{Terminal, World};

/// A folder to play in.
pub struct Stage {
    world: World,
    /// The repository.
    pub dir: PathBuf,
    /// Keys, papers and statements: `.git/clm/demo`.
    pub backstage: PathBuf,
    /// What was asked with `--today`, for every line.
    suffix: String,
}

/// What a line answered.
pub struct Answer {
    /// Its exit code.
    pub exit: u8,
    /// What it printed, as a terminal would show it.
    pub shown: String,
}

impl Stage {
    /// A stage in `dir`, whose answers look as the user's own would. With `--today` the clock stands at noon of that day:
    /// the acts of a rehearsal are part of it.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn set(dir: PathBuf, context: &Context<'_>) -> Result<Self> {
        let backstage = dir.join(".git/clm/demo");
        let made = fs::create_dir(dir.join(".git")).and_then(|()| private_folders(&backstage));
        made.map_err(|e| failed(format!("cannot make {}: {e}", backstage.display())).about(dir.display().to_string()))?;
        let globals = &context.globals;
        let for_programs = globals.json || globals.plain;
        let color = !for_programs && context.look(context.world.terminal.stdout).color;
        let terminal = Terminal {
            stdout: context.world.terminal.stdout,
            width: context.world.terminal.width,
            ..Terminal::default()
        };
        let world = World {
            args: Vec::new(),
            program: None,
            environment: environment(context.world, &backstage, color),
            folder: dir.clone(),
            now: context.today().and_then(noon).unwrap_or(context.world.now),
            terminal,
            system_config: dir.join(".git/clm/demo/no-config.toml"),
        };
        let suffix = context.today().map(|day| format!(" --today {day}")).unwrap_or_default();
        Ok(Self { world, dir, backstage, suffix })
    }

    /// The line as shown: what was asked with `--today` is asked of every line.
    #[must_use]
    pub fn as_typed(&self, line: &str) -> String {
        if line.starts_with("clm ") { format!("{line}{}", self.suffix) } else { line.to_owned() }
    }

    /// Runs a line: clm in process, anything else through `sh`.
    ///
    /// # Errors
    /// When the line is no command line, or the shell is missing.
    pub fn run(&self, line: &str) -> Result<Answer> {
        if line.starts_with("clm ") {
            let (exit, said) = self.clm(line)?;
            return Ok(Answer { exit, shown: said.both });
        }
        self.shell(line)
    }

    /// Runs a clm line with `--json` and reads its answer.
    ///
    /// # Errors
    /// When it fails, or its answer is not of this shape.
    pub fn ask<T: DeserializeOwned>(&self, line: &str) -> Result<T> {
        let (exit, said) = self.clm(&format!("{line} --json"))?;
        serde_json::from_str(&said.out).map_err(|e| {
            failed(format!("`{line}` gave no readable answer: {e}")).details([format!("exit {exit}"), said.talk])
        })
    }

    fn clm(&self, line: &str) -> Result<(u8, Kept)> {
        let words = words(line).ok_or_else(|| failed(format!("`{line}` is no command line")))?;
        let world = World { args: words.into_iter().map(OsString::from).collect(), ..self.world.clone() };
        let streams = Streams::kept();
        let exit = run_on(&world, &streams);
        Ok((exit, streams.taken()))
    }

    fn shell(&self, line: &str) -> Result<Answer> {
        let output = Command::new("sh")
            .args(["-c", line])
            .env_clear()
            .envs(&self.world.environment)
            .current_dir(&self.dir)
            .stdin(Stdio::null())
            .output()
            .map_err(|e| Error::new(Kind::Helper, "no-shell", format!("cannot run sh: {e}")).hint("install a shell"))?;
        let said = [output.stdout, output.stderr].concat();
        let exit = output.status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX);
        Ok(Answer { exit, shown: visible::text(&String::from_utf8_lossy(&said)) })
    }

    /// The first program a step needs that is not installed.
    #[must_use]
    pub fn missing(&self, step: &Step) -> Option<&'static str> {
        let first = step.line.split_whitespace().next().unwrap_or_default();
        // Every shell brings its own echo.
        let absent = |program: &&str| !matches!(*program, "clm" | "echo") && !found(&self.world, program);
        [Some(first), step.through].into_iter().flatten().find(absent)
    }
}

fn noon(day: NaiveDate) -> Option<DateTime<Utc>> {
    day.and_hms_opt(12, 0, 0).map(|noon| noon.and_utc())
}

/// The words of a line as a shell would split it, continued lines joined.
#[must_use]
pub fn words(line: &str) -> Option<Vec<String>> {
    shlex::split(&line.replace("\\\n", " "))
}

/// Whether a program of this name lies in a folder of `PATH`.
#[must_use]
pub fn found(world: &World, program: &str) -> bool {
    world.finds(program)
}

/// Signs a statement as `ssh-keygen -Y sign` would, with a key file that has no passphrase; writes `FILE.sig`.
///
/// # Errors
/// When the key cannot be used or a file cannot be read or written.
pub fn sign_here(key: &Path, file: &Path) -> Result<()> {
    let signer = keyring::open(&key.display().to_string(), None, &mut |_| None)?;
    let statement = fs::read(file).map_err(|e| failed(format!("cannot read {}: {e}", file.display())))?;
    let armour = signer.sign(namespace::STATEMENT, &statement)?;
    let mut signature = file.as_os_str().to_owned();
    signature.push(".sig");
    fs::write(&signature, armour).map_err(|e| failed(format!("cannot write {}: {e}", signature.display())))
}

/// `line` with every `{name}` replaced.
#[must_use]
pub fn fill(line: &str, names: &BTreeMap<String, String>) -> String {
    names.iter().fold(line.to_owned(), |line, (name, value)| line.replace(&format!("{{{name}}}"), value))
}

/// `dir` as a new, empty folder, absolute.
///
/// # Errors
/// When it holds anything, or cannot be made.
pub fn empty_folder(dir: &Path) -> Result<PathBuf> {
    let shown = dir.display().to_string();
    let unusable = |e: std::io::Error| failed(format!("cannot use {shown}: {e}")).about(&shown);
    fs::create_dir_all(dir).map_err(unusable)?;
    if fs::read_dir(dir).map_err(unusable)?.next().is_some() {
        return Err(Error::new(Kind::Refused, "folder-not-empty", format!("{shown} is not empty"))
            .hint("name a folder that does not exist yet, or none for a temporary one")
            .about(&shown));
    }
    dir.canonicalize().map_err(unusable)
}

/// Folders only their owner can look into: keys lie there.
fn private_folders(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

fn environment(world: &World, home: &Path, color: bool) -> BTreeMap<OsString, OsString> {
    let kept = ["PATH", "TMPDIR", "LANG", "LC_ALL", "SYSTEMROOT"];
    let mut environment: BTreeMap<OsString, OsString> = kept
        .iter()
        .filter_map(|name| world.variable(name).map(|value| (OsString::from(name), value.to_owned())))
        .collect();
    let color = if color { "always" } else { "never" };
    let own: [(&str, &OsStr); 5] = [
        ("HOME", home.as_os_str()),
        ("GIT_CONFIG_NOSYSTEM", OsStr::new("1")),
        ("CLM_COLOR", OsStr::new(color)),
        // No pager: the story is read as a whole.
        ("TERM", OsStr::new("dumb")),
        ("CLM_NO_INPUT", OsStr::new("1")),
    ];
    environment.extend(own.into_iter().map(|(name, value)| (OsString::from(name), value.to_owned())));
    environment
}

/// A failure of the demonstration.
pub(super) fn failed(message: impl Into<String>) -> Error {
    Error::new(Kind::Failed, "demo", message)
}

#[cfg(test)]
mod tests {
    use super::{empty_folder, fill, words};
    use crate::error::Kind;

    #[test]
    fn placeholders_are_filled_and_nothing_else() {
        let names = [("a".to_owned(), "1".to_owned()), ("ab".to_owned(), "2".to_owned())].into();
        assert_eq!(fill("x {a} {ab} {abc} a", &names), "x 1 2 {abc} a");
    }

    #[test]
    fn a_continued_line_is_one_line() {
        assert_eq!(words("clm a \\\n    --b \"c d\"").unwrap(), ["clm", "a", "--b", "c d"]);
        assert_eq!(words("clm \"a"), None);
    }

    #[test]
    fn a_folder_that_holds_something_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(empty_folder(folder.path()).is_ok());
        assert!(empty_folder(&folder.path().join("new/deep")).is_ok());
        let refused = empty_folder(folder.path()).unwrap_err();
        assert_eq!((refused.kind, refused.hint.is_some()), (Kind::Refused, true));
        std::fs::write(folder.path().join("file"), "").unwrap();
        assert_eq!(empty_folder(&folder.path().join("file")).unwrap_err().kind, Kind::Failed);
    }
}
