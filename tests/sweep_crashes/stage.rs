//! Prepared homes: each is the one before it and some steps more, built once and put back before every run.
//!
//! A step is `folder> words of a command`, `NAME = folder> words` where the id it answers is wanted later, or `$ shell`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::support::{Answer, Home};

/// The home a worker works in, and the shelf of homes it has prepared.
pub struct Lab {
    pub home: Home,
    pub shelf: TempDir,
    /// Words that stand for ids of the present home.
    pub names: BTreeMap<String, String>,
    kept: BTreeMap<String, (BTreeMap<String, String>, u32)>,
}

/// What an editor does here: one more clause.
const EDITOR: &str = "#!/bin/sh\\nprintf \"\\\\n## 9. Edited\\\\n\\\\nBy hand.\\\\n\" >> \"$1\"\\n";

const DUTIES: &str = "[term]\\nstart = 2026-01-01\\nlength = \\\"12 months\\\"\\nrenews = \\\"12 months\\\"\\nnotice = \\\"1 month\\\"\\n\\n\
                      [[obligation]]\\nid = \\\"annual-fee\\\"\\nwho = \\\"Northwind AS\\\"\\nwhat = \\\"Pay the fee\\\"\\ndue = 2026-11-30\\n";
const OPTION: &str = "[term]\\nstart = 2026-01-01\\nlength = \\\"12 months\\\"\\nrenews = \\\"12 months\\\"\\nrenews_by = \\\"option\\\"\\nnotice = \\\"1 month\\\"\\n";

const NEW: &str = "new --template nda --party 'Acme AS' --no-input";

/// The folder of the contract ID.
const FOLDER: &str = "firm/legal/contracts/*/*${ID#nda-}";

fn headed(header: &str) -> String {
    format!(
        "$ printf \"+++\\nid = \\\"$ID\\\"\\ntitle = \\\"Hosting\\\"\\nkind = \\\"nda\\\"\\n\\n[[party]]\\nname = \\\"Northwind AS\\\"\\n\\n\
         [[party]]\\nname = \\\"Acme AS\\\"\\n\\n{header}+++\\n# Hosting\\n\\nThe parties agree.\\n\" > $(echo {FOLDER}/contract.md)"
    )
}

