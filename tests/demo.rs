//! `clm demo` through the binary: it succeeds, what it leaves is sound, and what it shows can be typed again.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::{Answer, Home};

/// A home in which `clm` is on the path and the demonstration lies in `demo`; answers what the command answered.
fn played(more: &[&str]) -> (Home, Answer) {
    let home = Home::new();
    let args: Vec<&str> = ["demo", "demo"].iter().chain(more).copied().collect();
    let answer = home.clm(&args).succeeds();
    (home, answer)
}

fn in_demo(home: &Home, args: &[&str]) -> Answer {
    let all: Vec<&str> = ["-C", "demo"].iter().chain(args).copied().collect();
    home.clm(&all)
}

fn git(home: &Home, args: &[&str]) -> Answer {
    home.run(home.command("git").args(["-C", "demo"]).args(args))
}

/// Types a line as a person in the folder would: by a shell that finds clm.
fn typed(home: &Home, line: &str) -> Answer {
    let programs = home.path("bin");
    if !programs.exists() {
        fs::create_dir(&programs).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_clm"), programs.join("clm")).unwrap();
    }
    let mut path = programs.into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap());
    let mut shell: Command = home.command("sh");
    home.run(shell.args(["-c", line]).env("PATH", path).current_dir(home.path("demo")))
}

fn items(report: &Value) -> &Vec<Value> {
    report["items"].as_array().unwrap()
}

#[test]
fn what_it_leaves_behind_is_sound_and_verified() {
    let (home, shown) = played(&[]);
    assert!(shown.out.contains("$ clm sign nda-"), "{}", shown.out);
    assert!(shown.out.contains("$ ssh-keygen -Y verify"), "{}", shown.out);
    assert!(shown.out.contains("Good \"clm-statement-v1\" signature"), "{}", shown.out);
    assert!(!shown.out.contains(['{', '\u{1b}']), "a placeholder or a colour was left");
    in_demo(&home, &["verify", "--all"]).succeeds();
    git(&home, &["fsck", "--strict", "--no-progress"]).succeeds();
    assert_eq!(git(&home, &["status", "--porcelain"]).succeeds().out, "");
    for commit in git(&home, &["rev-list", "HEAD"]).succeeds().out.lines() {
        git(&home, &["verify-commit", commit]).succeeds();
    }
}

#[test]
fn it_holds_a_dozen_contracts_of_two_teams_in_two_languages_and_many_states() {
    let (home, _) = played(&["-q"]);
    let listed = in_demo(&home, &["list", "--json"]).succeeds().json();
    assert!(items(&listed).len() >= 12, "{}", items(&listed).len());
    let all =
        |field: &str| -> BTreeSet<&str> { items(&listed).iter().filter_map(|item| item[field].as_str()).collect() };
    assert_eq!(all("workspace"), ["hr", "legal"].into());
    for status in ["draft", "pending", "awaiting", "active", "ended"] {
        assert!(all("status").contains(status), "no contract is {status}: {:?}", all("status"));
    }
    for language in ["en", "nb"] {
        let found = in_demo(&home, &["list", &format!("language:{language}"), "--json"]).succeeds().json();
        assert!(items(&found).len() >= 4, "{language}");
    }
    let verdicts = in_demo(&home, &["verify", "--all", "--json"]).succeeds().json();
    let verdicts: BTreeSet<&str> = items(&verdicts).iter().filter_map(|item| item["verdict"].as_str()).collect();
    assert!(verdicts.is_superset(&["valid", "paper", "incomplete"].into()), "{verdicts:?}");
}

#[test]
fn something_of_every_sort_is_due() {
    let (home, _) = played(&["-q"]);
    let due = in_demo(&home, &["due", "--days", "60", "--json"]).succeeds().json();
    let kinds: BTreeSet<&str> = items(&due).iter().filter_map(|item| item["what"].as_str()).collect();
    assert!(kinds.is_superset(&["notice", "renewal", "end", "start", "sign-by"].into()), "{kinds:?}");
    let notices: Vec<i64> =
        items(&due).iter().filter(|item| item["what"] == "notice").filter_map(|item| item["days"].as_i64()).collect();
    assert!(notices.iter().any(|days| *days < 0), "a deadline that passed: {notices:?}");
    assert!(notices.iter().any(|days| (1..=30).contains(days)), "a deadline soon: {notices:?}");
}

