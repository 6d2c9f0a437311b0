//! A workspace moves out into a repository of its own: every verdict stays, no other team's text goes along, what is left
//! here is explained, and nobody can repeat another's commit.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;

use serde_json::Value;
use support::{Answer, Home};

/// Words that stand in a contract of the team that stays, and in its title.
const SECRET: &str = "Quorvex";

/// A firm with two teams: HR with a contract signed by both sides, one that was approved, and a draft; and the others,
/// whose texts nobody else may see.
struct Firm {
    home: Home,
    signed: String,
    draft: String,
    other: String,
}

impl Firm {
    fn new() -> Self {
        let home = Home::with_firm();
        home.in_firm(&["workspace", "add", "hr", "--templates", "nda"]).succeeds();
        for (name, role) in [("dag", "drafter"), ("lise", "legal")] {
            home.new_key(name, "");
            let (email, key) = (format!("{name}@northwind.example"), format!("{name}.pub"));
            let add = ["member", "add", &email, "--name", name, "--pub", &key, "--role", role, "-w", "hr"];
            home.in_firm(&add).succeeds();
        }
        let other = drawn(&home, &["--party", "Quorvex AS"]);
        let signed = drawn(&home, &["--party", "Acme AS", "-w", "hr"]);
        home.in_firm(&["submit", &signed]).succeeds();
        home.in_firm(&["approve", &signed, "--key", "lise"]).succeeds();
        home.in_firm(&["sign", &other, "--yes"]).succeeds();
        home.new_key("acme", "");
        home.in_firm(&["sign", &signed, "--yes"]).succeeds();
        home.prepare_for_acme(&signed).succeeds();
        home.sign_elsewhere("acme", "acme.json");
        home.in_firm(&["receive", "acme.json", "acme.json.sig", "--basis", "in-person"]).succeeds();
        home.in_firm(&["comment", &other, "about Quorvex only"]).succeeds();
        let draft = drawn(&home, &["--party", "Bolt AS", "-w", "hr", "--key", "dag"]);
        home.in_firm(&["comment", &draft, "see to clause 3", "--key", "dag"]).succeeds();
        Self { home, signed, draft, other }
    }

    fn split(&self, more: &[&str]) -> Answer {
        self.home.in_firm(&[&["workspace", "split", "hr", "own"][..], more].concat())
    }

    fn own(&self, args: &[&str]) -> Answer {
        self.home.clm(&[&["-C", "own"][..], args].concat())
    }

    fn git(&self, folder: &str, args: &[&str]) -> Answer {
        let mut command = self.home.command("git");
        self.home.run(command.arg("-C").arg(folder).args(args))
    }

    /// Verdict and status of every contract of a repository.
    fn verdicts(&self, folder: &str) -> BTreeMap<String, (String, String)> {
        let answer = self.home.clm(&["-C", folder, "verify", "--all", "--json"]).succeeds().json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let items = answer["items"].as_array().unwrap();
        items.iter().map(|item| (text(&item["id"]), (text(&item["verdict"]), text(&item["status"])))).collect()
    }

    #[track_caller]
    fn is_sound(&self, folder: &str) {
        let fsck = self.git(folder, &["fsck", "--strict", "--no-progress"]).succeeds();
        assert!(!fsck.err.contains("error") && !fsck.err.contains("missing"), "{}", fsck.err);
        assert_eq!(self.git(folder, &["status", "--porcelain"]).succeeds().out, "", "{folder}");
        self.home.clm(&["-C", folder, "verify", "--history", "--anew"]).succeeds().says("nothing wrong");
    }

    /// Everything that any object of a repository holds.
    fn everything(&self, folder: &str) -> String {
        self.git(folder, &["cat-file", "--batch-all-objects", "--batch", "--unordered"]).succeeds().out
    }
}