/// The stage a stage begins with, and its steps.
fn recipe(stage: &str) -> (Option<&'static str>, Vec<String>) {
    let (parent, steps): (_, &[&str]) = match stage {
        "none" => return (None, vec![
            format!("$ mkdir tmp bin && printf '{EDITOR}' > bin/editor && chmod 755 bin/editor"),
            "$ for name in bo lise ann acme spare; do ssh-keygen -q -t ed25519 -C test -N '' -f $name; done".to_owned(),
            "$ printf '%%PDF-1.4 a scan\\n' > scan.pdf && printf '# Lease\\n\\nThe landlord lets the premises.\\n' > lease.md && \
             printf 'party,title\\nGamma AS,NDA with Gamma\\nDelta AS,\\n' > people.csv"
                .to_owned(),
        ]),
        "firm" => ("none", &[
            ".> init firm --org 'Northwind AS' --name 'A Signer' --email signer@northwind.example --title CEO --key ~/.ssh/id_ed25519",
            "firm> member add bo@northwind.example --name Bo --pub ~/bo.pub --role drafter",
            "firm> member add lise@northwind.example --name Lise --pub ~/lise.pub --role legal",
        ]),
        "team" => ("firm", &["firm> team add sellers --member bo@northwind.example"]),
        "retired" => ("firm", &["firm> template retire nda -m superseded"]),
        "two owners" => ("firm", &["firm> member add ann@northwind.example --name Ann --pub ~/ann.pub --role owner"]),
        "owners" => ("two owners", &[
            "firm> policy owners 2",
            "FIRST = firm> policy list",
            "firm> policy sign FIRST --yes --key ~/ann",
            "firm> grant bo@northwind.example manager",
            "PROPOSAL = firm> policy list",
        ]),
        "draft" => ("firm", &["ID = firm> NEW", "OTHER = firm> NEW"]),
        "edited" => ("draft", &["$ printf '\\nAnd more.\\n' >> $(echo FOLDER/contract.md)"]),
        "commented" => ("draft", &["firm> comment ID 'a word'"]),
        "undone" => ("commented", &["firm> undo --yes"]),
        "archived" => ("draft", &["firm> archive ID"]),
        "sent" => ("draft", &["firm> send ID -o ~/sent"]),
        "pending" => ("draft", &["firm> sign ID --yes"]),
        "prepared" => ("pending", &[
            "firm> sign ID --for 'Acme AS' --name 'B Signer' --email b@acme.example --as Director --pub ~/acme.pub --prepare ~/acme.json",
            "$ ssh-keygen -q -Y sign -n clm-statement-v1 -f acme acme.json",
        ]),
        "signed" => ("prepared", &["firm> receive ~/acme.json ~/acme.json.sig --basis in-person"]),
        "bo's" => ("firm", &["ID = firm> NEW --key ~/bo", "OTHER = firm> NEW"]),
        "review" => ("bo's", &["firm> submit ID --key ~/bo"]),
        "running" | "option" => {
            let header = headed(if stage == "running" { DUTIES } else { OPTION });
            let on = "firm> executed ID --on 2025-12-20 --by paper --evidence ~/scan.pdf";
            return (Some("draft"), vec![header, "firm> save ID".to_owned(), on.to_owned()]);
        }
        "reminded" => ("running", &["firm> reminder add ID --on 2026-12-24 --what 'Call Ola'"]),
        "imported" => ("draft", &["ID = firm> import ~/lease.md --party 'Northwind AS' --party 'Fjord AS' --on 2024-01-01"]),
        "damaged" => ("draft", &[
            "$ printf 'eve@evil.example ssh-ed25519 AAAA\\n' > firm/.clm/allowed_signers",
            "$ git -C firm -c user.name=P -c user.email=p@example.org commit -q --no-gpg-sign -am tamper",
        ]),
        "copied" => ("draft", &[
            "$ cp -r FOLDER $(dirname FOLDER)/copy-${ID#nda-} && git -C firm add -A",
            "$ git -C firm -c user.name=P -c user.email=p@example.org commit -q --no-gpg-sign -m 'a copy'",
        ]),
        "bare" => ("draft", &[
            "$ git init -q --bare -b main remote.git && git -C firm remote add origin ../remote.git",
        ]),
        "remote" => ("bare", &["firm> sync", ".> clone remote.git mine --key ~/bo"]),
        "hooked" => ("remote", &[
            "$ mkdir -p remote.git/hooks && printf '#!/bin/sh\\nexit 0\\n' > remote.git/hooks/pre-receive && \
             chmod 755 remote.git/hooks/pre-receive",
        ]),
        "ahead" => ("remote", &["mine> tag ID --add blue"]),
        "behind" => ("remote", &["firm> tag ID --add red", "firm> move ID red", "firm> sync"]),
        "apart" => ("behind", &["mine> tag ID --add blue", "mine> comment ID 'a word'"]),
        "conflict" => ("remote", &[
            "firm> set ID governing_law=Sweden",
            "firm> sync",
            "mine> set ID governing_law=Denmark",
            "$ cd mine && ! \"$CLM\" sync",
        ]),
        unknown => panic!("no stage {unknown}"),
    };
    (Some(parent), steps.iter().map(|step| step.replace("NEW", NEW).replace("FOLDER", FOLDER)).collect())
}

impl Lab {
    /// In memory where the machine offers it: syncs are the same calls there and cost nothing.
    pub fn new() -> Self {
        let memory = PathBuf::from("/dev/shm");
        let place =
            if memory.is_dir() && tempfile::tempdir_in(&memory).is_ok() { memory } else { std::env::temp_dir() };
        let shelf = tempfile::tempdir_in(&place).unwrap();
        Self { home: Home::new_in(&place), shelf, names: BTreeMap::new(), kept: BTreeMap::new() }
    }

