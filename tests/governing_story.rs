//! Who may do what, provably: the story of a firm, its server and six people, over file paths and over a real sshd.
//!
//! | who | team | may |
//! |---|---|---|
//! | Signe | counsel | founded the firm's repository; signs for the firm |
//! | Lena | counsel | approves contracts and keeps everybody's templates; founded counsel's own repository |
//! | Mia | sellers | runs sales' contracts |
//! | Sven | sellers | drafts in sales, until he leaves |
//! | Ida | people | sees sales' contracts, edits HR's templates, has no access to counsel's repository |
//! | Henrik | people | drafts in HR |
//!
//! Sales and HR share one repository, which all six read; what counsel writes for the board lies in a second one, because
//! git hides no path from whoever has the clone. The server is git and a hook. Whoever keeps to clm meets its refusals;
//! what is pushed around it, with git alone, is refused by the server in the same words.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use clm::contract::digest::Digest;
use support::sshd::Sshd;
use support::{Answer, Home};

const EVERYBODY: [&str; 6] = ["signe", "lena", "mia", "sven", "ida", "henrik"];

/// The world of the story: a server, and for each person a home with a key, a memory and clones.
struct World {
    home: Home,
    sshd: Option<Sshd>,
}

fn address(who: &str) -> String {
    format!("{who}@northwind.example")
}

fn change(path: &Path, alter: impl FnOnce(String) -> String) {
    let text = fs::read_to_string(path).unwrap();
    let altered = alter(text.clone());
    assert_ne!(altered, text, "{}", path.display());
    fs::write(path, altered).unwrap();
}

fn append(path: &Path, words: &str) {
    change(path, |text| text + words);
}

impl World {
    fn new(sshd: impl FnOnce(&Home) -> Option<Sshd>) -> Self {
        let home = Home::new();
        let sshd = sshd(&home);
        for who in EVERYBODY {
            fs::create_dir_all(home.path(&format!("{who}/.ssh"))).unwrap();
            home.new_key(&format!("{who}/.ssh/id_ed25519"), "");
        }
        let world = Self { home, sshd };
        if let Some(sshd) = &world.sshd {
            world.make_doors(&sshd.command);
        }
        world
    }

    /// What git serves is what the account may read: counsel's door leads to both repositories, everybody else's to one.
    fn make_doors(&self, counsels: &str) {
        self.home.new_key("ssh/staff", "");
        let gate = "#!/bin/sh\ncase \"$SSH_ORIGINAL_COMMAND\" in\n    *\"/srv/firm.git'\") exec git shell -c \
                    \"$SSH_ORIGINAL_COMMAND\" ;;\nesac\necho 'you have no access to that repository' >&2\nexit 1\n";
        let gate = self.home.write("ssh/gate", gate);
        fs::set_permissions(&gate, fs::Permissions::from_mode(0o755)).unwrap();
        let staff = format!("command=\"{}\" {}", gate.display(), self.home.read("ssh/staff.pub"));
        append(&self.home.path("ssh/authorized"), &staff);
        for who in EVERYBODY {
            let is_counsel = matches!(who, "signe" | "lena");
            let ssh = if is_counsel { counsels.to_owned() } else { counsels.replace("/ssh/door ", "/ssh/staff ") };
            self.home.write(&format!("{who}/.gitconfig"), format!("[core]\n\tsshCommand = {ssh}\n"));
        }
    }

    fn url(&self, repository: &str) -> String {
        let path = self.home.path(&format!("srv/{repository}.git"));
        match &self.sshd {
            None => path.display().to_string(),
            Some(sshd) => format!("ssh://{}@127.0.0.1:{}{}", sshd.user, sshd.port, path.display()),
        }
    }

