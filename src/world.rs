//! The process's world, read once: arguments, environment, clock, terminal.
//!
//! **Owns** every look at ambient state. **Refuses to know** what any of it is for. **Invariants**: the clock is read
//! once per process, so that everything one command writes carries one time; below `cli` nobody sees a `World`, only
//! plain values taken from it.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use chrono::{DateTime, SubsecRound, Utc};

/// The environment variables clm reads. `clm man environment` prints them from here.
pub const VARIABLES: &[(&str, &str)] = &[
    ("CLM_REPO", "repository to work in, as with -C"),
    ("CLM_NO_INPUT", "non-empty: never ask, as with --no-input"),
    ("CLM_COLOR", "auto, always or never, as with --color; stronger than NO_COLOR"),
    ("CLM_EDITOR", "editor for `clm edit`, before git's own choice"),
    ("CLM_HYPERLINKS", "auto, always or never: whether ids link to their files"),
    ("CLM_PAGER", "pager for long answers, before git's own choice"),
    ("CLM_EVENT", "set for programs that hear of an act: its name; clm started with it tells no program in turn"),
    ("CLM_NOW", "RFC 3339 time taken for the clock; for tests and rehearsals"),
    ("CLM_COMPLETE", "set by the completion scripts: the shell that asks"),
    ("CLM_COMPLETE_INDEX", "set by the completion scripts: the place of the word to complete"),
    ("NO_COLOR", "non-empty: no colour"),
    ("CLICOLOR_FORCE", "non-empty and not 0: colour even into a pipe"),
    ("TERM", "`dumb`: no colour, no pager"),
    ("GIT_EDITOR", "editor, as git uses it"),
    ("VISUAL", "editor"),
    ("EDITOR", "editor"),
    ("GIT_PAGER", "pager, as git uses it"),
    ("PAGER", "pager"),
    ("LESS", "options for less; FRX when unset"),
    ("SSH_AUTH_SOCK", "socket of the ssh-agent that may hold your key"),
    ("GIT_DIR", "set by git for `clm hook pre-receive`: the repository that is pushed to"),
    ("GIT_OBJECT_DIRECTORY", "set by git for `clm hook pre-receive`: where what is pushed lies until it is taken"),
    ("HOME", "where ~/.ssh and git's configuration are"),
    ("XDG_CONFIG_HOME", "where the user's configuration lives"),
    ("XDG_STATE_HOME", "where this user's state lives"),
    ("TERM_PROGRAM", "tells a terminal that shows links; so do VTE_VERSION, KITTY_WINDOW_ID, WT_SESSION and DOMTERM"),
    ("PATH", "where git, ssh-keygen and the editor are found"),
];

/// The machine's configuration file.
const SYSTEM_CONFIG: &str = "/etc/clm/config.toml";

/// What the process was given.
#[derive(Debug, Clone)]
pub struct World {
    /// Arguments, the program's name first.
    pub args: Vec<OsString>,
    /// The running program's file, where the system tells it.
    pub program: Option<PathBuf>,
    /// The environment, by name.
    pub environment: BTreeMap<OsString, OsString>,
    /// The folder the process was started in.
    pub folder: PathBuf,
    /// The moment the process started, in whole seconds.
    pub now: DateTime<Utc>,
    /// Which streams are terminals, and how wide.
    pub terminal: Terminal,
    /// The machine's configuration file.
    pub system_config: PathBuf,
}

/// Facts about the three standard streams.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terminal {
    /// stdin is a terminal.
    pub stdin: bool,
    /// stdout is a terminal.
    pub stdout: bool,
    /// stderr is a terminal.
    pub stderr: bool,
    /// Columns of the terminal, when there is one.
    pub width: Option<u16>,
    /// Rows of the terminal, when there is one.
    pub height: Option<u16>,
}

impl World {
    /// Reads the process's surroundings; the only place that does.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place the others point to")]
    pub fn capture() -> Self {
        let environment: BTreeMap<OsString, OsString> = std::env::vars_os().collect();
        let now = environment
            .get(OsStr::new("CLM_NOW"))
            .and_then(|text| text.to_str())
            .and_then(|text| DateTime::parse_from_rfc3339(text).ok())
            .map_or_else(Utc::now, |time| time.with_timezone(&Utc))
            .trunc_subsecs(0);
        Self {
            args: std::env::args_os().collect(),
            program: std::env::current_exe().ok(),
            environment,
            folder: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            now,
            terminal: Terminal::look(),
            system_config: PathBuf::from(SYSTEM_CONFIG),
        }
    }

    /// A variable that is set and not empty.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&OsStr> {
        self.environment.get(OsStr::new(name)).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// The same as text; a value that is not Unicode counts as unset.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.variable(name).and_then(OsStr::to_str)
    }

    /// The user's home folder.
    #[must_use]
    pub fn home(&self) -> Option<&Path> {
        self.variable("HOME").map(Path::new)
    }

    /// The user's configuration file, whether it is there or not; none without a home. A relative `XDG_CONFIG_HOME`
    /// counts for nothing, as its specification asks: it would let the folder one stands in name programs.
    #[must_use]
    pub fn user_config(&self) -> Option<PathBuf> {
        let absolute = self.variable("XDG_CONFIG_HOME").map(Path::new).filter(|path| path.is_absolute());
        let folder = absolute.map_or_else(|| Some(self.home()?.join(".config")), |path| Some(path.to_owned()))?;
        Some(folder.join("clm/config.toml")).filter(|path| path.is_absolute())
    }

    /// Where this user's state of clm lives; none without a home.
    #[must_use]
    pub fn user_state(&self) -> Option<PathBuf> {
        let absolute = self.variable("XDG_STATE_HOME").map(Path::new).filter(|path| path.is_absolute());
        let folder = absolute.map_or_else(|| Some(self.home()?.join(".local/state")), |path| Some(path.to_owned()))?;
        Some(folder.join("clm")).filter(|path| path.is_absolute())
    }

    /// The machine's name; empty when it is not known.
    #[must_use]
    pub fn host(&self) -> String {
        let known = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
        known.as_deref().or_else(|| self.text("HOSTNAME")).unwrap_or_default().trim().to_owned()
    }

    /// Whether a program of this name lies in a folder of `PATH`.
    #[must_use]
    pub fn finds(&self, program: &str) -> bool {
        let folders = self.variable("PATH").map(std::env::split_paths);
        folders.into_iter().flatten().any(|folder| folder.join(program).is_file())
    }

    /// Where this user's state lives: `$XDG_STATE_HOME/clm`, or `~/.local/state/clm`. Nowhere without a home.
    #[must_use]
    pub fn state_folder(&self) -> Option<PathBuf> {
        let base = self.variable("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        base.or_else(|| Some(self.home()?.join(".local/state"))).map(|base| base.join("clm"))
    }

    /// `path` as seen from the folder the process was started in, with a leading `~/` resolved.
    #[must_use]
    pub fn resolve(&self, path: &Path) -> PathBuf {
        match (path.strip_prefix("~"), self.home()) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => self.folder.join(path),
        }
    }
}

impl Terminal {
    fn look() -> Self {
        let (stdin, stdout, stderr) =
            (std::io::stdin().is_terminal(), std::io::stdout().is_terminal(), std::io::stderr().is_terminal());
        let size = if stdout || stderr { terminal_size::terminal_size() } else { None };
        Self { stdin, stdout, stderr, width: size.map(|(w, _)| w.0), height: size.map(|(_, h)| h.0) }
    }
}
