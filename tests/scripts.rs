//! What scripts rely on: JSON and only JSON, exit codes, plain lines, dry runs, closed pipes.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;

use support::Home;

/// Every command with arguments that make it answer; `ID` stands for a draft, `SIGNED` for a signed contract.
const COMMANDS: &[&[&str]] = &[
    &["init", "other", "--org", "Other AS", "--name", "O Ther", "--email", "o@other.example"],
    &["clone", "firm", "copy"],
    &["demo", "demo"],
    &["-C", "firm", "workspace", "list"],
    &["-C", "firm", "workspace", "add", "sales"],
    &["-C", "firm", "workspace", "split", "sales", "sales-own"],
    &["-C", "firm", "member", "list"],
    &["-C", "firm", "member", "add", "kari@northwind.example", "--name", "Kari", "--pub", "kari.pub"],
    &["-C", "firm", "member", "set", "kari@northwind.example", "--role", "manager"],
    &["-C", "firm", "team", "add", "sellers", "--member", "signer@northwind.example"],
    &["-C", "firm", "team", "set", "sellers", "--remove", "signer@northwind.example"],
    &["-C", "firm", "team", "list"],
    &["-C", "firm", "grant", "team:sellers", "drafter", "-w", "legal"],
    &["-C", "firm", "revoke", "team:sellers", "drafter"],
    &["-C", "firm", "team", "remove", "sellers"],
    &["-C", "firm", "whoami", "--can"],
    &["-C", "firm", "explain", "edit", "signer@northwind.example", "ID"],
    &["-C", "firm", "policy", "grants"],
    &["-C", "firm", "policy", "list"],
    &["-C", "firm", "policy", "show", "none"],
    &["-C", "firm", "policy", "owners", "1"],
    &["-C", "firm", "member", "remove", "kari@northwind.example"],
    &["-C", "firm", "key", "revoke", "kari@northwind.example"],
    &["key", "list"],
    &["key", "new", "another-key", "--no-passphrase"],
    &["-C", "firm", "template", "list"],
    &["-C", "firm", "template", "show", "nda"],
    &["-C", "firm", "template", "list", "--built-in"],
    &["-C", "firm", "template", "add", "nda-sv"],
    &["-C", "firm", "template", "check"],
    &["-C", "firm", "template", "retire", "nda", "-m", "superseded"],
    &["-C", "firm", "template", "retire", "nda", "--undo"],
    &["-C", "firm", "clause", "list"],
    &["-C", "firm", "clause", "show", "none"],
    &["-C", "firm", "new", "--template", "nda", "--party", "Beta AS"],
    &["-C", "firm", "new", "--from", "lease.md", "--party", "Fjord Eiendom AS"],
    &["-C", "firm", "new", "--template", "nda", "--batch", "people.csv"],
    &["-C", "firm", "edit", "ID"],
    &["-C", "firm", "save"],
    &["-C", "firm", "restore", "ID"],
    &["-C", "firm", "set", "ID", "governing_law=Norway"],
    &["-C", "firm", "tag", "ID", "--add", "urgent"],
    &["-C", "firm", "move", "ID", "2026/acme"],
    &["-C", "firm", "attach", "ID", "scan.pdf"],
    &["-C", "firm", "comment", "ID", "a word"],
    &["-C", "firm", "void", "ID", "-m", "given up"],
    &["-C", "firm", "undo", "--yes"],
    &["-C", "firm", "archive", "ID"],
    &["-C", "firm", "unarchive", "ID"],
    &["-C", "firm", "check"],
    &["-C", "firm", "diff", "ID"],
    &["-C", "firm", "submit", "ID"],
    &["-C", "firm", "approve", "ID", "--yes"],
    &["-C", "firm", "reject", "ID", "-m", "not yet"],
    &["-C", "firm", "sign", "ID", "--yes"],
    &["-C", "firm", "send", "ID", "-o", "out", "--code"],
    &["-C", "firm", "extend", "ID", "--until", "2027-01-31"],
    &["-C", "firm", "receive", "none.json", "--basis", "mail"],
    &["-C", "firm", "decline", "ID", "--for", "Acme", "--name", "Bo", "--basis", "mail", "-m", "too dear"],
    &["-C", "firm", "diff", "ID", "--proposal"],
    &["-C", "firm", "reopen", "ID", "--with", "none"],
    &["-C", "firm", "reopen", "ID"],
    &[
        "-C",
        "firm",
        "witness",
        "ID",
        "--for",
        "Bo Acme",
        "--party",
        "Acme AS",
        "--on",
        "2026-11-01",
        "--by",
        "paper",
        "--evidence",
        "scan.pdf",
    ],
    &["-C", "firm", "executed", "ID", "--on", "2026-11-01", "--by", "paper", "--evidence", "scan.pdf"],
    &["-C", "firm", "notice", "ID", "--received", "2026-11-01"],
    &["-C", "firm", "terminate", "ID", "--on", "2026-12-31", "--for", "cause", "-m", "unpaid"],
    &["-C", "firm", "renew", "ID"],
    &["-C", "firm", "amend", "ID"],
    &["-C", "firm", "done", "ID", "annual-fee"],
    &["-C", "firm", "reminder", "add", "ID", "--on", "2026-12-24", "--what", "Call Ola"],
    &["-C", "firm", "reminder", "list"],
    &["-C", "firm", "reminder", "remove", "ID", "call-ola"],
    &["-C", "firm", "remind", "--days", "800", "--to", "maildir:mail"],
    &["-C", "firm", "timer", "print"],
    &["-C", "firm", "list"],
    &["-C", "firm", "show", "ID"],
    &["-C", "firm", "search", "confidential"],
    &["-C", "firm", "due", "--days", "800"],
    &["-C", "firm", "calendar"],
    &["-C", "firm", "report"],
    &["-C", "firm", "status"],
    &["-C", "firm", "log"],
    &["-C", "firm", "verify", "--all"],
    &["-C", "firm", "verify", "--history", "--checkpoint", "firm.checkpoint"],
    &["-C", "firm", "verify", "--history", "--against", "firm.checkpoint"],
    &["-C", "firm", "bundle", "ID", "-o", "out.zip"],
    &["-C", "firm", "export", "ID", "-o", "out.html"],
    &["-C", "firm", "import", "lease.md", "--party", "Fjord Eiendom AS", "--on", "2024-01-01"],
    &["-C", "firm", "sync"],
    &["-C", "firm", "resolve"],
    &["-C", "firm", "config", "list"],
    &["-C", "firm", "config", "set", "hints", "false", "--shared"],
    &["-C", "firm", "doctor"],
    &["doctor", "--server", "none.git"],
    &["hook", "install", "--server", "none.git"],
    &["completions", "bash"],
    &["man", "due"],
];

