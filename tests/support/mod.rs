//! A world of its own for every test: a home, a cleared environment, keys, a fixed clock.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::print_stderr
)]

pub mod audited;
pub mod browser;
pub mod pdf;
pub mod replies;
pub mod sshd;
pub mod sweep;
pub mod team;

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tempfile::TempDir;

/// A temporary home with a key, in which commands run one minute apart.
pub struct Home {
    folder: TempDir,
    minute: Cell<u32>,
}

/// What a command answered.
#[derive(Debug)]
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
    called: String,
}

impl Home {
    /// A home with an ed25519 key in `.ssh/id_ed25519`, without passphrase.
    pub fn new() -> Self {
        Self::new_in(&std::env::temp_dir())
    }

    /// As [`Self::new`], made in `folder`.
    pub fn new_in(folder: &Path) -> Self {
        let home = Self { folder: tempfile::tempdir_in(folder).unwrap(), minute: Cell::new(0) };
        fs::create_dir(home.path(".ssh")).unwrap();
        home.new_key(".ssh/id_ed25519", "");
        home
    }

    /// A home with a key and a repository `firm` of Northwind AS.
    pub fn with_firm() -> Self {
        let home = Self::new();
        home.clm(&[
            "init",
            "firm",
            "--org",
            "Northwind AS",
            "--name",
            "A Signer",
            "--email",
            "signer@northwind.example",
            "--title",
            "CEO",
            "--key",
            "~/.ssh/id_ed25519",
        ])
        .succeeds();
        home
    }