    /// Makes the home what the stage says.
    pub fn go(&mut self, stage: &str) {
        if !self.kept.contains_key(stage) {
            let (parent, steps) = recipe(stage);
            if let Some(parent) = parent {
                self.go(parent);
            }
            steps.iter().for_each(|step| self.step(step));
            self.keep(stage);
        }
        self.put_back(stage);
    }

    /// Puts the present home on the shelf.
    pub fn keep(&mut self, name: &str) {
        let shelf = self.shelf.path().join(name);
        fs::create_dir(&shelf).unwrap();
        copy(&self.home.path(""), &shelf);
        self.kept.insert(name.to_owned(), (self.names.clone(), self.home.minute()));
    }

    /// Puts a kept home back.
    pub fn put_back(&mut self, name: &str) {
        self.replace_by(name);
        let (names, minute) = self.kept[name].clone();
        self.names = names;
        self.home.set_minute(minute);
    }

    /// Makes the home what lies on the shelf under this name, and takes it off the shelf.
    pub fn take_in(&mut self, name: &str) {
        self.replace_by(name);
        fs::remove_dir_all(self.shelf.path().join(name)).unwrap();
    }

    fn replace_by(&self, name: &str) {
        let home = self.home.path("");
        for entry in fs::read_dir(&home).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() { fs::remove_dir_all(&entry).unwrap() } else { fs::remove_file(&entry).unwrap() }
        }
        copy(&self.shelf.path().join(name), &home);
    }

    /// Takes a kept home off the shelf.
    pub fn forget(&mut self, name: &str) {
        self.kept.remove(name);
        fs::remove_dir_all(self.shelf.path().join(name)).unwrap();
    }

    fn step(&mut self, step: &str) {
        if let Some(shell) = step.strip_prefix("$ ") {
            self.shell(shell).succeeds();
            return;
        }
        let (name, line) = step.split_once(" = ").filter(|(name, _)| !name.contains(' ')).unwrap_or(("", step));
        let (folder, words) = line.split_once("> ").unwrap();
        let mut words = self.words(words);
        words.extend((!name.is_empty()).then(|| "--json".to_owned()));
        let answer = self.clm(folder, &words).succeeds();
        if !name.is_empty() {
            let id = answer.json()["items"][0]["id"].as_str().unwrap().to_owned();
            self.names.insert(name.to_owned(), id);
        }
    }

    /// Splits words as a shell does, with ids for their names and the home for `~`.
    pub fn words(&self, line: &str) -> Vec<String> {
        let home = self.home.path("");
        let home = home.to_str().unwrap().trim_end_matches('/');
        let filled = |word: String| match (self.names.get(&word), word.strip_prefix("~/")) {
            (Some(id), _) => id.clone(),
            (None, Some(rest)) => format!("{home}/{rest}"),
            _ => word,
        };
        shlex::split(line).unwrap().into_iter().map(filled).collect()
    }

    /// What every command gets besides the home's own environment.
    pub fn prepare(&self, folder: &str, command: &mut Command) {
        command.current_dir(self.home.path(folder));
        command.env("TMPDIR", self.home.path("tmp")).env("EDITOR", self.home.path("bin/editor"));
    }

    pub fn clm(&self, folder: &str, words: &[String]) -> Answer {
        let mut command = self.home.command(env!("CARGO_BIN_EXE_clm"));
        self.prepare(folder, &mut command);
        self.home.run(command.args(words))
    }

    pub fn shell(&self, script: &str) -> Answer {
        let mut command = self.home.command("sh");
        self.prepare("", &mut command);
        command.envs(&self.names).env("CLM", env!("CARGO_BIN_EXE_clm"));
        self.home.run(command.args(["-ec", script]))
    }

    pub fn git(&self, folder: &str, words: &[&str]) -> Answer {
        self.home.run(self.home.command("git").arg("-C").arg(self.home.path(folder)).args(words))
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    let done = Command::new("cp").arg("-a").arg(from.join(".")).arg(to).status().unwrap();
    assert!(done.success());
}