    /// A program run by a person, in a folder of their home.
    fn command(&self, who: &str, folder: &str, program: &str) -> Command {
        let mut command = self.home.command(program);
        let now = command.get_envs().find(|(name, _)| *name == "CLM_NOW").unwrap().1.unwrap().to_owned();
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), who).env(format!("GIT_{role}_EMAIL"), address(who));
            command.env(format!("GIT_{role}_DATE"), &now);
        }
        let home = self.home.path(who);
        // A place of their own for what git fetches: nobody who tidies up /tmp meanwhile takes it away.
        command.current_dir(home.join(folder)).env("TMPDIR", home.join(".ssh")).env("HOME", home);
        command
    }

    /// A person at work in their clone of the firm's repository.
    fn clm(&self, who: &str, args: &[&str]) -> Answer {
        self.clm_in(who, "firm", args)
    }

    fn clm_in(&self, who: &str, folder: &str, args: &[&str]) -> Answer {
        self.home.run(self.command(who, folder, env!("CARGO_BIN_EXE_clm")).args(args))
    }

    fn sync(&self, who: &str) -> Answer {
        self.clm(who, &["sync"])
    }

    fn git(&self, who: &str, args: &[&str]) -> Answer {
        self.home.run(self.command(who, "firm", "git").args(args))
    }

    /// git with the person's key, which clm would use as well.
    fn signing(&self, who: &str, args: &[&str]) -> Answer {
        let key = format!("user.signingkey={}", self.home.path(&format!("{who}/.ssh/id_ed25519")).display());
        let mut command = self.command(who, "firm", "git");
        self.home.run(command.args(["-c", "gpg.format=ssh", "-c", &key]).args(args))
    }

    /// All a person changed, committed without clm.
    fn commit_by_hand(&self, who: &str) {
        self.git(who, &["add", "-A"]).succeeds();
        self.signing(who, &["commit", "-q", "-S", "--allow-empty", "-m", "by hand"]).succeeds();
    }

    fn push_by_hand(&self, who: &str) -> Answer {
        self.git(who, &["push", "-q", "origin", "HEAD:main"])
    }

    /// A person's clone as the server has it, whatever they tried before.
    fn back(&self, who: &str) {
        self.git(who, &["fetch", "-q", "origin", "main"]).succeeds();
        self.git(who, &["reset", "-q", "--hard", "FETCH_HEAD"]).succeeds();
        self.git(who, &["clean", "-fdq"]).succeeds();
    }

    /// The server's own git, run by whoever keeps it.
    fn keeper(&self, args: &[&str]) -> Answer {
        self.home.run(self.home.command("git").args(["-C", "srv/firm.git"]).args(args))
    }

    fn tip(&self) -> String {
        self.keeper(&["rev-parse", "main"]).succeeds().out.trim().to_owned()
    }

    fn folder(&self, who: &str, id: &str) -> PathBuf {
        let shown = self.clm(who, &["show", id, "--json"]).succeeds().json();
        self.home.path(who).join("firm").join(shown["items"][0]["path"].as_str().unwrap())
    }

    /// An act's file, written without clm.
    fn act_by_hand(&self, who: &str, id: &str, act: &str, by: &str, more: &str) {
        let text = format!(
            "act = \"{act}\"\ncontract = \"{id}\"\nby = \"{}\"\nat = 2026-11-24T12:00:00Z\nafter = []\n{more}",
            address(by)
        );
        let folder = self.folder(who, id).join("acts");
        fs::create_dir_all(&folder).unwrap();
        let name = format!("2026-11-24-{act}-{}.toml", Digest::of(text.as_bytes()).short(8));
        fs::write(folder.join(name), text).unwrap();
    }
}