    /// A path in the home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A path in the repository.
    pub fn firm(&self, name: &str) -> PathBuf {
        self.path("firm").join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// How many minutes after the first command the last one ran.
    pub fn minute(&self) -> u32 {
        self.minute.get()
    }

    /// Sets the clock back, or on.
    pub fn set_minute(&self, minute: u32) {
        self.minute.set(minute);
    }

    /// Makes a key pair with ssh-keygen.
    pub fn new_key(&self, name: &str, passphrase: &str) {
        let path = self.path(name);
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-C", "test", "-N", passphrase, "-f"])
            .arg(path)
            .status()
            .unwrap();
        assert!(made.success());
    }

    /// A command with this home's environment, the clock one minute later than the last one's.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        self.minute.set(self.minute.get() + 1);
        let minute = self.minute.get();
        let morning: DateTime<Utc> = "2026-11-24T08:00:00Z".parse().unwrap();
        let now = (morning + TimeDelta::minutes(minute.into())).format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let mut command = Command::new(program.as_ref());
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("TZ", "UTC")
            .env("LC_ALL", "C.UTF-8")
            .env("CLM_NOW", now)
            .env("RUST_BACKTRACE", "1")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs clm in the home.
    #[must_use]
    pub fn clm(&self, args: &[&str]) -> Answer {
        self.run(self.command(env!("CARGO_BIN_EXE_clm")).args(args))
    }

    /// Runs clm in the repository `firm`.
    #[must_use]
    pub fn in_firm(&self, args: &[&str]) -> Answer {
        let all: Vec<&str> = ["-C", "firm"].iter().chain(args).copied().collect();
        self.clm(&all)
    }

    /// Runs clm in the repository `firm` with nothing on PATH but the home's folder `bin`.
    #[must_use]
    pub fn in_firm_with_bin(&self, args: &[&str]) -> Answer {
        fs::create_dir_all(self.path("bin")).unwrap();
        let mut command = self.command(env!("CARGO_BIN_EXE_clm"));
        self.run(command.env("PATH", self.path("bin")).args(["-C", "firm"]).args(args))
    }

    /// Puts a shell script into the home's folder `bin`.
    pub fn script(&self, name: &str, text: &str) {
        let path = self.write(&format!("bin/{name}"), format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{text}\n"));
        fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }

    /// Runs git in the repository `firm`.
    #[must_use]
    pub fn git(&self, args: &[&str]) -> Answer {
        let mut command = self.command("git");
        command.env("GIT_AUTHOR_NAME", "Plain").env("GIT_AUTHOR_EMAIL", "plain@example.org");
        command.env("GIT_COMMITTER_NAME", "Plain").env("GIT_COMMITTER_EMAIL", "plain@example.org");
        self.run(command.args(["-C", "firm"]).args(args))
    }

    /// Runs a prepared command.
    #[must_use]
    pub fn run(&self, command: &mut Command) -> Answer {
        let called = format!("{command:?}");
        let output = command.output().unwrap_or_else(|error| panic!("{called}: {error}"));
        self.answered(&output, &called)
    }

    /// What a program that was called otherwise answered.
    #[must_use]
    pub fn answered(&self, output: &std::process::Output, called: &str) -> Answer {
        Answer {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            called: called.to_owned(),
        }
    }

    /// Signs a file with ssh-keygen in the namespace of statements, as the other party would.
    pub fn sign_elsewhere(&self, key: &str, file: &str) {
        let signed = Command::new("ssh-keygen")
            .args(["-Y", "sign", "-n", "clm-statement-v1", "-f"])
            .arg(self.path(key))
            .arg(self.path(file))
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(signed.success());
    }

    /// Draws a mutual NDA with Acme AS and answers its id.
    pub fn draft(&self) -> String {
        let made = self.in_firm(&["new", "--template", "nda", "--party", "Acme AS", "--no-input", "--json"]).succeeds();
        made.json()["items"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Prepares the other party's statement on a contract as `acme.json`, for the key `acme.pub`.
    pub fn prepare_for_acme(&self, id: &str) -> Answer {
        self.in_firm(&[
            "sign",
            id,
            "--for",
            "Acme AS",
            "--name",
            "B Signer",
            "--email",
            "b@acme.example",
            "--as",
            "Director",
            "--pub",
            "acme.pub",
            "--prepare",
            "acme.json",
        ])
    }

    /// Draws a mutual NDA that both parties sign, the other one with nothing but ssh-keygen. Answers its id.
    pub fn signed_by_both(&self) -> String {
        self.new_key("acme", "");
        let id = self.draft();
        self.in_firm(&["sign", &id, "--yes"]).succeeds().says("pending");
        self.prepare_for_acme(&id).succeeds().says("ssh-keygen -Y sign");
        self.sign_elsewhere("acme", "acme.json");
        self.in_firm(&["receive", "acme.json", "acme.json.sig", "--basis", "in-person"]).succeeds().says("active");
        id
    }

    /// The folder of a contract in the work tree.
    pub fn folder_of(&self, id: &str) -> PathBuf {
        let shown = self.in_firm(&["show", id, "--json"]).succeeds().json();
        self.firm(shown["items"][0]["path"].as_str().unwrap())
    }

    /// What must hold after every act: git finds nothing wrong and the work tree is clean.
    pub fn repository_is_sound(&self) {
        let fsck = self.git(&["fsck", "--strict", "--no-progress"]).succeeds();
        assert!(!fsck.err.contains("error"), "{}", fsck.err);
        let status = self.git(&["status", "--porcelain"]).succeeds();
        assert_eq!(status.out, "", "git status");
    }
}

impl Answer {
    /// Fails the test unless the exit code is `code`.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\nstdout: {}\nstderr: {}", self.called, self.out, self.err);
        self
    }

    #[track_caller]
    pub fn succeeds(self) -> Self {
        self.exits(0)
    }

    /// stdout as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{}: {error}\n{}", self.called, self.out))
    }

    /// stderr's last line as JSON.
    #[track_caller]
    pub fn error(&self) -> Value {
        let line = self.err.lines().last().unwrap_or_default();
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}\n{}", self.called, self.err))
    }

    /// Fails the test unless stdout or stderr holds `words`.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        let said = self.out.contains(words) || self.err.contains(words);
        assert!(said, "{} does not say `{words}`\nstdout: {}\nstderr: {}", self.called, self.out, self.err);
        self
    }
}
