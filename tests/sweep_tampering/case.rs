//! A repository worth tampering with: two contracts that both parties signed, one of them with an annex, and a draft.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Answer, Home};

pub const SIGNER: &str = "signer@northwind.example";

/// The repository, and where things lie in it.
pub struct Case {
    pub home: Home,
    /// Signed by both parties, with an annex: what is tampered with.
    pub id: String,
    pub folder: PathBuf,
    /// Signed by both parties as well.
    pub other: PathBuf,
    pub draft: PathBuf,
    /// The commit before the first signature on the contract, and the newest.
    pub unsigned: String,
    pub head: String,
}

impl Case {
    pub fn new() -> Self {
        let home = Home::with_firm();
        home.new_key("acme", "");
        let other = signed(&home, &home.draft());
        let id = home.draft();
        home.write("price-list.md", "# Prices\n\nOne hour costs NOK 1,200.\n");
        home.in_firm(&["attach", &id, "price-list.md"]).succeeds();
        let unsigned = head(&home);
        signed(&home, &id);
        let draft = home.draft();
        let folder = |id: &str| home.folder_of(id);
        let (folder, other, draft) = (folder(&id), folder(&other), folder(&draft));
        let head = head(&home);
        home.in_firm(&["verify", &id]).succeeds().says("valid");
        Self { id, folder, other, draft, unsigned, head, home }
    }

    /// A path as git names it.
    pub fn inside(&self, path: &Path) -> String {
        path.strip_prefix(self.home.firm("")).unwrap().to_string_lossy().into_owned()
    }

    /// The files of the contract that a promise covers, as git names them: the text, the annex, statements, signatures, acts.
    pub fn covered(&self) -> Vec<PathBuf> {
        let mut found = vec![self.folder.join("contract.md")];
        for part in ["annexes", "signatures", "acts"] {
            found.extend(files(&self.folder.join(part)));
        }
        found
    }

    /// Commits the whole work tree with plain git; with the owner's key, or unsigned.
    pub fn commit(&self, signed: bool) {
        self.home.git(&["add", "-A", "-f"]).succeeds();
        self.record(&["commit", "-q", "--allow-empty", "-m", "by hand"], signed).succeeds();
    }

    /// Runs a git command that makes commits in the owner's name.
    pub fn record(&self, args: &[&str], signed: bool) -> Answer {
        self.record_as(args, if signed { Some(".ssh/id_ed25519") } else { None }, SIGNER)
    }

    /// Runs a git command that makes commits in anybody's name.
    pub fn record_as(&self, args: &[&str], key: Option<&str>, email: &str) -> Answer {
        let key = key.map(|key| format!("user.signingkey={}", self.home.path(key).display()));
        let mut command = self.home.command("git");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "A Signer").env(format!("GIT_{who}_EMAIL"), email);
        }
        command.args(["-C", "firm", "-c", "gpg.format=ssh"]);
        match &key {
            Some(key) => command.args(["-c", key, "-c", "commit.gpgsign=true"]),
            None => command.args(["-c", "commit.gpgsign=false"]),
        };
        // The clock of the home goes on by a minute a command, and git's by the same.
        command.args(args);
        let now = command.get_envs().find(|(name, _)| *name == "CLM_NOW").unwrap().1.unwrap().to_owned();
        command.env("GIT_AUTHOR_DATE", &now).env("GIT_COMMITTER_DATE", &now);
        self.home.run(&mut command)
    }

    /// Brings everything back to the untouched state, and forgets what was verified.
    pub fn back(&self) {
        self.home.git(&["reset", "-q", "--hard", &self.head]).succeeds();
        self.home.git(&["clean", "-qffdx"]).succeeds();
        self.forget();
    }

    /// Takes away what this user's machine remembers of verified histories.
    pub fn forget(&self) {
        let _ = fs::remove_dir_all(self.home.path(".local/state/clm"));
    }
}

/// Both parties sign a draft, the other one with nothing but ssh-keygen.
fn signed(home: &Home, id: &str) -> String {
    home.in_firm(&["sign", id, "--yes"]).succeeds();
    home.prepare_for_acme(id).succeeds();
    home.sign_elsewhere("acme", "acme.json");
    home.in_firm(&["receive", "acme.json", "acme.json.sig", "--basis", "in-person"]).succeeds().says("active");
    for file in ["acme.json", "acme.json.sig"] {
        fs::remove_file(home.path(file)).unwrap();
    }
    id.to_owned()
}

fn head(home: &Home) -> String {
    home.git(&["rev-parse", "HEAD"]).succeeds().out.trim().to_owned()
}

/// The files of a folder, by name.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}