fn prepared() -> (Home, String) {
    let home = Home::with_firm();
    home.new_key("kari", "");
    home.write("scan.pdf", "%PDF-1.4 a scan\n");
    home.write("lease.md", "# Lease\n\nThe landlord lets the premises.\n");
    home.write("people.csv", "party,title\nGamma AS,NDA with Gamma\nDelta AS,\n");
    let id = home.draft();
    (home, id)
}

fn filled<'a>(command: &[&'a str], id: &'a str) -> Vec<&'a str> {
    command.iter().map(|word| if *word == "ID" { id } else { word }).collect()
}

#[test]
fn every_command_answers_json_and_only_json() {
    let (home, id) = prepared();
    for command in COMMANDS {
        let mut words = filled(command, &id);
        words.push("--json");
        let answer = home.run(home.command(env!("CARGO_BIN_EXE_clm")).env("EDITOR", "true").args(&words));
        if answer.code == 0 {
            let json = answer.json();
            let schema = json["schema"].as_str().unwrap_or_default();
            assert!(schema.starts_with("clm.") && schema.ends_with("/1"), "{words:?}: {schema}");
        } else {
            assert_eq!(answer.out, "", "{words:?}: stdout of a failure");
            let error = answer.error();
            assert_eq!(error["schema"], "clm.error/1", "{words:?}");
            assert_eq!(error["exit"], answer.code, "{words:?}");
            assert!(error["code"].as_str().is_some_and(|code| !code.is_empty()), "{words:?}");
        }
    }
}

#[test]
fn the_list_above_leaves_no_command_out() {
    let known: BTreeSet<&str> =
        COMMANDS.iter().map(|words| if words[0] == "-C" { words[2] } else { words[0] }).collect();
    let tree = clm::cli::args::tree();
    for command in tree.get_subcommands().filter(|command| command.get_name() != "help") {
        assert!(known.contains(command.get_name()), "{} is not tried", command.get_name());
    }
}

#[test]
fn a_dry_run_writes_nothing() {
    let (home, id) = prepared();
    // Caches may be made by reading commands; they are made before the comparison.
    home.in_firm(&["list"]).succeeds();
    home.in_firm(&["search", "anything"]).succeeds();
    for command in COMMANDS.iter().filter(|words| !matches!(words[0], "demo" | "completions" | "man")) {
        let before = listing(&home.path(""));
        let mut words = filled(command, &id);
        words.push("--dry-run");
        let _ = home.run(home.command(env!("CARGO_BIN_EXE_clm")).env("EDITOR", "true").args(&words));
        assert_eq!(listing(&home.path("")), before, "{words:?}");
    }
}

