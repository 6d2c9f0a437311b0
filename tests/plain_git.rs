//! People without clm pull and merge: what their merges break is named, and mended by `sync` and `doctor --fix`; nothing of it
//! passes for good, and nothing is lost.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;

use support::{Answer, Home};

fn git(home: &Home, folder: &str, args: &[&str]) -> Answer {
    let mut command = home.command("git");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Plain").env(format!("GIT_{who}_EMAIL"), "plain@example.org");
    }
    home.run(command.arg("-C").arg(folder).args(args))
}

fn at(home: &Home, folder: &str, args: &[&str]) -> Answer {
    let mut command = home.command(env!("CARGO_BIN_EXE_clm"));
    command.env("XDG_STATE_HOME", home.path(&format!("state-{folder}")));
    home.run(command.arg("-C").arg(folder).args(args))
}

/// A firm with a remote and a second clone of the same owner, and a contract that the other side has signed.
fn two_clones() -> (Home, String) {
    let home = Home::with_firm();
    let id = home.draft();
    git(&home, ".", &["init", "-q", "--bare", "-b", "main", "remote.git"]).succeeds();
    git(&home, "firm", &["remote", "add", "origin", "../remote.git"]).succeeds();
    at(&home, "firm", &["sync"]).succeeds();
    home.clm(&["clone", "remote.git", "other"]).succeeds();
    (home, id)
}

/// Moved here, signed there, and merged by git so that the signature stays where the contract was.
fn orphaned() -> (Home, String, String) {
    let (home, id) = two_clones();
    let old = home.folder_of(&id).strip_prefix(home.firm("")).unwrap().to_str().unwrap().to_owned();
    at(&home, "firm", &["move", &id, "archive/2026"]).succeeds();
    at(&home, "other", &["sign", &id, "--yes"]).succeeds();
    git(&home, "firm", &["fetch", "-q", "../other", "main"]).succeeds();
    let options =
        ["-c", "merge.directoryRenames=false", "-c", "merge.renames=true", "merge", "-q", "--no-edit", "FETCH_HEAD"];
    let merged = git(&home, "firm", &options);
    assert!(merged.code == 0 || merged.out.contains("CONFLICT"), "{merged:?}");
    if merged.code != 0 {
        git(&home, "firm", &["add", "-A"]).succeeds();
        git(&home, "firm", &["commit", "-q", "--no-gpg-sign", "-m", "merge"]).succeeds();
    }
    assert!(home.firm(&old).join("signatures").exists() && !home.firm(&old).join("contract.md").exists());
    (home, id, old)
}

#[track_caller]
fn is_well(home: &Home, folder: &str) {
    at(home, folder, &["verify", "--history", "--anew"]).succeeds();
    at(home, folder, &["verify", "--all"]).succeeds();
    let fsck = git(home, folder, &["fsck", "--strict", "--no-progress"]).succeeds();
    assert!(!fsck.err.contains("error"), "{}", fsck.err);
    assert_eq!(git(home, folder, &["status", "--porcelain"]).succeeds().out, "");
}

#[test]
fn a_signature_left_where_its_contract_was_is_named_and_brought_home_by_doctor() {
    let (home, id, old) = orphaned();
    at(&home, "firm", &["verify", "--all"]).exits(5).says(&id);
    at(&home, "firm", &["doctor"]).exits(1).says(&old).says("clm doctor --fix");
    at(&home, "firm", &["doctor", "--fix", "--dry-run"]).exits(1);
    assert!(home.firm(&old).join("signatures").exists());
    at(&home, "firm", &["doctor", "--fix"]).succeeds().says("bring what belongs to");
    assert!(!home.firm(&old).exists());
    is_well(&home, "firm");
    let shown = at(&home, "firm", &["show", &id, "--json"]).succeeds().json();
    assert_eq!(shown["items"][0]["status"], "pending");
    assert_eq!(shown["items"].as_array().unwrap().len(), 1);
    at(&home, "firm", &["verify", &id]).exits(6).says("missing");
}

#[test]
fn sync_brings_it_home_also_when_the_merge_is_in_history_already() {
    let (home, id, old) = orphaned();
    // Pushed with plain git, and met by somebody else.
    git(&home, "firm", &["push", "-q", "origin", "main"]).succeeds();
    home.clm(&["clone", "remote.git", "third"]).succeeds();
    assert!(home.path("third").join(&old).exists());
    at(&home, "third", &["sync"]).succeeds().says("brought to it");
    is_well(&home, "third");
    assert!(!home.path("third").join(&old).exists());
    at(&home, "firm", &["sync"]).succeeds();
    is_well(&home, "firm");
    let log = git(&home, "firm", &["log", "-1", "--format=%s"]).succeeds().out;
    assert!(log.contains(&id), "{log}");
    // One who may not leaves it, and says nothing is wrong with their own work.
    at(&home, "firm", &["doctor"]).succeeds();
}

