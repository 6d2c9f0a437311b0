//! A repository with a signed contract, its bundle as an archive and as a folder, and copies of it that are tampered with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Answer, Home};

/// How a verdict is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ask {
    Named,
    All,
    History,
    Zip,
    Folder,
}

/// Of a repository, in the ways there are.
pub const OF_REPOSITORY: &[Ask] = &[Ask::Named, Ask::All, Ask::History];

/// Of a bundle.
pub const OF_BUNDLE: &[Ask] = &[Ask::Zip, Ask::Folder];

/// A home with the repository `firm`, the bundle `nda.zip` and the unpacked bundle `nda`; all three are put back by `back`.
pub struct Office {
    pub home: Home,
    pub id: String,
    /// The contract's folder in the repository.
    pub inside: String,
    pub maker: String,
}

impl Office {
    pub fn new() -> Self {
        let home = Home::with_firm();
        let id = home.signed_by_both();
        // A policy that is newer than the one under which it was signed.
        home.new_key("dag", "");
        let add = ["member", "add", "dag@northwind.example", "--name", "Dag", "--pub", "dag.pub", "--role", "drafter"];
        home.in_firm(&add).succeeds();
        home.in_firm(&["comment", &id, "-m", "A word."]).succeeds();
        let folder = home.folder_of(&id);
        let inside = folder.strip_prefix(home.firm("")).unwrap().to_string_lossy().into_owned();
        home.in_firm(&["bundle", &id, "--output", "nda.zip"]).succeeds();
        let archive = fs::read(home.path("nda.zip")).unwrap();
        for (name, bytes) in clm::ops::proving::container::read(&archive).unwrap().files {
            home.write(&format!("nda/{name}"), bytes);
        }
        let shown = home.clm(&["verify", "nda.zip", "--json"]).exits(6).json();
        let maker = shown["items"][0]["bundle"]["key"].as_str().unwrap().to_owned();
        let office = Self { home, id, inside, maker };
        for name in ["firm", "nda", "nda.zip"] {
            office.copy(name, &format!("true/{name}"));
        }
        office
    }

    /// A file of the contract's folder in the work tree, by the beginning and end of its path there.
    pub fn file(&self, folder: &str, ending: &str) -> PathBuf {
        let folder = self.home.firm(&self.inside).join(folder);
        let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        found.sort();
        found.into_iter().find(|path| path.to_string_lossy().ends_with(ending)).unwrap()
    }

    fn copy(&self, from: &str, to: &str) {
        let (from, to) = (self.home.path(from), self.home.path(to));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        let copied = Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap();
        assert!(copied.success());
    }

    /// Everything as it was, and nothing remembered.
    pub fn back(&self) {
        for name in ["firm", "nda", "nda.zip", ".local"] {
            let path = self.home.path(name);
            if path.is_dir() && !path.is_symlink() {
                fs::remove_dir_all(&path).unwrap();
            } else {
                let _ = fs::remove_file(&path);
            }
            if name != ".local" {
                self.copy(&format!("true/{name}"), name);
            }
        }
    }

    /// The arguments of a question.
    pub fn args(&self, ask: Ask, json: bool) -> Vec<&str> {
        let mut args = match ask {
            Ask::Named => vec!["-C", "firm", "verify", &self.id],
            Ask::All => vec!["-C", "firm", "verify", "--all"],
            Ask::History => vec!["-C", "firm", "verify", "--history"],
            Ask::Zip => vec!["verify", "nda.zip", "--trust", &self.maker],
            Ask::Folder => vec!["verify", "nda", "--trust", &self.maker],
        };
        if json {
            args.push("--json");
        }
        args
    }

    /// The program with the arguments of a question.
    pub fn question(&self, ask: Ask, json: bool) -> Command {
        let mut command = self.home.command(env!("CARGO_BIN_EXE_clm"));
        command.args(self.args(ask, json));
        command
    }

    /// Asks it in a shell that sets something up first: `exec "$@"` is the program.
    pub fn in_shell(&self, script: &str, ask: Ask, json: bool) -> Answer {
        let mut command = self.home.command("sh");
        command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_clm")]).args(self.args(ask, json));
        self.home.run(&mut command)
    }

    pub fn git(&self, args: &[&str]) -> String {
        self.home.git(args).succeeds().out.trim().to_owned()
    }

    /// The file of a loose object.
    pub fn object(&self, id: &str) -> PathBuf {
        let (first, rest) = id.split_at(2);
        self.home.firm(&format!(".git/objects/{first}/{rest}"))
    }

    /// Ways in which the repository and the bundle can be tampered with, each of which `verify` tells.
    pub fn tamper(&self, way: usize) {
        let commit = |office: &Self| {
            office.git(&["add", "-A"]);
            office.git(&["commit", "-qm", "tamper", "--no-gpg-sign"]);
        };
        match way % TAMPERINGS {
            0 => {
                let text = self.home.firm(&self.inside).join("contract.md");
                fs::write(&text, fs::read_to_string(&text).unwrap().replace("24 months", "48 months")).unwrap();
                commit(self);
            }
            1 => {
                fs::remove_file(self.file("signatures", ".json")).unwrap();
                commit(self);
            }
            2 => {
                let act = self.file("acts", ".toml");
                fs::write(&act, fs::read_to_string(&act).unwrap() + "# more\n").unwrap();
                commit(self);
            }
            _ => {
                let policy = self.home.firm(".clm/policy.toml");
                fs::write(&policy, fs::read_to_string(&policy).unwrap().replace("Dag", "Eve")).unwrap();
                commit(self);
            }
        }
        let text = self.home.path("nda/contract.md");
        let changed = fs::read_to_string(&text).unwrap().replace("24 months", "48 months");
        fs::write(&text, changed).unwrap();
        let archive = self.home.path("nda.zip");
        let mut bytes = fs::read(&archive).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&archive, bytes).unwrap();
    }
}

/// How many ways [`Office::tamper`] knows.
pub const TAMPERINGS: usize = 4;

/// Puts a folder in the place of a file.
pub fn folder_for(path: &Path) {
    if path.is_dir() {
        fs::remove_dir_all(path).unwrap();
    } else {
        let _ = fs::remove_file(path);
    }
    fs::create_dir_all(path.join("x")).unwrap();
}