fn drawn(home: &Home, more: &[&str]) -> String {
    let args = [&["new", "--template", "nda", "--no-input", "--json"][..], more].concat();
    home.in_firm(&args).succeeds().json()["items"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_workspace_moves_out_with_its_past_and_every_verdict_stays() {
    let firm = Firm::new();
    let before = firm.verdicts("firm");
    assert_eq!(before[&firm.signed], ("valid".to_owned(), "active".to_owned()));
    let log = firm.home.in_firm(&["log", &firm.signed, "--json"]).succeeds().json();
    firm.split(&[]).succeeds().says("git cannot hide it").says("is your word");
    firm.is_sound("own");
    firm.is_sound("firm");

    let own = firm.verdicts("own");
    let mut ids: Vec<&String> = own.keys().collect();
    ids.sort();
    let mut expected = vec![&firm.signed, &firm.draft];
    expected.sort();
    assert_eq!(ids, expected);
    assert!(own.iter().all(|(id, verdict)| before[id] == *verdict), "{own:?} {before:?}");
    // The log tells the same acts by the same people as before.
    let acts = |log: &Value| -> Vec<(Value, Value)> {
        log["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| (item["subject"].clone(), item["signature"].clone()))
            .collect()
    };
    let after = firm.own(&["log", &firm.signed, "--json"]).succeeds().json();
    assert_eq!(acts(&after), acts(&log), "{log}");
    assert!(!acts(&log).is_empty());
    firm.own(&["list", "--plain"]).succeeds().says(&firm.signed).says(&firm.draft);
    firm.own(&["due", "--days", "9999"]).succeeds();
    firm.own(&["show", &firm.signed]).succeeds().says("active");
    // Life goes on there: whoever might draft, drafts, in the workspace that is the usual one now.
    let new = ["new", "--template", "nda", "--party", "Cee AS", "--no-input", "--json", "--key", "dag"];
    let new = firm.own(&new).succeeds().json();
    assert!(new["items"][0]["path"].as_str().unwrap().starts_with("hr/contracts/"), "{new}");
    firm.own(&["comment", &firm.signed, "moved", "--key", "lise"]).succeeds();
    firm.is_sound("own");

    // Here it is explained, not lost.
    let here = firm.verdicts("firm");
    assert_eq!(here.keys().collect::<Vec<_>>(), [&firm.other]);
    assert_eq!(here[&firm.other], before[&firm.other]);
    let listed = firm.home.in_firm(&["list", "--plain"]).succeeds();
    assert!(!listed.out.contains(&firm.signed) && listed.out.contains(&firm.other), "{}", listed.out);
    firm.home.in_firm(&["show", &firm.signed]).exits(3).says("moved out with the workspace `hr`").says("`own`");
    firm.home
        .in_firm(&["new", "--template", "nda", "-w", "hr", "--party", "Dee AS", "--no-input"])
        .exits(4)
        .says("moved out");
}

#[test]
fn no_other_teams_text_goes_along_in_any_object() {
    let firm = Firm::new();
    firm.split(&[]).succeeds();
    assert!(firm.everything("firm").contains(SECRET), "the words are there to be found");
    let everything = firm.everything("own");
    assert!(!everything.contains(SECRET) && !everything.contains(&firm.other), "another team's text went along");
    assert!(everything.contains("see to clause 3"));
    assert!(!firm.home.path("own/.clm/origin").exists());
}

#[test]
fn a_stranger_finds_the_original_and_its_signature_with_git_alone() {
    let firm = Firm::new();
    firm.split(&[]).succeeds();
    let log = firm.git("own", &["log", "--format=%H %(trailers:key=Clm-Split-From,valueonly,separator=)", "--reverse"]);
    let pairs: Vec<(String, String)> = log
        .succeeds()
        .out
        .lines()
        .filter_map(|line| {
            let (repeated, original) = line.trim().split_once(' ')?;
            Some((repeated.to_owned(), original.to_owned()))
        })
        .collect();
    assert!(pairs.len() > 10, "{pairs:?}");
    for (repeated, original) in &pairs {
        let raw = firm.git("own", &["cat-file", "blob", &format!("{repeated}:.clm/origin/{original}")]).succeeds().out;
        let mut command = firm.home.command("git");
        let mut child = command
            .args(["hash-object", "-t", "commit", "--stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(child.stdin.as_mut().unwrap(), raw.as_bytes()).unwrap();
        drop(child.stdin.take());
        assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap().trim(), original);
        assert_eq!(firm.git("firm", &["cat-file", "commit", original]).succeeds().out, raw);
    }
}

#[test]
fn what_stands_in_the_way_is_said_and_nothing_is_done() {
    let firm = Firm::new();
    let head = firm.git("firm", &["rev-parse", "HEAD"]).succeeds().out;
    let split = |args: &[&str]| firm.home.in_firm(&[&["workspace", "split"][..], args].concat());
    split(&["hr", "own", "--key", "dag"]).exits(4).says("administer");
    split(&["hx", "own"]).exits(3).says("did you mean `hr`");
    split(&["elsewhere", "own"]).exits(3).says("no workspace");
    split(&["legal", "own"]).exits(4).says("default_workspace");
    split(&["hr", "firm/own"]).exits(4).says("lies inside the clm repository");
    split(&["hr", "firm"]).exits(4).says("already is a clm repository");
    firm.home.write("full/file", "mine");
    split(&["hr", "full"]).exits(4).says("not empty");
    firm.home.write("plain", "a file");
    split(&["hr", "plain"]).exits(4);
    let text = firm.home.folder_of(&firm.draft).join("contract.md");
    let before = fs::read_to_string(&text).unwrap();
    fs::write(&text, format!("{before}\nMore.\n")).unwrap();
    split(&["hr", "own"]).exits(8).says("contract.md").says("clm save");
    fs::write(&text, before).unwrap();
    let stray = firm.home.write("firm/hr/notes.txt", "mine");
    split(&["hr", "own"]).exits(8).says("notes.txt");
    fs::remove_file(stray).unwrap();
    split(&["hr", "own", "--dry-run"]).succeeds();
    assert!(!firm.home.path("own").exists());
    assert_eq!(firm.git("firm", &["rev-parse", "HEAD"]).succeeds().out, head);
    assert_eq!(
        fs::read_dir(firm.home.path(""))
            .unwrap()
            .filter(|entry| { entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".clm-split-") })
            .count(),
        0
    );
    firm.is_sound("firm");
}

#[test]
fn a_split_that_was_interrupted_is_finished_unless_something_changed() {
    let firm = Firm::new();
    firm.split(&["--leave"]).succeeds();
    firm.is_sound("own");
    firm.is_sound("firm");
    assert_eq!(firm.verdicts("firm").len(), 3);
    // Somebody works on here: then the new one has not everything, and nothing is taken out.
    firm.home.in_firm(&["comment", &firm.signed, "later", "--key", "lise"]).succeeds();
    firm.split(&[]).exits(4).says("changed here since").says(&firm.signed[4..]);
    fs::remove_dir_all(firm.home.path("own")).unwrap();
    firm.split(&["--leave"]).succeeds();
    // What is nothing of the workspace's may change.
    firm.home.in_firm(&["comment", &firm.other, "later"]).succeeds();
    firm.split(&[]).succeeds().says("finished");
    firm.is_sound("own");
    firm.is_sound("firm");
    assert_eq!(firm.verdicts("firm").len(), 1);
    assert_eq!(firm.verdicts("own").len(), 2);
}

#[test]
fn what_lay_in_another_workspace_before_keeps_its_past_and_what_left_stays() {
    let firm = Firm::new();
    let home = &firm.home;
    home.in_firm(&["workspace", "add", "sales", "--templates", "nda"]).succeeds();
    let came = drawn(home, &["--party", "Came AS", "-w", "sales"]);
    home.in_firm(&["comment", &came, "from sales"]).succeeds();
    home.in_firm(&["sign", &came, "--yes"]).succeeds();
    home.in_firm(&["move", &came, "hr/contracts/from-sales"]).succeeds();
    let left = drawn(home, &["--party", "Ymerleft AS", "-w", "hr"]);
    home.in_firm(&["sign", &left, "--yes"]).succeeds();
    home.in_firm(&["move", &left, "sales/contracts/from-hr"]).succeeds();
    let before = firm.verdicts("firm");
    firm.split(&[]).succeeds().says("sales");
    firm.is_sound("own");
    firm.is_sound("firm");
    let own = firm.verdicts("own");
    assert_eq!(own.len(), 3, "{own:?}");
    assert_eq!(own[&came], before[&came]);
    let objects = firm.everything("own");
    assert!(!objects.contains("name = \"Ymerleft AS\""), "the text of what left went along");
    assert_eq!(firm.verdicts("firm")[&left], before[&left]);
}

#[test]
fn a_repository_that_was_split_off_is_split_again() {
    let firm = Firm::new();
    firm.split(&[]).succeeds();
    firm.own(&["workspace", "add", "pay", "--templates", "nda"]).succeeds();
    firm.own(&["move", &firm.signed, "pay/contracts/moved"]).succeeds();
    let before = firm.verdicts("own");
    firm.own(&["workspace", "split", "pay", "pay-own"]).succeeds();
    firm.is_sound("own");
    firm.is_sound("pay-own");
    let found = firm.verdicts("pay-own");
    assert_eq!(found.len(), 1);
    assert_eq!(found[&firm.signed], before[&firm.signed]);
}

/// Makes a commit with git plumbing as somebody else would: this tree, this parent, these words, signed with that key.
fn forge(firm: &Firm, key: &str, like: &str, parent: &str) -> String {
    let show = |format: &str| {
        firm.git("own", &["log", "-1", &format!("--format={format}"), like]).succeeds().out.trim_end().to_owned()
    };
    let words = firm.home.write("words", format!("{}\n", show("%B")));
    let mut command = firm.home.command("git");
    for (name, format) in [
        ("GIT_AUTHOR_NAME", "%an"),
        ("GIT_AUTHOR_EMAIL", "%ae"),
        ("GIT_AUTHOR_DATE", "%ad"),
        ("GIT_COMMITTER_NAME", "%cn"),
        ("GIT_COMMITTER_EMAIL", "%ce"),
        ("GIT_COMMITTER_DATE", "%cd"),
    ] {
        let date = format.ends_with('d');
        let format = if date { format!("{format}|--date=raw") } else { format.to_owned() };
        let value = match format.strip_suffix("|--date=raw") {
            Some(plain) => {
                firm.git("own", &["log", "-1", "--date=raw", &format!("--format={plain}"), like]).succeeds().out
            }
            None => show(&format),
        };
        command.env(name, value.trim());
    }
    let key = format!("user.signingkey={}", firm.home.path(key).display());
    let tree = format!("{like}^{{tree}}");
    command.args(["-C", "own", "-c", "gpg.format=ssh", "-c", &key, "commit-tree", "-S", &tree]);
    command.args(["-p", parent, "-F"]).arg(words);
    firm.home.run(&mut command).succeeds().out.trim().to_owned()
}

#[test]
fn nobody_repeats_anothers_commit_afterwards() {
    let firm = Firm::new();
    firm.split(&[]).succeeds();
    let log = firm.git("own", &["log", "--format=%H", "--grep=^approve:"]).succeeds().out;
    let like = log.lines().next().unwrap().to_owned();
    let last = firm.git("own", &["rev-parse", "HEAD~1"]).succeeds().out.trim().to_owned();
    let head = firm.git("own", &["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
    for (key, parent) in [("dag", &head), (".ssh/id_ed25519", &head), ("dag", &last)] {
        let forged = forge(&firm, key, &like, parent);
        firm.git("own", &["update-ref", "refs/heads/main", &forged]).succeeds();
        firm.git("own", &["reset", "-q", "--hard"]).succeeds();
        firm.own(&["verify", "--history", "--anew"]).exits(5);
        firm.git("own", &["update-ref", "refs/heads/main", &head]).succeeds();
        firm.git("own", &["reset", "-q", "--hard"]).succeeds();
    }
    // Without the owner's own commit at its end, the whole is nobody's word.
    firm.git("own", &["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    firm.own(&["verify", "--history", "--anew"]).exits(5).says("nobody's word");
    firm.own(&["verify", "--all"]).exits(5).says("nobody's word");
    firm.git("own", &["reset", "-q", "--hard", &head]).succeeds();
    firm.is_sound("own");
}

/// Every commit of the new repository made again by somebody, whoever signs; `change` alters the message or the tree.
#[test]
fn a_repeated_past_in_anybody_elses_hand_proves_nothing() {
    let firm = Firm::new();
    firm.split(&[]).succeeds();
    let commits = firm.git("own", &["rev-list", "--reverse", "HEAD~1"]).succeeds().out;
    let mut parent: Option<String> = None;
    for like in commits.lines() {
        parent = Some(match parent {
            Some(parent) => forge(&firm, "dag", like, &parent),
            None => like.to_owned(),
        });
    }
    let tip = parent.unwrap();
    firm.git("own", &["update-ref", "refs/heads/main", &tip]).succeeds();
    firm.git("own", &["reset", "-q", "--hard"]).succeeds();
    firm.own(&["verify", "--history", "--anew"]).exits(5);
    firm.own(&["verify", &firm.signed]).exits(5);
}

#[test]
fn only_an_owners_departure_explains_that_evidence_is_gone() {
    let firm = Firm::new();
    firm.split(&["--leave"]).succeeds();
    let head = firm.git("firm", &["rev-parse", "HEAD"]).succeeds().out.trim().to_owned();
    firm.split(&[]).succeeds();
    let file = firm.home.read("firm/.clm/moved/hr.toml");
    firm.git("firm", &["reset", "-q", "--hard", &head]).succeeds();
    // The same removal, with the same file, by one who may not.
    fs::create_dir_all(firm.home.firm(".clm/moved")).unwrap();
    firm.home.write("firm/.clm/moved/hr.toml", &file);
    fs::remove_dir_all(firm.home.firm("hr")).unwrap();
    firm.git("firm", &["add", "-A"]).succeeds();
    let key = format!("user.signingkey={}", firm.home.path("lise").display());
    let commit = [
        "-c",
        "gpg.format=ssh",
        "-c",
        &key,
        "-c",
        "user.name=lise",
        "-c",
        "user.email=lise@northwind.example",
        "commit",
        "-qS",
        "-m",
        "split",
    ];
    firm.git("firm", &commit).succeeds();
    firm.home.in_firm(&["verify", "--history", "--anew"]).exits(5).says("dropped");
    firm.home.in_firm(&["verify", "--all"]).exits(5).says(&firm.signed);
    // And unsigned.
    firm.git(
        "firm",
        &[
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@x.example",
            "commit",
            "-q",
            "--amend",
            "--no-gpg-sign",
            "-m",
            "split",
        ],
    )
    .succeeds();
    firm.home.in_firm(&["verify", "--history", "--anew"]).exits(5);
    firm.home.in_firm(&["verify", "--all"]).exits(5).says(&firm.signed);
    // An owner's, but something of it is left: then it is no departure.
    firm.git("firm", &["reset", "-q", "--hard", &head]).succeeds();
    firm.home.write("firm/.clm/moved/hr.toml", &file);
    let folder = firm.home.folder_of(&firm.signed);
    fs::remove_dir_all(folder).unwrap();
    firm.git("firm", &["add", "-A"]).succeeds();
    let key = format!("user.signingkey={}", firm.home.path(".ssh/id_ed25519").display());
    firm.git(
        "firm",
        &[
            "-c",
            "gpg.format=ssh",
            "-c",
            &key,
            "-c",
            "user.name=A Signer",
            "-c",
            "user.email=signer@northwind.example",
            "commit",
            "-qS",
            "-m",
            "split",
        ],
    )
    .succeeds();
    firm.home.in_firm(&["verify", "--history", "--anew"]).exits(5).says("dropped");
}

#[test]
fn clones_of_both_agree_and_links_across_say_where_it_went() {
    let firm = Firm::new();
    let home = &firm.home;
    // A contract that stays is under one that goes.
    let under = drawn(home, &["--party", "Acme AS"]);
    let text = home.folder_of(&under).join("contract.md");
    let old = fs::read_to_string(&text).unwrap();
    let revision = home.in_firm(&["verify", &firm.signed, "--json"]).succeeds().json()["items"][0]["revision"]
        .as_str()
        .unwrap()
        .to_owned();
    let link = format!("[under]\nid = \"{}\"\nrevision = \"{revision}\"\n+++\n", firm.signed);
    let (front, body) = old.split_once("\n+++\n").unwrap();
    fs::write(&text, format!("{front}\n\n{link}{body}")).unwrap();
    home.in_firm(&["save", &under]).succeeds();
    for (folder, name) in [("firm", "firm.git"), ("own", "own.git")] {
        if folder == "own" {
            firm.split(&[]).succeeds();
        }
        home.run(home.command("git").args(["init", "-q", "--bare", "-b", "main", name])).succeeds();
        firm.git(folder, &["remote", "add", "origin", &format!("../{name}")]).succeeds();
        home.clm(&["-C", folder, "sync"]).succeeds();
    }
    home.clm(&["-C", "firm", "sync"]).succeeds();
    for name in ["firm.git", "own.git"] {
        home.clm(&["clone", name, &format!("copy-{name}")]).succeeds();
        firm.is_sound(&format!("copy-{name}"));
    }
    home.in_firm(&["check", &under]).says("moved out with the workspace `hr`");
    home.in_firm(&["show", &under]).succeeds().says("moved out with the workspace `hr`");
}