/// Two repositories on the server, and in each it is written who may do what.
fn the_firm_says_who_may_do_what(world: &World) {
    let public = |who: &str| world.home.path(&format!("{who}/.ssh/id_ed25519.pub")).display().to_string();
    for (who, name) in [("signe", "firm"), ("lena", "counsel")] {
        let email = address(who);
        let founder = ["init", name, "--org", "Northwind AS", "--name", who, "--email", &email, "--title", "CEO"];
        world.clm_in(who, ".", &founder).succeeds();
    }
    let signe = |args: &[&str]| world.clm("signe", args).succeeds();
    signe(&["workspace", "add", "sales", "--templates", "nda"]);
    signe(&["workspace", "add", "hr", "--templates", "employment"]);
    for (who, role) in [
        ("lena", &["--role", "legal"][..]),
        ("mia", &["--role", "manager", "-w", "sales"]),
        ("sven", &["--role", "drafter", "-w", "sales"]),
        ("ida", &["--role", "viewer", "-w", "sales"]),
        ("henrik", &["--role", "drafter", "-w", "hr"]),
    ] {
        let (email, key) = (address(who), public(who));
        signe(&[&["member", "add", &email, "--name", who, "--pub", &key][..], role].concat());
    }
    for (team, of) in [("counsel", ["signe", "lena"]), ("sellers", ["mia", "sven"]), ("people", ["ida", "henrik"])] {
        signe(&["team", "add", team, "--member", &address(of[0]), "--member", &address(of[1])]);
    }
    signe(&["grant", &address("ida"), "edit", "-w", "hr", "--kind", "template", "--kind", "clause"]);
    // No NDA of sales goes out before one of legal has read it.
    let rule = "\n[[approval]]\nkinds = [\"nda\"]\nworkspaces = [\"sales\"]\nof = [\"legal\"]\nneed = \"any 1\"\n";
    append(&world.home.path("signe/firm/.clm/policy.toml"), rule);
    world.commit_by_hand("signe");

    let lena = |args: &[&str]| world.clm_in("lena", "counsel", args).succeeds();
    lena(&["workspace", "add", "board", "--templates", "nda"]);
    lena(&["member", "add", &address("signe"), "--name", "signe", "--pub", &public("signe"), "--role", "legal"]);
    lena(&["new", "--template", "nda", "-w", "board", "--party", "Target AS", "--no-input"]);

    for (who, name) in [("signe", "firm"), ("lena", "counsel")] {
        let bare = format!("srv/{name}.git");
        world.home.run(world.home.command("git").args(["init", "-q", "--bare", "-b", "main", &bare])).succeeds();
        world.home.clm(&["hook", "install", "--server", &bare]).succeeds().says("before it takes a push");
        the_servers_clock_is_ours(world, &bare);
        world.home.clm(&["doctor", "--server", &bare]).succeeds();
        let add = ["remote", "add", "origin", &world.url(name)];
        world.home.run(world.command(who, name, "git").args(add)).succeeds();
        world.clm_in(who, name, &["sync"]).succeeds();
    }
}

/// The hook asks a clm whose clock stands a day after that of the story's people.
fn the_servers_clock_is_ours(world: &World, bare: &str) {
    let clm = env!("CARGO_BIN_EXE_clm");
    world.home.script("clm", &format!("CLM_NOW=2026-11-25T00:00:00Z exec '{clm}' \"$@\""));
    let there = world.home.path("bin/clm").display().to_string();
    change(&world.home.path(bare).join("hooks/pre-receive"), |text| {
        text.replace(&format!("clm='{clm}'"), &format!("clm='{there}'"))
    });
}

/// Everybody brings the firm's repository home, and compares the founder's key with what Signe told them by telephone.
fn everybody_clones_what_they_may_read(world: &World) {
    let told = world.clm("signe", &["verify", "--history", "--json"]).succeeds().json();
    let founder = told["founders"][0].as_str().unwrap();
    for who in ["lena", "mia", "sven", "ida", "henrik"] {
        let url = world.url("firm");
        world.clm_in(who, ".", &["clone", &url, "firm", "--trust", founder]).succeeds().says(&address(who));
    }
    world.clm_in("signe", ".", &["clone", &world.url("counsel"), "counsel"]).succeeds();
    if world.sshd.is_some() {
        let refused = world.clm_in("ida", ".", &["clone", &world.url("counsel"), "counsel"]).exits(9);
        refused.says("you have no access to that repository");
        assert!(!world.home.path("ida/counsel").exists());
    }
    // Ida sees sales' contracts and edits HR's templates, and can read off what enforces it.
    world.clm("ida", &["explain", "read", &address("ida"), "sales"]).succeeds();
    world.clm("ida", &["explain", "edit", &address("ida"), "hr/templates/employment.md"]).succeeds();
    world.clm("ida", &["explain", "edit", &address("ida"), "sales"]).says("may not");
    world.clm("ida", &["whoami", "--can"]).succeeds().says("clone");
}