#[test]
fn a_signature_that_a_merge_dropped_comes_back() {
    let (home, id) = two_clones();
    at(&home, "other", &["sign", &id, "--yes"]).succeeds();
    at(&home, "firm", &["comment", &id, "meanwhile"]).succeeds();
    git(&home, "firm", &["fetch", "-q", "../other", "main"]).succeeds();
    git(&home, "firm", &["merge", "-q", "--no-gpg-sign", "-s", "ours", "-m", "merge", "FETCH_HEAD"]).succeeds();
    at(&home, "firm", &["verify", "--all"]).exits(5).says(&id);
    at(&home, "firm", &["doctor"]).exits(1).says("lost-evidence").says("signatures/");
    at(&home, "firm", &["doctor", "--fix"]).succeeds().says("put back what was dropped");
    at(&home, "firm", &["verify", "--history", "--anew"]).succeeds().says("healed");
    at(&home, "firm", &["verify", "--all"]).succeeds();
    let shown = at(&home, "firm", &["show", &id, "--json"]).succeeds().json();
    assert_eq!(shown["items"][0]["status"], "pending");
    at(&home, "firm", &["doctor"]).succeeds();
}

#[test]
fn a_contract_that_went_altogether_comes_back_whole() {
    let (home, id) = two_clones();
    at(&home, "firm", &["sign", &id, "--yes"]).succeeds();
    let folder = home.folder_of(&id);
    let text = fs::read(folder.join("contract.md")).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    git(&home, "firm", &["add", "-A"]).succeeds();
    git(&home, "firm", &["commit", "-q", "--no-gpg-sign", "-m", "tidy"]).succeeds();
    at(&home, "firm", &["doctor"]).exits(1).says(&id);
    at(&home, "firm", &["doctor", "--fix"]).succeeds();
    assert_eq!(fs::read(folder.join("contract.md")).unwrap(), text);
    assert!(folder.join("record.toml").exists());
    at(&home, "firm", &["verify", "--all"]).succeeds();
}

#[test]
fn both_records_of_a_merge_that_left_marks_are_put_together() {
    let (home, id) = two_clones();
    at(&home, "firm", &["tag", &id, "--add", "one"]).succeeds();
    at(&home, "other", &["tag", &id, "--add", "two"]).succeeds();
    git(&home, "firm", &["fetch", "-q", "../other", "main"]).succeeds();
    git(&home, "firm", &["merge", "-q", "--no-gpg-sign", "FETCH_HEAD"]).exits(1);
    git(&home, "firm", &["commit", "-q", "--no-gpg-sign", "-am", "merge with marks"]).succeeds();
    let record = home.folder_of(&id).join("record.toml");
    assert!(fs::read_to_string(&record).unwrap().contains("<<<<<<<"));
    at(&home, "firm", &["doctor"]).exits(1).says("conflict-marks").says("clm doctor --fix");
    at(&home, "firm", &["doctor", "--fix"]).succeeds();
    let text = fs::read_to_string(&record).unwrap();
    assert!(text.contains("one") && text.contains("two") && !text.contains("<<<<"), "{text}");
    at(&home, "firm", &["list", "tag:one", "--plain"]).succeeds().says(&id);
    at(&home, "firm", &["doctor"]).succeeds();
}

#[test]
fn marks_in_a_draft_are_for_a_person_and_in_a_frozen_text_go_back() {
    let (home, id) = two_clones();
    let path = home.folder_of(&id).join("contract.md");
    let before = fs::read_to_string(&path).unwrap();
    let marked = format!("{before}\n<<<<<<< HEAD\nOurs.\n=======\nTheirs.\n>>>>>>> other\n");
    let commit = |text: &str| {
        fs::write(&path, text).unwrap();
        git(&home, "firm", &["commit", "-q", "--no-gpg-sign", "-am", "plain"]).succeeds();
    };
    commit(&marked);
    at(&home, "firm", &["doctor"]).exits(1).says(&format!("clm edit {id}"));
    at(&home, "firm", &["doctor", "--fix"]).exits(1);
    assert_eq!(fs::read_to_string(&path).unwrap(), marked, "a wording is nobody's to choose but a person's");
    commit(&before);
    at(&home, "firm", &["sign", &id, "--yes"]).succeeds();
    commit(&marked);
    at(&home, "firm", &["verify", &id]).exits(5);
    at(&home, "firm", &["doctor"]).exits(1).says("clm doctor --fix");
    at(&home, "firm", &["doctor", "--fix"]).succeeds();
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    at(&home, "firm", &["verify", "--all"]).succeeds();
    at(&home, "firm", &["verify", "--history", "--anew"]).succeeds().says("healed");
}
