//! Where it is measured: a home with a key, a repository of the corpus, and a copy of it for git alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::Stopped;
use crate::ledger;

const CLM: &str = env!("CARGO_BIN_EXE_clm");

/// What git is told in the copy: the same key, and no housekeeping in the middle of a measurement.
const GITCONFIG: &str = "[user]\n\tname = A Signer\n\temail = signer@northwind.example\n[gpg]\n\tformat = ssh\n\
                         [gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n";

/// A home of its own.
pub struct Bed {
    home: PathBuf,
    /// Contracts of the repository: id, folder.
    pub contracts: Vec<(String, String)>,
    _temporary: Option<TempDir>,
}

impl Bed {
    /// Builds the repository, or takes the one that an earlier run kept.
    pub fn make(contracts: usize, keep: Option<PathBuf>) -> Result<Self, Stopped> {
        let temporary = if keep.is_none() { Some(TempDir::new()?) } else { None };
        let home = match (keep, &temporary) {
            (Some(folder), _) => std::path::absolute(folder)?,
            (None, Some(folder)) => folder.path().to_owned(),
            (None, None) => return Err("no folder".into()),
        };
        fs::create_dir_all(&home)?;
        let mut bed = Self { home, contracts: Vec::new(), _temporary: temporary };
        if !bed.path("copy").exists() {
            bed.build(contracts)?;
        }
        let listed: Value = serde_json::from_slice(&bed.said(bed.clm(&["list", "--all", "--json"]))?)?;
        let word = |item: &Value, key: &str| item[key].as_str().unwrap_or_default().to_owned();
        let items = listed["items"].as_array().ok_or("nothing listed")?;
        bed.contracts = items.iter().map(|item| (word(item, "id"), word(item, "path"))).collect();
        if bed.contracts.len() < contracts {
            return Err(format!("{} contracts where {contracts} were wanted", bed.contracts.len()).into());
        }
        Ok(bed)
    }

    fn build(&self, contracts: usize) -> Result<(), Stopped> {
        let key = self.path("key");
        let keygen = ["-q", "-t", "ed25519", "-N", "", "-C", "bench", "-f"];
        self.said(self.command(Path::new("ssh-keygen")).args(keygen).arg(&key))?;
        fs::write(self.path(".gitconfig"), format!("{GITCONFIG}[user]\n\tsigningkey = {}\n", key.display()))?;
        let init = ["init", "firm", "--org", "Northwind AS", "--name", "A Signer", "--no-input"];
        let who = ["--email", "signer@northwind.example", "--title", "CEO", "--key", "key"];
        self.said(self.command(Path::new(CLM)).args(init).args(who))?;
        for workspace in ledger::WORKSPACES.iter().skip(1) {
            self.said(self.clm(&["workspace", "add", workspace]))?;
        }
        ledger::write(&self.path("in"), contracts)?;
        let took = self.time(self.clm(&["import", "--csv", "in/all.csv", "--no-input", "--quiet"]))?;
        println!(
            "import: {contracts} contracts in {:.1} s, {:.0} a second",
            took.as_secs_f64(),
            contracts as f64 / took.as_secs_f64()
        );
        self.copy()?;
        let took = self.by_git_alone()?;
        println!("git add and git commit -S of the same files: {:.1} s", took.as_secs_f64());
        Ok(())
    }

    /// A copy of the repository, both with an index that knows its files.
    fn copy(&self) -> Result<(), Stopped> {
        self.said(self.command(Path::new("cp")).args(["-a", "firm", "copy"]))?;
        for repository in ["firm", "copy"] {
            self.said(self.git(repository, &["status", "--porcelain"]))?;
        }
        Ok(())
    }

    /// The same work tree recorded by git in one signed commit, for comparison with the import.
    fn by_git_alone(&self) -> Result<Duration, Stopped> {
        self.said(self.command(Path::new("cp")).args(["-a", "firm", "plain"]))?;
        fs::remove_dir_all(self.path("plain/.git"))?;
        self.said(self.git("plain", &["init", "--quiet"]))?;
        let added = self.time(self.git("plain", &["add", "."]))?;
        let took = added + self.time(self.git("plain", &["commit", "--quiet", "-S", "-m", "import"]))?;
        fs::remove_dir_all(self.path("plain"))?;
        Ok(took)
    }

    /// A path in the home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    /// A program in this home, with nothing of the caller's environment but PATH.
    pub fn command(&self, program: &Path) -> Command {
        // A bare name with an environment of its own is forked, not spawned, and a large parent forks slowly: the other
        // programs would look slower than clm, which is named by its path.
        let mut command = Command::new(found(program));
        command.env_clear().env("HOME", &self.home).env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("TZ", "UTC").env("LC_ALL", "C.UTF-8");
        command.env("CLM_NOW", format!("{}T09:00:00Z", ledger::TODAY)).current_dir(&self.home).stdin(Stdio::null());
        command
    }

    /// clm in the repository.
    pub fn clm(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(Path::new(CLM));
        command.args(["-C", "firm"]).args(arguments);
        command
    }

    /// What a shell's script runs when somebody asks how these words of a command in the repository go on.
    pub fn completion(&self, words: &[&str]) -> Command {
        let mut command = self.command(Path::new(CLM));
        command.env("CLM_COMPLETE", "bash").args(["--", "clm", "-C", "firm"]).args(words);
        command
    }

    /// git in one of the repositories.
    pub fn git(&self, repository: &str, arguments: &[&str]) -> Command {
        let mut command = self.command(Path::new("git"));
        command.args(["-C", repository]).args(arguments);
        command
    }

    /// How long a command takes from start to end, its output read; it has to succeed.
    pub fn time(&self, mut command: impl std::borrow::BorrowMut<Command>) -> Result<Duration, Stopped> {
        let start = Instant::now();
        let output = command.borrow_mut().output()?;
        let took = start.elapsed();
        succeeded(command.borrow_mut(), &output)?;
        Ok(took)
    }

    /// The same of a command that may find something to tell, which is no success.
    pub fn time_whatever(&self, mut command: Command) -> Result<Duration, Stopped> {
        let start = Instant::now();
        command.output()?;
        Ok(start.elapsed())
    }

    /// What a command says; it has to succeed.
    pub fn said(&self, mut command: impl std::borrow::BorrowMut<Command>) -> Result<Vec<u8>, Stopped> {
        let output = command.borrow_mut().output()?;
        succeeded(command.borrow_mut(), &output)?;
        Ok(output.stdout)
    }

    /// Bytes of the binary.
    pub fn binary_size(&self) -> Result<u64, Stopped> {
        Ok(fs::metadata(CLM)?.len())
    }
}

/// The program's path, where PATH has it.
fn found(program: &Path) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
        .unwrap_or(program.into())
}

fn succeeded(command: &Command, output: &Output) -> Result<(), Stopped> {
    if output.status.success() {
        return Ok(());
    }
    let told: String = String::from_utf8_lossy(&output.stderr).chars().take(600).collect();
    Err(format!("{command:?} ended with {}: {told}", output.status).into())
}