/// What each may do lands on the server. Answers the ids of an agreement that legal approved and Signe signed, and of
/// one that nobody approved yet.
fn what_each_may_do_lands(world: &World) -> (String, String) {
    let [id, unapproved] = ["Acme AS", "Beta AS"].map(|party| {
        let drawn = ["new", "--template", "nda", "-w", "sales", "--party", party, "--no-input", "--json"];
        world.clm("sven", &drawn).succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned()
    });
    world.clm("sven", &["submit", &id]).succeeds().says("waits for the approval of any 1 of legal");
    world.sync("sven").succeeds();
    world.sync("lena").succeeds();
    world.clm("lena", &["approve", &id, "-m", "As we always do it."]).succeeds();
    world.sync("lena").succeeds();
    world.sync("signe").succeeds();
    world.clm("signe", &["sign", &id, "--yes"]).succeeds().says("pending");
    world.sync("signe").succeeds();
    world.sync("mia").succeeds();
    world.clm("mia", &["tag", &id, "--add", "key-account"]).succeeds();
    world.sync("mia").succeeds();

    // Ida reads it, and improves HR's template with an editor and git, as she always did.
    world.sync("ida").succeeds();
    world.clm("ida", &["show", &id]).succeeds().says("Acme AS");
    append(&world.home.path("ida/firm/hr/templates/employment.md"), "\nThe parties wish each other well.\n");
    world.commit_by_hand("ida");
    world.push_by_hand("ida").succeeds();
    world.sync("henrik").succeeds();
    let hired = ["new", "--template", "employment", "-w", "hr", "--party", "New Colleague", "--no-input"];
    world.clm("henrik", &hired).succeeds();
    world.sync("henrik").succeeds();
    for who in EVERYBODY {
        world.sync(who).succeeds();
        assert_eq!(world.git(who, &["rev-parse", "HEAD"]).out.trim(), world.tip(), "{who}");
    }
    world.clm("signe", &["verify", "--history"]).succeeds().says("nothing wrong");
    (id, unapproved)
}

/// Whoever keeps to clm is told before anything is written.
fn clm_refuses_what_nobody_granted(world: &World, id: &str) {
    let mia = address("mia");
    for (who, args, words) in [
        ("ida", &["set", id, "governing_law=Sweden"][..], "`ida@northwind.example` may not edit"),
        ("henrik", &["comment", id, "-m", "Hm."], "`henrik@northwind.example` does not work in the workspace `sales`"),
        ("sven", &["sign", id, "--yes"], "`sven@northwind.example` may not sign"),
        ("mia", &["approve", id], "`mia@northwind.example` may not approve: that takes `legal` or `owner`"),
        ("mia", &["grant", &mia, "owner"], "`mia@northwind.example` may not administer"),
        (
            "lena",
            &["member", "add", "x@x.example", "--name", "X", "--pub", "../.ssh/id_ed25519.pub"],
            "may not administer",
        ),
    ] {
        let before = world.git(who, &["rev-parse", "HEAD"]).out;
        world.clm(who, args).exits(4).says(words);
        assert_eq!(world.git(who, &["rev-parse", "HEAD"]).out, before, "{args:?}");
    }
}

/// A signature of Signe's on a text that nobody approved: made where she took the rule out, and carried over.
fn sign_where_no_rule_asks(world: &World, id: &str) {
    let policy = world.home.path("signe/firm/.clm/policy.toml");
    change(&policy, |text| text[..text.find("[[approval]]").unwrap()].to_owned());
    world.commit_by_hand("signe");
    world.clm("signe", &["sign", id, "--yes"]).succeeds();
    world.git("signe", &["branch", "-f", "signed"]).succeeds();
    world.back("signe");
    let (at, signatures) = (world.home.path("signe/firm"), world.folder("signe", id).join("signatures"));
    let place = signatures.strip_prefix(at).unwrap().display().to_string();
    world.git("signe", &["checkout", "-q", "signed", "--", &place]).succeeds();
}

