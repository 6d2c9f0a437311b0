//! The real binary in a throw-away home with a key and a repository `firm` of Northwind AS.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::Stopped;

/// A home of its own, in which nothing of the caller's environment is seen.
pub struct Home {
    folder: TempDir,
    clm: PathBuf,
}

/// What a command answered.
pub struct Answer {
    /// The exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    pub out: Vec<u8>,
    pub err: Vec<u8>,
    called: String,
}

impl Home {
    /// Builds the binary beside this program, makes a key with ssh-keygen and a repository with `clm init`.
    pub fn with_firm() -> Result<Self, Stopped> {
        let home = Self { folder: tempfile::tempdir()?, clm: binary()? };
        fs::create_dir(home.path(".ssh"))?;
        let key = home.path(".ssh/id_ed25519");
        let mut keygen = home.command(Path::new("ssh-keygen"));
        home.run(keygen.args(["-q", "-t", "ed25519", "-N", "", "-C", "sweep", "-f"]).arg(key))?.must()?;
        let mut init = home.command(&home.clm);
        init.args([
            "init",
            "firm",
            "--org",
            "Northwind AS",
            "--name",
            "A Signer",
            "--email",
            "signer@northwind.example",
        ]);
        home.run(init.args(["--title", "CEO", "--key", "~/.ssh/id_ed25519"]))?.must()?;
        Ok(home)
    }

    /// A path in the home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A path in the repository.
    pub fn firm(&self, name: &str) -> PathBuf {
        self.path("firm").join(name)
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", self.folder.path()).env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("TZ", "UTC").env("LC_ALL", "C.UTF-8");
        command.env("CLM_NOW", "2026-11-24T09:00:00Z").env("RUST_BACKTRACE", "1");
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    fn run(&self, command: &mut Command) -> Result<Answer, Stopped> {
        let called = format!("{:?}", command.get_args().collect::<Vec<_>>());
        let Output { status, stdout, stderr } = command.output()?;
        Ok(Answer { code: status.code(), out: stdout, err: stderr, called })
    }

    /// Runs clm in the repository.
    pub fn clm(&self, arguments: &[&str]) -> Result<Answer, Stopped> {
        self.run(self.command(&self.clm).args(["-C", "firm"]).args(arguments))
    }

    /// Runs git in the repository.
    pub fn git(&self, arguments: &[&str]) -> Result<Answer, Stopped> {
        self.run(self.command(Path::new("git")).args(["-C", "firm"]).args(arguments))
    }

    /// Draws an NDA with Acme AS; its id and its folder.
    pub fn draft(&self) -> Result<(String, String), Stopped> {
        let made = self.clm(&["new", "--template", "nda", "--party", "Acme AS", "--no-input", "--json"])?.must()?;
        made.first_item()
    }

    /// HEAD's id and what git sees changed: equal twice means that nothing was written in between.
    pub fn state(&self) -> Result<String, Stopped> {
        Ok(self.git(&["status", "--porcelain=v2", "--branch", "--untracked-files=all"])?.must()?.text())
    }

    /// Whether the work tree is what HEAD records.
    pub fn is_clean(&self) -> Result<bool, Stopped> {
        Ok(self.state()?.lines().all(|line| line.starts_with('#')))
    }

    /// Every file of the home outside the repository with its digest. `.local/state/clm` is clm's own to write.
    pub fn outside(&self) -> Result<BTreeMap<PathBuf, String>, Stopped> {
        let mut found = BTreeMap::new();
        let skipped = [self.path("firm"), self.path(".local/state/clm")];
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                if skipped.contains(&path) {
                    continue;
                }
                if path.is_dir() && !path.is_symlink() {
                    folders.push(path);
                } else {
                    let digest = format!("{:x}", Sha256::digest(fs::read(&path)?));
                    found.insert(path, digest);
                }
            }
        }
        Ok(found)
    }
}

/// The binary of the same profile as this program, built by the cargo that runs it.
fn binary() -> Result<PathBuf, Stopped> {
    let here = std::env::current_exe()?;
    let profile = here.ancestors().nth(2).ok_or("not run from a target folder")?;
    if let Some(cargo) = std::env::var_os("CARGO") {
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--bin", "clm"]).env("CARGO_TARGET_DIR", profile.parent().unwrap_or(profile));
        if profile.ends_with("release") {
            build.arg("--release");
        }
        if !build.status()?.success() {
            return Err("the binary does not build".into());
        }
    }
    Ok(profile.join("clm"))
}

impl Answer {
    /// The answer of a command that has to succeed for the sweep to go on.
    pub fn must(self) -> Result<Self, Stopped> {
        if self.code == Some(0) { Ok(self) } else { Err(self.told().into()) }
    }

    /// stdout as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    /// stdout as JSON; null when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.out).unwrap_or_default()
    }

    /// Id and path of the first item an act touched.
    pub fn first_item(&self) -> Result<(String, String), Stopped> {
        let json = self.json();
        let word = |key: &str| json["items"][0][key].as_str().map(str::to_owned);
        Ok((word("id").ok_or_else(|| self.told())?, word("path").ok_or_else(|| self.told())?))
    }

    /// Whether the process ended by itself, without a panic, with one of the codes.
    pub fn ended(&self, codes: &[i32]) -> bool {
        let panicked = String::from_utf8_lossy(&self.err).contains("panicked at");
        !panicked && self.code.is_some_and(|code| codes.contains(&code))
    }

    /// Whether a terminal would show both streams as they are: no control, bidirectional or invisible character.
    pub fn is_plain(&self) -> bool {
        [&self.out, &self.err].iter().all(|stream| {
            let text = std::str::from_utf8(stream);
            text.is_ok_and(|text| !text.chars().any(|c| !matches!(c, '\n' | '\t') && clm::render::visible::acts(c)))
        })
    }

    /// What was called and what came back.
    pub fn told(&self) -> String {
        let (out, err) = (String::from_utf8_lossy(&self.out), String::from_utf8_lossy(&self.err));
        let cut = |text: &str| text.chars().take(2000).collect::<String>();
        format!("{} exited {:?}\n  stdout: {}\n  stderr: {}", self.called, self.code, cut(&out), cut(&err))
    }
}
