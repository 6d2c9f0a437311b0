//! A bare repository that refuses what `verify --history` would refuse: over file paths and over a real sshd.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::type_complexity)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::sshd::Sshd;
use support::{Answer, Home};

const SIGNER: &str = "signer@northwind.example";
const OWNER_KEY: &str = ".ssh/id_ed25519";

/// Three teams (legal, sales, hr), six members, two repositories: the firm's, and one of hr that sales cannot read.
struct Office {
    home: Home,
    sshd: Option<Sshd>,
    /// Ids: an executed NDA of legal, drafts of legal and of sales.
    signed: String,
    legal: String,
    sales: String,
}

fn address(name: &str) -> String {
    if name == OWNER_KEY { SIGNER.to_owned() } else { format!("{name}@northwind.example") }
}

impl Office {
    fn new(sshd: impl FnOnce(&Home) -> Option<Sshd>) -> Self {
        let home = Home::with_firm();
        home.in_firm(&["workspace", "add", "sales", "--templates", "nda"]).succeeds();
        for (name, more) in [
            ("lena", &["--role", "legal"][..]),
            ("sven", &["--role", "drafter", "-w", "sales"]),
            ("mia", &["--role", "manager", "-w", "sales"]),
            ("tom", &["--role", "drafter", "-w", "sales"]),
        ] {
            home.new_key(name, "");
            let (email, public) = (address(name), format!("{name}.pub"));
            home.in_firm(&[&["member", "add", &email, "--name", name, "--pub", &public][..], more].concat()).succeeds();
        }
        home.in_firm(&["team", "add", "sellers", "--member", &address("sven"), "--member", &address("mia")]).succeeds();
        home.new_key("hanna", "");
        home.new_key("stranger", "");
        home.new_key("nils", "");
        let founder = ["--name", "Hanna", "--email", "hanna@northwind.example", "--key", "hanna"];
        home.clm(&[&["init", "people", "--org", "Northwind AS"][..], &founder].concat()).succeeds();
        home.clm(&["-C", "people", "workspace", "add", "hr", "--key", "hanna"]).succeeds();
        let signed = home.signed_by_both();
        let legal = home.draft();
        let sales =
            ["new", "--template", "nda", "--party", "Beta AS", "-w", "sales", "--no-input", "--json", "--key", "sven"];
        let sales = home.in_firm(&sales).succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned();
        let sshd = sshd(&home);
        let office = Self { home, sshd, signed, legal, sales };
        for (name, from) in [("firm", "firm"), ("hr", "people")] {
            let bare = format!("srv/{name}.git");
            office.git(".", &["init", "-q", "--bare", "-b", "main", &bare]).succeeds();
            office.home.clm(&["hook", "install", "--server", &bare]).succeeds().says("before it takes a push");
            office.git(from, &["remote", "add", "origin", &office.url(name)]).succeeds();
            office.git(from, &["push", "-q", "origin", "HEAD:main"]).succeeds().says("founded by SHA256:");
        }
        office.git(".", &["clone", "-q", &office.url("firm"), "work"]).succeeds();
        office
    }

    fn url(&self, name: &str) -> String {
        let path = self.home.path(&format!("srv/{name}.git"));
        match &self.sshd {
            None => path.display().to_string(),
            Some(sshd) => format!("ssh://{}@127.0.0.1:{}{}", sshd.user, sshd.port, path.display()),
        }
    }

    /// git with this home's clock, so that what it records is no news from the future.
    fn command(&self, email: &str) -> Command {
        let mut command = self.home.command("git");
        let now = command.get_envs().find(|(name, _)| *name == "CLM_NOW").unwrap().1.unwrap().to_owned();
        command.env("GIT_AUTHOR_NAME", "By Hand").env("GIT_AUTHOR_EMAIL", email).env("GIT_AUTHOR_DATE", &now);
        command.env("GIT_COMMITTER_NAME", "By Hand").env("GIT_COMMITTER_EMAIL", email).env("GIT_COMMITTER_DATE", &now);
        if let Some(sshd) = &self.sshd {
            command.env("GIT_SSH_COMMAND", &sshd.command);
        }
        command
    }