/// Whoever goes around clm is refused by the server: nothing of the push is kept, and a sentence says why.
fn the_server_refuses_what_nobody_granted(world: &World, id: &str, unapproved: &str) {
    let mine = |who: &str, path: &str| world.home.path(who).join("firm").join(path);
    let contract = |who: &str, id: &str, file: &str| world.folder(who, id).join(file);
    let widen = |who: &str| {
        change(&mine(who, ".clm/policy.toml"), |text| {
            let line = format!("email = \"{}\"\nroles = [\"manager\"]\nworkspaces = [\"sales\"]", address(who));
            text.replace(&line, &line.replace("manager", "owner").replace("sales", "*"))
        });
    };
    let shown = world.clm("sven", &["show", unapproved, "--json"]).succeeds().json();
    let approval = format!("revision = \"{}\"\n", shown["items"][0]["revision"].as_str().unwrap());
    type Row<'a> = (&'a str, &'a str, Box<dyn Fn() + 'a>, &'a str);
    let rows: Vec<Row<'_>> = vec![
        (
            "sven",
            "changes a template of another team",
            Box::new(|| append(&mine("sven", "hr/templates/employment.md"), "\n")),
            "by sven@northwind.example: hr/templates/employment.md: `sven@northwind.example` may not edit templates",
        ),
        (
            "ida",
            "changes a contract that she may only read",
            Box::new(|| append(&contract("ida", id, "record.toml"), "\n")),
            "/record.toml: `ida@northwind.example` may not edit: that takes `drafter` or `legal`",
        ),
        (
            "ida",
            "changes sales' template, having the right for HR's",
            Box::new(|| append(&mine("ida", "sales/templates/nda.md"), "\n")),
            "`ida@northwind.example` may edit templates in `hr`, not in `sales`",
        ),
        (
            "henrik",
            "changes the template he draws contracts from",
            Box::new(|| append(&mine("henrik", "hr/templates/employment.md"), "\n")),
            "`henrik@northwind.example` may not edit templates: that takes `legal` or `owner`",
        ),
        (
            "mia",
            "makes herself an owner",
            Box::new(|| widen("mia")),
            ".clm/policy.toml: `mia@northwind.example` is no owner of the policy before it",
        ),
        (
            "mia",
            "makes herself an owner and uses it at once",
            Box::new(|| {
                widen("mia");
                append(&mine("mia", "hr/templates/employment.md"), "\n");
            }),
            "hr/templates/employment.md: `mia@northwind.example` may not",
        ),
        (
            "sven",
            "approves his own contract",
            Box::new(|| world.act_by_hand("sven", unapproved, "approve", "sven", &approval)),
            "`sven@northwind.example` may not approve",
        ),
        (
            "sven",
            "approves it in Lena's name",
            Box::new(|| world.act_by_hand("sven", unapproved, "approve", "lena", &approval)),
            "the act says it is by lena@northwind.example, but sven@northwind.example signed the commit",
        ),
        (
            "signe",
            "signs a text that nobody approved",
            Box::new(|| sign_where_no_rule_asks(world, unapproved)),
            "it was signed without the approval of any 1 of legal: lena@northwind.example (.clm/policy.toml:",
        ),
        (
            "signe",
            "changes a text that waits for the other side's signature",
            Box::new(|| append(&contract("signe", id, "contract.md"), "\nOne more thing.\n")),
            "/contract.md: its text was changed although it was pending",
        ),
        (
            "signe",
            "takes her signature out again",
            Box::new(|| fs::remove_dir_all(contract("signe", id, "signatures")).unwrap()),
            "was dropped or changed here",
        ),
    ];
    for (who, what, alter, words) in rows {
        let before = world.tip();
        alter();
        world.commit_by_hand(who);
        let answer = world.push_by_hand(who);
        println!("--- {who} {what}\n{}", answer.err);
        answer.exits(1).says("the push was refused and nothing of it was kept").says(words);
        assert_eq!(world.tip(), before, "{what}");
        world.back(who);
    }
    // There is one branch, and it only grows.
    let before = world.tip();
    for (to, words) in [
        ("HEAD:refs/heads/mias", "there is one branch here, `main`"),
        ("HEAD:refs/tags/v1", "a tag proves nothing that a signed commit does not"),
        (":main", "a branch is never deleted here"),
        ("+HEAD~1:main", "it would take back what others were told is recorded"),
    ] {
        world.git("mia", &["push", "-q", "origin", to]).exits(1).says(words);
        assert_eq!(world.tip(), before, "{to}");
    }
}