/// Every file with its bytes, except caches that reading refreshes.
fn listing(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            if name.contains(".git/clm") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn each_exit_code_has_its_occasion() {
    let (home, id) = prepared();
    home.in_firm(&["list"]).exits(0);
    home.clm(&["no-such-command"]).exits(2);
    home.in_firm(&["new", "--template", "nda", "--no-input"]).exits(2).says("--party");
    home.in_firm(&["show", "nda-zzzzzzzz"]).exits(3).says("clm list");
    home.clm(&["init", "firm", "--org", "A", "--name", "B", "--email", "b@b.example"]).exits(4);
    home.in_firm(&["verify", &id]).exits(6);
    home.in_firm(&["set", &id, "term.lenght=3 months"]).exits(7).says("length");
    let folder =
        home.in_firm(&["show", &id, "--json"]).succeeds().json()["items"][0]["path"].as_str().unwrap().to_owned();
    let path = home.firm(&folder).join("contract.md");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.clone() + "\nAnd more.\n").unwrap();
    home.in_firm(&["sign", &id]).exits(8).says("clm save").says("clm restore");
    std::fs::write(&path, text).unwrap();
    home.run(home.command(env!("CARGO_BIN_EXE_clm")).env("EDITOR", "no-such-editor").args(["-C", "firm", "edit", &id]))
        .exits(9);
    home.in_firm(&["list", "--exit-code"]).exits(10);
    home.in_firm(&["list", "--exit-code", "kind:nothing"]).exits(0);
    home.clm(&["list"]).exits(11).says("clm init");
}

#[test]
fn plain_answers_are_tab_separated_without_a_header() {
    let (home, id) = prepared();
    let listed = home.in_firm(&["list", "--plain"]).succeeds();
    let lines: Vec<&str> = listed.out.lines().collect();
    assert_eq!(lines.len(), 1);
    let fields: Vec<&str> = lines[0].split('\t').collect();
    assert_eq!((fields[0], fields[1]), (id.as_str(), "draft"));
}

#[test]
fn names_come_from_stdin_by_a_dash() {
    let (home, _) = prepared();
    home.draft();
    let mut list = home.command(env!("CARGO_BIN_EXE_clm"));
    let mut child = list.args(["-C", "firm", "list", "--plain"]).stdout(Stdio::piped()).spawn().unwrap();
    let from = child.stdout.take().unwrap();
    let mut tag = home.command(env!("CARGO_BIN_EXE_clm"));
    let answer = home.run(tag.args(["-C", "firm", "tag", "-", "--add", "bulk", "--json"]).stdin(from)).succeeds();
    child.wait().unwrap();
    assert_eq!(answer.json()["items"].as_array().unwrap().len(), 2);
    home.repository_is_sound();
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let (home, _) = prepared();
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    let mut child = command.args(["man", "clm"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    let code = child.wait().unwrap().code();
    assert!(said.is_empty(), "{said}");
    assert!(matches!(code, Some(0 | 141 | 3)), "{code:?}");
}

#[test]
fn colour_is_asked_for_or_absent() {
    let (home, _) = prepared();
    assert!(!home.in_firm(&["list"]).succeeds().out.contains('\u{1b}'));
    assert!(home.in_firm(&["list", "--color", "always"]).succeeds().out.contains('\u{1b}'));
    let forced =
        home.run(home.command(env!("CARGO_BIN_EXE_clm")).env("CLICOLOR_FORCE", "1").args(["-C", "firm", "list"]));
    assert!(forced.out.contains('\u{1b}'));
    let mut both = home.command(env!("CARGO_BIN_EXE_clm"));
    let refused = home.run(both.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").args(["-C", "firm", "list"]));
    assert!(!refused.out.contains('\u{1b}'));
}

#[test]
fn another_day_changes_the_answer_and_never_what_is_written() {
    let (home, id) = prepared();
    home.in_firm(&["tag", &id, "--add", "x", "--today", "2031-01-01"]).succeeds();
    let when = home.git(&["log", "-1", "--format=%cI"]).succeeds().out;
    assert!(when.starts_with("2026-11-24"), "{when}");
    let listed = home.in_firm(&["list", "--json", "--today", "2031-01-01"]).succeeds().json();
    assert_eq!(listed["today"], "2031-01-01");
}
