//! A firm whose history is judged: commits made by hand with git, and what is found in them.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::{Answer, Home};

pub const SIGNER: &str = "signer@northwind.example";
pub const DRAFTER: &str = "dag@northwind.example";

/// A repository with a signed contract and a draft, an owner and a drafter.
pub struct Firm {
    pub home: Home,
    pub signed: PathBuf,
    pub draft: PathBuf,
}

impl Firm {
    pub fn new() -> Self {
        let home = Home::with_firm();
        home.new_key("dag", "");
        home.new_key("stranger", "");
        let add = ["member", "add", DRAFTER, "--name", "Dag Drafter", "--pub", "dag.pub", "--role", "drafter"];
        home.in_firm(&add).succeeds();
        let signed = home.signed_by_both();
        let draft = home.draft();
        let (signed, draft) = (home.folder_of(&signed), home.folder_of(&draft));
        Self { home, signed, draft }
    }

    /// Commits the whole work tree by hand, signed with a key or not at all.
    pub fn commit(&self, key: Option<&str>, email: &str) -> Answer {
        self.git(&["add", "-A"]).succeeds();
        let key = key.map(|key| format!("user.signingkey={}", self.home.path(key).display()));
        let sign = match &key {
            Some(key) => vec!["-c", "gpg.format=ssh", "-c", key, "commit", "-q", "-S"],
            None => vec!["commit", "-q", "--no-gpg-sign"],
        };
        let mut command = self.home.command("git");
        command.env("GIT_AUTHOR_NAME", "By Hand").env("GIT_AUTHOR_EMAIL", email);
        command.env("GIT_COMMITTER_NAME", "By Hand").env("GIT_COMMITTER_EMAIL", email);
        self.home.run(command.args(["-C", "firm"]).args(sign).args(["--allow-empty", "-m", "by hand"])).succeeds()
    }

    pub fn git(&self, args: &[&str]) -> Answer {
        self.home.git(args)
    }

    pub fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"]).succeeds().out.trim().to_owned()
    }

    pub fn audit(&self) -> Answer {
        self.home.in_firm(&["verify", "--history", "--json"])
    }

    /// The findings of the present history, none of them remembered from another test's step.
    #[track_caller]
    pub fn finds(&self, exit: i32, verdict: &str, words: &str) {
        let answer = self.audit().exits(exit);
        let report = answer.json();
        let items = report["items"].as_array().unwrap();
        let hit = |item: &&Value| {
            let text = format!("{}: {}", item["path"].as_str().unwrap_or_default(), item["finding"].as_str().unwrap());
            item["verdict"] == verdict && text.contains(words)
        };
        assert!(items.iter().any(|item| hit(&item)), "no `{verdict}` with `{words}` in {items:#?}");
    }

    /// Nothing is found, healed or not.
    #[track_caller]
    pub fn finds_nothing(&self) {
        let report = self.audit().succeeds().json();
        assert_eq!(report["items"].as_array().unwrap().len(), 0, "{report:#}");
    }

    /// A fact of the case, taken back again.
    pub fn back_to(&self, commit: &str) {
        self.git(&["reset", "-q", "--hard", commit]).succeeds();
        self.git(&["clean", "-fdq"]).succeeds();
        let _ = fs::remove_dir_all(self.home.path(".local/state/clm"));
    }
}

pub fn append(path: &std::path::Path, text: &str) {
    let before = fs::read_to_string(path).unwrap();
    fs::write(path, before + text).unwrap();
}

/// The second member's entry taken out of the policy, by an owner's commit.
pub fn remove_drafter(firm: &Firm) {
    let policy = firm.home.firm(".clm/policy.toml");
    let text = fs::read_to_string(&policy).unwrap();
    let second = text.find("[[member]]").and_then(|first| Some(first + 1 + text[first + 1..].find("[[member]]")?));
    fs::write(&policy, text[..second.unwrap()].replace("version = 2", "version = 3")).unwrap();
    firm.commit(Some(".ssh/id_ed25519"), SIGNER);
}

/// Merges `other` into what is checked out, signed or not.
pub fn merge(firm: &Firm, other: &str, key: Option<&str>, email: &str) {
    let mut command = firm.home.command("git");
    command.env("GIT_AUTHOR_NAME", "A").env("GIT_AUTHOR_EMAIL", email);
    command.env("GIT_COMMITTER_NAME", "A").env("GIT_COMMITTER_EMAIL", email);
    let key = key.map(|key| format!("user.signingkey={}", firm.home.path(key).display()));
    command.args(["-C", "firm", "-c", "gpg.format=ssh"]);
    if let Some(key) = &key {
        command.args(["-c", key]);
    }
    let sign = if key.is_some() { "-S" } else { "--no-gpg-sign" };
    firm.home.run(command.args(["merge", "-q", "--no-ff", sign, "-m", "merge", other])).succeeds();
}