/// Sven leaves. What he does afterwards is no member's, also where he does it on a commit from before.
fn whoever_left_stays_out(world: &World, unapproved: &str) {
    append(&world.folder("sven", unapproved).join("contract.md"), "\nSven is paid a commission.\n");
    world.clm("sven", &["save", unapproved]).succeeds();
    world.git("sven", &["branch", "old"]).succeeds();
    world.clm("signe", &["member", "remove", &address("sven")]).succeeds();
    world.sync("signe").succeeds();
    let before = world.tip();
    let told = "by sven@northwind.example: ";
    // By his own clm, by force, by a merge of his, and by a merge of Mia's, who means well.
    world.sync("sven").exits(5).says("the key of sven@northwind.example had ended where it came in");
    world.git("sven", &["push", "-q", "origin", "+old:main"]).exits(1).says("take back");
    for who in ["sven", "mia"] {
        world.back(who);
        world.git(who, &["fetch", "-q", &world.home.path("sven/firm").display().to_string(), "old"]).succeeds();
        world.signing(who, &["merge", "-q", "-S", "--no-ff", "-m", "merge", "FETCH_HEAD"]).succeeds();
        let answer = world.push_by_hand(who).exits(1);
        println!("--- {who} merges what Sven did before he left\n{}", answer.err);
        answer.says(told).says("may not edit");
        assert_eq!(world.tip(), before, "{who}");
        world.back(who);
    }
    append(&world.folder("sven", unapproved).join("contract.md"), "\nSven was here.\n");
    world.commit_by_hand("sven");
    world.push_by_hand("sven").exits(1).says("a key of sven@northwind.example that was good only until");
    assert_eq!(world.tip(), before);
}

/// The keeper of the server takes back what was recorded there, without asking the hook.
fn a_rollback_is_told_by_the_next_clone_that_syncs(world: &World, id: &str) {
    world.sync("mia").succeeds();
    world.clm("mia", &["comment", id, "-m", "Acme wants it signed on Friday."]).succeeds();
    world.sync("mia").succeeds();
    world.sync("ida").succeeds();
    let whole = world.tip();
    world.keeper(&["update-ref", "refs/heads/main", "main~1"]).succeeds();
    for who in ["ida", "mia"] {
        let answer = world.sync(who);
        println!("--- the server was rolled back: {who}\n{}", answer.err);
        let answer = answer.exits(5).says("rewritten or rolled back").says("missing: comment: ");
        answer.says("by mia@northwind.example").says("nothing was taken");
        assert_eq!(world.git(who, &["rev-parse", "HEAD"]).out.trim(), whole, "{who} keeps what there was");
    }
    // Also where somebody who never saw it builds on top, in good faith.
    world.sync("henrik").succeeds();
    let hired = ["new", "--template", "employment", "-w", "hr", "--party", "Another Colleague", "--no-input"];
    world.clm("henrik", &hired).succeeds();
    world.sync("henrik").succeeds();
    world.sync("mia").exits(5).says("missing: comment: ");
    // What was taken back is in the clones, and lands again by a merge like any other.
    world.git("mia", &["fetch", "-q", "origin", "main"]).succeeds();
    world.signing("mia", &["merge", "-q", "-S", "--no-ff", "-m", "merge", "FETCH_HEAD"]).succeeds();
    world.push_by_hand("mia").succeeds();
    for who in ["mia", "ida", "henrik", "lena", "signe"] {
        world.sync(who).succeeds();
        world.clm(who, &["verify", "--history"]).succeeds().says("nothing wrong");
    }
    world.clm("signe", &["log", id]).succeeds().says("Acme wants it signed on Friday.");
}

fn the_whole_story(world: &World) {
    the_firm_says_who_may_do_what(world);
    everybody_clones_what_they_may_read(world);
    let (id, unapproved) = what_each_may_do_lands(world);
    clm_refuses_what_nobody_granted(world, &id);
    the_server_refuses_what_nobody_granted(world, &id, &unapproved);
    whoever_left_stays_out(world, &unapproved);
    a_rollback_is_told_by_the_next_clone_that_syncs(world, &id);
}

#[test]
fn the_story_over_file_paths() {
    the_whole_story(&World::new(|_| None));
}

#[test]
fn the_story_over_ssh() {
    let world = World::new(Sshd::start);
    if world.sshd.is_some() {
        the_whole_story(&world);
    }
}