    fn git(&self, folder: &str, args: &[&str]) -> Answer {
        self.home.run(self.command("plain@example.org").args(["-C", folder]).args(args))
    }

    fn work(&self, args: &[&str]) -> Answer {
        self.git("work", args)
    }

    fn clm(&self, args: &[&str]) -> Answer {
        self.home.clm(&[&["-C", "work"], args].concat())
    }

    /// Commits the whole work tree by hand, signed or not.
    fn commit(&self, key: Option<&str>, email: &str) {
        self.work(&["add", "-A"]).succeeds();
        let mut command = self.command(email);
        command.args(["-C", "work", "-c", "gpg.format=ssh"]);
        match key {
            Some(key) => {
                let key = format!("user.signingkey={}", self.home.path(key).display());
                command.args(["-c", &key, "commit", "-q", "-S"])
            }
            None => command.args(["commit", "-q", "--no-gpg-sign"]),
        };
        self.home.run(command.args(["--allow-empty", "-m", "by hand"])).succeeds();
    }

    fn merge(&self, key: &str, args: &[&str]) {
        let mut command = self.command(&address(key));
        let signing = format!("user.signingkey={}", self.home.path(key).display());
        command.args([
            "-C",
            "work",
            "-c",
            "gpg.format=ssh",
            "-c",
            &signing,
            "merge",
            "-q",
            "--no-ff",
            "-S",
            "-m",
            "merge",
        ]);
        self.home.run(command.args(args)).succeeds();
    }

    fn push(&self) -> Answer {
        self.work(&["push", "-q", "origin", "HEAD:main"])
    }

    fn tip(&self) -> String {
        self.git("srv/firm.git", &["rev-parse", "main"]).succeeds().out
    }

    /// The clone as the server has it.
    fn back(&self) {
        self.work(&["fetch", "-q", "origin"]).succeeds();
        self.work(&["checkout", "-q", "-B", "main", "origin/main"]).succeeds();
        self.work(&["reset", "-q", "--hard", "origin/main"]).succeeds();
        self.work(&["clean", "-fdq"]).succeeds();
    }

    fn folder(&self, id: &str) -> PathBuf {
        let shown = self.clm(&["show", id, "--json"]).succeeds().json();
        self.home.path("work").join(shown["items"][0]["path"].as_str().unwrap())
    }

    /// A push that git refuses, in words that say why, and that leaves the server as it was.
    #[track_caller]
    fn refuses(&self, name: &str, answer: Answer, before: &str, words: &[&str]) {
        println!("--- {name}\n{}", answer.err);
        assert_ne!(answer.code, 0, "{name} was taken");
        for words in words {
            assert!(answer.err.contains(words), "{name}: not `{words}` in\n{}", answer.err);
        }
        assert_eq!(self.tip(), before, "{name}");
    }
}

fn append(path: &Path, text: &str) {
    let before = fs::read_to_string(path).unwrap();
    fs::write(path, before + text).unwrap();
}

