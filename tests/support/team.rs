//! People who work in clones of one repository over a file remote.

use std::fs;
use std::path::PathBuf;

use super::{Answer, Home};

/// An owner's repository `firm`, a bare remote, and members with clones called after them.
pub struct Team {
    pub home: Home,
    pub id: String,
}

impl Team {
    pub fn new(members: &[(&str, &[&str])]) -> Self {
        let home = Home::with_firm();
        for (name, roles) in members {
            home.new_key(&format!("key-{name}"), "");
            let (email, key) = (format!("{name}@northwind.example"), format!("key-{name}.pub"));
            let mut words = vec!["member", "add", &email, "--name", name, "--pub", &key];
            roles.iter().for_each(|role| words.extend(["--role", role]));
            if roles.contains(&"signatory") {
                words.extend(["--signs-for", "Northwind AS"]);
            }
            home.in_firm(&words).succeeds();
        }
        let id = home.draft();
        let team = Self { home, id };
        team.git(".", &["init", "-q", "--bare", "-b", "main", "remote.git"]).succeeds();
        team.git("firm", &["remote", "add", "origin", "../remote.git"]).succeeds();
        team.sync("firm").succeeds();
        for (name, _) in members {
            team.clm(".", name, &["clone", "remote.git", name, "--key", &format!("key-{name}")]).succeeds();
        }
        team
    }

    /// Runs clm in a folder as a user with a state of their own.
    pub fn clm(&self, folder: &str, user: &str, args: &[&str]) -> Answer {
        let mut command = self.home.command(env!("CARGO_BIN_EXE_clm"));
        command.env("XDG_STATE_HOME", self.home.path(&format!("state-{user}")));
        command.current_dir(self.home.path(folder));
        self.home.run(command.args(args))
    }

    pub fn at(&self, user: &str, args: &[&str]) -> Answer {
        self.clm(user, user, args)
    }

    pub fn sync(&self, user: &str) -> Answer {
        self.at(user, &["sync"])
    }

    pub fn git(&self, folder: &str, args: &[&str]) -> Answer {
        let mut command = self.home.command("git");
        command.env("GIT_AUTHOR_NAME", "Plain").env("GIT_AUTHOR_EMAIL", "plain@example.org");
        command.env("GIT_COMMITTER_NAME", "Plain").env("GIT_COMMITTER_EMAIL", "plain@example.org");
        self.home.run(command.current_dir(self.home.path(folder)).args(args))
    }

    pub fn head(&self, folder: &str) -> String {
        self.git(folder, &["rev-parse", "main"]).succeeds().out.trim().to_owned()
    }

    pub fn folder(&self, user: &str) -> PathBuf {
        let shown = self.at(user, &["show", &self.id, "--json"]).succeeds().json();
        self.home.path(user).join(shown["items"][0]["path"].as_str().unwrap())
    }

    /// Changes the text of the contract in one clone and saves it.
    pub fn edit(&self, user: &str, from: &str, to: &str) {
        let path = self.folder(user).join("contract.md");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from} in {text}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        self.at(user, &["save", &self.id]).succeeds();
    }

    pub fn text(&self, user: &str) -> String {
        fs::read_to_string(self.folder(user).join("contract.md")).unwrap()
    }

    /// Both have the same, nothing is lost, and the whole past stands.
    #[track_caller]
    pub fn agree(&self, users: &[&str]) {
        for user in users {
            assert_eq!(self.head(user), self.head("remote.git"), "{user}");
            assert_eq!(self.git(user, &["status", "--porcelain"]).succeeds().out, "", "{user}");
            self.at(user, &["verify", "--history", "--anew"]).succeeds().says("nothing wrong");
        }
        let fsck = self.git("remote.git", &["fsck", "--strict", "--no-progress"]).succeeds();
        assert!(!fsck.err.contains("error"), "{}", fsck.err);
    }
}

const TEXT: &str = "+++\nid = \"ID\"\ntitle = \"Deed\"\nkind = \"nda\"\n\n[[party]]\nname = \"Northwind AS\"\n\n[[party]]\nname = \"Acme AS\"\n+++\n# Deed\n\nThe parties agree.\n\n## 1. Aim\n\nThey talk.\n\n## 2. Term\n\nTwo years.\n\n## 3. Law\n\nNorway.\n";

/// A team with one contract of three clauses.
pub fn with_clauses(members: &[(&str, &[&str])]) -> Team {
    with_text(members, TEXT)
}

/// A team with one contract of this text, in which `ID` stands for its id.
pub fn with_text(members: &[(&str, &[&str])], text: &str) -> Team {
    let team = Team::new(members);
    let path = team.folder("firm").join("contract.md");
    fs::write(&path, text.replace("ID", &team.id)).unwrap();
    team.at("firm", &["save", &team.id]).succeeds();
    team.sync("firm").succeeds();
    for (name, _) in members {
        team.sync(name).succeeds();
    }
    team
}
