//! Whatever is changed in something signed, and committed, is called by its name: exit 5.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::Home;

fn signed(home: &Home) -> (String, PathBuf) {
    let id = home.signed_by_both();
    let folder = home.folder_of(&id);
    (id, folder)
}

fn commit(home: &Home) {
    home.git(&["add", "-A"]).succeeds();
    home.git(&["commit", "-qm", "tamper", "--no-gpg-sign"]).succeeds();
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn a_changed_agreement_statement_signature_or_act_is_named() {
    let home = Home::with_firm();
    let (id, folder) = signed(&home);
    home.in_firm(&["verify", &id]).succeeds();
    let mut targets = vec![folder.join("contract.md")];
    targets.extend(files(&folder.join("signatures")));
    targets.extend(files(&folder.join("acts")));
    assert_eq!(targets.len(), 6, "{targets:?}");
    for target in targets {
        let original = fs::read(&target).unwrap();
        for place in [0, original.len() / 2, original.len() - 2] {
            let mut changed = original.clone();
            changed[place] ^= 1;
            fs::write(&target, &changed).unwrap();
            let name = target.file_name().unwrap().to_string_lossy().into_owned();
            home.in_firm(&["verify", &id]).exits(5).says(&name);
            commit(&home);
            home.in_firm(&["verify", &id]).exits(5).says(&name);
            home.in_firm(&["verify", "--all"]).exits(5).says(&name);
            home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
            home.in_firm(&["verify", &id]).succeeds();
        }
    }
}

#[test]
fn a_removed_signature_is_missed() {
    let home = Home::with_firm();
    let (id, folder) = signed(&home);
    for file in files(&folder.join("signatures")) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        fs::remove_file(&file).unwrap();
        commit(&home);
        home.in_firm(&["verify", &id]).exits(5).says(&name);
        let listed = home.in_firm(&["list", "--json"]).succeeds().json();
        assert_eq!(listed["items"][0]["status"], "broken");
        home.git(&["reset", "-q", "--hard", "HEAD~1"]).succeeds();
    }
    fs::remove_dir_all(folder.join("signatures")).unwrap();
    commit(&home);
    home.in_firm(&["verify", &id]).exits(5);
}

#[test]
fn an_unreadable_header_does_not_turn_a_signed_contract_into_nothing() {
    let home = Home::with_firm();
    let (id, folder) = signed(&home);
    fs::write(folder.join("contract.md"), "no front matter at all\n").unwrap();
    commit(&home);
    home.in_firm(&["verify", &id]).exits(5).says("contract.md");
    home.in_firm(&["verify", "--all"]).exits(5);
    let listed = home.in_firm(&["list", "--json"]).succeeds().json();
    assert_eq!(
        (listed["items"][0]["id"].as_str(), listed["items"][0]["status"].as_str()),
        (Some(id.as_str()), Some("broken"))
    );
}

#[test]
fn a_signed_text_is_not_edited_and_an_edit_by_another_tool_is_reported_and_undone() {
    let home = Home::with_firm();
    let (id, folder) = signed(&home);
    home.in_firm(&["set", &id, "title=Another"]).exits(4);
    let path = folder.join("contract.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("24 months", "48 months")).unwrap();
    home.in_firm(&["save", &id]).exits(4).says("restore");
    home.in_firm(&["status"]).succeeds().says("contract.md");
    home.in_firm(&["restore", &id]).succeeds();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    home.in_firm(&["verify", &id]).succeeds();
    home.repository_is_sound();
}

#[test]
fn a_statement_of_one_contract_proves_nothing_about_another() {
    let home = Home::with_firm();
    let (_, folder) = signed(&home);
    let other = home.draft();
    let shown = home.in_firm(&["show", &other, "--json"]).succeeds().json();
    let target = home.firm(shown["items"][0]["path"].as_str().unwrap()).join("signatures");
    fs::create_dir_all(&target).unwrap();
    for file in files(&folder.join("signatures")) {
        fs::copy(&file, target.join(file.file_name().unwrap())).unwrap();
    }
    commit(&home);
    let listed = home.in_firm(&["show", &other, "--json"]).succeeds().json();
    assert_eq!(listed["items"][0]["signing"], "draft");
    home.in_firm(&["verify", &other]).exits(6).says("another contract");
}