fn put(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// What each may do lands.
fn the_right_pushes_land(office: &Office) {
    let sales = office.sales.clone();
    let tree = office.home.path("work");
    let rows: [(&str, Box<dyn Fn() + '_>); 7] = [
        (
            "a drafter's comment",
            Box::new(|| drop(office.clm(&["comment", &sales, "-m", "Fine.", "--key", "sven"]).succeeds())),
        ),
        (
            "a manager's tag",
            Box::new(|| drop(office.clm(&["tag", &sales, "--add", "urgent", "--key", "mia"]).succeeds())),
        ),
        (
            "a drafter's new contract",
            Box::new(|| {
                let new =
                    ["new", "--template", "nda", "--party", "Gamma AS", "-w", "sales", "--no-input", "--key", "tom"];
                office.clm(&new).succeeds();
            }),
        ),
        (
            "legal's template, by hand",
            Box::new(|| {
                let path = tree.join("legal/templates/nda.md");
                append(&path, "\n");
                office.commit(Some("lena"), &address("lena"));
            }),
        ),
        (
            "a plain edit of a draft with another tool",
            Box::new(|| {
                append(&office.folder(&sales).join("contract.md"), "\nMore.\n");
                office.commit(None, "anybody@example.org");
            }),
        ),
        ("the owner's signature", Box::new(|| drop(office.clm(&["sign", &office.legal, "--yes"]).succeeds()))),
        (
            "the owner's change of the policy, and what it lets in, in one push",
            Box::new(|| {
                let add = [
                    "member",
                    "add",
                    "nils@northwind.example",
                    "--name",
                    "Nils",
                    "--pub",
                    "nils.pub",
                    "--role",
                    "drafter",
                    "-w",
                    "sales",
                ];
                office.clm(&add).succeeds();
                office.clm(&["comment", &sales, "-m", "Here I am.", "--key", "nils"]).succeeds();
                office.clm(&["member", "remove", "nils@northwind.example"]).succeeds();
            }),
        ),
    ];
    for (name, act) in rows {
        let before = office.tip();
        act();
        let answer = office.push();
        assert_eq!(answer.code, 0, "{name}: {}", answer.err);
        assert_ne!(office.tip(), before, "{name}");
        office.back();
    }
}

/// Each row breaks one rule by hand and pushes it.
fn the_wrong_pushes_are_refused(office: &Office) {
    let tree = office.home.path("work");
    let (signed, legal, sales) =
        (office.folder(&office.signed), office.folder(&office.legal), office.folder(&office.sales));
    let act = fs::read_dir(signed.join("acts")).unwrap().next().unwrap().unwrap().path();
    type Row<'a> = (&'a str, Box<dyn Fn() + 'a>, Option<&'a str>, &'a str, &'a [&'a str]);
    let rows: Vec<Row<'_>> = vec![
        (
            "a drafter's template",
            Box::new(|| append(&tree.join("sales/templates/nda.md"), "\n")),
            Some("sven"),
            "sven",
            &["by sven@northwind.example: sales/templates/nda.md: `sven@northwind.example` may not", "commit "],
        ),
        (
            "a draft of another workspace",
            Box::new(|| append(&legal.join("record.toml"), "\n")),
            Some("sven"),
            "sven",
            &["`sven@northwind.example`", "`legal`"],
        ),
        (
            "a manager's policy",
            Box::new(|| append(&tree.join(".clm/policy.toml"), "# x\n")),
            Some("mia"),
            "mia",
            &[".clm/policy.toml: "],
        ),
        (
            "an unsigned record",
            Box::new(|| append(&sales.join("record.toml"), "\n")),
            None,
            "sven",
            &["the commit is not signed"],
        ),
        (
            "a forged committer",
            Box::new(|| append(&sales.join("contract.md"), "x\n")),
            Some("sven"),
            "mia",
            &["says it was committed by mia@northwind.example, but sven@northwind.example signed it"],
        ),
        (
            "a stranger",
            Box::new(|| append(&sales.join("contract.md"), "x\n")),
            Some("stranger"),
            "sven",
            &["no member's key"],
        ),
        (
            "hr's key in the firm",
            Box::new(|| append(&sales.join("contract.md"), "x\n")),
            Some("hanna"),
            "hanna",
            &["no member's key"],
        ),
        (
            "a signed text",
            Box::new(|| append(&signed.join("contract.md"), "x\n")),
            Some(OWNER_KEY),
            OWNER_KEY,
            &["its text was changed although it was signed"],
        ),
        (
            "an act dropped",
            Box::new(|| fs::remove_file(&act).unwrap()),
            Some(OWNER_KEY),
            OWNER_KEY,
            &["was dropped or changed here"],
        ),
        (
            "an act changed",
            Box::new(|| append(&act, "# x\n")),
            Some(OWNER_KEY),
            OWNER_KEY,
            &["was dropped or changed here"],
        ),
        (
            "signatures dropped",
            Box::new(|| fs::remove_dir_all(signed.join("signatures")).unwrap()),
            Some(OWNER_KEY),
            OWNER_KEY,
            &["was dropped or changed here"],
        ),
        (
            "a symbolic link",
            Box::new(|| std::os::unix::fs::symlink("contract.md", sales.join("link.md")).unwrap()),
            Some(OWNER_KEY),
            OWNER_KEY,
            &["it is a symbolic link"],
        ),
        (
            "an odd name",
            Box::new(|| put(&sales.join("annexes/Odd Name.md"), "x")),
            Some("sven"),
            "sven",
            &["lower-case ASCII"],
        ),
        (
            "a huge text",
            Box::new(|| put(&sales.join("annexes/huge.txt"), vec![b'x'; 17 << 20])),
            Some("sven"),
            "sven",
            &["17 MiB, and 16 MiB are read at most"],
        ),
        (
            "no policy",
            Box::new(|| fs::remove_file(tree.join(".clm/policy.toml")).unwrap()),
            Some(OWNER_KEY),
            OWNER_KEY,
            &["policy.toml"],
        ),
        (
            "a policy that cannot be read",
            Box::new(|| fs::write(tree.join(".clm/policy.toml"), "x").unwrap()),
            Some(OWNER_KEY),
            OWNER_KEY,
            &["policy"],
        ),
    ];
    let before = office.tip();
    for (name, alter, key, who, words) in rows {
        alter();
        office.commit(key, &address(who));
        office.refuses(name, office.push(), &before, &[&["rejected"], words].concat());
        office.back();
    }
    strange_references_are_refused(office, &before);
    strange_histories_are_refused(office, &before);
}

fn strange_references_are_refused(office: &Office, before: &str) {
    for (name, to, words) in [
        ("a tag", "HEAD:refs/tags/v1", "a tag proves nothing"),
        ("a note", "HEAD:refs/notes/commits", "`clm comment`"),
        ("a replacement", "HEAD:refs/replace/4b825dc642cb6eb9a060e54bf8d69288fbee4904", "in place of what was signed"),
        ("another branch", "HEAD:refs/heads/mine", "there is one branch here, `main`"),
        ("any other reference", "HEAD:refs/elsewhere/x", "nothing but the branch"),
        ("a deletion", ":main", "a branch is never deleted here"),
    ] {
        office.refuses(
            name,
            office.work(&["push", "-q", "origin", to]),
            before,
            &["refused", words, "git push origin HEAD:main"],
        );
    }
    // One wrong reference beside the right one refuses both.
    office.clm(&["comment", &office.sales, "-m", "Hm.", "--key", "sven"]).succeeds();
    let both = office.work(&["push", "-q", "origin", "HEAD:main", "HEAD:refs/tags/v1"]);
    office.refuses("a tag beside the branch", both, before, &["refs/tags/v1: a tag"]);
    office.back();
}

fn strange_histories_are_refused(office: &Office, before: &str) {
    // An act recorded without a signature.
    office.clm(&["comment", &office.sales, "-m", "Hm.", "--key", "sven"]).succeeds();
    office.work(&["reset", "-q", "--soft", "HEAD~1"]).succeeds();
    office.commit(None, &address("sven"));
    office.refuses("an unsigned act", office.push(), before, &["/acts/", "the commit is not signed"]);
    office.back();
    // An act in another's name.
    office.clm(&["comment", &office.sales, "-m", "Hm.", "--key", "sven"]).succeeds();
    office.work(&["reset", "-q", "--soft", "HEAD~1"]).succeeds();
    office.commit(Some("tom"), &address("tom"));
    office.refuses("another's act", office.push(), before, &["the act says it is by sven@northwind.example, but tom@"]);
    office.back();
    // A merge that drops what the other side signed.
    office.clm(&["sign", &office.sales, "--yes", "--for", "Northwind AS"]).succeeds();
    office.work(&["branch", "-f", "theirs"]).succeeds();
    office.back();
    office.clm(&["tag", &office.sales, "--add", "merged", "--key", "mia"]).succeeds();
    office.merge("mia", &["-s", "ours", "theirs"]);
    office.refuses("a merge that drops signatures", office.push(), before, &["/signatures/", "was dropped"]);
    office.back();
    // Another beginning, from either side.
    office.git("work", &["fetch", "-q", &office.home.path("people").display().to_string(), "HEAD:people"]).succeeds();
    office.merge(OWNER_KEY, &["--allow-unrelated-histories", "-s", "ours", "people"]);
    office.refuses("a second beginning", office.push(), before, &["second beginning"]);
    office.work(&["checkout", "-q", "-B", "other", "people"]).succeeds();
    office.merge("hanna", &["--allow-unrelated-histories", "-s", "ours", "origin/main"]);
    office.refuses("another beginning before ours", office.push(), before, &["another repository's beginning"]);
    office.back();
    // History taken back.
    office.work(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    office.clm(&["tag", &office.sales, "--add", "later", "--key", "mia"]).succeeds();
    let forced = office.work(&["push", "-q", "--force", "origin", "HEAD:main"]);
    office.refuses("a forced push", forced, before, &["it would take back what others were told is recorded"]);
    office.back();
    // A commit from the future.
    append(&office.folder(&office.sales).join("contract.md"), "x\n");
    office.commit(Some("sven"), &address("sven"));
    let mut command = office.command(&address("sven"));
    let key = format!("user.signingkey={}", office.home.path("sven").display());
    command.args(["-C", "work", "-c", "gpg.format=ssh", "-c", &key, "commit", "-q", "-S", "--amend", "--no-edit"]);
    office.home.run(command.env("GIT_COMMITTER_DATE", "2031-01-01T00:00:00Z")).succeeds();
    office.refuses(
        "a commit from the future",
        office.push(),
        before,
        &["it is dated 2031-01-01, which is yet to come"],
    );
    office.back();
}

/// Whoever was removed has lost their rights, also on a branch grown from a commit where they had them.
fn a_removed_members_old_branch_is_refused(office: &Office) {
    append(&office.folder(&office.sales).join("contract.md"), "\nFrom the past.\n");
    office.commit(Some("tom"), &address("tom"));
    office.work(&["branch", "-f", "old"]).succeeds();
    office.back();
    office.clm(&["member", "remove", &address("tom")]).succeeds();
    office.push().succeeds();
    let before = office.tip();
    office.refuses("an old branch alone", office.work(&["push", "-q", "origin", "+old:main"]), &before, &["take back"]);
    for who in ["tom", OWNER_KEY] {
        office.back();
        office.merge(who, &["old"]);
        office.refuses("an old branch merged", office.push(), &before, &["by tom@northwind.example: ", "may not edit"]);
    }
    office.back();
    append(&office.folder(&office.sales).join("contract.md"), "\nAnew.\n");
    office.commit(Some("tom"), &address("tom"));
    office.refuses(
        "a new commit",
        office.push(),
        &before,
        &["a key of tom@northwind.example that was good only until"],
    );
    office.back();
}

/// What the keeper of the server takes back, another clone tells.
fn a_rollback_is_told_by_another_clone(office: &Office) {
    office.git(".", &["clone", "-q", &office.url("firm"), "witness"]).succeeds();
    office.home.clm(&["-C", "witness", "verify", "--history"]).succeeds().says("nothing wrong");
    office.git("srv/firm.git", &["update-ref", "refs/heads/main", "main~1"]).succeeds();
    office.git("witness", &["fetch", "-q", "origin"]).succeeds();
    office.git("witness", &["reset", "-q", "--hard", "origin/main"]).succeeds();
    office
        .home
        .clm(&["-C", "witness", "verify", "--history"])
        .exits(5)
        .says("rewritten or rolled back")
        .says("missing: ");
}

fn the_whole_story(office: &Office) {
    the_right_pushes_land(office);
    the_wrong_pushes_are_refused(office);
    a_removed_members_old_branch_is_refused(office);
    // The other repository has its own members: the firm's have no say there.
    office.git(".", &["clone", "-q", &office.url("hr"), "mine"]).succeeds();
    office.home.clm(&["-C", "mine", "workspace", "add", "pay", "--key", "hanna"]).succeeds();
    office.git("mine", &["push", "-q", "origin", "HEAD:main"]).succeeds();
    office.git("work", &["push", "-q", &office.url("hr"), "+HEAD:main"]).exits(1).says("take back");
    office.home.clm(&["doctor", "--server", "srv/firm.git"]).succeeds().says("nothing wrong").says("all is well");
    a_rollback_is_told_by_another_clone(office);
}

#[test]
fn a_server_over_file_paths_takes_what_is_right_and_refuses_what_is_wrong() {
    the_whole_story(&Office::new(|_| None));
}

#[test]
fn a_server_over_ssh_takes_what_is_right_and_refuses_what_is_wrong() {
    let office = Office::new(Sshd::start);
    if office.sshd.is_some() {
        the_whole_story(&office);
    }
}

/// The hook refuses whenever clm cannot answer.
#[test]
fn a_hook_without_clm_refuses_everything() {
    let office = Office::new(|_| None);
    let before = office.tip();
    office.clm(&["comment", &office.sales, "-m", "Fine.", "--key", "sven"]).succeeds();
    let hook = office.home.path("srv/firm.git/hooks/pre-receive");
    let text = fs::read_to_string(&hook).unwrap();
    let line = text.lines().find(|line| line.starts_with("clm='")).unwrap();
    office.home.script("dies", "kill -9 $$");
    office.home.script("errs", "exit 3");
    office.home.write("bin/broken", "\u{7f}ELF");
    office.home.write("bin/plain", "no program");
    let place = |name: &str| office.home.path(&format!("bin/{name}"));
    fs::set_permissions(place("broken"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    for (program, words) in
        [("gone", "nobody can judge it"), ("plain", "nobody can judge it"), ("dies", ""), ("errs", ""), ("broken", "")]
    {
        fs::write(&hook, text.replace(line, &format!("clm='{}'", place(program).display()))).unwrap();
        office.refuses(program, office.push(), &before, &["rejected", words]);
        let server = office.home.clm(&["doctor", "--server", "srv/firm.git"]);
        if matches!(program, "gone" | "plain") {
            server.exits(1).says("every push is refused");
        }
    }
    fs::write(&hook, &text).unwrap();
    office.push().succeeds();
}

/// Both ways of founding a repository on a server.
#[test]
fn the_first_push_founds_it_and_a_pin_says_by_whom() {
    let home = Home::with_firm();
    home.clm(&[
        "init",
        "other",
        "--org",
        "Other AS",
        "--name",
        "O Ther",
        "--email",
        "o@other.example",
        "--key",
        "~/.ssh/id_ed25519",
    ])
    .succeeds();
    home.new_key("second", "");
    home.clm(&[
        "init",
        "third",
        "--org",
        "Other AS",
        "--name",
        "O Ther",
        "--email",
        "o@other.example",
        "--key",
        "second",
    ])
    .succeeds();
    let founder =
        home.in_firm(&["verify", "--history", "--json"]).succeeds().json()["founders"][0].as_str().unwrap().to_owned();
    let git = |folder: &str, args: &[&str]| home.run(home.command("git").args(["-C", folder]).args(args));
    git(".", &["init", "-q", "--bare", "-b", "main", "srv/a.git"]).succeeds();
    let server = home.path("srv/a.git").display().to_string();
    home.clm(&["doctor", "--server", "srv/a.git"])
        .exits(1)
        .says("every push is taken unjudged")
        .says("receive.fsckObjects");
    home.clm(&["hook", "install", "--server", "srv", "--trust", &founder, "-n"]).succeeds().says("would ask");
    assert!(!home.path("srv/a.git/hooks/pre-receive").exists(), "a dry run");
    // A folder with one bare repository in it names that one.
    home.clm(&["hook", "install", "--server", "srv", "--trust", &founder])
        .succeeds()
        .says("receive.denyDeletes = true");
    home.clm(&["doctor", "--server", "srv/a.git"]).succeeds().says("may found the repository");
    // Again changes nothing, and keeps the pin.
    let again = home.clm(&["hook", "install", "--server", "srv/a.git", "--json"]).succeeds().json();
    assert_eq!(again["items"].as_array().unwrap().len(), 0, "{again}");
    assert_eq!(again["trust"][0], founder.as_str());
    git("third", &["push", "-q", &server, "HEAD:main"]).exits(1).says("was founded by SHA256:").says("not by SHA256:");
    // No repository of contracts at all.
    git(".", &["init", "-q", "-b", "main", "plain"]).succeeds();
    home.write("plain/readme", "x");
    git("plain", &["add", "-A"]).succeeds();
    git("plain", &["-c", "user.name=A", "-c", "user.email=a@a.example", "commit", "-q", "-m", "x"]).succeeds();
    git("plain", &["push", "-q", &server, "HEAD:main"]).exits(1).says("no clm repository");
    git("firm", &["push", "-q", &server, "HEAD:master"]).exits(1).says("there is one branch here, `main`");
    git("firm", &["push", "-q", &server, "HEAD:main"]).succeeds();
    // A pin that the history there does not stand up to is refused.
    let other = "SHA256:2u2fxqTXgd5fwRYxzxnFJ4kI2MdMyQ7qVHTAw9uJ2Gc";
    home.clm(&["hook", "install", "--server", "srv/a.git", "--trust", other]).exits(5).says("not by SHA256:2u2f");
}

/// What is in the way, or is no server at all.
#[test]
fn a_hook_of_others_is_not_lost_and_the_settings_are_looked_at() {
    let home = Home::with_firm();
    let git = |folder: &str, args: &[&str]| home.run(home.command("git").args(["-C", folder]).args(args));
    home.clm(&["hook", "install", "--server", "firm"]).exits(11).says("has a work tree").says("git clone --bare");
    home.clm(&["hook", "install", "--server", "nowhere"]).exits(11).says("git init --bare");
    home.clm(&["hook", "install", "firm"]).exits(2).says("--server");
    git(".", &["clone", "-q", "--bare", "firm", "srv/a.git"]).succeeds();
    let hook = home.write("srv/a.git/hooks/pre-receive", "#!/bin/sh\nexit 0\n");
    home.clm(&["hook", "install", "--server", "srv/a.git"]).exits(4).says("--force").says("pre-receive");
    assert_eq!(fs::read_to_string(&hook).unwrap(), "#!/bin/sh\nexit 0\n");
    home.clm(&["doctor", "--server", "srv/a.git"]).exits(1).says("a hook that clm did not write");
    home.clm(&["hook", "install", "--server", "srv/a.git", "--force"]).succeeds().says("is kept as");
    assert_eq!(home.read("srv/a.git/hooks/pre-receive.before-clm"), "#!/bin/sh\nexit 0\n");
    home.clm(&["doctor", "--server", "srv/a.git"]).succeeds().says("all is well");
    git(".", &["init", "-q", "--bare", "srv/b.git"]).succeeds();
    home.clm(&["hook", "install", "--server", "srv"]).exits(3).says("a.git").says("b.git");
    for (name, value) in [
        ("receive.fsckObjects", "false"),
        ("transfer.fsckObjects", "no"),
        ("receive.denyNonFastForwards", "0"),
        ("receive.denyDeletes", "off"),
        ("receive.shallowUpdate", "true"),
        ("receive.maxInputSize", "0"),
        ("core.logAllRefUpdates", "false"),
        ("gc.reflogExpire", "30.days"),
        ("core.hooksPath", "/nowhere"),
    ] {
        git("srv/a.git", &["config", name, value]).succeeds();
        home.clm(&["doctor", "--server", "srv/a.git"]).exits(1).says(name);
        home.clm(&["hook", "install", "--server", "srv/a.git"]).succeeds().says(name);
        home.clm(&["doctor", "--server", "srv/a.git"]).succeeds();
    }
    // Hooks elsewhere by the keeper's own settings: git still asks ours.
    home.write(".gitconfig", "[core]\n\thooksPath = /nowhere\n");
    git("srv/a.git", &["config", "--unset", "core.hooksPath"]).succeeds();
    home.clm(&["hook", "install", "--server", "srv/a.git"]).succeeds().says("core.hooksPath = hooks");
    let server = home.path("srv/a.git").display().to_string();
    git("firm", &["push", "-q", &server, "HEAD:refs/tags/v1"]).exits(1).says("a tag proves nothing");
    fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    home.clm(&["doctor", "--server", "srv/a.git"]).exits(1).says("may not be executed");
}