#[test]
fn every_line_that_only_reads_answers_the_same_when_typed_again() {
    let (home, answer) = played(&["--json"]);
    assert_eq!(answer.err, "");
    let report = answer.json();
    assert_eq!(report["schema"], "clm.demo/1");
    assert_eq!(report["path"].as_str().map(Path::new), Some(home.path("demo").canonicalize().unwrap().as_path()));
    let steps = report["steps"].as_array().unwrap();
    let head = git(&home, &["rev-parse", "HEAD"]).out;
    let mut again = 0;
    for step in steps.iter().filter(|step| step["repeatable"] == true && step["exit"].is_u64()) {
        let line = step["command"].as_str().unwrap();
        let retyped = typed(&home, line);
        assert_eq!(Some(i64::from(retyped.code)), step["exit"].as_i64(), "{line}\n{}{}", retyped.out, retyped.err);
        again += 1;
    }
    assert!(again >= 15, "{again}");
    for line in report["next"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()) {
        if !line.contains(" edit ") && !line.contains(" new ") {
            typed(&home, line).succeeds();
        }
    }
    assert_eq!(git(&home, &["rev-parse", "HEAD"]).out, head, "nothing was written");
}

#[test]
fn its_keys_act_in_it_and_nothing_of_the_user_is_touched() {
    let home = Home::new();
    let before = fs::read_dir(home.path(".ssh")).unwrap().count();
    home.clm(&["demo", "demo", "-q"]).succeeds();
    assert_eq!(fs::read_dir(home.path(".ssh")).unwrap().count(), before);
    let entries: BTreeSet<String> =
        fs::read_dir(home.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(entries, [".ssh".to_owned(), "demo".to_owned()].into());
    in_demo(&home, &["new", "--template", "nda", "--party", "Another AS", "--no-input"]).succeeds();
    git(&home, &["verify-commit", "HEAD"]).succeeds();
}

#[test]
fn quiet_says_nothing_and_what_programs_read_holds_no_colour() {
    let (_home, quiet) = played(&["-q"]);
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    let (_home, json) = played(&["--json", "--color", "always"]);
    assert!(!json.out.contains("\\u001b"), "{}", json.out);
    let (_home, plain) = played(&["--plain", "--color", "always"]);
    assert!(
        plain.out.lines().count() >= 12 && plain.out.lines().all(|line| line.split('\t').count() == 4),
        "{}",
        plain.out
    );
}

#[test]
fn its_private_keys_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (home, _) = played(&["-q"]);
    for (name, mode) in [("", 0o700), ("/demo", 0o700), ("/demo/astrid", 0o600), ("/demo/ingrid", 0o600)] {
        let found = fs::metadata(home.path(&format!("demo/.git/clm{name}"))).unwrap().permissions().mode() & 0o777;
        assert_eq!(found, mode, "{name}: {found:o}");
    }
}

#[test]
fn the_story_holds_on_other_days_too() {
    for day in ["2024-02-29", "2025-12-31", "2026-08-31"] {
        let home = Home::new();
        home.clm(&["demo", "demo", "-q", "--today", day]).succeeds();
        in_demo(&home, &["verify", "--all", "--today", day]).succeeds();
    }
    Home::new().clm(&["demo", "demo", "--today", "2999-01-01"]).exits(2).says("still to come");
}

#[test]
fn a_folder_in_use_is_refused_and_left_alone() {
    let home = Home::new();
    home.write("taken/letter.txt", "mine\n");
    let refused = home.clm(&["demo", "taken", "--json"]).exits(4);
    assert_eq!(refused.out, "");
    assert_eq!(refused.error()["code"], "folder-not-empty");
    assert!(refused.error()["hint"].is_string());
    assert_eq!(fs::read_dir(home.path("taken")).unwrap().count(), 1);
    assert_eq!(home.read("taken/letter.txt"), "mine\n");
}

#[test]
fn a_dry_run_shows_the_lines_and_writes_nothing() {
    let home = Home::new();
    home.clm(&["demo", "demo", "--dry-run"]).succeeds().says("$ clm sign");
    assert!(!home.path("demo").exists());
}

#[test]
fn without_ssh_keygen_clm_signs_for_the_other_side_and_says_so() {
    let home = Home::new();
    let programs = home.path("bin");
    fs::create_dir(&programs).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    for program in ["sh", "git"] {
        let found = std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file());
        std::os::unix::fs::symlink(found.unwrap(), programs.join(program)).unwrap();
    }
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    let answer = home.run(command.args(["demo", "demo", "--json"]).env("PATH", &programs)).succeeds();
    assert!(answer.out.contains("ssh-keygen is not installed here"), "{}", answer.out);
    in_demo(&home, &["verify", "--all"]).succeeds();
}
